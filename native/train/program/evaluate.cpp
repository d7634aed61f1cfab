#include "native/train/program/evaluate.h"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "native/core/parse.h"
#include "native/train/score.h"

namespace posthaste::train {

namespace {

void print_row(const std::string& name, const Score& score, std::FILE* out) {
  std::fprintf(out, "%-32s %6llu lines  full %-24s token %s\n", name.c_str(),
               static_cast<unsigned long long>(score.lines), share(score.full, score.lines).c_str(),
               share(score.right, score.words).c_str());
}

void add(const Score& from, Score* to) {
  to->lines += from.lines;
  to->full += from.full;
  to->words += from.words;
  to->right += from.right;
  for (uint32_t l = 0; l < core::kLabels; ++l) {
    to->labels[l].gold += from.labels[l].gold;
    to->labels[l].predicted += from.labels[l].predicted;
    to->labels[l].right += from.labels[l].right;
  }
}

void print_labels(const Score& score, std::FILE* out) {
  std::fprintf(out, "%-16s %7s %10s %10s %8s\n", "label", "gold", "precision", "recall", "F1");
  for (uint32_t l = 1; l < core::kLabels; ++l) {
    const LabelCount& count = score.labels[l];
    if (count.gold == 0 && count.predicted == 0) continue;
    const double right = static_cast<double>(count.right);
    const double precision = count.predicted ? 100 * right / static_cast<double>(count.predicted) : 0;
    const double recall = count.gold ? 100 * right / static_cast<double>(count.gold) : 0;
    const double both = static_cast<double>(count.gold + count.predicted);
    std::fprintf(out, "%-16s %7llu %9.2f%% %9.2f%% %7.2f%%\n", core::label_name(l),
                 static_cast<unsigned long long>(count.gold), precision, recall, 200 * right / both);
  }
}

// What the confidence of an address promises against what came true.
struct Promise {
  uint64_t lines = 0, right = 0;
  double said = 0;

  void add(uint16_t confidence, bool full) {
    ++lines;
    right += full ? 1 : 0;
    said += confidence / 100.0;
  }
};

void print_promises(const std::vector<Promise>& promises, std::FILE* out) {
  std::fprintf(out, "confidence of an address: said and right\n");
  for (const Promise& promise : promises) {
    if (promise.lines == 0) continue;
    std::fprintf(
        out, "  %6llu lines  said %.1f %%  right %s\n", static_cast<unsigned long long>(promise.lines),
        promise.said / static_cast<double>(promise.lines), share(promise.right, promise.lines).c_str());
  }
}

void print_error(const std::string& set, const Line& line, const std::vector<Word>& words, std::FILE* out) {
  std::fprintf(out, "--- %s %c%c %s\n   ", set.c_str(), line.country ? line.country >> 8 : '-',
               line.country ? line.country & 0xff : '-', line.text.c_str());
  for (const Word& word : words) {
    const std::string text = line.text.substr(word.start, word.end - word.start);
    if (word.gold == word.predicted) {
      std::fprintf(out, " %s", text.c_str());
    } else {
      std::fprintf(out, " [%s: %s, not %s]", text.c_str(), core::label_name(word.gold),
                   word.predicted == 255 ? "divided" : core::label_name(word.predicted));
    }
  }
  std::fprintf(out, "\n");
}

} // namespace

void evaluate(const core::ModelView& model, const Lines& lines, bool by_country, uint32_t errors,
              std::FILE* out) {
  const auto workspace = std::make_unique<core::Workspace>();
  std::vector<core::Component> components(core::kMaxTokens);
  std::vector<Score> by_set(lines.sets.size());
  std::map<uint16_t, Score> countries;
  std::vector<Promise> promises(6); // below 20 %, 40 %, 60 %, 80 %, 95 %, the rest
  uint64_t known = 0, known_right = 0, named = 0, named_right = 0;
  for (const Line& line : lines.lines) {
    const auto* text = reinterpret_cast<const uint8_t*>(line.text.data());
    const auto length = static_cast<uint32_t>(line.text.size());
    const core::Parse parse =
        core::parse(model, text, length, 0, *workspace, components.data(), core::kMaxTokens);
    const std::vector<Word> words = score_words(model, line, components.data(), parse.components);
    const bool full = add_line(words, &by_set[line.set]);
    add_line(words, &countries[line.country]);
    size_t step = 0;
    for (const uint16_t limit : {2000, 4000, 6000, 8000, 9500}) step += parse.confidence >= limit ? 1 : 0;
    promises[step].add(parse.confidence, full);
    if (line.country != 0) {
      const bool right = parse.country == line.country;
      const bool written = std::any_of(line.spans.begin(), line.spans.end(),
                                       [](const Span& span) { return span.label == core::kCountry; });
      ++known;
      known_right += right ? 1 : 0;
      named += written ? 1 : 0;
      named_right += written && right ? 1 : 0;
    }
    if (!full && errors > 0) {
      --errors;
      print_error(lines.sets[line.set], line, words, out);
    }
  }
  Score all, annotated;
  for (size_t set = 0; set < by_set.size(); ++set) {
    print_row(lines.sets[set], by_set[set], out);
    add(by_set[set], &all);
    if (lines.sets[set].rfind("annotated/", 0) == 0) add(by_set[set], &annotated);
  }
  if (annotated.lines != 0) print_row("annotated together", annotated, out);
  print_row("all", all, out);
  std::fprintf(out, "country right: %s of %llu, where it is written: %s of %llu\n",
               share(known_right, known).c_str(), static_cast<unsigned long long>(known),
               share(named_right, named).c_str(), static_cast<unsigned long long>(named));
  print_promises(promises, out);
  print_labels(annotated.lines != 0 ? annotated : all, out);
  if (!by_country) return;
  for (const auto& [country, score] : countries) {
    const std::string name = {static_cast<char>(country ? country >> 8 : '-'),
                              static_cast<char>(country ? country & 0xff : '-')};
    print_row(name, score, out);
  }
}

} // namespace posthaste::train
