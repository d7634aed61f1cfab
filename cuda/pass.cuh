// What the kernels of one batch share: the batch, the arrays over its addresses and tokens, and the view of
// one address that the core works on.
#pragma once

#include <cuda_runtime.h>

#include "native/core/components.h"
#include "native/core/country.h"
#include "native/core/emissions.h"
#include "native/core/parse.h"
#include "native/engine/backend.h"

namespace posthaste::cuda {

inline constexpr uint32_t kWarp = 32;
inline constexpr uint32_t kAllLanes = 0xffffffffU;
// Scores that are kept of a token: the labels, padded to whole 16-byte pieces of int16.
inline constexpr uint32_t kScores = (core::kLabels + 7) / 8 * 8;
static_assert(core::kLabels <= kWarp && core::kLabels % 4 == 0);

// What a batch tells the host first.
struct Header {
  uint32_t tokens;
  uint32_t components;
};

// A batch on the device with its workspace. Arrays over tokens hold the tokens of all addresses in order.
struct Pass {
  // The rows of labels and of countries hold weight + 128.
  core::ModelView model;

  const uint8_t* text;  // from the first byte of the first address
  const uint32_t* offsets;
  const uint16_t* hints;  // null when there are none
  uint32_t count;

  // Over addresses.
  uint32_t* first;        // number of an address's first token; one entry more, with the number of all
  uint32_t* segments_in;  // segments of an address
  uint32_t* countries;    // index in the model

  // Over tokens; `tokens` has the borders of each address besides.
  uint32_t token_capacity;
  core::Token* tokens;
  core::Segment* segments;
  uint32_t* owner;     // the address
  uint8_t* table;      // which transition table leads to the token
  int16_t* emissions;  // [kScores]
  int32_t* forward;    // [kLabels]
  int32_t* margins;
  uint8_t* labels;

  ph_result* results;
  ph_component* components;  // token_capacity slots
  Header* header;
};

// One address as the stages of the core take it: core::Workspace with its arrays elsewhere.
struct AddressView {
  core::Token* tokens;
  core::Segment* segments;
  int32_t* margins;
  uint8_t* labels;
  uint32_t token_count;
  uint32_t segment_count;
  uint32_t country;
};

// Whether the tokens of the batch did not fit; then no kernel may touch arrays over tokens.
__device__ __forceinline__ bool overflown(const Pass& pass) {
  return pass.first[pass.count] > pass.token_capacity;
}

// Without segment_count and country.
__device__ __forceinline__ AddressView view_of(const Pass& pass, uint32_t address) {
  const uint32_t first = pass.first[address];
  AddressView view;
  view.tokens = pass.tokens + first + static_cast<uint64_t>(address) * (2 * core::kBorder);
  view.segments = pass.segments + first;
  view.margins = pass.margins + first;
  view.labels = pass.labels + first;
  view.token_count = pass.first[address + 1] - first;
  view.segment_count = 0;
  view.country = 0;
  return view;
}

__device__ __forceinline__ const uint8_t* text_of(const Pass& pass, uint32_t address) {
  return pass.text + (pass.offsets[address] - pass.offsets[0]);
}

__device__ __forceinline__ uint32_t length_of(const Pass& pass, uint32_t address) {
  return pass.offsets[address + 1] - pass.offsets[address];
}

__device__ __forceinline__ uint16_t hint_of(const Pass& pass, uint32_t address) {
  return pass.hints == nullptr ? uint16_t{0} : pass.hints[address];
}

// How the sums of a batch are spread over threads.
enum class Mapping : uint32_t { pairs, lanes };
inline constexpr Mapping kMappings[] = {Mapping::pairs, Mapping::lanes};
inline const char* name_of(Mapping mapping) { return mapping == Mapping::pairs ? "pairs" : "lanes"; }

// The stages, in order. Each queues its kernel; `multiprocessors` bounds grids whose size the host cannot
// know.
cudaError_t launch_count(const Pass& pass, cudaStream_t stream);
cudaError_t launch_scan(const Pass& pass, cudaStream_t stream);
cudaError_t launch_tokenise(const Pass& pass, cudaStream_t stream);
cudaError_t launch_country(const Pass& pass, uint32_t multiprocessors, cudaStream_t stream);
cudaError_t launch_emit(const Pass& pass, Mapping mapping, uint32_t multiprocessors, cudaStream_t stream);
cudaError_t launch_viterbi(const Pass& pass, uint32_t multiprocessors, cudaStream_t stream);
cudaError_t launch_components(const Pass& pass, cudaStream_t stream);

// Once a model: turns weights into weight + 128, so that sums of bytes need no sign.
cudaError_t launch_bias(uint8_t* rows, uint64_t bytes, cudaStream_t stream);

inline uint32_t blocks_for(uint64_t threads, uint32_t block) {
  return static_cast<uint32_t>((threads + block - 1) / block);
}

}  // namespace posthaste::cuda
