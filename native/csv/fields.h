// Cells of a record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "native/csv/dialect.h"

namespace posthaste::csv {

// A cell as it stands in the input, with its quotes if it has any.
struct Field {
  const uint8_t* data = nullptr;
  size_t size = 0;

  // Whether it is quoted. A record with a malformed closing quote is never split into fields.
  bool quoted(const Dialect& dialect) const {
    return dialect.quote != 0 && size >= 2 && data[0] == dialect.quote;
  }
};

// Whether nothing but ASCII white space is in it, quotes aside.
bool is_blank(Field field, const Dialect& dialect);

// Copies the cell's value to `out`, which has room for field.size bytes; returns the end of what was written.
uint8_t* copy_value(Field field, const Dialect& dialect, uint8_t* out);

// Two ASCII letters between white space, packed as capitals; 0 for anything else.
uint16_t country_of(Field field, const Dialect& dialect);

}  // namespace posthaste::csv
