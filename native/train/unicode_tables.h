// The Unicode sections of a model, laid out from the generated runs.
#pragma once
#include <cstdint>
#include <vector>

#include "native/core/model_view.h"

namespace posthaste::train {

struct UnicodeTables {
  std::vector<uint16_t> index;
  std::vector<uint32_t> entries;
  std::vector<uint32_t> expansions;

  UnicodeTables();
  void show(core::ModelView* view) const; // points the view into these tables
};

} // namespace posthaste::train
