// posthaste-train: makes a model from labelled lines, measures one, times one.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "native/model/format.h"
#include "native/model/model.h"
#include "native/train/program/evaluate.h"
#include "native/train/program/line_file.h"
#include "native/train/program/options.h"
#include "native/train/training.h"

namespace {

using namespace posthaste;

constexpr const char* kUsage =
    "usage: posthaste-train train --lines FILE --gazetteer FILE --out FILE [--calibrate FILE]\n"
    "                             [--epochs N] [--rate N/1000] [--rare N] [--rows N] [--seed N]\n"
    "                             [--slots LOG2] [--country-rows LOG2] [--country-epochs N]\n"
    "                             [--calibration PERCENT] [--fields N] [--threads N]\n"
    "       posthaste-train eval  --model FILE --lines FILE [--errors N] [--countries 1]\n"
    "       posthaste-train bench --model FILE --lines FILE [--rounds N]\n";

int fail(const std::string& text) {
  std::fprintf(stderr, "posthaste-train: %s\n", text.c_str());
  return 1;
}

// A file in memory at a multiple of 64 bytes.
struct Loaded {
  std::unique_ptr<uint8_t, decltype(&std::free)> bytes{nullptr, &std::free};
  core::ModelView view{};
};

bool read_text(const std::string& path, std::string* out, std::string* reason) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    *reason = "cannot open " + path;
    return false;
  }
  out->assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  return true;
}

bool load(const std::string& path, Loaded* out, std::string* reason) {
  std::string bytes;
  if (!read_text(path, &bytes, reason)) return false;
  const size_t room = (bytes.size() / model::kAlignment + 1) * model::kAlignment;
  out->bytes.reset(static_cast<uint8_t*>(std::aligned_alloc(model::kAlignment, room)));
  if (out->bytes == nullptr) {
    *reason = "no memory for " + path;
    return false;
  }
  std::copy(bytes.begin(), bytes.end(), out->bytes.get());
  return model::open(out->bytes.get(), bytes.size(), &out->view, reason);
}

int run_train(const train::Options& options, const train::Lines& lines) {
  train::Settings settings;
  settings.epochs = options.number("epochs", settings.epochs);
  settings.rows = options.number("rows", settings.rows);
  settings.slots_log2 = options.number("slots", settings.slots_log2);
  settings.country_rows_log2 = options.number("country-rows", settings.country_rows_log2);
  settings.country_epochs = options.number("country-epochs", settings.country_epochs);
  settings.calibration = options.number("calibration", settings.calibration);
  settings.rate = options.number("rate", settings.rate);
  settings.rare = options.number("rare", settings.rare);
  settings.seed = options.number("seed", 1);
  settings.fields = options.number("fields", settings.fields);
  settings.threads = options.number("threads", settings.threads);
  train::Noise& noise = settings.noise;
  noise.hide_all_places = options.number("hide-all-places", noise.hide_all_places);
  noise.hide_phrase = options.number("hide-phrase", noise.hide_phrase);
  noise.hide_road = options.number("hide-road", noise.hide_road);
  noise.hide_word = options.number("hide-word", noise.hide_word);
  noise.unknown_country = options.number("unknown-country", noise.unknown_country);
  noise.true_country = options.number("true-country", noise.true_country);
  noise.other_case = options.number("other-case", noise.other_case);
  noise.no_commas = options.number("no-commas", noise.no_commas);
  noise.typo = options.number("typo", noise.typo);
  noise.hide_feature = options.number("hide-feature", noise.hide_feature);
  const auto within = [](uint32_t value, uint32_t least, uint32_t most) { return value >= least && value <= most; };
  if (settings.epochs == 0 || settings.fields == 0 || settings.threads == 0 || noise.hide_feature > 900 ||
      !within(settings.rows, 1024, 1U << 24) || !within(settings.slots_log2, 8, 24) ||
      !within(settings.country_rows_log2, 8, 20)) {
    return fail("an option is out of range");
  }
  std::vector<uint8_t> bytes;
  std::string reason;
  if (!read_text(options.text("gazetteer"), &settings.gazetteer, &reason)) return fail(reason);
  const auto report = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
  train::Lines kept_apart;
  const std::string calibrate = options.text("calibrate");
  if (!calibrate.empty() && !train::read_lines(calibrate, &kept_apart, &reason)) return fail(reason);
  if (!train::train(lines, kept_apart, settings, report, &bytes, &reason)) return fail(reason);
  std::ofstream out(options.text("out"), std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out ? 0 : fail("cannot write " + options.text("out"));
}

} // namespace

int main(int count, char** arguments) {
  train::Options options;
  const std::string command = count > 1 ? arguments[1] : "";
  const bool known = command == "train" || command == "eval" || command == "bench";
  if (!known || !options.read(count - 2, arguments + 2) || options.text("lines").empty()) {
    std::fputs(kUsage, stderr);
    return 64;
  }
  std::string reason;
  train::Lines lines;
  if (!train::read_lines(options.text("lines"), &lines, &reason)) return fail(reason);
  if (command == "train") {
    if (options.text("gazetteer").empty() || options.text("out").empty()) {
      std::fputs(kUsage, stderr);
      return 64;
    }
    return run_train(options, lines);
  }
  Loaded loaded;
  if (!load(options.text("model"), &loaded, &reason)) return fail(reason);
  if (command == "bench") {
    train::bench(loaded.view, lines, options.number("rounds", 5), stdout);
  } else {
    train::evaluate(loaded.view, lines, options.number("countries", 0) != 0, options.number("errors", 0),
                    stdout);
  }
  return 0;
}
