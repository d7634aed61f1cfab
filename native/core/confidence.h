// Margins to confidences by the model's calibrated tables.
#pragma once
#include "native/core/model_view.h"

namespace posthaste::core {

// Confidence in 1/10000 of something that a margin speaks for; `table` is one of the model's.
PH_HD uint16_t confidence_of(const ModelView& model, const uint16_t* table, int32_t margin) {
  if (margin <= 0) return table[0];
  const uint32_t step = static_cast<uint32_t>(margin) >> model.margin_shift;
  return table[step < kConfidenceSteps ? step : kConfidenceSteps - 1];
}

} // namespace posthaste::core
