#include "native/csv/extraction.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "native/csv/bits.h"
#include "native/csv/quoting.h"
#include "native/csv/scanner.h"
#include "native/csv/utf8.h"

namespace posthaste::csv {
namespace {

constexpr size_t kMax32 = std::numeric_limits<uint32_t>::max();

template <class T>
void make_room(std::vector<T>& buffer, size_t wanted) {
  if (buffer.size() < wanted) buffer.resize(std::max(wanted, buffer.size() + buffer.size() / 2));
}

}  // namespace

Extraction::Extraction(Simd simd) : simd_(simd) { clear(); }

void Extraction::clear() {
  spec_ = nullptr;
  bytes_ = nullptr;
  size_ = 0;
  field_count_ = 0;
  rows_.clear();
  text_used_ = 0;
  make_room(text_, kPadding);
  offsets_.assign(1, 0);
  hints_.clear();
  rejects_.clear();
  blank_ = 0;
}

void Extraction::extract(const JobSpec& spec, const uint8_t* bytes, size_t size, const Origin& origin) {
  if (size >= kMax32) throw std::length_error("a chunk must be smaller than 4 GiB");
  clear();
  spec_ = &spec;
  bytes_ = bytes;
  origin_ = origin;
  quote_state_ = QuoteState(spec.dialect);
  counted_to_ = 0;
  counted_line_ = origin.line;
  size_t records_end = size;
  if (origin.oversized) {
    // A record that a lone CR ended at the edge of a block was not cut off, see Scanner::feed.
    records_end = spec.dialect.cr_ends_record ? Scanner(spec.dialect, simd_).feed(bytes, size).end : 0;
    if (records_end == size) records_end = 0;
  }
  extract_records(records_end);
  if (origin.oversized) reject(Fault::too_large, records_end, size, 0);
  make_room(text_, text_used_ + kPadding);
  std::memset(text_.data() + text_used_, 0, kPadding);
}

void Extraction::extract_records(size_t size) {
  size_ = size;
  open_ = {};
  valid_utf8_ = is_utf8(simd_, bytes_, size);
  const size_t blocks = simd_ == Simd::none ? 0 : size / kBlock;
  scan_blocks(blocks);
  scan_bytes(blocks * kBlock, size);
  if (open_.begin == size) return;
  if (open_.state == State::quoted) {
    reject(Fault::open_quote, open_.begin, size, 0);
    return;
  }
  end_cell(size);
  end_record(size, size, field_count_);
}

void Extraction::scan_blocks(size_t blocks) {
  constexpr size_t kBlocksAtOnce = 64;
  Marks marks[kBlocksAtOnce];
  for (size_t done = 0; done < blocks;) {
    const size_t count = std::min(blocks - done, kBlocksAtOnce);
    find_marks(simd_, spec_->dialect, bytes_ + done * kBlock, count, marks);
    for (size_t i = 0; i < count; ++i, ++done) {
      const size_t base = done * kBlock;
      if (!scan_block(marks[i], base)) scan_bytes(base, base + kBlock);
    }
  }
}

void Extraction::end_cell(size_t at) {
  make_room(field_ends_, size_t{field_count_} + 1);
  field_ends_[field_count_++] = static_cast<uint32_t>(at);
}

void Extraction::scan_bytes(size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) {
    const uint8_t byte = bytes_[i];
    const Mark mark = quote_state_.mark(byte);
    const State state = open_.state;
    if (state != State::quoted) {
      if (byte == '\r') {
        // The CR of a CRLF changes nothing: the LF ends the record.
        if (i + 1 < size_ && bytes_[i + 1] == '\n') continue;
        open_.lax |= mark != Mark::end;
      }
      open_.malformed |= state == State::quote_seen && mark == Mark::none;
      open_.lax |= state == State::unquoted && mark == Mark::quote;
      if (mark == Mark::delimiter) {
        end_cell(i);
      } else if (mark == Mark::end) {
        end_cell(i);
        const bool crlf = byte == '\n' && i > open_.begin && bytes_[i - 1] == '\r';
        end_record(i - (crlf ? 1 : 0), i + 1, field_count_);
      }
    }
    open_.state = QuoteState::next(state, mark);
  }
}

