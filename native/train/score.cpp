#include "native/train/score.h"

#include <cmath>
#include <cstdio>

namespace posthaste::train {

std::vector<Word> score_words(const core::ModelView& model, const Line& line,
                              const core::Component* components, uint32_t count) {
  const auto* text = reinterpret_cast<const uint8_t*>(line.text.data());
  std::vector<uint8_t> labels(line.text.size(), 0);
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t at = components[i].start; at < components[i].end; ++at) {
      labels[at] = static_cast<uint8_t>(components[i].label);
    }
  }
  std::vector<Word> words;
  for (const Span& span : line.spans) {
    bool open = false;
    for (uint32_t at = span.start; at < span.end;) {
      const core::Symbol symbol = core::read_symbol(model, text, span.end, at);
      if (core::is_word(symbol.kind)) {
        if (!open) words.push_back({at, at, span.label, labels[at]});
        Word& word = words.back();
        word.end = at + symbol.bytes;
        if (labels[at] != word.predicted) word.predicted = 255;
      }
      open = core::is_word(symbol.kind);
      at += symbol.bytes;
    }
  }
  return words;
}

bool add_line(const std::vector<Word>& words, Score* score) {
  bool full = true;
  for (const Word& word : words) {
    ++score->words;
    if (word.gold == word.predicted) ++score->right;
    else full = false;
  }
  ++score->lines;
  score->full += full ? 1 : 0;
  const size_t count = words.size();
  for (size_t i = 0; i < count; ++i) {
    const bool gold_starts = i == 0 || words[i - 1].gold != words[i].gold;
    const bool predicted_starts = i == 0 || words[i - 1].predicted != words[i].predicted;
    if (gold_starts) ++score->labels[words[i].gold].gold;
    if (predicted_starts && words[i].predicted < core::kLabels) ++score->labels[words[i].predicted].predicted;
    if (!gold_starts || !predicted_starts || words[i].gold != words[i].predicted) continue;
    size_t end = i + 1;
    while (end < count && words[end].gold == words[i].gold && words[end].predicted == words[i].gold) ++end;
    const bool both_end =
        end == count || (words[end].gold != words[i].gold && words[end].predicted != words[i].gold);
    if (both_end) ++score->labels[words[i].gold].right;
  }
  return full;
}

std::string share(uint64_t part, uint64_t whole) {
  if (whole == 0) return "-";
  const double n = static_cast<double>(whole), p = static_cast<double>(part) / n, z = 1.959964;
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  char text[64];
  std::snprintf(text, sizeof(text), "%.2f %% [%.1f, %.1f]", 100 * p, 100 * (middle - half),
                100 * (middle + half));
  return text;
}

} // namespace posthaste::train
