#include "native/train/lines.h"

namespace posthaste::train {

uint32_t line_hash(const Line& line) {
  uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : line.text) {
    const uint8_t byte = c >= '0' && c <= '9' ? '0' : static_cast<uint8_t>(c);
    hash = (hash ^ byte) * 0x100000001b3ULL;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdULL;
  return static_cast<uint32_t>(hash >> 32);
}

} // namespace posthaste::train
