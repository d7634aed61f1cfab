// Finds record ends in a stream of blocks, exactly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "native/csv/dialect.h"
#include "native/csv/marks.h"
#include "native/csv/quote_state.h"

namespace posthaste::csv {

// The meaning is that of quote_state.h, whatever the sizes of the blocks and whatever the SIMD level.
class Scanner {
 public:
  explicit Scanner(const Dialect& dialect, Simd simd = best_simd());

  struct Cut {
    // Bytes of this call's block up to and including its last record end; 0 when no record end lies in it.
    size_t end = 0;
    // Records, blank lines included, and lines, those inside quotes included, that ended since the last cut
    // up to this one; 0 when `end` is 0.
    uint64_t records = 0;
    uint64_t lines = 0;
  };

  // Takes the next bytes of the stream. Where a lone CR ends a record, a CR that is the last byte so far is
  // decided by the first byte of the next call; if it did end a record, that end lies before this call's
  // block and cannot be cut at: the record is counted with the next cut, or by `finish`.
  Cut feed(const uint8_t* bytes, size_t size);

  struct Tail {
    // Bytes follow the last cut.
    bool pending = false;
    // Records that these bytes hold: one, or more when a lone CR ended one at the edge of a block.
    uint64_t records = 0;
    // Lines that they span, the last one whole or not.
    uint64_t lines = 0;
    // The stream ended inside quotes.
    bool open_quote = false;
  };

  // End of the stream.
  Tail finish();

 private:
  void scan_bytes(const uint8_t* bytes, size_t from, size_t to, Cut& cut);
  // False, and nothing done, when the block has a quote in an irregular place.
  bool scan_block(const Marks& marks, size_t base, Cut& cut);
  void end_record(size_t end, Cut& cut);
  void cut_at(size_t end, Cut& cut);

  QuoteState quote_state_;
  Dialect dialect_;
  Simd simd_;
  State state_ = State::field_start;
  // Only where a CR ends records. The last byte is a CR; it is one outside quotes, and so ends a record or
  // begins a CRLF that does.
  bool after_cr_ = false;
  bool cr_undecided_ = false;
  // Bytes have come since the last cut; the last of them ended a line.
  bool pending_ = false;
  bool line_ended_ = true;
  // Ended since the last cut.
  uint64_t records_ = 0;
  uint64_t lines_ = 0;
};

}  // namespace posthaste::csv
