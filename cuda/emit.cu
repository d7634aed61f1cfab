// Features of every token to row numbers, and the sums of those rows: one score a label.
#include "cuda/launch.cuh"
#include "cuda/packed.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 128;
constexpr uint32_t kWarps = kBlock / kWarp;
constexpr int32_t kBias = 128 * core::kFeatures;
static_assert(core::kFeatures * 255 <= 0xffff, "a sum of biased weights fits 16 bits");

// Takes the keys of one token's features and keeps the numbers of their rows.
struct RowNumbers {
  struct Slot {
    uint32_t* number;
    uint32_t rows;
    __device__ __forceinline__ void operator=(uint32_t key) const {
      *number = core::row_of(core::mix(key), rows);
    }
  };
  uint32_t* numbers;  // of feature 0; those of the other tokens of the warp lie between
  uint32_t rows;
  __device__ __forceinline__ Slot operator[](uint32_t feature) const {
    return Slot{numbers + feature * kWarp, rows};
  }
};

// One lane a token.
__device__ __forceinline__ void number_rows(const Pass& pass, uint32_t token, uint32_t* numbers) {
  const uint32_t address = pass.owner[token];
  AddressView view = view_of(pass, address);
  view.segment_count = pass.segments_in[address];
  view.country = pass.countries[address];
  const uint32_t index = token - pass.first[address];
  const RowNumbers keys{numbers, pass.model.row_count};
  core::own_features(core::token_at(view, index), keys);
  core::context_features(view, index, keys);
  const int16_t* table = core::transitions_into(pass.model, core::token_at(view, index));
  pass.table[token] = static_cast<uint8_t>((table - pass.model.transitions) /
                                           (core::kLabelLanes * core::kLabelLanes));
}

__device__ __forceinline__ uint32_t unbiased(uint32_t low, uint32_t high) {
  return ((low - kBias) & 0xffffU) | (high - kBias) << 16;
}

// Two lanes a token, each half a row with one 16-byte load: a warp has 16 rows on the way in one request.
__device__ __forceinline__ void sum_in_pairs(const Pass& pass, uint32_t base, uint32_t total, uint32_t lane,
                                             const uint32_t* numbers) {
  const uint8_t* rows = reinterpret_cast<const uint8_t*>(pass.model.rows) + lane % 2 * 16;
#pragma unroll 1
  for (uint32_t half = 0; half < kWarp; half += kWarp / 2) {
    const uint32_t slot = half + lane / 2;
    uint32_t even[4] = {0, 0, 0, 0}, odd[4] = {0, 0, 0, 0};
#pragma unroll 10
    for (uint32_t f = 0; f < core::kFeatures; ++f) {
      const uint64_t at = static_cast<uint64_t>(numbers[f * kWarp + slot]) * core::kLabelLanes;
      const uint4 row = __ldg(reinterpret_cast<const uint4*>(rows + at));
      const uint32_t words[4] = {row.x, row.y, row.z, row.w};
#pragma unroll
      for (uint32_t w = 0; w < 4; ++w) {
        even[w] += even_bytes(words[w]);
        odd[w] += odd_bytes(words[w]);
      }
    }
    const uint32_t token = base + slot;
    if (token >= total) continue;
    uint32_t scores[8];
#pragma unroll
    for (uint32_t w = 0; w < 4; ++w) {
      scores[2 * w] = unbiased(even[w] & 0xffffU, odd[w] & 0xffffU);
      scores[2 * w + 1] = unbiased(even[w] >> 16, odd[w] >> 16);
    }
    auto* out = reinterpret_cast<uint4*>(pass.emissions + static_cast<uint64_t>(token) * kScores);
    if (lane % 2 == 0) {
      out[0] = make_uint4(scores[0], scores[1], scores[2], scores[3]);
      out[1] = make_uint4(scores[4], scores[5], scores[6], scores[7]);
    } else {
      out[2] = make_uint4(scores[0], scores[1], scores[2], scores[3]);
    }
  }
}

// One warp a token, one lane a label: every request is one row.
__device__ __forceinline__ void sum_in_lanes(const Pass& pass, uint32_t base, uint32_t total, uint32_t lane,
                                             const uint32_t* numbers) {
  const uint8_t* rows = reinterpret_cast<const uint8_t*>(pass.model.rows) + lane;
  const uint32_t tokens = core::at_most(total - base, kWarp);
#pragma unroll 1
  for (uint32_t slot = 0; slot < tokens; ++slot) {
    uint32_t sum = 0;
#pragma unroll 20
    for (uint32_t f = 0; f < core::kFeatures; ++f) {
      sum += __ldg(rows + static_cast<uint64_t>(numbers[f * kWarp + slot]) * core::kLabelLanes);
    }
    if (lane < kScores) {
      pass.emissions[static_cast<uint64_t>(base + slot) * kScores + lane] =
          static_cast<int16_t>(static_cast<int32_t>(sum) - kBias);
    }
  }
}

static_assert(kScores == 24, "an even lane stores 16 scores, an odd one 8");

template <Mapping mapping>
__device__ __forceinline__ void emit(const Pass& pass) {
  __shared__ uint32_t numbers[kWarps][core::kFeatures * kWarp];
  if (overflown(pass)) return;
  const uint32_t lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp;
  const uint32_t total = pass.first[pass.count];
  for (uint32_t base = (blockIdx.x * kWarps + warp) * kWarp; base < total;
       base += gridDim.x * kWarps * kWarp) {
    // Lanes behind the last token sum the rows of the last one and drop the sums.
    number_rows(pass, core::at_most(base + lane, total - 1), numbers[warp] + lane);
    __syncwarp();
    if (mapping == Mapping::pairs) {
      sum_in_pairs(pass, base, total, lane, numbers[warp]);
    } else {
      sum_in_lanes(pass, base, total, lane, numbers[warp]);
    }
    __syncwarp();
  }
}

__global__ void __launch_bounds__(kBlock) emit_pairs(const Pass pass) { emit<Mapping::pairs>(pass); }
__global__ void __launch_bounds__(kBlock) emit_lanes(const Pass pass) { emit<Mapping::lanes>(pass); }

}  // namespace

// 30 KB of shared memory a block: 7 blocks on a multiprocessor of an H100, 3 on one of an RTX 4070.
cudaError_t launch_emit(const Pass& pass, Mapping mapping, uint32_t multiprocessors, cudaStream_t stream) {
  const uint32_t grid = core::at_most(blocks_for(pass.token_capacity, kBlock), multiprocessors * 7);
  if (mapping == Mapping::pairs) {
    PH_LAUNCH(emit_pairs, grid, kBlock, 0, stream, pass);
  } else {
    PH_LAUNCH(emit_lanes, grid, kBlock, 0, stream, pass);
  }
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
