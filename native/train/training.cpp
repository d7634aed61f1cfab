#include "native/train/training.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <memory>
#include <sstream>
#include <thread>
#include <utility>

#include "native/core/parse.h"
#include "native/train/calibrate.h"
#include "native/train/country_trainer.h"
#include "native/train/gazetteer_builder.h"
#include "native/train/quantise.h"
#include "native/train/unicode_tables.h"
#include "native/model/writer.h"

namespace posthaste::train {

namespace {

// Country codes by index; 0 is unknown. The rarest stay out when there are too many.
std::vector<uint16_t> list_countries(const Lines& lines) {
  std::vector<uint32_t> counts(1U << 16);
  for (const Line& line : lines.lines) ++counts[line.country];
  std::vector<uint16_t> codes;
  for (uint32_t code = 1; code < counts.size(); ++code) {
    if (counts[code] != 0) codes.push_back(static_cast<uint16_t>(code));
  }
  std::stable_sort(codes.begin(), codes.end(), [&](uint16_t a, uint16_t b) { return counts[a] > counts[b]; });
  if (codes.size() > core::kMaxCountries - 1) codes.resize(core::kMaxCountries - 1);
  std::sort(codes.begin(), codes.end());
  codes.insert(codes.begin(), 0);
  return codes;
}

bool made_by_hand(const std::string& set) {
  return set.rfind("annotated/", 0) == 0 || set.rfind("eval/", 0) == 0;
}

struct Corpus {
  std::vector<const Line*> train, calibration;
  std::vector<uint16_t> countries;  // of each train line, index
  std::vector<uint16_t> predicted;  // by a classifier that did not see the line
};

Corpus divide(const Lines& lines, const Lines& kept_apart, const Settings& settings,
              const std::vector<uint16_t>& codes) {
  Corpus corpus;
  for (const Line& line : kept_apart.lines) {
    if (made_by_hand(kept_apart.sets[line.set])) corpus.calibration.push_back(&line);
  }
  const uint32_t kept_out = corpus.calibration.empty() ? settings.calibration : 0;
  for (const Line& line : lines.lines) {
    const bool kept = made_by_hand(lines.sets[line.set]) && line_hash(line) % 100 < kept_out;
    (kept ? corpus.calibration : corpus.train).push_back(&line);
  }
  for (const Line* line : corpus.train) {
    const auto place = std::lower_bound(codes.begin(), codes.end(), line->country);
    const bool known = place != codes.end() && *place == line->country;
    corpus.countries.push_back(known ? static_cast<uint16_t>(place - codes.begin()) : 0);
  }
  return corpus;
}

constexpr uint32_t kMaxPerCountry = 15000; // examples of the country classifier

// Two classifiers, each trained on one half, predict the other half; a third one on all goes into the model.
CountryRows learn_countries(const core::ModelView& view, const Settings& settings, uint32_t countries,
                            Corpus* corpus, const Report& report) {
  const auto workspace = std::make_unique<core::Workspace>();
  const size_t count = corpus->train.size();
  Noise noise;
  noise.hide_word = noise.no_commas = noise.typo = 0;
  std::vector<CountryExample> examples(count);
  Random random(settings.seed * 77 + 5);
  std::vector<std::vector<uint32_t>> by_country(countries);
  for (size_t i = 0; i < count; ++i) {
    prepare_line(view, *corpus->train[i], 0, 0, noise, random, *workspace);
    country_keys(*workspace, &examples[i].keys);
    examples[i].country = corpus->countries[i];
    if (examples[i].country != 0) by_country[examples[i].country].push_back(static_cast<uint32_t>(i));
  }
  std::vector<const CountryExample*> halves[2], all;
  for (std::vector<uint32_t>& members : by_country) {
    for (size_t i = members.size(); i > 1; --i)
      std::swap(members[i - 1], members[random.below(static_cast<uint32_t>(i))]);
    // Lines made by hand come in several copies: they go first, records fill up.
    std::stable_sort(members.begin(), members.end(), [&](uint32_t a, uint32_t b) {
      return (corpus->train[a]->copies > 1) > (corpus->train[b]->copies > 1);
    });
    if (members.size() > kMaxPerCountry) members.resize(kMaxPerCountry);
    for (const uint32_t i : members) {
      all.push_back(&examples[i]);
      halves[line_hash(*corpus->train[i]) & 1].push_back(&examples[i]);
    }
  }
  const uint32_t stride = (countries + 31) / 32 * 32;
  const uint32_t log2 = settings.country_rows_log2, epochs = settings.country_epochs;
  corpus->predicted.assign(count, 0);
  uint64_t right = 0, known = 0;
  for (uint32_t half = 0; half < 2; ++half) {
    const CountryRows rows =
        train_countries(halves[half], countries, stride, log2, epochs, settings.seed + half);
    for (size_t i = 0; i < count; ++i) {
      if ((line_hash(*corpus->train[i]) & 1) == half) continue;
      int32_t margin = 0;
      corpus->predicted[i] =
          static_cast<uint16_t>(predict_country(rows, countries, examples[i].keys, &margin));
      known += corpus->countries[i] != 0 ? 1 : 0;
      right += corpus->countries[i] != 0 && corpus->predicted[i] == corpus->countries[i] ? 1 : 0;
    }
  }
  report("countries " + std::to_string(countries - 1) + ", examples " + std::to_string(all.size()) +
         ", cross-fitted right " + std::to_string(right) + " of " + std::to_string(known));
  return train_countries(all, countries, stride, log2, epochs, settings.seed + 2);
}

// The lines of one pass in random order, each as often as it says.
std::vector<uint32_t> order_of_pass(const Corpus& corpus, Random& random) {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < corpus.train.size(); ++i) order.insert(order.end(), corpus.train[i]->copies, i);
  for (size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.below(static_cast<uint32_t>(i))]);
  }
  return order;
}

