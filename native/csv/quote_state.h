// The meaning of quotes: a state machine over single bytes.
#pragma once

#include <array>
#include <cstdint>

#include "native/csv/dialect.h"

namespace posthaste::csv {

// Behind a byte. field_start: a delimiter, a record end, or nothing yet. quote_seen: a quote inside quotes,
// which closes them unless another quote follows.
enum class State : uint8_t { field_start, unquoted, quoted, quote_seen };

// end: LF, and CR where it ends records.
enum class Mark : uint8_t { none, delimiter, quote, end };

class QuoteState {
 public:
  QuoteState() : QuoteState(Dialect{}) {}

  explicit QuoteState(const Dialect& dialect) {
    marks_[dialect.delimiter] = Mark::delimiter;
    if (dialect.quote != 0) marks_[dialect.quote] = Mark::quote;
    marks_['\n'] = Mark::end;
    if (dialect.cr_ends_record) marks_['\r'] = Mark::end;
  }

  Mark mark(uint8_t byte) const { return marks_[byte]; }

  // A quote opens only as the first byte of a cell. A quote seen that is followed by plain data was a
  // malformed closing quote; the cell goes on without quotes.
  static State next(State state, Mark mark) {
    using enum State;
    static constexpr State kNext[4][4] = {
        {unquoted, field_start, quoted, field_start},
        {unquoted, field_start, unquoted, field_start},
        {quoted, quoted, quote_seen, quoted},
        {unquoted, field_start, quoted, field_start},
    };
    return kNext[static_cast<unsigned>(state)][static_cast<unsigned>(mark)];
  }

 private:
  std::array<Mark, 256> marks_{};
};

}  // namespace posthaste::csv
