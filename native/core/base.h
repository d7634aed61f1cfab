// Words shared by every part of the core: the function attribute, fixed sizes and integer mixing.
#pragma once
#include <stdint.h>

#if defined(__CUDACC__)
#define PH_HD __host__ __device__ __forceinline__
#elif defined(__GNUC__)
#define PH_HD inline __attribute__((always_inline))
#else
#define PH_HD inline
#endif

// Before a loop of a few steps whose arrays are to live in registers of a device.
#if defined(__CUDA_ARCH__)
#define PH_UNROLL _Pragma("unroll")
#else
#define PH_UNROLL
#endif

namespace posthaste::core {

inline constexpr uint32_t kLabels = 20;      // 0 is "none", 1..19 as in labels.h
inline constexpr uint32_t kLabelLanes = 32;  // a row of weights is one 32-byte vector
inline constexpr uint32_t kMaxTokens = 1024; // what follows in an address is left without a label

PH_HD uint32_t mix(uint32_t value) {
  value ^= value >> 16;
  value *= 0x7feb352dU;
  value ^= value >> 15;
  value *= 0x846ca68bU;
  return value ^ (value >> 16);
}

// One step of a running hash over symbols. The order of the symbols counts.
PH_HD uint32_t combine(uint32_t hash, uint32_t value) {
  hash = (hash ^ value) * 0x9e3779b1U;
  return hash ^ (hash >> 15);
}

} // namespace posthaste::core
