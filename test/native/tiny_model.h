// A small model in memory with the real Unicode tables and weights from a seed: every weight is in use, so
// what is wrong in one lane shows.
#pragma once
#include <cstdint>
#include <vector>

#include "native/core/parse.h"
#include "native/train/random.h"
#include "native/train/unicode_tables.h"

namespace posthaste::test {

class TinyModel {
 public:
  explicit TinyModel(uint64_t seed, uint32_t rows = 1000) {
    train::Random random(seed);
    const auto byte = [&random] { return static_cast<int8_t>(random.below(255)) ; };
    rows_.resize(size_t{core::kLabelLanes} * rows);
    for (int8_t& weight : rows_) weight = byte();
    transitions_.resize(core::kGapClasses * core::kLabelLanes * core::kLabelLanes);
    for (int16_t& weight : transitions_) weight = static_cast<int16_t>(random.below(4000)) - 2000;
    edges_.resize(2 * core::kLabelLanes);
    for (int16_t& weight : edges_) weight = static_cast<int16_t>(random.below(65536));
    country_rows_.resize(size_t{kStride} << 8);
    for (int8_t& weight : country_rows_) weight = byte();
    codes_.assign(kStride, 0);
    for (uint32_t i = 1; i < kCountries; ++i) codes_[i] = static_cast<uint16_t>('A' << 8 | ('A' + i % 26));
    slots_.assign(256, core::GazetteerSlot{0, 0});
    confidence_.resize(3 * core::kConfidenceSteps);
    for (uint32_t i = 0; i < confidence_.size(); ++i) {
      confidence_[i] = static_cast<uint16_t>(i % core::kConfidenceSteps * 39);
    }
    unicode_.show(&view_);
    view_.rows = rows_.data();
    view_.transitions = transitions_.data();
    view_.starts = edges_.data();
    view_.ends = edges_.data() + core::kLabelLanes;
    view_.slots = slots_.data();
    view_.meanings = meanings_.data();
    view_.meaning_count = static_cast<uint32_t>(meanings_.size());
    view_.country_rows = country_rows_.data();
    view_.country_codes = codes_.data();
    view_.component_confidence = confidence_.data();
    view_.address_confidence = confidence_.data() + core::kConfidenceSteps;
    view_.country_confidence = view_.address_confidence + core::kConfidenceSteps;
    view_.row_count = rows;
    view_.slot_mask = 255;
    view_.country_shift = 32 - 8;
    view_.country_stride = kStride;
    view_.countries = kCountries;
    view_.margin_shift = 6;
  }

  // Puts a phrase into the gazetteer; the words are hashed by the tokeniser.
  void add_phrase(const char* text, uint32_t mask, core::Workspace& workspace) {
    uint32_t length = 0;
    while (text[length] != 0) ++length;
    core::tokenise(view_, reinterpret_cast<const uint8_t*>(text), length, workspace);
    uint32_t hash = core::phrase_start();
    for (uint32_t i = 0; i < workspace.token_count; ++i) {
      hash = core::phrase_add(hash, core::token_at(workspace, i).word);
      const bool last = i + 1 == workspace.token_count;
      uint32_t slot = core::phrase_slot(hash);
      const uint16_t fingerprint = core::phrase_fingerprint(hash);
      while (slots_[slot & 255].fingerprint != 0 && slots_[slot & 255].fingerprint != fingerprint) ++slot;
      core::GazetteerSlot& place = slots_[slot & 255];
      if (place.fingerprint == 0) place = {fingerprint, next_meaning_++};
      meanings_[place.meaning] |= last ? mask : static_cast<uint32_t>(core::kGazContinues);
    }
  }

  const core::ModelView& view() const { return view_; }

 private:
  static constexpr uint32_t kStride = 32, kCountries = 20;
  train::UnicodeTables unicode_;
  core::ModelView view_{};
  std::vector<int8_t> rows_, country_rows_;
  std::vector<int16_t> transitions_, edges_;
  std::vector<core::GazetteerSlot> slots_;
  std::vector<uint32_t> meanings_ = std::vector<uint32_t>(256);
  uint16_t next_meaning_ = 1;
  std::vector<uint16_t> codes_, confidence_;
};

} // namespace posthaste::test
