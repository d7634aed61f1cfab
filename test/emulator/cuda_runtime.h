// What cuda/ uses of CUDA, over the emulator: the words of kernels here, the host's calls in calls.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "test/emulator/simt.h"

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __align__(bytes) __attribute__((aligned(bytes)))
// A stream's thread runs one block at a time, so that what is the thread's is the block's.
#define __shared__ static thread_local __attribute__((section("ph_shared")))
#define threadIdx (::ph_emulator::self().thread->index)
#define blockIdx (::ph_emulator::self().block->index)
#define blockDim (::ph_emulator::self().block->launch->block)
#define gridDim (::ph_emulator::self().block->launch->grid)
inline constexpr int warpSize = 32;

struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
struct alignas(8) int2 {
  int x, y;
};
struct alignas(16) int4 {
  int x, y, z, w;
};
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
inline int2 make_int2(int x, int y) { return {x, y}; }
inline int4 make_int4(int x, int y, int z, int w) { return {x, y, z, w}; }

#define PH_SITE ph_emulator::Site site = ph_emulator::Site::current()
using ph_emulator::Op;

inline void __syncthreads(PH_SITE) { ph_emulator::meet(Op::barrier, 0, 0, 0, 0, site); }
inline int __syncthreads_count(int yes, PH_SITE) {
  return static_cast<int>(ph_emulator::meet(Op::barrier_count, 0, yes != 0, 0, 0, site));
}
inline int __syncthreads_and(int yes, PH_SITE) {
  return static_cast<int>(ph_emulator::meet(Op::barrier_and, 0, yes != 0, 0, 0, site));
}
inline int __syncthreads_or(int yes, PH_SITE) {
  return static_cast<int>(ph_emulator::meet(Op::barrier_or, 0, yes != 0, 0, 0, site));
}
inline void __syncwarp(unsigned mask = ~0U, PH_SITE) { ph_emulator::meet(Op::sync, mask, 0, 0, 32, site); }

namespace ph_emulator {
template <class T>
T exchange(Op op, unsigned mask, T value, unsigned operand, int width, Site site) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8);
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  bits = meet(op, mask, bits, operand, static_cast<uint32_t>(width), site);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
template <class T, class F>
T atomically(T* at, F change) {
  breathe();
  T before = __atomic_load_n(at, __ATOMIC_RELAXED);
  while (
      !__atomic_compare_exchange_n(at, &before, change(before), false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
  return before;
}
}  // namespace ph_emulator

template <class T>
T __shfl_sync(unsigned mask, T value, int lane, int width = 32, PH_SITE) {
  return ph_emulator::exchange(Op::shuffle, mask, value, static_cast<unsigned>(lane), width, site);
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned distance, int width = 32, PH_SITE) {
  return ph_emulator::exchange(Op::up, mask, value, distance, width, site);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned distance, int width = 32, PH_SITE) {
  return ph_emulator::exchange(Op::down, mask, value, distance, width, site);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32, PH_SITE) {
  return ph_emulator::exchange(Op::exclusive, mask, value, static_cast<unsigned>(bits), width, site);
}
inline unsigned __ballot_sync(unsigned mask, int yes, PH_SITE) {
  return static_cast<unsigned>(ph_emulator::meet(Op::ballot, mask, yes != 0, 0, 32, site));
}
inline int __any_sync(unsigned mask, int yes, PH_SITE) {
  return static_cast<int>(ph_emulator::meet(Op::any, mask, yes != 0, 0, 32, site));
}
inline int __all_sync(unsigned mask, int yes, PH_SITE) {
  return static_cast<int>(ph_emulator::meet(Op::all, mask, yes != 0, 0, 32, site));
}
template <class T>
unsigned __match_any_sync(unsigned mask, T value, PH_SITE) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return static_cast<unsigned>(ph_emulator::meet(Op::match, mask, bits, 0, 32, site));
}
// What is certain, and what the hardware may answer as well.
inline unsigned __activemask() { return 1U << (ph_emulator::self().thread->rank % 32); }

template <class T>
T atomicAdd(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return static_cast<T>(old + value); });
}
template <class T>
T atomicSub(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return static_cast<T>(old - value); });
}
template <class T>
T atomicMax(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return old < value ? value : old; });
}
template <class T>
T atomicMin(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return value < old ? value : old; });
}
template <class T>
T atomicOr(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return old | value; });
}
template <class T>
T atomicAnd(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return old & value; });
}
template <class T>
T atomicExch(T* at, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T) { return value; });
}
template <class T>
T atomicCAS(T* at, std::type_identity_t<T> expected, std::type_identity_t<T> value) {
  return ph_emulator::atomically(at, [=](T old) { return old == expected ? value : old; });
}
inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __threadfence(); }

inline int __popc(unsigned value) { return __builtin_popcount(value); }
inline int __popcll(unsigned long long value) { return __builtin_popcountll(value); }
inline int __ffs(unsigned value) { return __builtin_ffs(static_cast<int>(value)); }
inline int __ffsll(unsigned long long value) { return __builtin_ffsll(static_cast<long long>(value)); }
inline int __clz(unsigned value) { return value == 0 ? 32 : __builtin_clz(value); }
inline int __clzll(unsigned long long value) { return value == 0 ? 64 : __builtin_clzll(value); }
inline unsigned __umulhi(unsigned a, unsigned b) { return static_cast<unsigned>(uint64_t{a} * b >> 32); }
inline unsigned __byte_perm(unsigned low, unsigned high, unsigned selector) {
  const uint64_t bytes = uint64_t{high} << 32 | low;
  unsigned result = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const unsigned nibble = selector >> 4 * i;
    const unsigned byte = static_cast<unsigned>(bytes >> 8 * (nibble & 7)) & 0xff;
    result |= ((nibble & 8) != 0 ? (byte >> 7) * 0xff : byte) << 8 * i;
  }
  return result;
}
inline int __dp4a(int a, int b, int sum) {
  for (int i = 0; i < 32; i += 8) sum += static_cast<int8_t>(a >> i) * static_cast<int8_t>(b >> i);
  return sum;
}
template <class T>
T __ldg(const T* at) {
  return *at;
}
template <class T>
T __ldcs(const T* at) {
  return *at;
}
template <class T>
T __ldcg(const T* at) {
  return *at;
}
template <class A, class B>
constexpr auto min(A a, B b) {
  using T = std::common_type_t<A, B>;
  return T(b) < T(a) ? T(b) : T(a);
}
template <class A, class B>
constexpr auto max(A a, B b) {
  using T = std::common_type_t<A, B>;
  return T(a) < T(b) ? T(b) : T(a);
}

#include "test/emulator/host.h"
