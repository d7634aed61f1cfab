// What stands between two tokens.
#pragma once
#include "native/core/unicode.h"

namespace posthaste::core {

// Stronger separators have larger numbers; a gap counts as its strongest one.
enum Gap : uint8_t {
  kGapNone, kGapSpace, kGapOther, kGapQuote, kGapApostrophe, kGapAt, kGapAmpersand, kGapDot, kGapHyphen,
  kGapHash, kGapSlash, kGapBracket, kGapColon, kGapDash, kGapComma, kGapBar, kGapNewline
};

PH_HD uint32_t kind_bit(uint32_t kind) { return 1U << kind; }

PH_HD Gap gap_of(uint32_t kinds) {
  if (kinds == 0) return kGapNone;
  if (kinds & kind_bit(kNewline)) return kGapNewline;
  if (kinds & (kind_bit(kSemicolon) | kind_bit(kBar))) return kGapBar;
  if (kinds & kind_bit(kComma)) return kGapComma;
  const bool spaced = (kinds & kind_bit(kSpace)) != 0;
  if (spaced && (kinds & kind_bit(kHyphen))) return kGapDash;
  if (kinds & kind_bit(kColon)) return kGapColon;
  if (kinds & (kind_bit(kOpen) | kind_bit(kClose))) return kGapBracket;
  if (kinds & kind_bit(kSlash)) return kGapSlash;
  if (kinds & kind_bit(kHash)) return kGapHash;
  if (kinds & kind_bit(kHyphen)) return kGapHyphen;
  if (kinds & kind_bit(kDot)) return kGapDot;
  if (kinds & kind_bit(kAmpersand)) return kGapAmpersand;
  if (kinds & kind_bit(kAt)) return kGapAt;
  if (kinds & kind_bit(kApostrophe)) return kGapApostrophe;
  if (kinds & kind_bit(kQuote)) return kGapQuote;
  return spaced ? kGapSpace : kGapOther;
}

// Ends a segment.
PH_HD bool is_hard(uint32_t gap) { return gap >= kGapDash; }

// Which transition table holds between two tokens.
PH_HD uint32_t gap_class(uint32_t gap) {
  switch (gap) {
    case kGapNone: return 0;
    case kGapSpace: case kGapOther: case kGapQuote: case kGapDot: return 1;
    case kGapComma: return 2;
    case kGapBar: case kGapNewline: return 3;
    case kGapBracket: case kGapColon: case kGapDash: return 5;
    default: return 4;
  }
}

} // namespace posthaste::core
