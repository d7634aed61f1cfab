// Flips the sign bit of every weight, so that it is weight + 128 without a sign.
#include "cuda/launch.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 256;

__global__ void __launch_bounds__(kBlock) bias(uint4* rows, uint64_t count) {
  const uint64_t i = static_cast<uint64_t>(blockIdx.x) * kBlock + threadIdx.x;
  if (i >= count) return;
  uint4 row = rows[i];
  row.x ^= 0x80808080U;
  row.y ^= 0x80808080U;
  row.z ^= 0x80808080U;
  row.w ^= 0x80808080U;
  rows[i] = row;
}

}  // namespace

// One thread 16 bytes. Sections with rows are multiples of 32 bytes long and lie at multiples of 64.
cudaError_t launch_bias(uint8_t* rows, uint64_t bytes, cudaStream_t stream) {
  const uint64_t count = bytes / sizeof(uint4);
  PH_LAUNCH(bias, blocks_for(count, kBlock), kBlock, 0, stream, reinterpret_cast<uint4*>(rows), count);
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
