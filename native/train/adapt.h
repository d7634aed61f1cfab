// A model for the lines of a user: everything but the weights of the labels is a base model's.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "native/core/model_view.h"
#include "native/train/corpus.h"
#include "native/train/lines.h"

namespace posthaste::train {

struct Adaptation {
  bool from_scratch = false; // weights from zero instead of those of the base
  uint32_t passes = 1;
  float rate = 0;
  float squares = 0;         // see Crf::start_from
  float scale = 0;           // of the base; the new model has the same one
  bool calibrates = false;   // fit the confidence tables on the lines that were kept apart
  uint64_t seed = 1;
  Noise noise;
  std::string description;   // JSON, goes into the file
};

struct Adapted {
  std::vector<uint8_t> file;
  std::vector<double> losses; // log-loss a line, by pass
};

// Learns `lines`; same base, lines and settings: same bytes. `kept_apart` changes no weight. Asks `stopped`
// again and again and gives up, false, once it is true.
bool adapt(const core::ModelView& base, const std::vector<Line>& lines, const std::vector<Line>& kept_apart,
           const Adaptation& settings, const std::function<bool()>& stopped, Adapted* out);

} // namespace posthaste::train
