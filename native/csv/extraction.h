// The records of one chunk: what is to be parsed, and what is to be written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "native/csv/dialect.h"
#include "native/csv/fields.h"
#include "native/csv/marks.h"
#include "native/csv/quote_state.h"
#include "native/csv/reject.h"

namespace posthaste::csv {

// Where a chunk lies in its input.
struct Origin {
  uint64_t byte_offset = 0;
  // One-based.
  uint64_t line = 1;
  // The bytes are the beginning of one record that is larger than the limit: it becomes one reject.
  bool oversized = false;
};

// Meant to be used again for the next chunk: room of an earlier use is kept. One thread at a time.
class Extraction {
 public:
  explicit Extraction(Simd simd = best_simd());

  // Bytes behind the last address that may be read; zeros.
  static constexpr size_t kPadding = 64;

  // Takes a chunk, which begins and ends at record boundaries. `spec` and `bytes` must stay as they are until
  // the rows and rejects have been written. Throws std::bad_alloc, and std::length_error for a chunk of 4 GiB
  // or more.
  void extract(const JobSpec& spec, const uint8_t* bytes, size_t size, const Origin& origin);

  // Forgets the chunk, keeps the room.
  void clear();

  uint32_t rows() const { return static_cast<uint32_t>(rows_.size()); }
  // Blank lines of a file with two or more columns. rows + rejected + blank = the chunk's records.
  uint64_t blank() const { return blank_; }
  uint64_t rejected() const { return rejects_.size(); }

  // The rows' addresses, packed: address i is text()[offsets()[i]] .. text()[offsets()[i + 1]].
  const uint8_t* text() const { return text_.data(); }
  const uint32_t* offsets() const { return offsets_.data(); }
  // A country for each row, packed as in JobSpec; 0 where nothing is known.
  const uint16_t* hints() const { return hints_.data(); }

  // Appends a row `line,byte_offset,code,reason,raw` for each reject to `out`.
  void write_rejects(std::string& out) const;

  // One record that became a row.
  struct Row {
    // Without the terminator, from the chunk's first byte.
    uint32_t begin, end;
    // Of its cells among those of all records.
    uint32_t first_field, fields;
    // Its bytes are not RFC 4180 as they stand: a quote or a CR in a cell that is not quoted.
    bool lax;
  };
  const Row& row(uint32_t i) const { return rows_[i]; }
  // Cell `column` of a row; empty where a short row has been padded.
  Field field(const Row& row, uint32_t column) const;
  const uint8_t* bytes() const { return bytes_; }

 private:
  // The record that is being read.
  struct Open {
    State state = State::field_start;
    uint32_t begin = 0;
    uint32_t first_field = 0;
    // A quote or a lone CR stands in a cell that is not quoted; a closing quote is followed by text.
    bool lax = false;
    bool malformed = false;
  };

  void extract_records(size_t size);
  void scan_blocks(size_t blocks);
  void scan_bytes(size_t from, size_t to);
  // False, and nothing done, when the block has a quote or a CR in an irregular place.
  bool scan_block(const Marks& marks, size_t base);
  void end_cell(size_t at);
  void end_record(size_t content_end, size_t next, uint32_t fields_end);
  void add_row(uint32_t content_end, uint32_t fields);
  void reject(Fault fault, size_t begin, size_t end, uint32_t found);
  uint64_t line_at(size_t position);

  Simd simd_;
  const JobSpec* spec_ = nullptr;
  const uint8_t* bytes_ = nullptr;
  // Of the chunk, as far as it is extracted.
  size_t size_ = 0;
  Origin origin_;
  bool valid_utf8_ = true;
  QuoteState quote_state_;
  Open open_;
  // A position up to which lines have been counted, and its line; only rejects need lines.
  size_t counted_to_ = 0;
  uint64_t counted_line_ = 1;

  // Positions of the bytes behind the cells of all records. Its size is its room.
  std::vector<uint32_t> field_ends_;
  uint32_t field_count_ = 0;
  std::vector<Row> rows_;
  // Its size is its room.
  std::vector<uint8_t> text_;
  size_t text_used_ = 0;
  std::vector<uint32_t> offsets_;
  std::vector<uint16_t> hints_;
  std::vector<Reject> rejects_;
  uint64_t blank_ = 0;
};

}  // namespace posthaste::csv
