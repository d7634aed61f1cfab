// The hashed features of one token. The trainer uses this very code, so what is trained is what runs.
#pragma once
#include "native/core/gazetteer.h"
#include "native/core/segments.h"

namespace posthaste::core {

// The first kOwnFeatures depend on the token alone, the others on what stands around it.
inline constexpr uint32_t kOwnFeatures = 11;
inline constexpr uint32_t kFeatures = 60;

PH_HD uint32_t feature_key(uint32_t feature, uint32_t a, uint32_t b = 0, uint32_t c = 0) {
  return a * 0x9e3779b1U + b * 0x85ebca77U + c * 0xc2b2ae3dU + (feature + 1) * 0x27d4eb2fU;
}

PH_HD uint32_t at_most(uint32_t value, uint32_t limit) { return value < limit ? value : limit; }

// What the longest phrase over a token says, with the place of the token in it.
PH_HD uint32_t phrase_key(const Token& token) {
  if (token.phrase_length == 0) return 0;
  const uint32_t alone = token.phrase_length == 1 ? 1 : 0;
  const uint32_t first = token.phrase_offset == 0 ? 1 : 0;
  const uint32_t last = token.phrase_offset + 1U == token.phrase_length ? 1 : 0;
  return ((token.phrase_mask & kGazClassMask) << 3 | alone << 2 | first << 1 | last) + 1;
}

// What kinds of place a token can be, and whether that place lies in the country of the address.
PH_HD uint32_t place_key(const Token& token, uint32_t country) {
  const uint32_t lies_in = token.phrase_mask >> kGazCountryShift;
  const uint32_t match = lies_in == 0 ? 0 : lies_in == country ? 1 : 2;
  return ((token.phrase_mask & kGazPlaces) * 3 + match) << 1 | (token.phrase_offset == 0 ? 1 : 0);
}

// Where a token stands: its segment counted from both ends and its place in it.
struct Position {
  uint32_t from_start, from_end; // segments, at most 3
  uint32_t in_segment;           // 0 alone, 1 first, 2 last, 3 second, 4 elsewhere
  uint32_t size;                 // words of the segment, at most 6
};

template <class AnyWorkspace>
PH_HD Position position_of(const AnyWorkspace& workspace, uint32_t index, const Segment& segment) {
  const uint32_t number = token_at(workspace, index).segment;
  Position position;
  position.from_start = at_most(number, 3);
  position.from_end = at_most(workspace.segment_count - 1 - number, 3);
  position.size = at_most(segment.last - segment.first + 1, 6);
  position.in_segment = segment.first == segment.last ? 0
                        : index == segment.first      ? 1
                        : index == segment.last       ? 2
                        : index == segment.first + 1  ? 3
                                                      : 4;
  return position;
}

template <class Keys>
PH_HD void own_features(const Token& token, Keys&& keys) {
  const uint32_t numeric = token.digits != 0 ? 1 : 0;
  keys[0] = feature_key(0, token.word);
  keys[1] = feature_key(1, token.general, token.upper);
  keys[2] = feature_key(2, token.prefix[1], numeric);
  keys[3] = feature_key(3, token.prefix[2], numeric);
  keys[4] = feature_key(4, token.prefix[3]);
  keys[5] = feature_key(5, token.suffix[1], numeric);
  keys[6] = feature_key(6, token.suffix[2]);
  keys[7] = feature_key(7, token.suffix[3]);
  keys[8] = feature_key(8, token.shape, token.length);
  keys[9] = feature_key(9, phrase_key(token));
  keys[10] = feature_key(10, token.word_mask & kGazClassMask);
}

template <class AnyWorkspace, class Keys>
PH_HD void context_features(const AnyWorkspace& workspace, uint32_t index, Keys&& keys) {
  const Token& token = token_at(workspace, index);
  const Token& before = neighbour(workspace, index, -1);
  const Token& before2 = neighbour(workspace, index, -2);
  const Token& after = neighbour(workspace, index, 1);
  const Token& after2 = neighbour(workspace, index, 2);
  const uint32_t country = workspace.country;
  const uint32_t word = token.general, shape = token.shape;
  const uint32_t gap = token.gap, next_gap = after.gap;
  const uint32_t phrase = phrase_key(token), place = place_key(token, country);

  keys[11] = feature_key(11, word, before.general);
  keys[12] = feature_key(12, word, after.general);
  keys[13] = feature_key(13, before.general);
  keys[14] = feature_key(14, after.general);
  keys[15] = feature_key(15, before2.general);
  keys[16] = feature_key(16, after2.general);
  keys[17] = feature_key(17, before.general, after.general);
  keys[18] = feature_key(18, before2.general, before.general);
  keys[19] = feature_key(19, after.general, after2.general);
  keys[20] = feature_key(20, before.general, word, after.general);
  keys[21] = feature_key(21, before.shape, shape, after.shape);
  keys[22] = feature_key(22, shape, gap, next_gap);
  keys[23] = feature_key(23, word, gap);
  keys[24] = feature_key(24, word, next_gap + 32);
  keys[25] = feature_key(25, before.suffix[2], gap);
  keys[26] = feature_key(26, after.suffix[2], next_gap);
  keys[27] = feature_key(27, phrase_key(before), phrase);
  keys[28] = feature_key(28, phrase, phrase_key(after));
  keys[29] = feature_key(29, before.word_mask & kGazWords, shape, gap);
  keys[30] = feature_key(30, after.word_mask & kGazWords, shape, next_gap);
  keys[31] = feature_key(31, token.upper, before.upper * 4U + after.upper, gap);

  const Segment& segment = workspace.segments[token.segment];
  const Position position = position_of(workspace, index, segment);
  const uint32_t place_in = position.in_segment * 8 + position.size;
  const uint32_t own_words = token.word_mask & kGazWords;
  const uint32_t numeric = at_most(token.numeric_before, 3);
  const uint32_t all = token_at(workspace, workspace.token_count).numeric_before;
  const uint32_t to_come =
      at_most(all - at_most(all, token.numeric_before + (token.digits != 0 ? 1U : 0U)), 3);
  keys[32] = feature_key(32, shape, position.from_start, place_in);
  keys[33] = feature_key(33, shape, position.from_end * 64 + place_in, country);
  keys[34] = feature_key(34, token_at(workspace, segment.first).general, position.in_segment);
  keys[35] = feature_key(35, token_at(workspace, segment.last).general, position.in_segment);
  keys[36] = feature_key(36, segment.word_mask, own_words, position.in_segment);
  keys[37] = feature_key(37, segment.word_mask, shape, country);
  const uint32_t number = token.segment;
  const bool follows = number != 0, leads = number + 1 < workspace.segment_count;
  const uint32_t mask_before = follows ? workspace.segments[number - 1].word_mask : 1;
  const uint32_t mask_after = leads ? workspace.segments[number + 1].word_mask : 1;
  keys[38] = feature_key(38, mask_before, segment.word_mask, mask_after);
  keys[39] = feature_key(39, follows ? token_at(workspace, segment.first - 1).general : 1, shape);
  keys[40] = feature_key(40, leads ? token_at(workspace, segment.last + 1).general : 1, shape);
  keys[41] = feature_key(41, shape, numeric * 4 + to_come, gap);
  keys[42] = feature_key(42, shape, at_most(index, 3), at_most(workspace.token_count, 12));
  keys[43] = feature_key(43, shape, at_most(workspace.token_count - 1 - index, 3), country);
  keys[44] = feature_key(44, place, position.from_end * 4 + numeric, country);
  keys[45] = feature_key(45, place, position.from_start * 4 + position.from_end, to_come);
  keys[46] = feature_key(46, token.marker_before * 64U + token.marker_after, token.kind);
  keys[47] = feature_key(47, word, token.marker_after, token.marker_before);

  keys[48] = feature_key(48, word, country);
  keys[49] = feature_key(49, before.general, country);
  keys[50] = feature_key(50, after.general, country);
  keys[51] = feature_key(51, token.digits != 0 ? token.prefix[1] : token.suffix[2], country);
  keys[52] = feature_key(52, phrase, country);
  keys[53] = feature_key(53, shape, country, gap * 32 + next_gap);
  keys[54] = feature_key(54, token.kind, position.from_end * 16 + position.from_start * 4 + numeric, country);
  keys[55] = feature_key(55, shape, before.phrase_mask & kGazClassMask, after.phrase_mask & kGazClassMask);
  keys[56] = feature_key(56, token.inside_brackets, shape, gap);
  keys[57] = feature_key(57, 0, country);
  const uint32_t place_before =
      follows ? place_key(token_at(workspace, segment.first - 1), country) : 1U << 31;
  const uint32_t place_after = leads ? place_key(token_at(workspace, segment.last + 1), country) : 1U << 31;
  keys[58] = feature_key(58, place, place_before, country);
  keys[59] = feature_key(59, place, place_after, country);
}

// Hashes of all features of one token.
PH_HD void token_hashes(const Workspace& workspace, uint32_t index, uint32_t* hashes) {
  own_features(token_at(workspace, index), hashes);
  context_features(workspace, index, hashes);
  for (uint32_t f = 0; f < kFeatures; ++f) hashes[f] = mix(hashes[f]);
}

// The row of a hash: the hash, taken as a fraction of 1, of the number of rows.
PH_HD uint32_t row_of(uint32_t hash, uint32_t row_count) {
  return static_cast<uint32_t>(static_cast<uint64_t>(hash) * row_count >> 32);
}

} // namespace posthaste::core
