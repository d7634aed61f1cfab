// From labelled lines and a gazetteer to the bytes of a model file.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "native/train/corpus.h"
#include "native/train/lines.h"

namespace posthaste::train {

struct Settings {
  uint32_t epochs = 2;
  uint32_t rows = 5U << 16;
  uint32_t slots_log2 = 20;
  uint32_t country_rows_log2 = 15;
  uint32_t country_epochs = 3;
  // Per cent of the hand-made lines that are kept out of the weights to fit the confidence tables, when there
  // are no lines kept apart for that.
  uint32_t calibration = 4;
  uint32_t rate = 300;      // 1/1000
  uint32_t rare = 4;        // features seen less often change no weight
  uint32_t fields = 4;      // whose mean goes into the model
  uint32_t threads = 2;     // they are learnt on; changes no byte
  uint64_t seed = 1;
  std::string gazetteer; // its lines, see gazetteer_builder.h
  Noise noise;
};

using Report = std::function<void(const std::string&)>;

// Same lines, gazetteer and settings: same bytes. `kept_apart` may be empty: its lines made by hand fit the confidence
// tables and change no weight.
bool train(const Lines& lines, const Lines& kept_apart, const Settings& settings, const Report& report,
           std::vector<uint8_t>* file, std::string* reason);

} // namespace posthaste::train
