// Labels to components, packed without gaps over the batch, and the result of every address.
#include "cuda/launch.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 128;
constexpr uint32_t kWarps = kBlock / kWarp;

static_assert(sizeof(core::Component) == sizeof(ph_component) &&
              offsetof(core::Component, end) == offsetof(ph_component, end) &&
              offsetof(core::Component, label) == offsetof(ph_component, label) &&
              offsetof(core::Component, confidence) == offsetof(ph_component, confidence));

// Where the block's threads write: each gets `count` slots, blocks in the order in which they come.
__device__ __forceinline__ uint32_t take_slots(uint32_t count, Header* header) {
  __shared__ uint32_t sums[kWarps];
  __shared__ uint32_t base;
  const uint32_t lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp;
  uint32_t through = count;
#pragma unroll
  for (uint32_t step = 1; step < kWarp; step *= 2) {
    const uint32_t below = __shfl_up_sync(kAllLanes, through, step);
    if (lane >= step) through += below;
  }
  if (lane == kWarp - 1) sums[warp] = through;
  __syncthreads();
  uint32_t before = 0, all = 0;
#pragma unroll
  for (uint32_t w = 0; w < kWarps; ++w) {
    if (w < warp) before += sums[w];
    all += sums[w];
  }
  if (threadIdx.x == 0) base = atomicAdd(&header->components, all);
  __syncthreads();
  return base + before + through - count;
}

__device__ __forceinline__ uint16_t confidence_of(const Pass& pass, const AddressView& view) {
  int32_t margin = view.margins[0];
  for (uint32_t i = 1; i < view.token_count; ++i) margin = min(margin, view.margins[i]);
  return core::confidence_of(pass.model, pass.model.address_confidence, margin);
}

__global__ void __launch_bounds__(kBlock) components(const Pass pass) {
  if (overflown(pass)) return;
  const uint32_t address = blockIdx.x * kBlock + threadIdx.x;
  const bool exists = address < pass.count;
  AddressView view{};
  if (exists) view = view_of(pass, address);
  const uint32_t count = exists ? core::count_components(view, PH_MAX_COMPONENTS) : 0;
  const uint32_t slot = take_slots(count, pass.header);
  if (!exists) return;
  const uint16_t hint = hint_of(pass, address);
  ph_result result = {slot, static_cast<uint16_t>(count), hint, 0, 0};
  if (view.token_count != 0) {
    if (hint == 0) result.country = pass.model.country_codes[pass.countries[address]];
    result.confidence = confidence_of(pass, view);
    core::write_components(pass.model, text_of(pass, address), length_of(pass, address), view,
                           reinterpret_cast<core::Component*>(pass.components) + slot, count);
  }
  pass.results[address] = result;
}

}  // namespace

// One thread an address.
cudaError_t launch_components(const Pass& pass, cudaStream_t stream) {
  PH_LAUNCH(components, blocks_for(pass.count, kBlock), kBlock, 0, stream, pass);
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
