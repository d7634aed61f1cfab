#include "native/model/writer.h"

#include <bit>
#include <cstring>

#include "native/core/country.h"
#include "native/core/features.h"
#include "native/model/crc32.h"
#include "native/model/format.h"

namespace posthaste::model {

namespace {

struct Part {
  SectionId id;
  const void* bytes;
  uint64_t size;
};

uint64_t aligned(uint64_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

Shape shape_of(const core::ModelView& view) {
  return {core::kLabels,
          core::kFeatures,
          core::kCountryFeatures,
          view.row_count,
          static_cast<uint32_t>(std::popcount(view.slot_mask)),
          32 - view.country_shift,
          view.country_stride,
          view.countries,
          view.margin_shift,
          kFeatureVersion};
}

} // namespace

std::vector<uint8_t> write(const core::ModelView& view, const std::string& text) {
  const Shape shape = shape_of(view);
  std::vector<uint16_t> confidence;
  for (const uint16_t* table :
       {view.component_confidence, view.address_confidence, view.country_confidence}) {
    confidence.insert(confidence.end(), table, table + core::kConfidenceSteps);
  }
  std::vector<int16_t> edges(view.starts, view.starts + core::kLabelLanes);
  edges.insert(edges.end(), view.ends, view.ends + core::kLabelLanes);
  const uint64_t lanes = core::kLabelLanes;
  const std::vector<Part> parts = {
      {kShape, &shape, sizeof(shape)},
      {kUnicodeIndex, view.unicode_index, core::kUnicodeIndexSize * sizeof(uint16_t)},
      {kUnicodeEntries, view.unicode_entries,
       uint64_t{view.unicode_blocks} * core::kUnicodeBlock * sizeof(uint32_t)},
      {kExpansions, view.expansions,
       uint64_t{view.expansion_count} * core::kExpansionLength * sizeof(uint32_t)},
      {kRows, view.rows, lanes * shape.rows},
      {kTransitions, view.transitions, core::kGapClasses * lanes * lanes * sizeof(int16_t)},
      {kEdges, edges.data(), edges.size() * sizeof(int16_t)},
      {kSlots, view.slots, sizeof(core::GazetteerSlot) << shape.slots_log2},
      {kMeanings, view.meanings, view.meaning_count * sizeof(uint32_t)},
      {kCountryCodes, view.country_codes, view.country_stride * sizeof(uint16_t)},
      {kCountryRows, view.country_rows, uint64_t{view.country_stride} << shape.country_rows_log2},
      {kConfidence, confidence.data(), confidence.size() * sizeof(uint16_t)},
      {kText, text.data(), text.size()},
  };
  std::vector<SectionEntry> entries;
  uint64_t offset = aligned(sizeof(Header) + parts.size() * sizeof(SectionEntry));
  for (const Part& part : parts) {
    entries.push_back({part.id, 0, offset, part.size});
    offset = aligned(offset + part.size);
  }
  std::vector<uint8_t> file(offset, 0);
  std::memcpy(file.data() + sizeof(Header), entries.data(), entries.size() * sizeof(SectionEntry));
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].size != 0) std::memcpy(file.data() + entries[i].offset, parts[i].bytes, parts[i].size);
  }
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.version = kVersion;
  header.section_count = static_cast<uint32_t>(parts.size());
  header.size = file.size();
  header.checksum = crc32(file.data() + sizeof(header), file.size() - sizeof(header));
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

} // namespace posthaste::model
