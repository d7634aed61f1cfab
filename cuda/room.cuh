// The memory of a lane: what one batch needs on its way, and what all of a lane's batches share.
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/memory.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

// The largest batch of a lane.
struct Limits {
  uint32_t addresses;
  uint32_t text_bytes;

  // A token of three bytes is one of Chinese; a batch whose tokens are shorter on the whole is PH_OOM, and a
  // smaller one passes. One address always fits.
  uint32_t tokens() const { return text_bytes / 3 + 2 * core::kMaxTokens; }
};

// The workspace of the kernels. The batches of a lane use it one after the other.
class Workspace {
 public:
  static uint64_t bytes(const Limits& limits);
  ph_status allocate(const Limits& limits, ph_reason* reason);
  void fill(Pass* pass) const;

 private:
  uint32_t token_capacity_ = 0;
  DeviceArray<uint32_t> first_, segments_in_, countries_, owner_;
  DeviceArray<core::Token> tokens_;
  DeviceArray<core::Segment> segments_;
  DeviceArray<uint8_t> table_, labels_;
  DeviceArray<int16_t> emissions_;
  DeviceArray<int32_t> forward_, margins_;
};

// Where a batch lies between submit and collect, on both sides.
class Staging {
 public:
  // On the device; the host has as much of it pinned.
  static uint64_t bytes(const Limits& limits);
  ph_status allocate(const Limits& limits, ph_reason* reason);

  // Copies a batch of the caller. Throws std::bad_alloc for an address that is longer than the limit, which
  // is kept in ordinary memory.
  void take(const ph_batch& batch);
  // Queues the copies to the device; `pass` gets its pointers. Makes room for an address over the limit.
  ph_status send(Pass* pass, cudaStream_t stream, ph_reason* reason);
  ph_status receive_results(cudaStream_t stream, ph_reason* reason);
  // Once the header is there: PH_OOM when the tokens of the batch did not fit, PH_FAILED when the device says
  // what cannot be.
  ph_status checked(ph_reason* reason) const;
  ph_status receive_components(cudaStream_t stream, ph_reason* reason);
  // Copies what was received into the batch of the caller, which has room for it.
  void give(ph_batch* batch) const;
  // Gives back the room that an address over the limit took.
  void settle();

 private:
  const Header& header() const { return *header_.data(); }

  uint32_t count_ = 0;
  uint32_t text_bytes_ = 0;
  uint32_t component_capacity_ = 0;
  uint32_t token_capacity_ = 0;
  bool hinted_ = false;
  PinnedArray<uint8_t> text_;
  PinnedArray<uint32_t> offsets_;
  PinnedArray<uint16_t> hints_;
  PinnedArray<ph_result> results_;
  PinnedArray<ph_component> components_;
  PinnedArray<Header> header_;
  DeviceArray<uint8_t> device_text_;
  DeviceArray<uint32_t> device_offsets_;
  DeviceArray<uint16_t> device_hints_;
  DeviceArray<ph_result> device_results_;
  DeviceArray<ph_component> device_components_;
  DeviceArray<Header> device_header_;
  std::vector<uint8_t> long_text_;
  DeviceArray<uint8_t> device_long_text_;
};

}  // namespace posthaste::cuda
