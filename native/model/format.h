// The model file, version 1. Little-endian; everything is read in place.
//
//   offset 0   Header (64 bytes)
//   offset 64  SectionEntry[section_count] (24 bytes each)
//   then       the sections in the order of their ids, each at a multiple of 64 bytes, gaps filled with zeros
//
// Header.checksum is the CRC-32 (IEEE) of all bytes from offset 64 on. Each section occurs once.
#pragma once
#include <cstdint>

namespace posthaste::model {

inline constexpr char kMagic[8] = {'P', 'O', 'S', 'T', 'H', 'S', 'T', '\x1a'};
inline constexpr uint32_t kVersion = 1;
inline constexpr uint32_t kAlignment = 64;

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t section_count;
  uint64_t size; // of the whole file
  uint32_t checksum;
  uint32_t reserved[9];
};
static_assert(sizeof(Header) == 64);

struct SectionEntry {
  uint32_t id;
  uint32_t reserved;
  uint64_t offset;
  uint64_t size;
};
static_assert(sizeof(SectionEntry) == 24);

enum SectionId : uint32_t {
  kShape = 1,         // Shape
  kUnicodeIndex,      // uint16_t[0x110000 / 128]: block of each 128 code points
  kUnicodeEntries,    // uint32_t[blocks][128]: class, case and folding, see native/core/unicode.h
  kExpansions,        // uint32_t[n][4]: what one code point folds to, padded with 0
  kRows,              // int8_t[rows][32]: one weight a label
  kTransitions,       // int16_t[6][32][32]: by kind of gap, from, to
  kEdges,             // int16_t[2][32]: scores of the first and of the last label
  kSlots,             // GazetteerSlot[2^slots_log2]: fingerprint, index of the meaning
  kMeanings,          // uint32_t[n]: what a phrase can be, see native/core/gazetteer.h
  kCountryCodes,      // uint16_t[country_stride]: two packed letters, 0 for unknown and for padding
  kCountryRows,       // int8_t[2^country_rows_log2][country_stride]
  kConfidence,        // uint16_t[3][256]: component, address, country, in 1/10000, rising
  kText,              // UTF-8 JSON: what went into the model
  kSectionIdEnd
};

struct Shape {
  uint32_t labels;           // 20
  uint32_t features;         // of one token: the feature code that the rows were trained with
  uint32_t country_features; // of one token
  uint32_t rows;             // up to 2^26
  uint32_t slots_log2;
  uint32_t country_rows_log2;
  uint32_t country_stride; // a multiple of 32, at most 256
  uint32_t countries;      // in use, the unknown one included
  uint32_t margin_shift;
  uint32_t feature_version; // changes whenever the meaning of any feature changes
};
static_assert(sizeof(Shape) == 40);

inline constexpr uint32_t kFeatureVersion = 2;

} // namespace posthaste::model
