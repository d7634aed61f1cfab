// Margins of lines that were not trained on, and whether the parse was right, to rising confidence tables.
#pragma once
#include <cstdint>
#include <vector>

#include "native/core/model_view.h"
#include "native/train/lines.h"

namespace posthaste::train {

struct Calibration {
  uint32_t margin_shift = 0;
  std::vector<uint16_t> tables; // component, address, country: kConfidenceSteps each
};

Calibration calibrate(const core::ModelView& model, const std::vector<const Line*>& lines);

} // namespace posthaste::train
