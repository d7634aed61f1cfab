// Sums the rows of a token's features into one score a label.
#pragma once
#include "native/core/features.h"
#include "native/core/rows.h"

namespace posthaste::core {

static_assert(kFeatures * 128 <= 32767, "a sum of rows fits 16 bits");
static_assert(kLabelLanes == kRowBlock);

// Row numbers are made one token ahead, so that their rows are on the way from memory when they are summed.
PH_HD void emit(const ModelView& model, Workspace& workspace) {
  uint32_t numbers[2][kFeatures];
  const uint32_t count = workspace.token_count;
  for (uint32_t i = 0; i <= count; ++i) {
    uint32_t* next = numbers[i & 1];
    if (i < count) {
      token_hashes(workspace, i, next);
      for (uint32_t f = 0; f < kFeatures; ++f) {
        next[f] = row_of(next[f], model.row_count);
        prefetch(model.rows + static_cast<uint64_t>(next[f]) * kLabelLanes);
      }
    }
    if (i > 0) sum_rows(model.rows, kLabelLanes, numbers[(i - 1) & 1], kFeatures, workspace.emissions[i - 1]);
  }
}

} // namespace posthaste::core