FeatureCounts count_all(const core::ModelView& view, const Corpus& corpus, core::Workspace& workspace) {
  FeatureCounts counts;
  Random random(0);
  for (size_t i = 0; i < corpus.train.size(); ++i) {
    const Line& line = *corpus.train[i];
    prepare_line(view, line, corpus.countries[i], corpus.predicted[i], Noise::none(), random, workspace);
    count_features(workspace, line.copies > 1 ? 2 : 1, &counts);
  }
  return counts;
}

// Learns one field; `report` is empty for all but one of them.
void learn_field(const core::ModelView& view, const Settings& settings, const Corpus& corpus,
                 const FeatureCounts& counts, uint64_t seed, const Report& report, Crf* crf) {
  const auto workspace = std::make_unique<core::Workspace>();
  Random random(seed);
  Chain chain;
  for (uint32_t pass = 0; pass < settings.epochs; ++pass) {
    const std::vector<uint32_t> order = order_of_pass(corpus, random);
    double loss = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      const uint32_t index = order[i];
      const Line& line = *corpus.train[index];
      prepare_line(view, line, corpus.countries[index], corpus.predicted[index], settings.noise, random,
                   *workspace);
      make_chain(line, *workspace, view.row_count, counts, settings.rare, settings.noise, random, &chain);
      const double done =
          static_cast<double>(pass) + static_cast<double>(i) / static_cast<double>(order.size());
      loss += crf->learn(chain, static_cast<float>(1.0 - 0.95 * done / settings.epochs));
    }
    if (!report) continue;
    report("epoch " + std::to_string(pass + 1) + ": lines " + std::to_string(order.size()) +
           ", loss a line " + std::to_string(loss / static_cast<double>(order.size())));
  }
}

// The mean of several fields that saw the lines in other orders and under other noise: what one of them learnt
// by chance the others do not confirm.
QuantisedRows learn_labels(const core::ModelView& view, const Settings& settings, const Corpus& corpus,
                           const Report& report) {
  const FeatureCounts counts = count_all(view, corpus, *std::make_unique<core::Workspace>());
  std::vector<Crf> fields(settings.fields, Crf(settings.rows, static_cast<float>(settings.rate) / 1000.0f));
  std::vector<std::thread> threads;
  for (uint32_t thread = 0; thread < settings.threads; ++thread) {
    threads.emplace_back([&, thread] {
      for (uint32_t i = thread; i < settings.fields; i += settings.threads) {
        learn_field(view, settings, corpus, counts, settings.seed + i * 1000, i == 0 ? report : Report(), &fields[i]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Crf mean = std::move(fields.back());
  fields.pop_back();
  mean.average_with(fields);
  return quantise(mean);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<uint8_t>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

// What went into the model, as JSON.
std::string describe(const Lines& lines, const Settings& settings, const Gazetteer& gazetteer,
                     float scale) {
  std::vector<uint64_t> counts(lines.sets.size());
  for (const Line& line : lines.lines) ++counts[line.set];
  std::ostringstream out;
  out << "{\"lines\":{";
  for (size_t i = 0; i < counts.size(); ++i)
    out << (i ? "," : "") << quoted(lines.sets[i]) << ':' << counts[i];
  out << "},\"gazetteer\":" << gazetteer.phrases << ",\"epochs\":" << settings.epochs
      << ",\"rate\":" << settings.rate << ",\"seed\":" << settings.seed << ",\"scale\":" << std::setprecision(9)
      << scale << "}\n";
  return out.str();
}

} // namespace

bool train(const Lines& lines, const Lines& kept_apart, const Settings& settings, const Report& report,
           std::vector<uint8_t>* file, std::string* reason) {
  const std::vector<uint16_t> codes = list_countries(lines);
  Corpus corpus = divide(lines, kept_apart, settings, codes);
  if (corpus.train.empty()) {
    *reason = "there are no lines to train on";
    return false;
  }
  core::ModelView view{};
  const UnicodeTables unicode;
  unicode.show(&view);
  Gazetteer gazetteer;
  if (!build_gazetteer(settings.gazetteer, view, codes, settings.slots_log2, &gazetteer, reason))
    return false;
  gazetteer.show(&view);
  report("gazetteer phrases " + std::to_string(gazetteer.phrases) + ", left out " +
         std::to_string(gazetteer.left_out));

  const auto countries = static_cast<uint32_t>(codes.size());
  const CountryRows country_rows = learn_countries(view, settings, countries, &corpus, report);
  country_rows.show(&view);
  std::vector<uint16_t> padded = codes;
  padded.resize(country_rows.stride, 0);
  view.country_codes = padded.data();
  view.countries = countries;

  view.row_count = settings.rows;
  const QuantisedRows rows = learn_labels(view, settings, corpus, report);
  rows.show(&view);
  report("weights cut to 8 bits: " + std::to_string(rows.cut) + ", scale " + std::to_string(rows.scale));

  Calibration none;
  none.tables.assign(3 * core::kConfidenceSteps, 0);
  const auto show = [&view](const Calibration& calibration) {
    view.margin_shift = calibration.margin_shift;
    view.component_confidence = calibration.tables.data();
    view.address_confidence = view.component_confidence + core::kConfidenceSteps;
    view.country_confidence = view.address_confidence + core::kConfidenceSteps;
  };
  show(none);
  const Calibration calibration = calibrate(view, corpus.calibration);
  show(calibration);
  *file = model::write(view, describe(lines, settings, gazetteer, rows.scale));
  return true;
}

} // namespace posthaste::train
