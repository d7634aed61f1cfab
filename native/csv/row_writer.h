// Writes rows: the original cells, the parsed ones, the constant ones. Always RFC 4180 with comma and LF.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "native/core/parse.h"
#include "native/csv/dialect.h"
#include "native/csv/extraction.h"
#include "native/csv/schema.h"

namespace posthaste::csv {

inline constexpr uint32_t kConfidenceBins = 20;

// Counts over rows, as ChunkResult of lib/binding/native.ts has them.
struct RowTotals {
  uint64_t rows = 0;
  uint64_t confidence_sum = 0;
  std::array<uint32_t, kConfidenceBins> confidence_histogram{};
  // Rows that have a component of label i; index 0 counts rows without any component.
  std::array<uint32_t, core::kLabels> label_rows{};
};

// What is the same in all rows of a job. Built once, then read by any thread.
class RowFormat {
 public:
  explicit RowFormat(JobSpec spec);

  const JobSpec& spec() const { return spec_; }
  // Records that are not lax are RFC 4180 as they stand.
  bool copies_records() const { return copies_records_; }
  // The constant cells with a comma before each, and the LF.
  std::string_view row_end() const { return row_end_; }

 private:
  JobSpec spec_;
  bool copies_records_;
  std::string row_end_;
};

// Writes the rows of one extraction, which was made with format.spec(), behind what `out` holds.
class RowWriter {
 public:
  RowWriter(const RowFormat& format, const Extraction& extraction, std::string& out, RowTotals& totals);
  // Cuts `out` to what was written; nobody else reads or changes it before.
  ~RowWriter();
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;

  // Row i of the extraction with what was found in its address: parse.components components, by rising start,
  // in bytes of the address. Throws std::bad_alloc.
  void write(uint32_t i, const core::Parse& parse, const core::Component* components);

 private:
  char* write_original(const Extraction::Row& row, char* out) const;
  char* write_component_cell(uint32_t first, const char* address, const core::Component* components,
                             char* out) const;
  void count(const core::Parse& parse, const core::Component* components);
  void reserve(size_t bytes);

  const RowFormat& format_;
  const Extraction& extraction_;
  Placement placement_;
  std::string& out_;
  RowTotals& totals_;
  // Bytes of out_ that are written.
  size_t used_;
};

// One row with LF from the values of its cells.
std::string format_row(const std::vector<std::string_view>& cells);

}  // namespace posthaste::csv
