#include "native/csv/reject.h"

#include <algorithm>

#include "native/csv/cells.h"
#include "native/csv/utf8.h"

namespace posthaste::csv {
namespace {

std::string reason_of(const Reject& reject, const RejectSource& source) {
  switch (reject.fault) {
    case Fault::ragged: {
      std::string reason =
          "expected " + std::to_string(source.columns) + " columns, found " + std::to_string(reject.found);
      if (source.pad) reason += "; a surplus cell has no column, only short records are padded";
      return reason;
    }
    case Fault::closing_quote:
      return "text follows a closing quote; a quote inside a quoted cell must be doubled";
    case Fault::open_quote: return "a quote is still open at the end of the file";
    case Fault::encoding: {
      const size_t good = utf8_prefix(source.bytes + reject.begin, reject.end - reject.begin);
      return "invalid UTF-8 at byte " + std::to_string(good + 1) + " of the record";
    }
    case Fault::too_large: return "the record is larger than the limit; its beginning follows";
  }
  return {};
}

// What is kept of the record: whole characters where it is UTF-8.
size_t raw_size(const uint8_t* raw, size_t size) {
  if (size <= kMaxRaw) return size;
  size_t kept = kMaxRaw;
  while (kept > kMaxRaw - 3 && (raw[kept] & 0xc0) == 0x80) --kept;
  return (raw[kept] & 0xc0) == 0x80 ? kMaxRaw : kept;
}

}  // namespace

const char* code_of(Fault fault) {
  switch (fault) {
    case Fault::encoding: return "ERR_ENCODING";
    case Fault::too_large: return "ERR_RECORD_TOO_LARGE";
    case Fault::ragged:
    case Fault::closing_quote:
    case Fault::open_quote: break;
  }
  return "ERR_CSV";
}

void write_reject(const Reject& reject, const RejectSource& source, std::string& out) {
  out += std::to_string(reject.line);
  out += ',';
  out += std::to_string(source.byte_offset + reject.begin);
  out += ',';
  out += code_of(reject.fault);
  out += ',';
  append_cell(reason_of(reject, source), out);
  out += ',';
  const uint8_t* raw = source.bytes + reject.begin;
  const size_t size = raw_size(raw, reject.end - reject.begin);
  const size_t used = out.size();
  out.resize(used + cell_room(size));
  char* const end = write_quoted(reinterpret_cast<const char*>(raw), size, out.data() + used);
  out.resize(static_cast<size_t>(end - out.data()));
  out += '\n';
}

}  // namespace posthaste::csv
