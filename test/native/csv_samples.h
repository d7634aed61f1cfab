// Random CSV bytes that are rich in what is special, and a second reading of their meaning.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "native/csv/dialect.h"

namespace posthaste::test {

// splitmix64: the same numbers everywhere.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
  }
  uint64_t below(uint64_t limit) { return next() % limit; }

 private:
  uint64_t state_;
};

inline const std::vector<csv::Dialect>& dialects() {
  static const std::vector<csv::Dialect> all = {
      {',', '"', false}, {',', '"', true},  {';', '"', false},
      {'\t', 0, false},  {'|', '\'', true}, {',', 0, true},
  };
  return all;
}

// Bytes that are mostly special; `plain` of 8 are runs of letters.
inline std::string wild_bytes(Random& random, const csv::Dialect& dialect, size_t length, unsigned plain) {
  const char quote = dialect.quote == 0 ? '"' : static_cast<char>(dialect.quote);
  const char special[] = {
      static_cast<char>(dialect.delimiter), quote, quote, '\r', '\n', 'x', ' ', '\0', '\xc3'};
  std::string out;
  while (out.size() < length) {
    if (random.below(8) < plain) {
      out.append(random.below(24), 'a');
    } else if (random.below(6) == 0) {
      out += random.below(2) == 0 ? std::string{'\r', '\n'} : std::string{quote, quote};
    } else {
      out += special[random.below(sizeof special)];
    }
  }
  out.resize(length);
  return out;
}

// One record as `meaning` reads it.
struct Meant {
  std::vector<std::string> cells;
  // Offsets of the first byte, behind the last byte of the content, and behind the terminator.
  size_t begin = 0, content_end = 0, end = 0;
  bool terminated = false;
  bool malformed = false;
  bool open = false;
};

// Reads the whole input with look-ahead, cell by cell, without the states, blocks or tables of native/csv.
inline std::vector<Meant> meaning(const csv::Dialect& dialect, std::string_view in) {
  const auto delimiter = static_cast<char>(dialect.delimiter);
  const auto quote = static_cast<char>(dialect.quote);
  const auto terminator = [&](size_t at) -> size_t {
    if (in.substr(at, 2) == "\r\n") return 2;
    if (in.substr(at, 1) == "\n") return 1;
    return dialect.cr_ends_record && in.substr(at, 1) == "\r" ? 1 : 0;
  };
  std::vector<Meant> records;
  size_t at = 0;
  while (at < in.size()) {
    Meant record;
    record.begin = at;
    for (bool more = true; more;) {
      std::string cell;
      if (dialect.quote != 0 && at < in.size() && in[at] == quote) {
        ++at;
        for (;;) {
          const size_t found = in.find(quote, at);
          record.open = found == std::string_view::npos;
          cell += in.substr(at, found - at);
          at = record.open ? in.size() : found + 1;
          if (record.open || in.substr(at, 1) != std::string_view(&quote, 1)) break;
          cell += quote;
          ++at;
        }
        record.malformed |= at < in.size() && in[at] != delimiter && terminator(at) == 0;
      }
      while (at < in.size() && in[at] != delimiter && terminator(at) == 0) cell += in[at++];
      record.cells.push_back(cell);
      more = at < in.size() && in[at] == delimiter;
      if (more) ++at;
    }
    record.content_end = at;
    record.terminated = at < in.size();
    if (record.terminated) at += terminator(at);
    record.end = at;
    records.push_back(record);
  }
  return records;
}

}  // namespace posthaste::test
