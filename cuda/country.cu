// The country of every address: the rows of its tokens summed, the highest sum wins, ties go to the lower
// index.
#include "cuda/launch.cuh"
#include "cuda/packed.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 128;
constexpr uint32_t kWarps = kBlock / kWarp;
constexpr uint32_t kNumbers = core::kCountryTokens * core::kCountryFeatures;
constexpr uint32_t kEach = core::kMaxCountries / kWarp;  // countries a lane
static_assert(kEach == 8, "a lane takes 8 bytes of a row");
static_assert(kNumbers * 255 <= 0xffff, "a sum of biased weights fits 16 bits");

// Row numbers of the first and the last tokens of an address, one lane a token; returns how many.
__device__ __forceinline__ uint32_t number_rows(const Pass& pass, const AddressView& view, uint32_t lane,
                                                uint32_t* numbers) {
  constexpr uint32_t kHalf = core::kCountryTokens / 2;
  const uint32_t tokens = core::at_most(view.token_count, core::kCountryTokens);
  for (uint32_t slot = lane; slot < tokens; slot += kWarp) {
    const bool from_end = view.token_count > core::kCountryTokens && slot >= kHalf;
    const uint32_t index = from_end ? view.token_count - core::kCountryTokens + slot : slot;
    uint32_t keys[core::kCountryFeatures];
    core::country_features(view, index, keys);
#pragma unroll
    for (uint32_t f = 0; f < core::kCountryFeatures; ++f) {
      numbers[slot * core::kCountryFeatures + f] = keys[f] >> pass.model.country_shift;
    }
  }
  return tokens * core::kCountryFeatures;
}

__device__ __forceinline__ uint32_t highest_of_warp(int32_t score, uint32_t index) {
  // The higher score, then the lower index.
  for (uint32_t step = kWarp / 2; step > 0; step /= 2) {
    const int32_t other = __shfl_xor_sync(kAllLanes, score, step);
    const uint32_t its_index = __shfl_xor_sync(kAllLanes, index, step);
    if (other > score || (other == score && its_index < index)) {
      score = other;
      index = its_index;
    }
  }
  return index;
}

__device__ uint32_t infer(const Pass& pass, const uint32_t* numbers, uint32_t count, uint32_t lane) {
  const uint32_t stride = pass.model.country_stride;
  const uint8_t* rows = reinterpret_cast<const uint8_t*>(pass.model.country_rows) + lane * kEach;
  uint32_t sums[4] = {0, 0, 0, 0};  // countries 0 and 2, 1 and 3, 4 and 6, 5 and 7 of the lane
  if (lane * kEach < stride) {
#pragma unroll 6
    for (uint32_t i = 0; i < count; ++i) {
      const uint8_t* at = rows + static_cast<uint64_t>(numbers[i]) * stride;
      const uint2 row = __ldg(reinterpret_cast<const uint2*>(at));
      sums[0] += even_bytes(row.x);
      sums[1] += odd_bytes(row.x);
      sums[2] += even_bytes(row.y);
      sums[3] += odd_bytes(row.y);
    }
  }
  int32_t best = core::kUnreachable;
  uint32_t index = 0xffffffffU;
#pragma unroll
  for (uint32_t k = 0; k < kEach; ++k) {
    const uint32_t pair = sums[k / 4 * 2 + k % 2];
    const int32_t score = static_cast<int32_t>(k % 4 < 2 ? pair & 0xffffU : pair >> 16);
    const uint32_t country = lane * kEach + k;
    const bool real = country != 0 && country < pass.model.countries;
    if (real && score > best) {
      best = score;
      index = country;
    }
  }
  return highest_of_warp(best, index);
}

__device__ __forceinline__ uint32_t known(const Pass& pass, uint16_t code, uint32_t lane) {
  for (uint32_t begin = 0; begin < pass.model.countries; begin += kWarp) {
    const uint32_t country = begin + lane;
    const bool real = country != 0 && country < pass.model.countries;
    const uint32_t found = __ballot_sync(kAllLanes, real && pass.model.country_codes[country] == code);
    if (found != 0) return begin + static_cast<uint32_t>(__ffs(static_cast<int>(found))) - 1;
  }
  return 0;
}

__global__ void __launch_bounds__(kBlock) country(const Pass pass) {
  __shared__ uint32_t numbers[kWarps][kNumbers];
  const uint32_t lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp;
  if (overflown(pass)) return;
  for (uint32_t address = blockIdx.x * kWarps + warp; address < pass.count; address += gridDim.x * kWarps) {
    const uint16_t hint = hint_of(pass, address);
    uint32_t found = 0;
    if (hint != 0) {
      found = known(pass, hint, lane);
    } else if (pass.model.countries > 1) {
      const uint32_t count = number_rows(pass, view_of(pass, address), lane, numbers[warp]);
      __syncwarp();
      if (count != 0) found = infer(pass, numbers[warp], count, lane);
      __syncwarp();
    }
    if (lane == 0) pass.countries[address] = found;
  }
}

}  // namespace

// One warp an address: a row of 256 countries is one request of 8 bytes a lane.
cudaError_t launch_country(const Pass& pass, uint32_t multiprocessors, cudaStream_t stream) {
  const uint32_t wanted = blocks_for(static_cast<uint64_t>(pass.count) * kWarp, kBlock);
  PH_LAUNCH(country, core::at_most(wanted, multiprocessors * 16), kBlock, 0, stream, pass);
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
