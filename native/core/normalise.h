// Bytes to folded symbols: UTF-8 decoding, then class, case and compatibility folding by table.
#pragma once
#include "native/core/unicode.h"

namespace posthaste::core {

struct Symbol {
  uint32_t bytes; // length in the text, at least 1
  uint32_t kind;
  uint32_t count; // folded code points, 0 for marks that are dropped
  uint32_t folded[kExpansionLength];
  bool upper;
};

// Decodes one code point at `position` < `length`. A byte that starts no valid sequence (overlong forms,
// surrogates and cut sequences included) is one replacement symbol of one byte.
PH_HD uint32_t decode(const uint8_t* text, uint32_t length, uint32_t position, uint32_t* bytes) {
  const uint32_t lead = text[position];
  *bytes = 1;
  if (lead < 0x80) return lead;
  const uint32_t left = length - position;
  if (lead < 0xc2 || lead > 0xf4) return kReplacement;
  const uint32_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (left < size) return kReplacement;
  uint32_t code_point = lead & (0x7fU >> size);
  for (uint32_t i = 1; i < size; ++i) {
    const uint32_t next = text[position + i];
    if ((next & 0xc0) != 0x80) return kReplacement;
    code_point = code_point << 6 | (next & 0x3f);
  }
  const bool overlong = (size == 3 && code_point < 0x800) || (size == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (overlong || surrogate || code_point > 0x10ffff) return kReplacement;
  *bytes = size;
  return code_point;
}

PH_HD Symbol read_symbol(const ModelView& model, const uint8_t* text, uint32_t length, uint32_t position) {
  Symbol symbol;
  const uint32_t code_point = decode(text, length, position, &symbol.bytes);
  const uint32_t entry = unicode_entry(model, code_point);
  symbol.kind = entry_kind(entry);
  symbol.upper = (entry & kUpperBit) != 0;
  symbol.count = 1;
  if (entry & kExpansionBit) {
    const uint32_t* expansion = model.expansions + (entry >> 8) * kExpansionLength;
    symbol.count = 0;
    PH_UNROLL for (uint32_t i = 0; i < kExpansionLength; ++i) {
      symbol.folded[i] = expansion[i];
      if (symbol.count == i && expansion[i] != 0) symbol.count = i + 1;
    }
  } else {
    symbol.folded[0] = (code_point + (entry >> 8)) & 0xffffff;
    if (symbol.kind == kMark) symbol.count = 0;
  }
  return symbol;
}

} // namespace posthaste::core
