// Whether bytes are UTF-8: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off.
#pragma once

#include <cstddef>
#include <cstdint>

#include "native/csv/marks.h"

namespace posthaste::csv {

// Length of the longest beginning that is UTF-8; `size` when all of it is.
size_t utf8_prefix(const uint8_t* bytes, size_t size);

// Whether all of it is. This machine has `simd`.
bool is_utf8(Simd simd, const uint8_t* bytes, size_t size);

}  // namespace posthaste::csv
