// Decoding of UTF-8 and folding of symbols.
#include <string>
#include <vector>

#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

const test::TinyModel& model() {
  static const test::TinyModel the_model(1);
  return the_model;
}

// The folded code points of a text, separators as their kinds in brackets.
std::string folded(const std::string& text) {
  std::string out;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (uint32_t at = 0; at < text.size();) {
    const auto symbol = core::read_symbol(model().view(), bytes, static_cast<uint32_t>(text.size()), at);
    CHECK(symbol.bytes >= 1 && symbol.bytes <= 4 && at + symbol.bytes <= text.size());
    if (!core::is_word(symbol.kind)) out += "(" + std::to_string(symbol.kind) + ")";
    for (uint32_t i = 0; core::is_word(symbol.kind) && i < symbol.count; ++i) {
      const uint32_t c = symbol.folded[i];
      out += c < 0x80 ? std::string(1, static_cast<char>(c)) : "<" + std::to_string(c) + ">";
    }
    at += symbol.bytes;
  }
  return out;
}

uint32_t kind_of(const std::string& text) {
  return core::read_symbol(model().view(), reinterpret_cast<const uint8_t*>(text.data()),
                           static_cast<uint32_t>(text.size()), 0).kind;
}

void folds() {
  CHECK_EQ(folded("Main St"), "main(1)st");
  CHECK_EQ(folded("STRASSE"), folded("Straße"));
  CHECK_EQ(folded("STRA\xe1\xba\x9e" "E"), "strasse");
  CHECK_EQ(folded("Łódź Åre Ørsted Ælla œuvre"), "lodz(1)are(1)orsted(1)aella(1)oeuvre");
  CHECK_EQ(folded("e\xcc\x81t\xc3\xa9"), "ete"); // a combining accent and a composed one
  CHECK_EQ(folded("İstanbul ırmak"), "istanbul(1)irmak");
  CHECK_EQ(folded("１２３４"), "1234");
  CHECK_EQ(folded("ＡＢｃ"), "abc");
  CHECK_EQ(folded("٣۴५"), "345");
  CHECK_EQ(folded("①²"), "12");
  CHECK_EQ(folded("3º"), "3o");
  CHECK_EQ(folded("Ⅳ"), "iv");
  CHECK_EQ(folded("ﬁn"), "fin");
  CHECK_EQ(folded("УЛИЦА Ёлки"), folded("улица елки"));
  CHECK_EQ(folded("ΟΔΟΣ"), folded("οδός"));
  CHECK_EQ(folded("ｶﾅ"), folded("カナ"));
  CHECK(folded("が") != folded("か"));
  CHECK(folded("कि") != folded("क")); // vowel signs are spelling
}

void kinds() {
  CHECK_EQ(kind_of("，"), core::kComma);
  CHECK_EQ(kind_of("、"), core::kComma);
  CHECK_EQ(kind_of("\n"), core::kNewline);
  CHECK_EQ(kind_of("№"), core::kHash);
  CHECK_EQ(kind_of("（"), core::kOpen);
  CHECK_EQ(kind_of("）"), core::kClose);
  CHECK_EQ(kind_of("–"), core::kHyphen);
  CHECK_EQ(kind_of("\xc2\xa0"), core::kSpace);
  CHECK_EQ(kind_of("\xe3\x80\x80"), core::kSpace);
  CHECK_EQ(kind_of("’"), core::kApostrophe);
  CHECK_EQ(kind_of("\xe2\x80\x8b"), core::kIgnorable);
  CHECK_EQ(kind_of("京"), core::kHan);
  CHECK_EQ(kind_of("々"), core::kHan);
  CHECK_EQ(kind_of("ー"), core::kKana);
  CHECK_EQ(kind_of("구"), core::kHangul);
  CHECK_EQ(kind_of("ถ"), core::kThai);
  CHECK_EQ(kind_of("ش"), core::kArabic);
  CHECK_EQ(kind_of("ж"), core::kCyrillic);
  CHECK_EQ(kind_of("〒"), core::kOtherSymbol);
}

// A broken sequence is one replacement symbol for each byte, and what follows is read as usual.
void broken_sequences() {
  const std::vector<std::string> broken = {"\xff",
                                           "\x80",
                                           "\xc0\xaf",
                                           "\xc1\x81",
                                           "\xe0\x80\x80",
                                           "\xed\xa0\x80",
                                           "\xf0\x80\x80\x80",
                                           "\xf4\x90\x80\x80",
                                           "\xf8\x88\x80\x80",
                                           "\xe2\x82",
                                           "\xf0\x9f\x98"};
  for (const std::string& bytes : broken) {
    std::string expected;
    for (size_t i = 0; i < bytes.size(); ++i) expected += "<65533>";
    CHECK_EQ_FOR(test::shown(bytes), folded(bytes), expected);
    CHECK_EQ_FOR(test::shown(bytes), folded(bytes + "a"), expected + "a");
  }
}

// Every code point goes through encoding and decoding, and its kind is a known one.
void every_code_point() {
  uint32_t wrong = 0;
  for (uint32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    std::string text;
    if (c < 0x80) text = {static_cast<char>(c)};
    else if (c < 0x800) text = {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    else if (c < 0x10000)
      text = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
              static_cast<char>(0x80 | (c & 63))};
    else
      text = {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
              static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    uint32_t bytes = 0;
    const auto* at = reinterpret_cast<const uint8_t*>(text.data());
    const uint32_t decoded = core::decode(at, static_cast<uint32_t>(text.size()), 0, &bytes);
    const auto symbol = core::read_symbol(model().view(), at, static_cast<uint32_t>(text.size()), 0);
    const bool known =
        symbol.kind <= core::kIgnorable || (symbol.kind >= core::kDigit && symbol.kind <= core::kMark);
    wrong += decoded != c || bytes != text.size() || !known || symbol.count > core::kExpansionLength ? 1 : 0;
  }
  CHECK_EQ(wrong, 0U);
}

} // namespace

int main() {
  folds();
  kinds();
  broken_sequences();
  every_code_point();
  return test::finish("core_normalise");
}
