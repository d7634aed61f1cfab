// The parser's one body, compiled for several instruction sets.
#pragma once

#include <span>

#include "native/core/parse.h"
#include "native/engine/backend.h"

namespace posthaste::engine {

struct CpuVariant {
  const char* name;
  // Whether this machine can run it.
  bool (*present)();
  // Parses every address of a batch and fills its results, components packed from the first slot.
  void (*parse)(const core::ModelView& model, core::Workspace& workspace, ph_batch& batch);
};

// All that were compiled in, best first. The last one runs everywhere.
std::span<const CpuVariant> cpu_variants();

}  // namespace posthaste::engine
