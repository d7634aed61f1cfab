// Byte offsets of UTF-8 as offsets in UTF-16 code units.
#pragma once

#include <cstdint>

namespace posthaste::engine {

// UTF-16 code units of the bytes from .. to, which are well-formed UTF-8 cut at characters: one a character,
// two outside the basic plane. Damaged text gives some number that does not fall when `to` grows.
inline uint32_t utf16_units(const char* from, const char* to) {
  uint32_t units = 0;
  for (; from != to; ++from) {
    const auto byte = static_cast<uint8_t>(*from);
    units += static_cast<uint32_t>((byte & 0xc0U) != 0x80U) + static_cast<uint32_t>(byte >= 0xf0U);
  }
  return units;
}

}  // namespace posthaste::engine
