// A record that could not be processed, and its row in the rejects file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace posthaste::csv {

enum class Fault : uint8_t { ragged, closing_quote, open_quote, encoding, too_large };

// The public error code: ERR_CSV, ERR_ENCODING or ERR_RECORD_TOO_LARGE.
const char* code_of(Fault fault);

struct Reject {
  Fault fault = Fault::ragged;
  // ragged: cells found.
  uint32_t found = 0;
  // One-based, of the record's first byte.
  uint64_t line = 0;
  // Of the record without its terminator, from the chunk's first byte.
  size_t begin = 0;
  size_t end = 0;
};

// Where a reject was found.
struct RejectSource {
  // The chunk, and its offset in the input.
  const uint8_t* bytes;
  uint64_t byte_offset;
  uint32_t columns;
  // Short records are padded.
  bool pad;
};

// Of the raw text in the rejects file; the rest of a record is left out.
inline constexpr size_t kMaxRaw = 65536;

// Appends the row `line,byte_offset,code,reason,raw`, where raw is the record without its terminator, byte
// for byte.
void write_reject(const Reject& reject, const RejectSource& source, std::string& out);

}  // namespace posthaste::csv
