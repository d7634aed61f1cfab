// Counts the tokens of every address, so that the arrays over tokens need no gaps.
#include "cuda/launch.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 128;

__global__ void __launch_bounds__(kBlock) count(const Pass pass) {
  const uint32_t address = blockIdx.x * kBlock + threadIdx.x;
  if (address >= pass.count) return;
  uint32_t gap_kinds = 0;
  pass.first[address] = core::read_tokens(pass.model, text_of(pass, address), length_of(pass, address),
                                          core::DropToken{}, &gap_kinds);
}

}  // namespace

// One thread an address; what makes the hashes of the words is dropped by the compiler.
cudaError_t launch_count(const Pass& pass, cudaStream_t stream) {
  PH_LAUNCH(count, blocks_for(pass.count, kBlock), kBlock, 0, stream, pass);
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
