// Sums rows of 8-bit weights into 16-bit scores, the hot loop of the parser. On a host with GNU vectors the
// sums stay in registers; the plain loops elsewhere give the same numbers.
#pragma once
#include "native/core/base.h"

namespace posthaste::core {

inline constexpr uint32_t kRowBlock = 32; // rows are a multiple of so many weights long

#if defined(__GNUC__) && !defined(__CUDACC__)
#define PH_GNU_VECTORS 1
typedef int8_t Bytes16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef int16_t Shorts16 __attribute__((vector_size(32)));
typedef int16_t StoredShorts16 __attribute__((vector_size(32), aligned(2), may_alias));
#endif

PH_HD void prefetch(const void* address) {
#if defined(PH_GNU_VECTORS)
  __builtin_prefetch(address);
#elif defined(__CUDA_ARCH__)
  asm volatile("prefetch.global.L2 [%0];" ::"l"(address));
#else
  (void)address;
#endif
}

// scores[lane] = sum over `count` numbers of rows[number * stride + lane], for kRowBlock lanes. The caller
// sees to it that no sum leaves 16 bits.
PH_HD void sum_rows(const int8_t* rows, uint32_t stride, const uint32_t* numbers, uint32_t count,
                    int16_t* scores) {
#if defined(PH_GNU_VECTORS)
  Shorts16 low = {}, high = {};
  for (uint32_t i = 0; i < count; ++i) {
    const int8_t* row = rows + static_cast<uint64_t>(numbers[i]) * stride;
    low += __builtin_convertvector(*reinterpret_cast<const Bytes16*>(row), Shorts16);
    high += __builtin_convertvector(*reinterpret_cast<const Bytes16*>(row + 16), Shorts16);
  }
  *reinterpret_cast<StoredShorts16*>(scores) = low;
  *reinterpret_cast<StoredShorts16*>(scores + 16) = high;
#else
  for (uint32_t lane = 0; lane < kRowBlock; ++lane) scores[lane] = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const int8_t* row = rows + static_cast<uint64_t>(numbers[i]) * stride;
    for (uint32_t lane = 0; lane < kRowBlock; ++lane) {
      scores[lane] = static_cast<int16_t>(scores[lane] + row[lane]);
    }
  }
#endif
}

} // namespace posthaste::core
