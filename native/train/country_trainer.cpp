#include "native/train/country_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "native/core/country.h"
#include "native/train/exponential.h"
#include "native/train/random.h"
#include "native/train/simd.h"

namespace posthaste::train {

namespace {

constexpr float kRate = 0.3f;
constexpr float kScale = 24.0f; // weights are kept within +-127 / kScale

PH_TRAIN_HOT void add(const float* row, uint32_t lanes, float* sums) {
  for (uint32_t lane = 0; lane < lanes; ++lane) sums[lane] += row[lane];
}

PH_TRAIN_HOT void step(float* weights, float* squares, const float* gradient, uint32_t lanes, float rate) {
  for (uint32_t lane = 0; lane < lanes; ++lane) {
    const float slope = gradient[lane];
    squares[lane] += slope * slope;
    const float moved = weights[lane] - rate * slope / std::sqrt(squares[lane]);
    weights[lane] = std::min(std::max(moved, -127.0f / kScale), 127.0f / kScale);
  }
}

// Scores to probabilities, in place, over the countries 1..n-1.
PH_TRAIN_HOT void softmax(float* scores, uint32_t countries, uint32_t stride) {
  float top = scores[1];
  for (uint32_t c = 2; c < countries; ++c) top = std::max(top, scores[c]);
  for (uint32_t c = 0; c < stride; ++c) scores[c] = exponential(scores[c] - top);
  scores[0] = 0;
  for (uint32_t c = countries; c < stride; ++c) scores[c] = 0;
  float sum = 0;
  for (uint32_t c = 1; c < countries; ++c) sum += scores[c];
  for (uint32_t c = 0; c < stride; ++c) scores[c] /= sum;
}

} // namespace

void CountryRows::show(core::ModelView* view) const {
  view->country_rows = rows.data();
  view->country_shift = 32 - rows_log2;
  view->country_stride = stride;
}

void country_keys(const core::Workspace& workspace, std::vector<uint32_t>* keys) {
  const uint32_t count = workspace.token_count;
  keys->clear();
  for (uint32_t i = 0; i < count; ++i) {
    if (i == core::kCountryTokens / 2 && count > core::kCountryTokens) i = count - core::kCountryTokens / 2;
    uint32_t own[core::kCountryFeatures];
    core::country_features(workspace, i, own);
    keys->insert(keys->end(), own, own + core::kCountryFeatures);
  }
}

CountryRows train_countries(const std::vector<const CountryExample*>& examples, uint32_t countries,
                            uint32_t stride, uint32_t rows_log2, uint32_t epochs, uint64_t seed) {
  std::vector<float> weights((size_t{1} << rows_log2) * stride);
  std::vector<float> squares(weights.size(), 1.0f);
  std::array<float, core::kMaxCountries> scores{};
  std::vector<const CountryExample*> order = examples;
  Random random(seed);
  const uint32_t shift = 32 - rows_log2;
  for (uint32_t epoch = 0; epoch < epochs; ++epoch) {
    for (size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random.below(static_cast<uint32_t>(i))]);
    const float rate = kRate * (1.0f - static_cast<float>(epoch) / static_cast<float>(epochs + 1));
    for (const CountryExample* example : order) {
      std::fill(scores.begin(), scores.end(), 0.0f);
      for (const uint32_t key : example->keys)
        add(&weights[size_t{key >> shift} * stride], stride, scores.data());
      softmax(scores.data(), countries, stride);
      if (scores[example->country] > 0.999f) continue;
      scores[example->country] -= 1.0f;
      for (const uint32_t key : example->keys) {
        const size_t at = size_t{key >> shift} * stride;
        step(&weights[at], &squares[at], scores.data(), stride, rate);
      }
    }
  }
  CountryRows out;
  out.rows_log2 = rows_log2;
  out.stride = stride;
  out.rows.reserve(weights.size());
  for (const float weight : weights) {
    out.rows.push_back(static_cast<int8_t>(std::lrint(std::min(std::max(weight * kScale, -127.0f), 127.0f))));
  }
  return out;
}

uint32_t predict_country(const CountryRows& rows, uint32_t countries, const std::vector<uint32_t>& keys,
                         int32_t* margin) {
  std::array<int32_t, core::kMaxCountries> scores{};
  for (const uint32_t key : keys) {
    const int8_t* row = &rows.rows[size_t{key >> (32 - rows.rows_log2)} * rows.stride];
    for (uint32_t c = 0; c < rows.stride; ++c) scores[c] += row[c];
  }
  uint32_t best = 0;
  int32_t first = -(1 << 30), second = -(1 << 30);
  for (uint32_t c = 1; c < countries; ++c) {
    if (scores[c] > first) {
      second = first;
      first = scores[c];
      best = c;
    } else {
      second = std::max(second, scores[c]);
    }
  }
  *margin = first - second;
  return keys.empty() ? 0 : best;
}

} // namespace posthaste::train
