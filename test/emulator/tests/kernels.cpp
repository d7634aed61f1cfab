// Kernels without a mistake: what they find is what the host finds, whatever the schedule.
#include <bit>
#include <numeric>

#include "test/emulator/tests/support.h"

namespace {

using namespace emulator_test;

constexpr unsigned kAll = ~0U;

std::vector<unsigned> numbers(size_t count) {
  std::vector<unsigned> values(count);
  unsigned state = 12345;
  for (unsigned& value : values) value = (state = state * 1664525U + 1013904223U) >> 8;
  return values;
}

__global__ void __launch_bounds__(1024) reduce(const unsigned* in, unsigned count, unsigned* sum) {
  __shared__ unsigned warps[32];
  unsigned mine = 0;
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += blockDim.x * gridDim.x)
    mine += in[i];
  for (int step = 16; step > 0; step /= 2) mine += __shfl_down_sync(kAll, mine, step);
  if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = mine;
  __syncthreads();
  if (threadIdx.x >= 32) return;
  mine = threadIdx.x < blockDim.x / 32 ? warps[threadIdx.x] : 0;
  for (int step = 16; step > 0; step /= 2) mine += __shfl_xor_sync(kAll, mine, step);
  if (threadIdx.x == 0) atomicAdd(sum, mine);
}

// Inclusive, one block, in dynamic shared memory with a barrier a step.
__global__ void scan(const unsigned* in, unsigned* out) {
  PH_DYNAMIC_SHARED(unsigned, sums);
  const unsigned i = threadIdx.x;
  sums[i] = in[i];
  __syncthreads();
  for (unsigned step = 1; step < blockDim.x; step *= 2) {
    const unsigned other = i >= step ? sums[i - step] : 0;
    __syncthreads();
    sums[i] += other;
    __syncthreads();
  }
  out[i] = sums[i];
}

__global__ void histogram(const unsigned* in, unsigned count, unsigned* bins) {
  __shared__ unsigned local[64];
  for (unsigned i = threadIdx.x; i < 64; i += blockDim.x) local[i] = 0;
  __syncthreads();
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += blockDim.x * gridDim.x) {
    atomicAdd(&local[in[i] % 64], 1);
  }
  __syncthreads();
  for (unsigned i = threadIdx.x; i < 64; i += blockDim.x) atomicAdd(&bins[i], local[i]);
}

