// Scratch for one address: what the stages hand to each other. Plain data, allocated by the caller, one a
// thread; nothing needs to be cleared between addresses.
#pragma once
#include "native/core/base.h"

namespace posthaste::core {

// What the tokeniser and the gazetteer know of one token. Hashes are of folded symbols.
struct Token {
  uint32_t start, end;     // bytes in the address
  uint32_t word;           // hash of the word as it is
  uint32_t general;        // hash of the word with every digit as 0
  uint32_t shape;          // hash of kinds and run lengths
  uint32_t prefix[4];      // hashes of the first 1..4 symbols
  uint32_t suffix[4];      // hashes of the last 1..4 symbols
  uint32_t gap_kinds;      // bit set of the separator kinds before the token
  uint32_t word_mask;      // gazetteer bits of the word alone
  uint32_t phrase_mask;    // gazetteer bits of the longest phrase over the token
  uint16_t length;         // symbols
  uint16_t segment;        // index of the comma segment
  uint8_t gap;             // strongest separator before the token: Gap
  uint8_t phrase_position; // 0 no phrase, 1 alone, 2 first, 3 inside, 4 last
  uint8_t kind;            // Kind
  uint8_t digits;          // decimal digits in the token, at most 255
  uint8_t upper;           // 0 no upper case, 1 first only, 2 all, 3 mixed
  uint8_t marker;          // ordinal of a CJK unit character, 0 for others
  uint8_t numeric_before;  // tokens with a digit before this one, at most 255
  uint8_t reserved;
};

// A run of tokens between hard separators.
struct Segment {
  uint16_t first, last; // tokens, both inclusive
  uint32_t word_mask;   // gazetteer bits of all words in it
  uint32_t numeric;     // tokens with a digit
};

struct Workspace {
  Token tokens[kMaxTokens];
  Segment segments[kMaxTokens];
  alignas(64) int16_t emissions[kMaxTokens][kLabelLanes];
  alignas(64) int32_t forward[kMaxTokens][kLabelLanes];
  int32_t margins[kMaxTokens]; // best path minus the best path with another label here
  uint8_t labels[kMaxTokens];
  alignas(64) int32_t country_scores[256];
  uint32_t token_count;
  uint32_t segment_count;
  uint32_t trailing_kinds; // separators after the last token
  int32_t country_margin;
  uint32_t country;        // index in the model's list, 0 unknown
};

} // namespace posthaste::core
