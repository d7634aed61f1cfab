// The CPU as an ordinary backend: always there, lanes are threads of the caller.
#pragma once

#include "native/engine/backend.h"

namespace posthaste::engine {

// `collect` parses, on the thread that calls it; `submit` only takes note. One batch a lane.
const ph_backend* cpu_backend();

}  // namespace posthaste::engine
