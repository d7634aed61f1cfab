// Classes of code points and the two-stage table that gives class, case and folded form. The table is a
// part of the model, so that every device reads the same one; tools/unicode generates it.
#pragma once
#include "native/core/base.h"
#include "native/core/model_view.h"

namespace posthaste::core {

// Below kDigit: what separates words. From kDigit on: what words are made of.
enum Kind : uint8_t {
  kOtherSymbol = 0, kSpace, kNewline, kComma, kSemicolon, kBar, kSlash, kHyphen, kHash, kOpen, kClose, kDot,
  kColon, kApostrophe, kAmpersand, kAt, kQuote, kIgnorable,
  kDigit = 32, kLatin, kCyrillic, kGreek, kArabic, kHebrew, kIndic, kThai, kHan, kKana, kHangul, kLetter,
  kMark
};

// Entry: kind in bits 0-5, upper case in bit 6, expansion in bit 7; bits 8-31 hold the distance to the
// folded code point modulo 2^24, or the index of an expansion.
inline constexpr uint32_t kUpperBit = 0x40;
inline constexpr uint32_t kExpansionBit = 0x80;
inline constexpr uint32_t kReplacement = 0xfffd;

PH_HD uint32_t unicode_entry(const ModelView& model, uint32_t code_point) {
  const uint32_t block = model.unicode_index[code_point / kUnicodeBlock];
  return model.unicode_entries[block * kUnicodeBlock + code_point % kUnicodeBlock];
}

PH_HD uint32_t entry_kind(uint32_t entry) { return entry & 0x3f; }
PH_HD bool is_word(uint32_t kind) { return kind >= kDigit; }

} // namespace posthaste::core
