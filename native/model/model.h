// Opens a model file that is already in memory.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include "native/core/model_view.h"

namespace posthaste::model {

// Checks every offset, size, bound and checksum of an untrusted file, then points `out` into it. The bytes
// must stay alive and be 64-byte aligned. False: `reason` tells what is wrong and `out` is untouched.
bool open(const uint8_t* bytes, std::size_t size, core::ModelView* out, std::string* reason);

// What went into a model that `open` has accepted: the JSON that its trainer wrote.
std::string description(const uint8_t* bytes, std::size_t size);

} // namespace posthaste::model
