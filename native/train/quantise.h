// Weights of the random field to the integers of the model.
#pragma once
#include <cstdint>
#include <vector>

#include "native/train/crf.h"

namespace posthaste::train {

struct QuantisedRows {
  std::vector<int8_t> rows;
  std::vector<int16_t> transitions;
  std::vector<int16_t> edges;
  float scale = 0; // integer = weight * scale
  uint64_t cut = 0; // weights that 8 bits do not hold

  void show(core::ModelView* view) const;
};

// With `scale` 0 the largest one is chosen at which hardly any weight is cut.
QuantisedRows quantise(const Crf& crf, float scale = 0);

} // namespace posthaste::train
