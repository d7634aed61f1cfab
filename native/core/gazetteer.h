// Phrases of 1 to 5 words with what they can be, in an open-addressing table of hashes.
#pragma once
#include "native/core/gap.h"
#include "native/core/rows.h"
#include "native/core/workspace.h"

namespace posthaste::core {

inline constexpr uint32_t kMaxPhrase = 5;
inline constexpr uint32_t kMaxProbes = 32; // the builder leaves out what would stand farther from its slot

// Bits of a meaning.
enum GazetteerBit : uint32_t {
  kGazCity = 1U << 0, kGazSuburb = 1U << 1, kGazCityDistrict = 1U << 2, kGazStateDistrict = 1U << 3,
  kGazState = 1U << 4, kGazCountry = 1U << 5, kGazIsland = 1U << 6, kGazRoad = 1U << 7,
  kGazStreetWord = 1U << 8, kGazDirection = 1U << 9, kGazUnitWord = 1U << 10, kGazLevelWord = 1U << 11,
  kGazStaircaseWord = 1U << 12, kGazEntranceWord = 1U << 13, kGazPoBoxWord = 1U << 14,
  kGazNearWord = 1U << 15, kGazHouseWord = 1U << 16, kGazNumberWord = 1U << 17, kGazSuburbWord = 1U << 18,
  kGazDistrictWord = 1U << 19, kGazGivenName = 1U << 20, kGazOtherWord = 1U << 21,
  kGazLargeCity = 1U << 22,
  kGazContinues = 1U << 31 // a longer phrase begins with this one
};
inline constexpr uint32_t kGazPlaces = 0x7fU | kGazLargeCity;
inline constexpr uint32_t kGazWords = 0x3fff00U & ~kGazGivenName;
inline constexpr uint32_t kGazCountryShift = 23; // bits 23-30: the country that the places lie in, 0 several
inline constexpr uint32_t kGazClassMask = (1U << kGazCountryShift) - 1;

PH_HD uint32_t phrase_start() { return 0x9d2c5681U; }
PH_HD uint32_t phrase_add(uint32_t hash, uint32_t word) { return combine(hash, word); }
PH_HD uint32_t phrase_slot(uint32_t hash) { return mix(hash); }
PH_HD uint16_t phrase_fingerprint(uint32_t hash) {
  const uint32_t fingerprint = mix(hash ^ 0x2545f491U) >> 16;
  return static_cast<uint16_t>(fingerprint != 0 ? fingerprint : 1);
}

// The meaning of a phrase, 0 when it is not in the table.
PH_HD uint32_t find_phrase(const ModelView& model, uint32_t hash) {
  const uint16_t fingerprint = phrase_fingerprint(hash);
  uint32_t slot = phrase_slot(hash);
  for (uint32_t probe = 0; probe < kMaxProbes; ++probe, ++slot) {
    const GazetteerSlot& found = model.slots[slot & model.slot_mask];
    if (found.fingerprint == fingerprint) return model.meanings[found.meaning];
    if (found.fingerprint == 0) return 0;
  }
  return 0;
}

// Marks the tokens with the phrases that begin at token `first`. Longer phrases win, then earlier ones.
template <class AnyWorkspace>
PH_HD void find_phrases_at(const ModelView& model, AnyWorkspace& workspace, uint32_t first) {
  uint32_t hash = phrase_start();
  for (uint32_t length = 1; length <= kMaxPhrase && first + length <= workspace.token_count; ++length) {
    Token& last = token_at(workspace, first + length - 1);
    if (length > 1 && is_hard(last.gap)) break;
    hash = phrase_add(hash, last.word);
    const uint32_t mask = find_phrase(model, hash);
    if (length == 1) last.word_mask |= mask & ~kGazContinues;
    if (mask & ~kGazContinues) {
      for (uint32_t i = 0; i < length; ++i) {
        Token& token = token_at(workspace, first + i);
        token.word_mask |= mask & kGazWords;
        if (token.phrase_length >= length) continue;
        token.phrase_mask = mask & ~kGazContinues;
        token.phrase_length = static_cast<uint8_t>(length);
        token.phrase_offset = static_cast<uint8_t>(i);
      }
    }
    if ((mask & kGazContinues) == 0) break;
  }
}

// Slots are asked for before they are read, since the table is larger than the caches.
template <class AnyWorkspace>
PH_HD void look_up(const ModelView& model, AnyWorkspace& workspace) {
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    const uint32_t alone = phrase_add(phrase_start(), token_at(workspace, i).word);
    prefetch(&model.slots[phrase_slot(alone) & model.slot_mask]);
    const uint32_t pair = phrase_add(alone, neighbour(workspace, i, 1).word);
    prefetch(&model.slots[phrase_slot(pair) & model.slot_mask]);
  }
  for (uint32_t i = 0; i < workspace.token_count; ++i) find_phrases_at(model, workspace, i);
}

} // namespace posthaste::core
