// A loaded model as the core sees it: pointers and sizes only. Every device holds the same bytes, so only
// the pointers differ.
#pragma once
#include "native/core/base.h"

namespace posthaste::core {

inline constexpr uint32_t kUnicodeBlock = 128;
inline constexpr uint32_t kUnicodeIndexSize = 0x110000 / kUnicodeBlock;
inline constexpr uint32_t kExpansionLength = 4;  // code points, padded with 0
inline constexpr uint32_t kGapClasses = 6;       // transitions depend on what stands between two tokens
inline constexpr uint32_t kConfidenceSteps = 256;
inline constexpr uint32_t kMaxCountries = 256;

// fingerprint 0 marks a free slot; meaning is an index into the meanings, whose bits gazetteer.h explains.
struct GazetteerSlot {
  uint16_t fingerprint;
  uint16_t meaning;
};

struct ModelView {
  const uint16_t* unicode_index;   // [kUnicodeIndexSize], code point / 128 -> block
  const uint32_t* unicode_entries; // [unicode_blocks * 128], see unicode.h
  const uint32_t* expansions;      // [expansion_count][kExpansionLength]
  const int8_t* rows;              // [row_count][kLabelLanes]
  const int16_t* transitions;      // [kGapClasses][from kLabelLanes][to kLabelLanes]
  const int16_t* starts;           // [kLabelLanes]
  const int16_t* ends;             // [kLabelLanes]
  const GazetteerSlot* slots;      // [slot_mask + 1]
  const uint32_t* meanings;        // [meaning_count]
  const int8_t* country_rows;      // [1 << (32 - country_shift)][country_stride]
  const uint16_t* country_codes;   // [country_stride], packed letters; the first is 0, unknown
  const uint16_t* component_confidence; // [kConfidenceSteps], by margin step
  const uint16_t* address_confidence;   // [kConfidenceSteps]
  const uint16_t* country_confidence;   // [kConfidenceSteps]
  uint32_t unicode_blocks;
  uint32_t expansion_count;
  uint32_t row_count;
  uint32_t slot_mask;
  uint32_t meaning_count;
  uint32_t country_shift;
  uint32_t country_stride; // countries, padded to a multiple of 32
  uint32_t countries;      // in use, the unknown one included
  uint32_t margin_shift;   // margin >> margin_shift = step of a confidence table
};

} // namespace posthaste::core
