// A backend that lives in a library of its own.
#pragma once

#include <string>

#include "native/engine/backend.h"
#include "native/engine/status.h"

namespace posthaste::engine {

// Opens the library at an absolute path, then its symbol, then its version, then the driver that it names;
// the first thing that is missing is the failure. A library that passed stays loaded until the process ends:
// CUDA's runtime does not survive being unloaded.
Result<const ph_backend*> open_library(const std::string& path);

}  // namespace posthaste::engine
