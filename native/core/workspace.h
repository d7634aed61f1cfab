// Scratch for one address: what the stages hand to each other. Plain data, allocated by the caller, one a
// thread; nothing needs to be cleared between addresses.
#pragma once
#include "native/core/model_view.h"

namespace posthaste::core {

inline constexpr uint32_t kAffixes = 4;
inline constexpr uint32_t kBorder = 2; // border tokens on both sides, so that features look around freely

// What the tokeniser and the gazetteer know of one token. Hashes are of folded symbols.
struct Token {
  uint32_t start, end;        // bytes in the address
  uint32_t word;              // hash of the word as it is
  uint32_t general;           // hash of the word with every digit as 0
  uint32_t shape;             // hash of kinds and run lengths
  uint32_t prefix[kAffixes];  // hashes of the first 1..4 symbols, 0 when the word is shorter
  uint32_t suffix[kAffixes];  // hashes of the last 1..4 symbols, 0 when the word is shorter
  uint32_t gap_kinds;         // bit set of the separator kinds before the token
  uint32_t word_mask;         // gazetteer bits of the word alone
  uint32_t phrase_mask;       // gazetteer bits of the longest phrase over the token
  uint16_t segment;           // index of the comma segment
  uint8_t gap;                // strongest separator before the token: Gap
  uint8_t phrase_length;      // words of that phrase, 0 without one
  uint8_t phrase_offset;      // place of the token in it
  uint8_t kind;               // Kind of its first letter, or kDigit
  uint8_t digits;             // decimal digits in it, at most 255
  uint8_t upper;              // Case
  uint8_t length;             // symbols, at most 255
  uint8_t marker;             // ordinal of a Chinese or Japanese unit character, 0 for others
  uint8_t marker_before;      // the last marker before and the next one after, within the segment
  uint8_t marker_after;
  uint8_t numeric_before;     // tokens with a digit before this one, at most 255
  uint8_t inside_brackets;
};

enum Case : uint8_t { kLower, kTitle, kUpper, kMixed };

// A run of tokens between hard separators.
struct Segment {
  uint32_t first, last; // tokens, both inclusive
  uint32_t word_mask;   // gazetteer bits of all its words
};

struct Workspace {
  Token tokens[kMaxTokens + 2 * kBorder]; // the first token of the address is at kBorder
  Segment segments[kMaxTokens];
  alignas(64) int16_t emissions[kMaxTokens][kLabelLanes];
  alignas(64) int32_t forward[kMaxTokens][kLabelLanes];
  alignas(64) int16_t country_scores[kMaxCountries];
  int32_t margins[kMaxTokens]; // the best path less the best path with another label here
  uint8_t labels[kMaxTokens];
  uint32_t token_count;
  uint32_t segment_count;
  uint32_t country;        // index in the model's list, 0 unknown
  int32_t country_margin;  // the best country less the second best
};

// The stages take any type with these members, so that a device can lay them out in its own way; its members
// may be pointers into arrays of a whole batch.
template <class AnyWorkspace>
PH_HD decltype(auto) token_at(AnyWorkspace& workspace, uint32_t index) {
  return (workspace.tokens[index + kBorder]);
}
// The token `by` places from `index`; border tokens stand before the first and after the last one.
template <class AnyWorkspace>
PH_HD decltype(auto) neighbour(const AnyWorkspace& workspace, uint32_t index, int32_t by) {
  return (workspace.tokens[index + kBorder + static_cast<uint32_t>(by)]);
}

} // namespace posthaste::core
