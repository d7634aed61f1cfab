#include "native/csv/utf8.h"

#include <cstring>

#include "native/csv/utf8_avx2.h"

namespace posthaste::csv {
namespace {

bool continues(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Length of the one character at `bytes`, which is not ASCII; 0 when it is malformed.
size_t character(const uint8_t* bytes, size_t size) {
  const uint8_t lead = bytes[0];
  if (lead < 0xc2 || lead > 0xf4 || size < 2) return 0;
  const uint8_t second = bytes[1];
  if (lead < 0xe0) return continues(second) ? 2 : 0;
  if (size < 3 || !continues(bytes[2])) return 0;
  if (lead < 0xf0) {
    // Behind E0 come no overlong forms, behind ED no surrogates.
    const uint8_t lowest = lead == 0xe0 ? 0xa0 : 0x80;
    const uint8_t highest = lead == 0xed ? 0x9f : 0xbf;
    return second >= lowest && second <= highest ? 3 : 0;
  }
  const uint8_t lowest = lead == 0xf0 ? 0x90 : 0x80;
  const uint8_t highest = lead == 0xf4 ? 0x8f : 0xbf;
  return size >= 4 && second >= lowest && second <= highest && continues(bytes[3]) ? 4 : 0;
}

uint64_t load(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace

size_t utf8_prefix(const uint8_t* bytes, size_t size) {
  constexpr uint64_t kHigh = 0x8080808080808080U;
  size_t at = 0;
  while (at < size) {
    while (size - at >= 32) {
      const uint8_t* here = bytes + at;
      if ((load(here) | load(here + 8) | load(here + 16) | load(here + 24)) & kHigh) break;
      at += 32;
    }
    // Whole characters to the end of these 32 bytes or a little further.
    const size_t stop = size - at >= 32 ? at + 32 : size;
    while (at < stop) {
      if (bytes[at] < 0x80) {
        ++at;
        continue;
      }
      const size_t length = character(bytes + at, size - at);
      if (length == 0) return at;
      at += length;
    }
  }
  return size;
}

bool is_utf8(Simd simd, const uint8_t* bytes, size_t size) {
#if POSTHASTE_CSV_AVX2
  if (simd == Simd::avx2) return is_utf8_avx2(bytes, size);
#else
  (void)simd;
#endif
  return utf8_prefix(bytes, size) == size;
}

}  // namespace posthaste::csv
