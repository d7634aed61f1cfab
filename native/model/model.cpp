#include "native/model/model.h"

#include <array>
#include <bit>
#include <cstring>

#include "native/core/emissions.h"
#include "native/core/country.h"
#include "native/core/unicode.h"
#include "native/core/viterbi.h"
#include "native/model/crc32.h"
#include "native/model/format.h"

namespace posthaste::model {

namespace {

static_assert(std::endian::native == std::endian::little, "the model is read in place");

struct Sections {
  const uint8_t* bytes;
  std::array<SectionEntry, kSectionIdEnd> entries{};

  template <class T>
  const T* at(SectionId id) const {
    return reinterpret_cast<const T*>(bytes + entries[id].offset);
  }
  uint64_t size(SectionId id) const { return entries[id].size; }
};

bool fail(std::string* reason, const std::string& text) {
  if (reason != nullptr) *reason = text;
  return false;
}

bool check_header(const uint8_t* bytes, std::size_t size, Header* header, std::string* reason) {
  if (bytes == nullptr || size < sizeof(Header)) {
    return fail(reason, "expected a model file, found " + std::to_string(size) + " bytes");
  }
  if (reinterpret_cast<uintptr_t>(bytes) % kAlignment != 0) {
    return fail(reason, "expected the model in memory at a multiple of 64 bytes");
  }
  std::memcpy(header, bytes, sizeof(Header));
  if (std::memcmp(header->magic, kMagic, sizeof(kMagic)) != 0) {
    return fail(reason, "this is not a posthaste model (the first bytes differ)");
  }
  if (header->version != kVersion) {
    return fail(reason, "expected model version " + std::to_string(kVersion) + ", found " +
                            std::to_string(header->version));
  }
  for (const uint32_t reserved : header->reserved) {
    if (reserved != 0) return fail(reason, "the header of the model is not valid");
  }
  if (header->size != size) {
    return fail(reason, "the model is cut or has grown: expected " + std::to_string(header->size) +
                            " bytes, found " + std::to_string(size));
  }
  return true;
}

bool find_sections(const Header& header, Sections* sections, std::string* reason) {
  const uint64_t count = header.section_count;
  if (count > 64 || sizeof(Header) + count * sizeof(SectionEntry) > header.size) {
    return fail(reason, "the section table of the model does not fit the file");
  }
  for (uint64_t i = 0; i < count; ++i) {
    SectionEntry entry;
    std::memcpy(&entry, sections->bytes + sizeof(Header) + i * sizeof(SectionEntry), sizeof(entry));
    const bool inside = entry.offset % kAlignment == 0 && entry.offset >= sizeof(Header) &&
                        entry.offset <= header.size && entry.size <= header.size - entry.offset;
    if (entry.id == 0 || entry.id >= kSectionIdEnd || !inside || sections->entries[entry.id].offset != 0) {
      return fail(reason, "section " + std::to_string(i) + " of the model is not valid");
    }
    sections->entries[entry.id] = entry;
  }
  for (uint32_t id = 1; id < kSectionIdEnd; ++id) {
    if (sections->entries[id].offset == 0) {
      return fail(reason, "section " + std::to_string(id) + " of the model is missing");
    }
  }
  return true;
}

bool check_shape(const Sections& sections, Shape* shape, std::string* reason) {
  if (sections.size(kShape) != sizeof(Shape)) return fail(reason, "the shape section has a wrong size");
  std::memcpy(shape, sections.at<uint8_t>(kShape), sizeof(Shape));
  if (shape->labels != core::kLabels || shape->features != core::kFeatures ||
      shape->country_features != core::kCountryFeatures || shape->feature_version != kFeatureVersion) {
    return fail(reason, "the model was trained for other features; train it again with this version");
  }
  const bool valid = shape->rows >= 1 && shape->rows <= 1U << 26 && shape->slots_log2 >= 1 &&
                     shape->slots_log2 <= 28 && shape->country_rows_log2 >= 1 &&
                     shape->country_rows_log2 <= 24 && shape->country_stride >= 32 &&
                     shape->country_stride <= core::kMaxCountries && shape->country_stride % 32 == 0 &&
                     shape->countries >= 1 && shape->countries <= shape->country_stride &&
                     shape->margin_shift <= 24;
  return valid || fail(reason, "the shape section of the model is out of bounds");
}

bool check_sizes(const Sections& sections, const Shape& shape, std::string* reason) {
  const uint64_t lanes = core::kLabelLanes;
  const std::array<uint64_t, kSectionIdEnd> expected = {
      0,
      sizeof(Shape),
      core::kUnicodeIndexSize * sizeof(uint16_t),
      0,
      0,
      lanes * shape.rows,
      core::kGapClasses * lanes * lanes * sizeof(int16_t),
      2 * lanes * sizeof(int16_t),
      sizeof(core::GazetteerSlot) << shape.slots_log2,
      0,
      shape.country_stride * sizeof(uint16_t),
      static_cast<uint64_t>(shape.country_stride) << shape.country_rows_log2,
      3 * core::kConfidenceSteps * sizeof(uint16_t),
      0,
  };
  for (uint32_t id = 1; id < kSectionIdEnd; ++id) {
    if (expected[id] != 0 && sections.entries[id].size != expected[id]) {
      return fail(reason, "section " + std::to_string(id) + " of the model has " +
                              std::to_string(sections.entries[id].size) + " bytes, expected " +
                              std::to_string(expected[id]));
    }
  }
  const uint64_t block = core::kUnicodeBlock * sizeof(uint32_t);
  const uint64_t expansion = core::kExpansionLength * sizeof(uint32_t);
  const bool valid = sections.size(kUnicodeEntries) != 0 && sections.size(kUnicodeEntries) % block == 0 &&
                     sections.size(kUnicodeEntries) / block <= 0xffff &&
                     sections.size(kExpansions) % expansion == 0 && sections.size(kMeanings) != 0 &&
                     sections.size(kMeanings) % sizeof(uint32_t) == 0 &&
                     sections.size(kMeanings) / sizeof(uint32_t) <= 1U << 16;
  return valid || fail(reason, "the Unicode or gazetteer sections of the model have wrong sizes");
}

// Everything that the core uses as an index is checked here, so that it never needs to.
bool check_indexes(const core::ModelView& view, std::string* reason) {
  for (uint32_t i = 0; i < core::kUnicodeIndexSize; ++i) {
    if (view.unicode_index[i] >= view.unicode_blocks) {
      return fail(reason, "the Unicode index of the model is out of bounds");
    }
  }
  for (uint32_t i = 0; i < view.unicode_blocks * core::kUnicodeBlock; ++i) {
    const uint32_t entry = view.unicode_entries[i];
    const uint32_t kind = core::entry_kind(entry);
    const bool known = kind <= core::kIgnorable || (kind >= core::kDigit && kind <= core::kMark);
    const bool expands = (entry & core::kExpansionBit) != 0;
    if (!known || (expands && entry >> 8 >= view.expansion_count)) {
      return fail(reason, "the Unicode table of the model is out of bounds");
    }
  }
  for (uint32_t i = 0; i <= view.slot_mask; ++i) {
    if (view.slots[i].meaning >= view.meaning_count) {
      return fail(reason, "the gazetteer of the model is out of bounds");
    }
  }
  for (uint32_t i = 0; i < view.country_stride; ++i) {
    const uint32_t first = view.country_codes[i] >> 8, second = view.country_codes[i] & 0xff;
    const bool letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    if (i == 0 || i >= view.countries ? view.country_codes[i] != 0 : !letters) {
      return fail(reason, "the country codes of the model are not valid");
    }
  }
  for (const uint16_t* table :
       {view.component_confidence, view.address_confidence, view.country_confidence}) {
    for (uint32_t i = 0; i < core::kConfidenceSteps; ++i) {
      if (table[i] > 10000 || (i > 0 && table[i] < table[i - 1])) {
        return fail(reason, "the confidence tables of the model are not valid");
      }
    }
  }
  return true;
}

} // namespace

bool open(const uint8_t* bytes, std::size_t size, core::ModelView* out, std::string* reason) {
  Header header;
  if (!check_header(bytes, size, &header, reason)) return false;
  Sections sections{bytes};
  if (!find_sections(header, &sections, reason)) return false;
  if (crc32(bytes + sizeof(Header), size - sizeof(Header)) != header.checksum) {
    return fail(reason, "the model is damaged: its checksum does not match");
  }
  Shape shape;
  if (!check_shape(sections, &shape, reason) || !check_sizes(sections, shape, reason)) return false;

  core::ModelView view{};
  view.unicode_index = sections.at<uint16_t>(kUnicodeIndex);
  view.unicode_entries = sections.at<uint32_t>(kUnicodeEntries);
  view.expansions = sections.at<uint32_t>(kExpansions);
  view.rows = sections.at<int8_t>(kRows);
  view.transitions = sections.at<int16_t>(kTransitions);
  view.starts = sections.at<int16_t>(kEdges);
  view.ends = view.starts + core::kLabelLanes;
  view.slots = sections.at<core::GazetteerSlot>(kSlots);
  view.meanings = sections.at<uint32_t>(kMeanings);
  view.meaning_count = static_cast<uint32_t>(sections.size(kMeanings) / sizeof(uint32_t));
  view.country_codes = sections.at<uint16_t>(kCountryCodes);
  view.country_rows = sections.at<int8_t>(kCountryRows);
  view.component_confidence = sections.at<uint16_t>(kConfidence);
  view.address_confidence = view.component_confidence + core::kConfidenceSteps;
  view.country_confidence = view.address_confidence + core::kConfidenceSteps;
  const uint64_t block = core::kUnicodeBlock * sizeof(uint32_t);
  view.unicode_blocks = static_cast<uint32_t>(sections.size(kUnicodeEntries) / block);
  view.expansion_count =
      static_cast<uint32_t>(sections.size(kExpansions) / (core::kExpansionLength * sizeof(uint32_t)));
  view.row_count = shape.rows;
  view.slot_mask = (1U << shape.slots_log2) - 1;
  view.country_shift = 32 - shape.country_rows_log2;
  view.country_stride = shape.country_stride;
  view.countries = shape.countries;
  view.margin_shift = shape.margin_shift;
  if (!check_indexes(view, reason)) return false;
  *out = view;
  return true;
}

std::string description(const uint8_t* bytes, std::size_t size) {
  Header header;
  Sections sections{bytes};
  if (!check_header(bytes, size, &header, nullptr) || !find_sections(header, &sections, nullptr)) return {};
  return {sections.at<char>(kText), static_cast<std::size_t>(sections.size(kText))};
}

} // namespace posthaste::model
