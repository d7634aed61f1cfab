#include "cuda/bench/ceilings.cuh"

#include "cuda/bench/clock.cuh"
#include "cuda/launch.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda::bench {

namespace {

constexpr uint32_t kBlock = 256;

#if defined(PH_EMULATOR)
// Enough to see that it runs.
constexpr uint64_t kCopyBytes = 1U << 20, kReadBytes = 1U << 20;
constexpr uint32_t kRepeats = 2, kRowsEach = 8, kRounds = 8, kBlocksEach = 1;
#else
constexpr uint64_t kCopyBytes = 64U << 20, kReadBytes = 1U << 30;
constexpr uint32_t kRepeats = 10, kRowsEach = 480, kRounds = 4096, kBlocksEach = 8;
#endif

__global__ void __launch_bounds__(kBlock) read_all(const uint4* from, uint64_t count, uint32_t* sink) {
  uint32_t sum = 0;
  for (uint64_t i = static_cast<uint64_t>(blockIdx.x) * kBlock + threadIdx.x; i < count;
       i += static_cast<uint64_t>(gridDim.x) * kBlock) {
    const uint4 found = from[i];
    sum += found.x ^ found.y ^ found.z ^ found.w;
  }
  // Never true for zeroed memory; keeps the reads.
  if (sum == 0x12345678U) *sink = sum;
}

// As in `sum_in_pairs`: two lanes a row, rows from a running hash.
__global__ void __launch_bounds__(kBlock) read_rows(const int8_t* rows, uint32_t row_count, uint32_t* sink) {
  const uint32_t pair = (blockIdx.x * kBlock + threadIdx.x) / 2;
  const int8_t* half = rows + threadIdx.x % 2 * 16;
  uint32_t sum = 0;
#pragma unroll 10
  for (uint32_t i = 0; i < kRowsEach; ++i) {
    const uint32_t number = core::row_of(core::mix(pair * kRowsEach + i), row_count);
    const uint4 row = __ldg(reinterpret_cast<const uint4*>(half + static_cast<uint64_t>(number) * core::kLabelLanes));
    sum += row.x ^ row.y ^ row.z ^ row.w;
  }
  if (sum == 0x12345678U) *sink = sum;
}

// Eight chains of a sum and a logic operation each.
__global__ void __launch_bounds__(kBlock) compute(uint32_t seed, uint32_t* sink) {
  uint32_t values[8];
#pragma unroll
  for (uint32_t k = 0; k < 8; ++k) values[k] = seed + threadIdx.x * k;
  for (uint32_t i = 0; i < kRounds; ++i) {
#pragma unroll
    for (uint32_t k = 0; k < 8; ++k) values[k] = (values[k] + i) ^ (values[k] & seed);
  }
  uint32_t sum = 0;
#pragma unroll
  for (uint32_t k = 0; k < 8; ++k) sum ^= values[k];
  if (sum == 0x12345678U) *sink = sum;
}

ph_status measure_copies(Ceilings* found, ph_reason* reason) {
  PinnedArray<uint8_t> host, host2;
  DeviceArray<uint8_t> device, device2;
  Stream up, down;
  PH_TRY(host.allocate(kCopyBytes, reason));
  PH_TRY(host2.allocate(kCopyBytes, reason));
  PH_TRY(device.allocate(kCopyBytes, reason));
  PH_TRY(device2.allocate(kCopyBytes, reason));
  PH_TRY(up.create(reason));
  PH_TRY(down.create(reason));
  const auto send = [&](cudaStream_t stream) {
    return cudaMemcpyAsync(device.data(), host.data(), kCopyBytes, cudaMemcpyHostToDevice, stream);
  };
  const auto fetch = [&](cudaStream_t stream) {
    return cudaMemcpyAsync(host2.data(), device2.data(), kCopyBytes, cudaMemcpyDeviceToHost, stream);
  };
  PH_CUDA(cudaMemsetAsync(device2.data(), 0, kCopyBytes, up.get()));
  PH_CUDA(send(up.get()));
  PH_CUDA(cudaStreamSynchronize(up.get()));
  StopWatch watch;
  double seconds = 0;
  PH_TRY(watch.start(up.get(), reason));
  for (uint32_t i = 0; i < kRepeats; ++i) PH_CUDA(send(up.get()));
  PH_TRY(watch.stop(up.get(), &seconds, reason));
  found->to_device = kCopyBytes * kRepeats / seconds;
  PH_TRY(watch.start(up.get(), reason));
  for (uint32_t i = 0; i < kRepeats; ++i) PH_CUDA(fetch(up.get()));
  PH_TRY(watch.stop(up.get(), &seconds, reason));
  found->to_host = kCopyBytes * kRepeats / seconds;
  StopWatch watch2;
  double seconds2 = 0;
  PH_TRY(watch.start(up.get(), reason));
  PH_TRY(watch2.start(down.get(), reason));
  for (uint32_t i = 0; i < kRepeats; ++i) {
    PH_CUDA(send(up.get()));
    PH_CUDA(fetch(down.get()));
  }
  PH_TRY(watch.stop(up.get(), &seconds, reason));
  PH_TRY(watch2.stop(down.get(), &seconds2, reason));
  found->both_ways = 2 * kCopyBytes * kRepeats / (seconds > seconds2 ? seconds : seconds2);
  return PH_OK;
}

// The second of two runs of `launch`, in units a second.
template <class Launch>
ph_status rate(const Launch& launch, double units, cudaStream_t stream, double* found, ph_reason* reason) {
  StopWatch watch;
  double seconds = 0;
  for (uint32_t i = 0; i < 2; ++i) {
    PH_TRY(watch.start(stream, reason));
    launch();
    PH_CUDA(cudaGetLastError());
    PH_TRY(watch.stop(stream, &seconds, reason));
  }
  *found = units / seconds;
  return PH_OK;
}

}  // namespace

