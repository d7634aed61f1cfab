// UTF-8 validation against a list of all well-formed characters.
#include <string>

#include "native/csv/utf8.h"
#include "test/native/check.h"
#include "test/native/csv_samples.h"

namespace {

using namespace posthaste;

const uint8_t* raw(const std::string& text) { return reinterpret_cast<const uint8_t*>(text.data()); }

size_t prefix(const std::string& text) { return csv::utf8_prefix(raw(text), text.size()); }

// Whether the verdict over whole vectors is another one, with the text at each place around a vector's edge.
bool differs(const std::string& text, bool valid) {
  if (csv::is_utf8(csv::best_simd(), raw(text), text.size()) != valid) return true;
  static std::string padded;
  for (const size_t lead : {26, 29, 30, 31}) {
    padded.assign(lead, 'a').append(text).append(64 - lead - text.size(), 'b');
    if (csv::is_utf8(csv::best_simd(), raw(padded), 64) != valid) return true;
    if (csv::is_utf8(csv::best_simd(), raw(padded), lead + text.size()) != valid) return true;
  }
  return false;
}

std::string encoded(uint32_t code) {
  std::string out;
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      out += static_cast<char>(0xe0 | code >> 12);
    } else {
      out += static_cast<char>(0xf0 | code >> 18);
      out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
    }
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
  }
  return out + static_cast<char>(0x80 | (code & 0x3f));
}

// Every character is accepted whole, and refused when its last byte is missing.
void all_characters() {
  uint64_t wrong = 0;
  for (uint32_t code = 0; code <= 0x10ffff; ++code) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const std::string text = encoded(code);
    wrong += prefix(text) != text.size();
    wrong += differs(text, true);
    if (code < 0x80) continue;
    const std::string cut = text.substr(0, text.size() - 1);
    wrong += prefix(cut) != 0;
    if (code < 0x3000 || code % 16 == 0) wrong += differs(cut, false);
  }
  CHECK_EQ(wrong, 0U);
}

// Of all two-byte, three-byte and four-byte strings, as many are one character as
// there are characters of that length.
void all_strings() {
  uint64_t two = 0, three = 0, four = 0, different = 0;
  for (unsigned a = 0x80; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      std::string text = {static_cast<char>(a), static_cast<char>(b)};
      const bool two_bytes = prefix(text) == 2;
      two += two_bytes;
      different += differs(text, prefix(text) == 2);
      if (two_bytes) continue;
      for (unsigned c = 0; c < 256; ++c) {
        text.resize(2);
        text += static_cast<char>(c);
        const bool three_bytes = prefix(text) == 3;
        three += three_bytes;
        different += differs(text, prefix(text) == 3);
        if (three_bytes || a < 0xf0) continue;
        for (const unsigned d : {0x00U, 0x7fU, 0x80U, 0xa5U, 0xbfU, 0xc0U, 0xffU}) {
          text.resize(3);
          text += static_cast<char>(d);
          const bool four_bytes = prefix(text) == 4;
          four += four_bytes;
          different += differs(text, four_bytes);
        }
      }
    }
  }
  CHECK_EQ(different, 0U);
  CHECK_EQ(two, 0x800U - 0x80U);
  CHECK_EQ(three, 0x10000U - 0x800U - 0x800U);
  // Three of the last bytes are good ones, of 64.
  CHECK_EQ(four, (0x110000U - 0x10000U) / 64 * 3);
}

// A bad byte at each place of texts of each length is found at its place.
void places() {
  for (size_t length = 1; length < 150; ++length) {
    for (const char* unit : {"a", "\xc3\xa9", "\xe6\x9d\xb1", "\xf0\x9f\x8f\xa0"}) {
      std::string text;
      while (text.size() < length) text += unit;
      CHECK_EQ(prefix(text), text.size());
      CHECK(csv::is_utf8(csv::best_simd(), raw(text), text.size()));
      for (size_t at = 0; at < text.size(); ++at) {
        std::string broken = text;
        broken[at] = '\xff';
        const size_t unit_size = std::string_view(unit).size();
        CHECK_EQ(prefix(broken), at / unit_size * unit_size);
        CHECK(!csv::is_utf8(csv::best_simd(), raw(broken), broken.size()));
      }
    }
  }
}

}  // namespace

int main() {
  CHECK_EQ(csv::utf8_prefix(nullptr, 0), 0U);
  all_characters();
  all_strings();
  places();
  return test::finish("csv_utf8");
}
