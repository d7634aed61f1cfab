#include "native/csv/scanner.h"

#include <algorithm>

#include "native/csv/bits.h"
#include "native/csv/quoting.h"

namespace posthaste::csv {

Scanner::Scanner(const Dialect& dialect, Simd simd) : quote_state_(dialect), dialect_(dialect), simd_(simd) {}

Scanner::Cut Scanner::feed(const uint8_t* bytes, size_t size) {
  Cut cut;
  size_t at = 0;
  if (simd_ != Simd::none) {
    constexpr size_t kBlocksAtOnce = 64;
    Marks marks[kBlocksAtOnce];
    for (size_t left = size / kBlock; left > 0;) {
      const size_t blocks = std::min(left, kBlocksAtOnce);
      find_marks(simd_, dialect_, bytes + at, blocks, marks);
      for (size_t i = 0; i < blocks; ++i, at += kBlock) {
        if (!scan_block(marks[i], at, cut)) scan_bytes(bytes, at, at + kBlock, cut);
      }
      left -= blocks;
    }
  }
  scan_bytes(bytes, at, size, cut);
  if (size > 0) {
    line_ended_ = bytes[size - 1] == '\n' || (dialect_.cr_ends_record && bytes[size - 1] == '\r');
    pending_ = cut.end < size;
  }
  return cut;
}

Scanner::Tail Scanner::finish() {
  if (!pending_) return {};
  return {true, records_ + 1, lines_ + (line_ended_ ? 0 : 1), state_ == State::quoted};
}

void Scanner::end_record(size_t end, Cut& cut) {
  ++records_;
  cut_at(end, cut);
}

void Scanner::cut_at(size_t end, Cut& cut) {
  if (end == 0) return;
  cut.end = end;
  cut.records += records_;
  cut.lines += lines_;
  records_ = 0;
  lines_ = 0;
}

void Scanner::scan_bytes(const uint8_t* bytes, size_t from, size_t to, Cut& cut) {
  for (size_t i = from; i < to; ++i) {
    const uint8_t byte = bytes[i];
    if (cr_undecided_) {
      cr_undecided_ = false;
      if (byte != '\n') end_record(i, cut);
    }
    const Mark mark = quote_state_.mark(byte);
    if (mark == Mark::end) {
      if (byte == '\r' || !after_cr_) ++lines_;
      if (state_ != State::quoted) {
        if (byte == '\r') {
          cr_undecided_ = true;
        } else {
          end_record(i + 1, cut);
        }
      }
    }
    after_cr_ = byte == '\r' && dialect_.cr_ends_record;
    state_ = QuoteState::next(state_, mark);
  }
}

bool Scanner::scan_block(const Marks& marks, size_t base, Cut& cut) {
  const bool cr_ends = dialect_.cr_ends_record;
  const uint64_t starts = marks.delimiter | marks.lf | (cr_ends ? marks.cr : 0);
  // Where a CR is data, one behind a closing quote makes the quote malformed or belongs to a CRLF: no matter
  // here.
  const Quoting quoting = Quoting::of(state_, marks.quote, starts, starts | marks.cr);
  if (!quoting.regular) return false;

  uint64_t ends = marks.lf & ~quoting.inside;
  uint64_t line_ends = marks.lf;
  if (cr_ends) {
    if (cr_undecided_ && (marks.lf & 1) == 0) end_record(base, cut);
    const uint64_t outside = marks.cr & ~quoting.inside;
    ends |= outside & ~(marks.lf >> 1) & ~(uint64_t{1} << 63);
    cr_undecided_ = outside >> 63 != 0;
    line_ends = marks.cr | (marks.lf & ~(marks.cr << 1 | (after_cr_ ? 1 : 0)));
    after_cr_ = marks.cr >> 63 != 0;
  }
  if (ends != 0) {
    const unsigned last = highest_bit(ends);
    const uint64_t through = bits_through(last);
    records_ += count_bits(ends);
    lines_ += count_bits(line_ends & through);
    cut_at(base + last + 1, cut);
    line_ends &= ~through;
  }
  lines_ += count_bits(line_ends);
  state_ = quoting.after(starts);
  return true;
}

}  // namespace posthaste::csv
