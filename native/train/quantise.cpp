#include "native/train/quantise.h"

#include <algorithm>
#include <cmath>

namespace posthaste::train {

namespace {

int32_t rounded(float value, int32_t limit) {
  const auto whole = static_cast<int32_t>(std::lrint(value));
  return std::min(std::max(whole, -limit), limit);
}

// The largest scale at which hardly any weight is cut.
float choose_scale(const std::vector<float>& weights) {
  std::vector<float> sizes;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (i % kStride < core::kLabels && weights[i] != 0) sizes.push_back(std::fabs(weights[i]));
  }
  if (sizes.empty()) return 1;
  const size_t place = sizes.size() - 1 - sizes.size() / 20000;
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(place), sizes.end());
  return 127.0f / std::max(sizes[place], 0.5f);
}

} // namespace

void QuantisedRows::show(core::ModelView* view) const {
  view->rows = rows.data();
  view->transitions = transitions.data();
  view->starts = edges.data();
  view->ends = edges.data() + core::kLabelLanes;
}

QuantisedRows quantise(const Crf& crf, float scale) {
  QuantisedRows out;
  out.scale = scale > 0 ? scale : choose_scale(crf.rows());
  const size_t rows = crf.row_count();
  out.rows.assign(rows * core::kLabelLanes, 0);
  for (size_t row = 0; row < rows; ++row) {
    for (uint32_t label = 0; label < core::kLabels; ++label) {
      const float value = crf.rows()[row * kStride + label] * out.scale;
      out.cut += std::fabs(value) > 127.5f ? 1 : 0;
      out.rows[row * core::kLabelLanes + label] = static_cast<int8_t>(rounded(value, 127));
    }
  }
  const size_t lanes = core::kLabelLanes;
  out.transitions.assign(core::kGapClasses * lanes * lanes, 0);
  for (uint32_t gap = 0; gap < core::kGapClasses; ++gap) {
    for (uint32_t from = 0; from < core::kLabels; ++from) {
      for (uint32_t to = 0; to < core::kLabels; ++to) {
        const float value = crf.transitions()[Crf::transition_at(gap, from) + to] * out.scale;
        out.transitions[(gap * lanes + from) * lanes + to] = static_cast<int16_t>(rounded(value, 32767));
      }
    }
  }
  out.edges.assign(2 * lanes, 0);
  for (uint32_t label = 0; label < core::kLabels; ++label) {
    out.edges[label] =
        static_cast<int16_t>(rounded(crf.transitions()[Crf::starts_at() + label] * out.scale, 32767));
    out.edges[lanes + label] =
        static_cast<int16_t>(rounded(crf.transitions()[Crf::ends_at() + label] * out.scale, 32767));
  }
  return out;
}

} // namespace posthaste::train
