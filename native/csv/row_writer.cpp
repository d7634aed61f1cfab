#include "native/csv/row_writer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "native/csv/cells.h"

namespace posthaste::csv {
namespace {

constexpr uint32_t kCertain = 10000;

const char* chars(const uint8_t* bytes) { return reinterpret_cast<const char*>(bytes); }

char* write_country(uint16_t country, char* out) {
  if (country == 0) return out;
  *out++ = static_cast<char>(country >> 8);
  *out++ = static_cast<char>(country & 0xff);
  return out;
}

// 0..10000 as 0.0000 to 1.0000.
char* write_confidence(uint32_t confidence, char* out) {
  out[0] = static_cast<char>('0' + confidence / kCertain);
  out[1] = '.';
  for (unsigned i = 5; i > 1; --i, confidence /= 10) out[i] = static_cast<char>('0' + confidence % 10);
  return out + 6;
}

}  // namespace

RowFormat::RowFormat(JobSpec spec)
    : spec_(std::move(spec)), copies_records_(spec_.dialect.delimiter == ',' && spec_.dialect.quote == '"') {
  for (const std::string& constant : spec_.constants) {
    row_end_ += ',';
    append_cell(constant, row_end_);
  }
  row_end_ += '\n';
}

RowWriter::RowWriter(const RowFormat& format, const Extraction& extraction, std::string& out,
                     RowTotals& totals)
    : format_(format),
      extraction_(extraction),
      placement_(format.spec().schema),
      out_(out),
      totals_(totals),
      used_(out.size()) {}

RowWriter::~RowWriter() { out_.resize(used_); }

void RowWriter::reserve(size_t bytes) {
  constexpr size_t kStep = 65536;
  if (out_.size() - used_ < bytes) out_.resize(used_ + std::max(bytes, kStep));
}

void RowWriter::write(uint32_t i, const core::Parse& parse, const core::Component* components) {
  const Extraction::Row& row = extraction_.row(i);
  const char* address = chars(extraction_.text()) + extraction_.offsets()[i];
  const std::string_view row_end = format_.row_end();
  size_t parsed_room = 0;
  for (uint32_t c = 0; c < parse.components; ++c)
    parsed_room += cell_room(components[c].end - components[c].start + 2);
  const size_t columns = size_t{format_.spec().columns} + placement_.cells();
  // A byte of the record may be doubled, a cell may get quotes, and each cell has a comma.
  reserve(2 * size_t{row.end - row.begin} + 3 * columns + parsed_room + 16 + row_end.size());

  char* out = write_original(row, out_.data() + used_);
  placement_.place(components, parse.components);
  for (uint32_t cell = 0; cell < placement_.cells(); ++cell) {
    *out++ = ',';
    const uint32_t first = placement_.first(cell);
    if (first != Placement::kNone) out = write_component_cell(first, address, components, out);
  }
  *out++ = ',';
  out = write_country(parse.country, out);
  *out++ = ',';
  out = write_confidence(parse.confidence, out);
  std::memcpy(out, row_end.data(), row_end.size());
  out += row_end.size();
  used_ = static_cast<size_t>(out - out_.data());
  count(parse, components);
}

char* RowWriter::write_original(const Extraction::Row& row, char* out) const {
  const uint32_t columns = format_.spec().columns;
  if (format_.copies_records() && !row.lax) {
    const size_t size = row.end - row.begin;
    if (size > 0) std::memcpy(out, extraction_.bytes() + row.begin, size);
    out += size;
    for (uint32_t column = row.fields; column < columns; ++column) *out++ = ',';
    return out;
  }
  const Dialect& dialect = format_.spec().dialect;
  for (uint32_t column = 0; column < columns; ++column) {
    if (column > 0) *out++ = ',';
    const Field cell = extraction_.field(row, column);
    if (!cell.quoted(dialect)) {
      out = write_cell(chars(cell.data), cell.size, out);
      continue;
    }
    // The value goes to the end of its room, from where it is encoded towards the front.
    auto* value = reinterpret_cast<uint8_t*>(out) + cell.size + 2;
    const auto size = static_cast<size_t>(copy_value(cell, dialect, value) - value);
    out = write_cell(chars(value), size, out);
  }
  return out;
}

char* RowWriter::write_component_cell(uint32_t first, const char* address, const core::Component* components,
                                      char* out) const {
  const auto text = [&](uint32_t i) { return address + components[i].start; };
  const auto size = [&](uint32_t i) { return size_t{components[i].end} - components[i].start; };
  if (placement_.next(first) == Placement::kNone) return write_cell(text(first), size(first), out);
  *out++ = '"';
  for (uint32_t i = first; i != Placement::kNone; i = placement_.next(i)) {
    if (i != first) {
      *out++ = ',';
      *out++ = ' ';
    }
    out = write_doubled(text(i), size(i), out);
  }
  *out++ = '"';
  return out;
}

void RowWriter::count(const core::Parse& parse, const core::Component* components) {
  ++totals_.rows;
  totals_.confidence_sum += parse.confidence;
  ++totals_
        .confidence_histogram[std::min(parse.confidence * kConfidenceBins / kCertain, kConfidenceBins - 1)];
  uint32_t seen = 0;
  for (uint32_t i = 0; i < parse.components; ++i) {
    const uint32_t label = components[i].label % core::kLabels;
    if ((seen >> label & 1) == 0) ++totals_.label_rows[label];
    seen |= uint32_t{1} << label;
  }
  if (parse.components == 0) ++totals_.label_rows[0];
}

std::string format_row(const std::vector<std::string_view>& cells) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += ',';
    append_cell(cells[i], row);
  }
  row += '\n';
  return row;
}

}  // namespace posthaste::csv
