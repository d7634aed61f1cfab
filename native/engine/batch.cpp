#include "native/engine/batch.h"

#include <algorithm>

namespace posthaste::engine {

void Batch::assign(const char* text, const uint32_t* offsets, uint32_t count, const uint16_t* hints) {
  text_ = text;
  offsets_ = offsets;
  hints_ = hints;
  count_ = count;
  if (results_.size() < count) results_.resize(count);
  const size_t slots = offsets[count] - offsets[0];
  if (component_slots_ < slots) {
    // Freed first, so that the old and the new room never exist together.
    components_.reset();
    component_slots_ = 0;
    const size_t room = slots + slots / 4;
    components_.reset(new ph_component[room]);
    component_slots_ = room;
  }
}

ph_batch Batch::slice(uint32_t begin, uint32_t end) {
  ph_batch slice{};
  slice.count = end - begin;
  slice.component_capacity = offsets_[end] - offsets_[begin];
  slice.text = text_;
  slice.offsets = offsets_ + begin;
  slice.hints = hints_ == nullptr ? nullptr : hints_ + begin;
  slice.results = results_.data() + begin;
  slice.components = components_.get() + (offsets_[begin] - offsets_[0]);
  slice.tag = begin;
  return slice;
}

uint32_t Batch::slice_end(uint32_t begin, uint32_t max_addresses, uint32_t max_text_bytes) const {
  const uint64_t last = std::min<uint64_t>(count_, uint64_t{begin} + max_addresses);
  const uint64_t limit = uint64_t{offsets_[begin]} + max_text_bytes;
  const uint32_t* from = offsets_ + begin + 1;
  const uint32_t* found = std::upper_bound(from, offsets_ + last + 1, limit,
                                           [](uint64_t bound, uint32_t offset) { return bound < offset; });
  return std::max<uint32_t>(begin + 1, static_cast<uint32_t>(found - offsets_) - 1);
}

bool Batch::sound(const ph_batch& slice) {
  for (uint32_t i = 0; i < slice.count; ++i) {
    const ph_result& result = slice.results[i];
    const uint32_t length = slice.offsets[i + 1] - slice.offsets[i];
    if (result.count > PH_MAX_COMPONENTS ||
        uint64_t{result.first} + result.count > slice.component_capacity || result.confidence > 10000) {
      return false;
    }
    uint32_t last = 0;
    for (uint32_t c = 0; c < result.count; ++c) {
      const ph_component& component = slice.components[result.first + c];
      if (component.start < last || component.end <= component.start || component.end > length ||
          component.confidence > 10000 || component.label == 0 || component.label > PH_LABELS) {
        return false;
      }
      last = component.end;
    }
  }
  return true;
}

void Batch::settle(const ph_batch& slice) {
  const auto base = static_cast<uint32_t>(slice.components - components_.get());
  if (base == 0) return;
  for (uint32_t i = 0; i < slice.count; ++i) slice.results[i].first += base;
}

}  // namespace posthaste::engine