void sums(unsigned threads) {
  const auto values = numbers(10'007);
  const OnDevice<unsigned> in(values), sum(std::vector<unsigned>{0}), bins(std::vector<unsigned>(64, 0));
  LAUNCH(reduce, 5, threads, 0, nullptr, in.get(), 10'007, sum.get());
  CHECK_EQ(sum.read()[0], std::accumulate(values.begin(), values.end(), 0U));
  LAUNCH(histogram, 3, threads, 0, nullptr, in.get(), 10'007, bins.get());
  std::vector<unsigned> expected(64, 0);
  for (const unsigned value : values) ++expected[value % 64];
  CHECK(bins.read() == expected);
  const OnDevice<unsigned> out(threads);
  LAUNCH(scan, 1, threads, threads * sizeof(unsigned), nullptr, in.get(), out.get());
  std::vector<unsigned> running(threads);
  std::partial_sum(values.begin(), values.begin() + threads, running.begin());
  CHECK(out.read() == running);
}

__global__ void collectives(unsigned* out) {
  const unsigned lane = threadIdx.x % 32;
  unsigned* mine = out + threadIdx.x * 16;
  mine[0] = __ballot_sync(kAll, lane % 3 == 0);
  mine[1] = static_cast<unsigned>(__any_sync(kAll, lane == 7));
  mine[2] = static_cast<unsigned>(__all_sync(kAll, lane < 31));
  mine[3] = __shfl_sync(kAll, lane * 10, 35);
  mine[4] = __shfl_up_sync(kAll, lane, 3);
  mine[5] = __shfl_down_sync(kAll, lane, 3, 8);
  mine[6] = __shfl_xor_sync(kAll, lane, 5, 16);
  mine[7] = static_cast<unsigned>(__syncthreads_count(threadIdx.x % 2));
  mine[8] = static_cast<unsigned>(__syncthreads_and(threadIdx.x < 64));
  mine[9] = static_cast<unsigned>(__syncthreads_or(threadIdx.x == 40));
  mine[10] = __match_any_sync(kAll, lane / 4);
  // Two halves that go their own ways.
  if (lane < 16) {
    mine[11] = __ballot_sync(0xffffU, lane % 2);
  } else {
    __syncwarp(0xffff0000U);
    mine[11] = __ballot_sync(0xffff0000U, lane % 2);
  }
  mine[12] = static_cast<unsigned>(__shfl_sync(kAll, (uint64_t{lane} << 32) + 1, 9) >> 32);
  mine[13] = warpSize + blockDim.x * gridDim.x;
}

void every_collective() {
  const OnDevice<unsigned> out(64 * 16);
  LAUNCH(collectives, 1, 64, 0, nullptr, out.get());
  const auto found = out.read();
  for (unsigned thread = 0; thread < 64; ++thread) {
    const unsigned lane = thread % 32, *mine = &found[thread * 16];
    CHECK_EQ(mine[0], 0x49249249U);
    CHECK_EQ(mine[1], 1U);
    CHECK_EQ(mine[2], 0U);
    CHECK_EQ(mine[3], 30U);
    CHECK_EQ(mine[4], lane < 3 ? lane : lane - 3);
    CHECK_EQ(mine[5], lane % 8 < 5 ? lane + 3 : lane);
    CHECK_EQ(mine[6], lane ^ 5);
    CHECK_EQ(mine[7], 32U);
    CHECK_EQ(mine[8], 1U);
    CHECK_EQ(mine[9], 1U);
    CHECK_EQ(mine[10], 0xfU << (lane / 4 * 4));
    CHECK_EQ(mine[11], lane < 16 ? 0xaaaaU : 0xaaaa0000U);
    CHECK_EQ(mine[12], 9U);
    CHECK_EQ(mine[13], 96U);
  }
}

__global__ void atomics(unsigned* words) {
  atomicMax(&words[0], threadIdx.x);
  atomicMin(&words[1], threadIdx.x + 5);
  atomicOr(&words[2], 1U << threadIdx.x % 32);
  atomicCAS(&words[3], 0, threadIdx.x + 1);
  atomicExch(&words[4], 77);
  atomicSub(&words[5], 1);
  atomicAnd(&words[6], ~(1U << threadIdx.x % 32));
  // A thread that waits for another of its block comes on, for atomics let others go.
  if (threadIdx.x == 0) {
    while (atomicAdd(&words[7], 0) != 1) {
    }
  } else if (threadIdx.x == 31) {
    atomicExch(&words[7], 1);
  }
}

void every_atomic() {
  const OnDevice<unsigned> words(std::vector<unsigned>{0, 99, 0, 0, 0, 64, kAll, 0});
  LAUNCH(atomics, 1, 64, 0, nullptr, words.get());
  auto found = words.read();
  CHECK(found[3] >= 1 && found[3] <= 64);
  found[3] = 0;
  CHECK(found == (std::vector<unsigned>{63, 5, kAll, 0, 77, 0, 0, 1}));
}

__global__ void coordinates(uint3* out) {
  const unsigned rank = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  const unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
  out[block * blockDim.x * blockDim.y * blockDim.z + rank] = {
      threadIdx.x + 100 * blockIdx.x, threadIdx.y + 100 * blockIdx.y, threadIdx.z + 100 * blockIdx.z};
}

void three_dimensions() {
  const OnDevice<uint3> out(4 * 24);
  LAUNCH(coordinates, dim3(2, 1, 2), dim3(2, 3, 4), 0, nullptr, out.get());
  const auto found = out.read();
  CHECK(found[0].x == 0 && found[0].y == 0 && found[0].z == 0);
  CHECK(found[95].x == 101 && found[95].y == 2 && found[95].z == 103);
  CHECK(found[24 + 7].x == 101 && found[24 + 7].y == 0 && found[24 + 7].z == 1);
}

void intrinsics() {
  CHECK_EQ(__clz(0), 32);
  CHECK_EQ(__clz(1), 31);
  CHECK_EQ(__ffs(0), 0);
  CHECK_EQ(__ffs(8), 4);
  CHECK_EQ(__popc(0xf0f0U), 8);
  CHECK_EQ(__umulhi(0xffffffffU, 0xffffffffU), 0xfffffffeU);
  CHECK_EQ(__byte_perm(0x33221100U, 0x77665544U, 0x7520U), 0x77552200U);
  CHECK_EQ(__byte_perm(0x80U, 0, 0x8888U), 0xffffffffU);
  CHECK_EQ(__dp4a(0x01ff0203, 0x01010101, 10), 10 + 1 - 1 + 2 + 3);
  CHECK_EQ(min(3, 5U), 3U);
  CHECK_EQ(max(-1, 2), 2);
}

}  // namespace

int main() {
  for (int seed = 0; seed < 6; ++seed) {
    machine("seed=" + std::to_string(seed));
    for (const unsigned threads : {32U, 96U, 1024U}) sums(threads);
    every_collective();
    every_atomic();
    three_dimensions();
    clean();
  }
  intrinsics();
  CHECK_EQ(ph_emulator::used(0), 0U);
  CHECK_EQ(ph_emulator::used(ph_emulator::kHost), 0U);
  return posthaste::test::finish("emulator_kernels");
}
