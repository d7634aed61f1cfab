// The parsed columns of a schema, and which component goes where.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "native/core/labels.h"
#include "native/core/parse.h"
#include "native/csv/dialect.h"

namespace posthaste::csv {

inline constexpr uint32_t kMaxCells = core::kLabels;

// Names of the parsed columns, in order; the last two are country_code and confidence.
std::vector<std::string_view> schema_columns(Schema schema);

// The components of one parse by cell; cells are numbered as in schema_columns, without its last two.
class Placement {
 public:
  explicit Placement(Schema schema);

  // Takes the components of the next address, which stay the caller's.
  void place(const core::Component* components, uint32_t count);

  uint32_t cells() const { return cells_; }
  // The first component of a cell, and the next one behind a component of the same cell; kNone when there is
  // none.
  static constexpr uint32_t kNone = ~uint32_t{0};
  uint32_t first(uint32_t cell) const { return first_[cell]; }
  uint32_t next(uint32_t component) const { return next_[component]; }

 private:
  void append(uint32_t cell, uint32_t component);
  void place_india(const core::Component* components, uint32_t count);

  Schema schema_;
  uint32_t cells_;
  std::array<uint32_t, kMaxCells> first_{};
  std::array<uint32_t, kMaxCells> last_{};
  std::vector<uint32_t> next_;
};

}  // namespace posthaste::csv