ph_status measure_ceilings(const core::ModelView& model, uint32_t hot, uint32_t multiprocessors, Ceilings* found,
                           ph_reason* reason) {
  PH_TRY(measure_copies(found, reason));
  Stream stream;
  DeviceArray<uint8_t> memory;
  DeviceArray<uint32_t> sink;
  PH_TRY(stream.create(reason));
  PH_TRY(memory.allocate(kReadBytes, reason));
  PH_TRY(sink.allocate(1, reason));
  PH_CUDA(cudaMemsetAsync(memory.data(), 0, kReadBytes, stream.get()));
  const uint32_t grid = multiprocessors * kBlocksEach;
  const double threads = static_cast<double>(grid) * kBlock;
  const auto* words = reinterpret_cast<const uint4*>(memory.data());
  uint32_t* out = sink.data();
  const cudaStream_t on = stream.get();
  PH_TRY(rate([&] { PH_LAUNCH(read_all, grid, kBlock, 0, on, words, kReadBytes / sizeof(uint4), out); },
              static_cast<double>(kReadBytes), on, &found->memory, reason));
  const int8_t* rows = model.rows;
  const uint32_t all = model.row_count;
  PH_TRY(rate([&] { PH_LAUNCH(read_rows, grid, kBlock, 0, on, rows, all, out); }, threads / 2 * kRowsEach, on,
              &found->rows, reason));
  PH_TRY(rate([&] { PH_LAUNCH(read_rows, grid, kBlock, 0, on, rows, hot, out); }, threads / 2 * kRowsEach, on,
              &found->hot_rows, reason));
  const uint32_t seed = all;
  PH_TRY(rate([&] { PH_LAUNCH(compute, grid, kBlock, 0, on, seed, out); }, threads * kRounds * 8 * 2, on,
              &found->operations, reason));
  return PH_OK;
}

}  // namespace posthaste::cuda::bench
