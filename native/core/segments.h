// What a token knows from the whole address: its comma segment, brackets, numbers before it, CJK markers.
#pragma once
#include "native/core/gap.h"
#include "native/core/gazetteer.h"

namespace posthaste::core {

template <class AnyWorkspace>
PH_HD void find_segments(AnyWorkspace& workspace) {
  const uint32_t count = workspace.token_count;
  uint32_t segments = 0;
  uint32_t numeric = 0, depth = 0, marker = 0;
  for (uint32_t i = 0; i < count; ++i) {
    Token& token = token_at(workspace, i);
    if (i == 0 || is_hard(token.gap)) {
      workspace.segments[segments++] = Segment{i, i, 0};
      marker = 0;
    }
    Segment& segment = workspace.segments[segments - 1];
    segment.last = i;
    segment.word_mask |= token.word_mask & kGazWords;
    token.segment = static_cast<uint16_t>(segments - 1);
    if (token.gap_kinds & kind_bit(kClose)) depth = 0;
    if (token.gap_kinds & kind_bit(kOpen)) depth = 1;
    token.inside_brackets = static_cast<uint8_t>(depth);
    token.numeric_before = static_cast<uint8_t>(numeric < 255 ? numeric : 255);
    if (token.digits != 0) ++numeric;
    token.marker_before = static_cast<uint8_t>(marker);
    if (token.marker != 0) marker = token.marker;
  }
  marker = 0;
  for (uint32_t i = count; i-- > 0;) {
    Token& token = token_at(workspace, i);
    token.marker_after = static_cast<uint8_t>(marker);
    if (token.marker != 0) marker = token.marker;
    if (is_hard(token.gap)) marker = 0;
  }
  // The border after the last token carries the total, so that any token knows how many are to come.
  token_at(workspace, count).numeric_before = static_cast<uint8_t>(numeric < 255 ? numeric : 255);
  workspace.segment_count = segments;
}

} // namespace posthaste::core
