// How the bytes of one input are to be read, and what is to be made of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace posthaste::csv {

struct Dialect {
  // ASCII, different from each other, neither CR nor LF. quote: 0 when the input has no quoting.
  uint8_t delimiter = ',';
  uint8_t quote = '"';
  // LF and CRLF always end a record; a CR alone does when this is set, and is plain data otherwise.
  bool cr_ends_record = false;
};

// What becomes of a record of another length: a reject, or, when it is short, a row padded with empty cells.
enum class Ragged : uint8_t { reject, pad };

enum class Schema : uint8_t { libpostal, india };

// The job as lib/binding/native.ts describes it; the same for all chunks of a file.
struct JobSpec {
  Dialect dialect;
  // Of every record, 1 or more.
  uint32_t columns = 1;
  // Each below `columns`.
  std::vector<uint32_t> address_columns;
  // Below `columns`, or -1.
  int32_t country_column = -1;
  // Two ASCII capitals, first * 256 + second; 0 to infer.
  uint16_t country = 0;
  Ragged ragged = Ragged::reject;
  Schema schema = Schema::libpostal;
  // UTF-8 values of the cells behind the parsed ones, not yet quoted.
  std::vector<std::string> constants;
};

}  // namespace posthaste::csv
