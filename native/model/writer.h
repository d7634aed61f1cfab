// Lays out a model file.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "native/core/model_view.h"

namespace posthaste::model {

// Everything that a view points to, as the bytes of a file. `text` is JSON on what went in.
std::vector<uint8_t> write(const core::ModelView& view, const std::string& text);

} // namespace posthaste::model