bool Extraction::scan_block(const Marks& marks, size_t base) {
  const bool cr_ends = spec_->dialect.cr_ends_record;
  const bool lf_next = base + kBlock < size_ && bytes_[base + kBlock] == '\n';
  const uint64_t lone_cr = marks.cr & ~(marks.lf >> 1 | (lf_next ? uint64_t{1} << 63 : 0));
  const uint64_t starts = marks.delimiter | marks.lf | (cr_ends ? marks.cr : 0);
  const Quoting quoting = Quoting::of(open_.state, marks.quote, starts, starts | marks.cr);
  if (!quoting.regular) return false;
  const uint64_t outside = ~quoting.inside;
  uint64_t ends = marks.lf & outside;
  if (lone_cr & outside) {
    if (!cr_ends) return false;
    ends |= lone_cr & outside;
  }
  const uint64_t cells = (marks.delimiter & outside) | ends;

  make_room(field_ends_, size_t{field_count_} + kBlock);
  uint32_t* out = field_ends_.data() + field_count_;
  for (uint64_t left = cells; left != 0; left &= left - 1) {
    *out++ = static_cast<uint32_t>(base) + lowest_bit(left);
  }
  const uint32_t first = field_count_;
  field_count_ = static_cast<uint32_t>(out - field_ends_.data());
  for (uint64_t left = ends; left != 0; left &= left - 1) {
    const unsigned bit = lowest_bit(left);
    const size_t at = base + bit;
    const bool crlf = bytes_[at] == '\n' && at > open_.begin && bytes_[at - 1] == '\r';
    end_record(at - (crlf ? 1 : 0), at + 1, first + count_bits(cells & bits_through(bit)));
  }
  open_.state = quoting.after(starts);
  return true;
}

void Extraction::end_record(size_t content_end, size_t next, uint32_t fields_end) {
  const uint32_t fields = fields_end - open_.first_field;
  const size_t begin = open_.begin;
  field_ends_[fields_end - 1] = static_cast<uint32_t>(content_end);
  if (content_end == begin && spec_->columns > 1) {
    ++blank_;
  } else if (!valid_utf8_ && utf8_prefix(bytes_ + begin, content_end - begin) != content_end - begin) {
    reject(Fault::encoding, begin, content_end, fields);
  } else if (open_.malformed) {
    reject(Fault::closing_quote, begin, content_end, fields);
  } else if (fields > spec_->columns || (fields < spec_->columns && spec_->ragged == Ragged::reject)) {
    reject(Fault::ragged, begin, content_end, fields);
  } else {
    add_row(static_cast<uint32_t>(content_end), fields);
  }
  open_.begin = static_cast<uint32_t>(next);
  open_.first_field = fields_end;
  open_.lax = false;
  open_.malformed = false;
}

void Extraction::add_row(uint32_t content_end, uint32_t fields) {
  rows_.push_back({open_.begin, content_end, open_.first_field, fields, open_.lax});
  const Row& row = rows_.back();
  const Dialect& dialect = spec_->dialect;
  bool first = true;
  for (const uint32_t column : spec_->address_columns) {
    const Field cell = field(row, column);
    if (is_blank(cell, dialect)) continue;
    make_room(text_, text_used_ + cell.size + 2);
    uint8_t* out = text_.data() + text_used_;
    if (!first) {
      *out++ = ',';
      *out++ = ' ';
    }
    first = false;
    text_used_ = static_cast<size_t>(copy_value(cell, dialect, out) - text_.data());
  }
  if (text_used_ > kMax32 - kPadding)
    throw std::length_error("the addresses of a chunk must be smaller than 4 GiB");
  offsets_.push_back(static_cast<uint32_t>(text_used_));
  uint16_t country = 0;
  if (spec_->country_column >= 0) {
    country = country_of(field(row, static_cast<uint32_t>(spec_->country_column)), dialect);
  }
  hints_.push_back(country != 0 ? country : spec_->country);
}

Field Extraction::field(const Row& row, uint32_t column) const {
  if (column >= row.fields) return {};
  const uint32_t* ends = field_ends_.data() + row.first_field;
  const uint32_t begin = column == 0 ? row.begin : ends[column - 1] + 1;
  return {bytes_ + begin, ends[column] - begin};
}

void Extraction::reject(Fault fault, size_t begin, size_t end, uint32_t found) {
  rejects_.push_back({fault, found, line_at(begin), begin, end});
}

uint64_t Extraction::line_at(size_t position) {
  const bool cr_ends = spec_->dialect.cr_ends_record;
  for (; counted_to_ < position; ++counted_to_) {
    const uint8_t byte = bytes_[counted_to_];
    const bool after_cr = cr_ends && counted_to_ > 0 && bytes_[counted_to_ - 1] == '\r';
    if ((byte == '\n' && !after_cr) || (byte == '\r' && cr_ends)) ++counted_line_;
  }
  return counted_line_;
}

void Extraction::write_rejects(std::string& out) const {
  if (rejects_.empty()) return;
  const RejectSource source{bytes_, origin_.byte_offset, spec_->columns, spec_->ragged == Ragged::pad};
  for (const Reject& reject : rejects_) write_reject(reject, source, out);
}

}  // namespace posthaste::csv
