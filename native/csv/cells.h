// Writing of cells as RFC 4180 has them, with comma, double quote and LF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace posthaste::csv {

// Not 0 when a byte of the word is `wanted`: only a zero byte borrows without having its top bit set.
inline uint64_t find_byte(uint64_t word, char wanted) {
  constexpr uint64_t kOnes = 0x0101010101010101U;
  const uint64_t differs = word ^ (kOnes * static_cast<unsigned char>(wanted));
  return (differs - kOnes) & ~differs & (kOnes << 7);
}

inline bool needs_quotes(const char* text, size_t size) {
  size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    uint64_t word;
    std::memcpy(&word, text + i, 8);
    if (find_byte(word, ',') | find_byte(word, '"') | find_byte(word, '\n') | find_byte(word, '\r'))
      return true;
  }
  for (; i < size; ++i) {
    const char c = text[i];
    if (c == ',' || c == '"' || c == '\n' || c == '\r') return true;
  }
  return false;
}

// Bytes that write_cell and write_quoted may need for `size` bytes of text.
inline constexpr size_t cell_room(size_t size) { return 2 * size + 2; }

// Writes text with its quotes doubled, without quotes around it; returns the end of what was written.
inline char* write_doubled(const char* text, size_t size, char* out) {
  while (size > 0) {
    const auto* quote = static_cast<const char*>(std::memchr(text, '"', size));
    if (quote == nullptr) {
      std::memcpy(out, text, size);
      return out + size;
    }
    const size_t length = static_cast<size_t>(quote - text) + 1;
    std::memcpy(out, text, length);
    out += length;
    *out++ = '"';
    text += length;
    size -= length;
  }
  return out;
}

inline char* write_quoted(const char* text, size_t size, char* out) {
  *out++ = '"';
  out = write_doubled(text, size, out);
  *out++ = '"';
  return out;
}

// In quotes only where it needs them.
inline char* write_cell(const char* text, size_t size, char* out) {
  if (needs_quotes(text, size)) return write_quoted(text, size, out);
  if (size > 0) std::memcpy(out, text, size);
  return out + size;
}

inline void append_cell(std::string_view text, std::string& out) {
  const size_t used = out.size();
  out.resize(used + cell_room(text.size()));
  char* const end = write_cell(text.data(), text.size(), out.data() + used);
  out.resize(static_cast<size_t>(end - out.data()));
}

}  // namespace posthaste::csv
