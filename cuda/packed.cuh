// Sums of unsigned bytes, two to a register: 16 bits each hold 257 of them.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

namespace posthaste::cuda {

// Bytes 0 and 2, and bytes 1 and 3, of a word as two 16-bit numbers; one instruction each.
__device__ __forceinline__ uint32_t even_bytes(uint32_t word) { return word & 0x00ff00ffU; }
__device__ __forceinline__ uint32_t odd_bytes(uint32_t word) {
#if defined(__CUDA_ARCH__)
  return __byte_perm(word, 0, 0x4341);
#else
  return word >> 8 & 0x00ff00ffU;
#endif
}

}  // namespace posthaste::cuda
