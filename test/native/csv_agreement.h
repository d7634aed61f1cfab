// One input through scanner, extraction and row writer in every way, against its meaning.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/csv/extraction.h"
#include "native/csv/row_writer.h"
#include "native/csv/scanner.h"
#include "native/csv/utf8.h"
#include "test/native/csv_samples.h"

namespace posthaste::test {

inline bool utf8(std::string_view text) {
  return csv::utf8_prefix(reinterpret_cast<const uint8_t*>(text.data()), text.size()) == text.size();
}

// What came of a whole input.
struct Outcome {
  std::string output, rejects, addresses;
  uint64_t rows = 0, rejected = 0, blank = 0;
  bool operator==(const Outcome&) const = default;
};

// Words of an address, labelled by what they are: enough to fill all kinds of cells.
inline std::vector<core::Component> words(std::string_view address) {
  std::vector<core::Component> found;
  for (uint32_t at = 0; at < address.size() && found.size() < 64; ++at) {
    const uint32_t start = at;
    while (at < address.size() && address[at] != ' ') ++at;
    if (at > start) found.push_back({start, at, static_cast<uint16_t>(1 + (at * 7 + start) % 19), 5000});
  }
  return found;
}

// Extracts and writes one chunk behind what `outcome` holds; the number of its records.
inline uint64_t add_chunk(const csv::RowFormat& format, csv::Extraction& extraction, std::string_view chunk,
                          const csv::Origin& origin, Outcome& outcome) {
  extraction.extract(format.spec(), reinterpret_cast<const uint8_t*>(chunk.data()), chunk.size(), origin);
  csv::RowTotals totals;
  {
    csv::RowWriter writer(format, extraction, outcome.output, totals);
    for (uint32_t i = 0; i < extraction.rows(); ++i) {
      const uint32_t* offsets = extraction.offsets() + i;
      const std::string_view address(reinterpret_cast<const char*>(extraction.text()) + offsets[0],
                                     offsets[1] - offsets[0]);
      const std::vector<core::Component> found = words(address);
      outcome.addresses.append(address) += '\0';
      writer.write(i, {extraction.hints()[i], 5000, static_cast<uint32_t>(found.size())}, found.data());
    }
  }
  extraction.write_rejects(outcome.rejects);
  outcome.rows += totals.rows;
  outcome.rejected += extraction.rejected();
  outcome.blank += extraction.blank();
  return totals.rows + extraction.rejected() + extraction.blank();
}

// The input cut into chunks by a scanner that gets `step` bytes at a time. `sound` becomes false when a chunk
// has another number of records than the scanner counted.
inline Outcome in_chunks(const csv::RowFormat& format, std::string_view text, size_t step, csv::Simd simd,
                         bool& sound) {
  Outcome outcome;
  csv::Extraction extraction(simd);
  csv::Scanner scanner(format.spec().dialect, simd);
  csv::Origin origin;
  for (size_t at = 0; at < text.size(); at += step) {
    const std::string_view block = text.substr(at, step);
    const auto cut = scanner.feed(reinterpret_cast<const uint8_t*>(block.data()), block.size());
    if (cut.end == 0) continue;
    const std::string_view chunk = text.substr(origin.byte_offset, at + cut.end - origin.byte_offset);
    sound &= add_chunk(format, extraction, chunk, origin, outcome) == cut.records;
    origin.byte_offset += chunk.size();
    origin.line += cut.lines;
  }
  const csv::Scanner::Tail tail = scanner.finish();
  sound &= tail.pending == (origin.byte_offset < text.size());
  if (tail.pending) {
    sound &= add_chunk(format, extraction, text.substr(origin.byte_offset), origin, outcome) == tail.records;
  }
  return outcome;
}

// The row that `record` is to become, without what follows its original and parsed cells; nothing for a
// reject.
inline std::optional<std::vector<std::string>> expected_row(const csv::JobSpec& spec, const Meant& record,
                                                            std::string_view text) {
  std::vector<std::string> cells = record.cells;
  if (record.malformed || record.open) return {};
  if (!utf8(text.substr(record.begin, record.content_end - record.begin))) return {};
  if (cells.size() < spec.columns && spec.ragged == csv::Ragged::pad) cells.resize(spec.columns);
  if (cells.size() != spec.columns) return {};
  return cells;
}

// What disagrees, or "".
inline std::string disagreement(const csv::JobSpec& spec, std::string_view text, size_t step) {
  const csv::RowFormat format(spec);
  bool sound = true;
  const Outcome whole = in_chunks(format, text, std::max<size_t>(text.size(), 1), csv::Simd::none, sound);
  for (const csv::Simd simd : {csv::Simd::none, csv::Simd::baseline, csv::best_simd()}) {
    for (const size_t bytes : {step, text.size() + 1}) {
      if (in_chunks(format, text, bytes, simd, sound) != whole) return "chunks change what comes out";
    }
  }
  if (!sound) return "a chunk's records are not what the scanner counted";

  std::vector<std::vector<std::string>> expected;
  std::string addresses, places;
  uint64_t blank = 0;
  for (const Meant& record : meaning(spec.dialect, text)) {
    if (record.content_end == record.begin && spec.columns > 1) {
      ++blank;
    } else if (const auto cells = expected_row(spec, record, text)) {
      expected.push_back(*cells);
      std::string address;
      for (const uint32_t column : spec.address_columns) {
        if ((*cells)[column].find_first_not_of(" \t\n\v\f\r") == std::string::npos) continue;
        address += (address.empty() ? "" : ", ") + (*cells)[column];
      }
      addresses += address + '\0';
    } else {
      places += std::to_string(record.begin) + " ";
    }
  }
  if (whole.blank != blank) return "blank lines are miscounted";
  if (whole.addresses != addresses) return "the addresses differ";

  const std::vector<Meant> rows = meaning({',', '"', false}, whole.output);
  if (rows.size() != expected.size() || whole.rows != expected.size()) return "the number of rows differs";
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].malformed || rows[i].open || !rows[i].terminated) return "a row is not RFC 4180";
    const size_t parsed = csv::schema_columns(spec.schema).size();
    if (rows[i].cells.size() != spec.columns + parsed + spec.constants.size())
      return "a row has other columns";
    if (!std::equal(expected[i].begin(), expected[i].end(), rows[i].cells.begin()))
      return "an original cell differs";
    if (rows[i].cells[spec.columns + parsed - 1] != "0.5000") return "the confidence differs";
  }

  std::string found;
  const std::vector<Meant> rejects = meaning({',', '"', false}, whole.rejects);
  for (const Meant& row : rejects) {
    if (row.cells.size() != 5 || row.malformed || row.open) return "a reject is not RFC 4180";
    const size_t begin = std::stoull(row.cells[1]);
    found += row.cells[1] + " ";
    if (text.substr(begin, row.cells[4].size()) != row.cells[4]) return "a reject's raw text differs";
    uint64_t line = 1;
    for (size_t i = 0; i < begin; ++i) {
      const bool cr = spec.dialect.cr_ends_record;
      line += (text[i] == '\n' && !(cr && i > 0 && text[i - 1] == '\r')) || (cr && text[i] == '\r');
    }
    if (row.cells[0] != std::to_string(line)) return "a reject's line differs";
  }
  return found == places && rejects.size() == whole.rejected ? "" : "the rejects differ";
}

// A job and a step that the first bytes of `data` choose; they are taken off.
inline csv::JobSpec chosen_spec(std::string_view& data, size_t& step) {
  const auto take = [&]() -> uint8_t {
    if (data.empty()) return 0;
    const auto byte = static_cast<uint8_t>(data.front());
    data.remove_prefix(1);
    return byte;
  };
  csv::JobSpec spec;
  spec.dialect = dialects()[take() % dialects().size()];
  spec.columns = 1 + take() % 4;
  const uint8_t choices = take();
  spec.ragged = choices & 1 ? csv::Ragged::pad : csv::Ragged::reject;
  spec.schema = choices & 2 ? csv::Schema::india : csv::Schema::libpostal;
  if (choices & 4) spec.constants = {"x,\"y\"", ""};
  if (choices & 8) spec.country_column = static_cast<int32_t>(spec.columns) - 1;
  for (uint32_t column = 0; column < spec.columns; ++column) {
    if (choices >> 4 >> column & 1) spec.address_columns.push_back(column);
  }
  step = 1 + take();
  return spec;
}

}  // namespace posthaste::test
