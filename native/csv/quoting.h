// Quotes of a whole block at once, as far as they are well-formed.
#pragma once

#include <cstdint>

#include "native/csv/bits.h"
#include "native/csv/quote_state.h"

namespace posthaste::csv {

// Which bytes of a block lie inside quotes, an opening quote inside and a closing one outside. A doubled
// quote is a closing and an opening one with nothing between.
struct Quoting {
  uint64_t inside;
  uint64_t closing;
  // Every quote stands where the state machine would open or close with it; otherwise nothing here counts.
  bool regular;

  // before: the state ahead of the block. starts: bytes behind which a cell starts (inside quotes they do not
  // count). follows: bytes that may follow a closing quote, beside quotes.
  static Quoting of(State before, uint64_t quotes, uint64_t starts, uint64_t follows) {
    const uint64_t carried = before == State::quoted ? ~uint64_t{0} : 0;
    const uint64_t seen = before == State::quote_seen ? 1 : 0;
    if (quotes == 0) return {carried, 0, (seen & ~follows) == 0};
    const uint64_t inside = prefix_xor(quotes) ^ carried;
    const uint64_t closing = quotes & ~inside;
    const uint64_t behind_closing = closing << 1 | seen;
    const uint64_t cell_starts = starts << 1 | (before == State::field_start ? 1 : 0);
    const uint64_t wrong =
        (quotes & inside & ~(cell_starts | behind_closing)) | (behind_closing & ~(follows | quotes));
    return {inside, closing, wrong == 0};
  }

  // The state behind the block.
  State after(uint64_t starts) const {
    constexpr uint64_t kLast = uint64_t{1} << 63;
    if (inside & kLast) return State::quoted;
    if (closing & kLast) return State::quote_seen;
    return starts & kLast ? State::field_start : State::unquoted;
  }
};

}  // namespace posthaste::csv
