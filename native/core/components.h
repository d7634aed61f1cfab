// Labels of tokens to components: spans of the text with a label and a confidence.
#pragma once
#include "native/core/confidence.h"
#include "native/core/gap.h"
#include "native/core/labels.h"
#include "native/core/workspace.h"

namespace posthaste::core {

struct Component {
  uint32_t start, end; // bytes in the address, end exclusive
  uint16_t label;      // 1..19
  uint16_t confidence; // 0..10000
};

// Labels of which two spans side by side, divided by a comma or a line break, are two components. The parts
// of the others ("No. 3, Block 2") make one.
inline constexpr uint32_t kListedLabels = 1U << kHouse | 1U << kNear | 1U << kRoad | 1U << kSuburb |
                                          1U << kCityDistrict | 1U << kCity | 1U << kIsland |
                                          1U << kStateDistrict | 1U << kState | 1U << kCountryRegion |
                                          1U << kCountry | 1U << kOther;

PH_HD bool same_component(uint32_t label, const Token& next) {
  return (kListedLabels >> label & 1U) == 0 || next.gap < kGapComma;
}

// The end of a component with the abbreviation dot and the closing bracket that belong to it.
PH_HD uint32_t component_end(const uint8_t* text, uint32_t start, uint32_t limit, const Token& last) {
  uint32_t end = last.end;
  if (end < limit && text[end] == '.' && last.digits == 0 && last.length <= 5) ++end;
  int32_t depth = 0;
  for (uint32_t i = start; i < end; ++i) depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
  if (depth > 0 && end < limit && text[end] == ')') ++end;
  return end;
}

// The start of a component with the number sign or the opening bracket that belongs to it. `limit` is the
// end of what stands before.
PH_HD uint32_t component_start(const uint8_t* text, uint32_t limit, const Token& first, const Token& last) {
  const uint32_t start = first.start;
  if (first.gap_kinds & kind_bit(kHash)) {
    uint32_t at = start;
    while (at > limit && text[at - 1] == ' ') --at;
    if (at > limit && text[at - 1] == '#') return at - 1;
    if (at >= limit + 3 && text[at - 3] == 0xe2 && text[at - 2] == 0x84 && text[at - 1] == 0x96)
      return at - 3;
  }
  if (start > limit && text[start - 1] == '(') {
    for (uint32_t i = start; i < last.end; ++i) {
      if (text[i] == ')') return start - 1;
    }
  }
  return start;
}

// How many components `write_components` writes.
template <class AnyWorkspace>
PH_HD uint32_t count_components(const AnyWorkspace& workspace, uint32_t capacity) {
  uint32_t found = 0, before = kNone;
  for (uint32_t i = 0; i < workspace.token_count && found < capacity; ++i) {
    const uint32_t label = workspace.labels[i];
    const bool continues = i > 0 && label == before && same_component(label, token_at(workspace, i));
    if (label != kNone && !continues) ++found;
    before = label;
  }
  return found;
}

// Writes at most `capacity` components in text order and returns their number.
template <class AnyWorkspace>
PH_HD uint32_t write_components(const ModelView& model, const uint8_t* text, uint32_t length,
                                const AnyWorkspace& workspace, Component* out, uint32_t capacity) {
  const uint32_t count = workspace.token_count;
  uint32_t written = 0, limit = 0;
  for (uint32_t first = 0; first < count && written < capacity;) {
    const uint32_t label = workspace.labels[first];
    int32_t margin = workspace.margins[first];
    uint32_t next = first + 1;
    while (next < count && workspace.labels[next] == label &&
           same_component(label, token_at(workspace, next))) {
      margin = workspace.margins[next] < margin ? workspace.margins[next] : margin;
      ++next;
    }
    if (label != kNone) {
      const Token& head = token_at(workspace, first);
      const Token& tail = token_at(workspace, next - 1);
      const uint32_t start = component_start(text, limit, head, tail);
      const uint32_t stop = next < count ? token_at(workspace, next).start : length;
      limit = component_end(text, start, stop, tail);
      out[written++] = Component{start, limit, static_cast<uint16_t>(label),
                                 confidence_of(model, model.component_confidence, margin)};
    } else {
      limit = token_at(workspace, next - 1).end;
    }
    first = next;
  }
  return written;
}

} // namespace posthaste::core
