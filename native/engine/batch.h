// The addresses of one chunk, packed, with room for what a backend finds in them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "native/engine/backend.h"

namespace posthaste::engine {

class Batch {
 public:
  // Takes packed addresses, which stay the caller's and must outlive the batch's use: as in ph_batch. hints
  // may be null. Room of an earlier use is kept. Throws std::bad_alloc.
  void assign(const char* text, const uint32_t* offsets, uint32_t count, const uint16_t* hints);

  uint32_t size() const { return count_; }

  // The addresses begin .. end as a backend takes them. Slices that do not overlap may be in work at once.
  ph_batch slice(uint32_t begin, uint32_t end);

  // The end of the largest slice from `begin` within the limits; at least begin + 1.
  uint32_t slice_end(uint32_t begin, uint32_t max_addresses, uint32_t max_text_bytes) const;

  // Whether a collected slice's results stay inside its slots and its texts. For devices of other libraries,
  // before `settle`: what a device writes must not be able to harm the host.
  static bool sound(const ph_batch& slice);

  // Makes a collected slice's results count from the batch's components instead of the slice's.
  void settle(const ph_batch& slice);

  // Of address i, once its slice is settled.
  const ph_result& result(uint32_t i) const { return results_[i]; }
  std::span<const ph_component> components(uint32_t i) const {
    return {components_.get() + results_[i].first, results_[i].count};
  }

 private:
  const char* text_ = nullptr;
  const uint32_t* offsets_ = nullptr;
  const uint16_t* hints_ = nullptr;
  uint32_t count_ = 0;
  std::vector<ph_result> results_;
  // One slot a byte of text, so that a slice's slots begin where its text begins. Not initialised: a slice
  // fills its slots from the front, and pages that are never reached cost nothing.
  std::unique_ptr<ph_component[]> components_;
  size_t component_slots_ = 0;
};

}  // namespace posthaste::engine
