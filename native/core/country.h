// The country of an address: a linear classifier over hashed token features, the best score wins.
#pragma once
#include "native/core/gazetteer.h"
#include "native/core/rows.h"

namespace posthaste::core {

inline constexpr uint32_t kCountryFeatures = 6;
inline constexpr uint32_t kCountryTokens = 40; // the first and the last 20; keeps a sum in 16 bits
static_assert(kCountryTokens * kCountryFeatures * 128 + 128 <= 32767);

PH_HD uint32_t country_key(uint32_t feature, uint32_t a, uint32_t b) {
  return mix(a * 0x9e3779b1U + b * 0x85ebca77U + (feature + 1) * 0x27d4eb2fU);
}

// The hashed features of one token, before they are cut to the number of rows.
template <class AnyWorkspace>
PH_HD void country_features(const AnyWorkspace& workspace, uint32_t index, uint32_t* keys) {
  const Token& token = token_at(workspace, index);
  const Token& next = neighbour(workspace, index, 1);
  const bool numeric = token.digits != 0;
  const uint32_t lead = token.length >= 4 ? 1 : 0;
  keys[0] = country_key(0, token.general, 0);
  keys[1] = country_key(1, numeric ? token.shape : token.suffix[2], numeric ? token.prefix[lead] : 0);
  keys[2] = country_key(2, numeric ? token.shape : token.prefix[2], numeric ? token.gap : 1U << 8);
  keys[3] = country_key(3, token.general, next.general);
  keys[4] = country_key(4, token.phrase_mask >> kGazCountryShift, token.phrase_mask & kGazPlaces);
  keys[5] = country_key(5, token.shape, next.shape * 31 + next.gap);
}

// Row numbers of the whole address; returns how many.
PH_HD uint32_t country_numbers(const Workspace& workspace, uint32_t country_shift, uint32_t* numbers) {
  const uint32_t count = workspace.token_count;
  uint32_t filled = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (i == kCountryTokens / 2 && count > kCountryTokens) i = count - kCountryTokens / 2;
    country_features(workspace, i, numbers + filled);
    filled += kCountryFeatures;
  }
  for (uint32_t i = 0; i < filled; ++i) numbers[i] = numbers[i] >> country_shift;
  return filled;
}

PH_HD int16_t highest(const int16_t* scores, uint32_t count) {
  int16_t best = -32768;
  for (uint32_t lane = 0; lane < count; ++lane) best = scores[lane] > best ? scores[lane] : best;
  return best;
}

// Adds up the rows of the address into country_scores and picks the best country; ties go to the lower index.
PH_HD void infer_country(const ModelView& model, Workspace& workspace) {
  const uint32_t stride = model.country_stride;
  uint32_t numbers[kCountryTokens * kCountryFeatures];
  const uint32_t count = country_numbers(workspace, model.country_shift, numbers);
  int16_t* scores = workspace.country_scores;
  for (uint32_t i = 0; i < count; ++i) {
    const int8_t* row = model.country_rows + static_cast<uint64_t>(numbers[i]) * stride;
    for (uint32_t lane = 0; lane < stride; lane += 64) prefetch(row + lane);
  }
  for (uint32_t lane = 0; lane < stride; lane += kRowBlock) {
    sum_rows(model.country_rows + lane, stride, numbers, count, scores + lane);
  }
  // Lanes without a country must not win: 0 is "unknown", those behind the last one are padding.
  scores[0] = -32768;
  for (uint32_t lane = model.countries; lane < stride; ++lane) scores[lane] = -32768;
  const int16_t first = highest(scores, stride);
  uint32_t best = 0;
  while (scores[best] != first) ++best;
  scores[best] = -32768;
  const int16_t second = highest(scores, stride);
  scores[best] = first;
  workspace.country = count != 0 && model.countries > 1 ? best : 0;
  workspace.country_margin = count != 0 && model.countries > 2 ? first - second : 0;
}

// The index of a packed country code, 0 when the model does not know it.
PH_HD uint32_t country_index(const ModelView& model, uint16_t code) {
  for (uint32_t i = 1; i < model.countries; ++i) {
    if (model.country_codes[i] == code) return i;
  }
  return 0;
}

} // namespace posthaste::core
