// Text to tokens with their phrases and segments.
#include "cuda/launch.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 128;

__global__ void __launch_bounds__(kBlock) tokenise(const Pass pass) {
  const uint32_t address = blockIdx.x * kBlock + threadIdx.x;
  if (address >= pass.count || overflown(pass)) return;
  AddressView view = view_of(pass, address);
  core::tokenise(pass.model, text_of(pass, address), length_of(pass, address), view);
  core::look_up(pass.model, view);
  core::find_segments(view);
  pass.segments_in[address] = view.segment_count;
  const uint32_t first = pass.first[address];
  for (uint32_t i = 0; i < view.token_count; ++i) pass.owner[first + i] = address;
}

}  // namespace

// One thread an address.
cudaError_t launch_tokenise(const Pass& pass, cudaStream_t stream) {
  PH_LAUNCH(tokenise, blocks_for(pass.count, kBlock), kBlock, 0, stream, pass);
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
