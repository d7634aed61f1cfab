// The best labels of every address and how much worse the best sequence with another label is at each token.
#include "cuda/launch.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

namespace {

constexpr uint32_t kBlock = 128;
constexpr uint32_t kWarps = kBlock / kWarp;
constexpr uint32_t kLabels = core::kLabels;
constexpr uint32_t kQuarters = kLabels / 4;
constexpr uint32_t kTables = core::kGapClasses;

// Transitions as a lane reads them: four of its own in one 16-byte access.
struct Tables {
  int4 into[kTables][kQuarters][kLabels];   // from four labels to the lane's
  int4 from[kTables][kQuarters][kLabels];   // from the lane's label to four
};
static_assert(sizeof(Tables) <= 48 * 1024 - kWarps * kLabels * sizeof(int32_t));

__device__ __forceinline__ void load(const core::ModelView& model, Tables* tables) {
  auto* into = reinterpret_cast<int32_t*>(tables->into);
  auto* from = reinterpret_cast<int32_t*>(tables->from);
  for (uint32_t i = threadIdx.x; i < kTables * kLabels * kLabels; i += kBlock) {
    const uint32_t table = i / (kLabels * kLabels), rest = i % (kLabels * kLabels);
    const uint32_t own = rest / 4 % kLabels, other = rest / (4 * kLabels) * 4 + rest % 4;
    const int16_t* transitions = model.transitions + table * core::kLabelLanes * core::kLabelLanes;
    into[i] = transitions[other * core::kLabelLanes + own];
    from[i] = transitions[own * core::kLabelLanes + other];
  }
}

__device__ __forceinline__ int32_t highest(int32_t value) {
#pragma unroll
  for (uint32_t step = kWarp / 2; step > 0; step /= 2) {
    value = max(value, __shfl_xor_sync(kAllLanes, value, step));
  }
  return value;
}

// The lowest lane that holds; one does.
__device__ __forceinline__ uint32_t lowest_lane(bool holds) {
  return static_cast<uint32_t>(__ffs(static_cast<int>(__ballot_sync(kAllLanes, holds)))) - 1;
}

// The highest of scores[k] + transitions of the lane, over all labels k. `scores` is shared by the warp.
__device__ __forceinline__ int32_t best_step(const int4 (&table)[kQuarters][kLabels], const int4* scores,
                                             uint32_t own) {
  int32_t best = core::kUnreachable;
#pragma unroll
  for (uint32_t q = 0; q < kQuarters; ++q) {
    const int4 score = scores[q], step = table[q][own];
    best = max(max(best, score.x + step.x), score.y + step.y);
    best = max(max(best, score.z + step.z), score.w + step.w);
  }
  return best;
}

struct Chain {
  const int16_t* emissions;
  int32_t* forward;
  const uint8_t* table;
  int32_t* margins;
  uint8_t* labels;
  uint32_t count;
};

__device__ __forceinline__ Chain chain_of(const Pass& pass, uint32_t address) {
  const uint64_t first = pass.first[address];
  return {pass.emissions + first * kScores, pass.forward + first * kLabels, pass.table + first,
          pass.margins + first, pass.labels + first, pass.first[address + 1] - pass.first[address]};
}

// One lane a label; lanes without one follow the last label and have no say.
__device__ __forceinline__ void decode(const core::ModelView& model, const Tables& tables, const Chain& chain,
                                       int32_t* shared_scores, uint32_t lane) {
  const bool is_label = lane < kLabels;
  const uint32_t own = is_label ? lane : kLabels - 1;
  const int4* scores = reinterpret_cast<const int4*>(shared_scores);

  int32_t emission = chain.emissions[own];
  int32_t forward = model.starts[own] + emission;
  if (is_label) chain.forward[own] = forward;
  for (uint32_t i = 1; i < chain.count; ++i) {
    emission = chain.emissions[i * kScores + own];
    const uint32_t table = chain.table[i];
    if (is_label) shared_scores[own] = forward;
    __syncwarp();
    forward = best_step(tables.into[table], scores, own) + emission;
    __syncwarp();
    if (is_label) chain.forward[i * kLabels + own] = forward;
  }

  int32_t backward = model.ends[own];
  const int32_t last = is_label ? forward + backward : core::kUnreachable;
  const int32_t total = highest(last);
  uint32_t label = lowest_lane(is_label && last == total);
  for (uint32_t i = chain.count - 1;; --i) {
    const int32_t other = highest(is_label && lane != label ? forward + backward : core::kUnreachable);
    // Every label of the best sequence lies on a path of the best score.
    if (lane == 0) {
      chain.margins[i] = total - other;
      chain.labels[i] = static_cast<uint8_t>(label);
    }
    if (i == 0) break;
    const uint32_t table = chain.table[i];
    const int32_t before = chain.forward[(i - 1) * kLabels + own];
    const int32_t reached = __shfl_sync(kAllLanes, forward - emission, static_cast<int>(label));
    const auto* into = reinterpret_cast<const int32_t*>(tables.into[table]);
    const int32_t step = into[(own / 4 * kLabels + label) * 4 + own % 4];
    if (is_label) shared_scores[own] = backward + emission;
    __syncwarp();
    backward = best_step(tables.from[table], scores, own);
    __syncwarp();
    label = lowest_lane(is_label && before + step == reached);
    forward = before;
    emission = chain.emissions[(i - 1) * kScores + own];
  }
}

__global__ void __launch_bounds__(kBlock) viterbi(const Pass pass) {
  __shared__ Tables tables;
  __shared__ int4 scores[kWarps][kQuarters];
  if (overflown(pass)) return;
  load(pass.model, &tables);
  __syncthreads();
  const uint32_t lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp;
  for (uint32_t address = blockIdx.x * kWarps + warp; address < pass.count; address += gridDim.x * kWarps) {
    const Chain chain = chain_of(pass, address);
    if (chain.count == 0) continue;
    decode(pass.model, tables, chain, reinterpret_cast<int32_t*>(scores[warp]), lane);
    __syncwarp();
  }
}

}  // namespace

// One warp an address; blocks stay for many addresses, so that the tables are loaded rarely.
cudaError_t launch_viterbi(const Pass& pass, uint32_t multiprocessors, cudaStream_t stream) {
  const uint32_t wanted = blocks_for(static_cast<uint64_t>(pass.count) * kWarp, kBlock);
  PH_LAUNCH(viterbi, core::at_most(wanted, multiprocessors * 8), kBlock, 0, stream, pass);
  return cudaGetLastError();
}

}  // namespace posthaste::cuda
