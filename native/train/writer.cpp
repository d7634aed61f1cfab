#include "native/train/writer.h"

#include <bit>
#include <cstring>

#include "native/core/country.h"
#include "native/core/features.h"
#include "native/model/crc32.h"
#include "native/model/format.h"

namespace posthaste::train {

namespace {

struct Part {
  model::SectionId id;
  const void* bytes;
  uint64_t size;
};

uint64_t aligned(uint64_t size) { return (size + model::kAlignment - 1) / model::kAlignment * model::kAlignment; }

model::Shape shape_of(const core::ModelView& view) {
  return {core::kLabels,
          core::kFeatures,
          core::kCountryFeatures,
          32 - view.row_shift,
          static_cast<uint32_t>(std::popcount(view.slot_mask)),
          32 - view.country_shift,
          view.country_stride,
          view.countries,
          view.margin_shift,
          model::kFeatureVersion};
}

} // namespace

std::vector<uint8_t> write_model(const core::ModelView& view, const std::string& text) {
  const model::Shape shape = shape_of(view);
  std::vector<uint16_t> confidence;
  for (const uint16_t* table : {view.component_confidence, view.address_confidence, view.country_confidence}) {
    confidence.insert(confidence.end(), table, table + core::kConfidenceSteps);
  }
  std::vector<int16_t> edges(view.starts, view.starts + core::kLabelLanes);
  edges.insert(edges.end(), view.ends, view.ends + core::kLabelLanes);
  const uint64_t lanes = core::kLabelLanes;
  const std::vector<Part> parts = {
      {model::kShape, &shape, sizeof(shape)},
      {model::kUnicodeIndex, view.unicode_index, core::kUnicodeIndexSize * sizeof(uint16_t)},
      {model::kUnicodeEntries, view.unicode_entries,
       uint64_t{view.unicode_blocks} * core::kUnicodeBlock * sizeof(uint32_t)},
      {model::kExpansions, view.expansions,
       uint64_t{view.expansion_count} * core::kExpansionLength * sizeof(uint32_t)},
      {model::kRows, view.rows, lanes << shape.rows_log2},
      {model::kTransitions, view.transitions, core::kGapClasses * lanes * lanes * sizeof(int16_t)},
      {model::kEdges, edges.data(), edges.size() * sizeof(int16_t)},
      {model::kSlots, view.slots, sizeof(core::GazetteerSlot) << shape.slots_log2},
      {model::kCountryCodes, view.country_codes, view.country_stride * sizeof(uint16_t)},
      {model::kCountryRows, view.country_rows, uint64_t{view.country_stride} << shape.country_rows_log2},
      {model::kConfidence, confidence.data(), confidence.size() * sizeof(uint16_t)},
      {model::kText, text.data(), text.size()},
  };
  std::vector<model::SectionEntry> entries;
  uint64_t offset = aligned(sizeof(model::Header) + parts.size() * sizeof(model::SectionEntry));
  for (const Part& part : parts) {
    entries.push_back({part.id, 0, offset, part.size});
    offset = aligned(offset + part.size);
  }
  std::vector<uint8_t> file(offset, 0);
  std::memcpy(file.data() + sizeof(model::Header), entries.data(), entries.size() * sizeof(model::SectionEntry));
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].size != 0) std::memcpy(file.data() + entries[i].offset, parts[i].bytes, parts[i].size);
  }
  model::Header header{};
  std::memcpy(header.magic, model::kMagic, sizeof(model::kMagic));
  header.version = model::kVersion;
  header.section_count = static_cast<uint32_t>(parts.size());
  header.size = file.size();
  header.checksum = model::crc32(file.data() + sizeof(header), file.size() - sizeof(header));
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

} // namespace posthaste::train
