#include "native/train/crf.h"

#include <algorithm>
#include <cmath>

#include "native/train/exponential.h"
#include "native/train/simd.h"

namespace posthaste::train {

namespace {

constexpr float kTiny = 1e-30f;
constexpr uint32_t kSquares = core::kLabels; // lane of a row
constexpr float kSettled = 0.004f;           // slopes below this leave the rows of a token as they are

PH_TRAIN_HOT void sum_rows(const float* weights, const uint32_t* rows, float* sums) {
  float total[kStride] = {};
  for (uint32_t f = 0; f < core::kFeatures; ++f) {
    const float* row = weights + size_t{rows[f]} * kStride;
    for (uint32_t lane = 0; lane < kStride; ++lane) total[lane] += row[lane];
  }
  for (uint32_t lane = 0; lane < kStride; ++lane) sums[lane] = lane < core::kLabels ? total[lane] : 0.0f;
}

PH_TRAIN_HOT void step(float* weights, float* squares, const float* gradient, float rate) {
  for (uint32_t lane = 0; lane < kStride; ++lane) {
    const float slope = gradient[lane];
    squares[lane] += slope * slope;
    weights[lane] -= rate * slope / std::sqrt(squares[lane] + 1e-6f);
  }
}

// One rate for a whole row, by the squares of all its slopes so far, which stand behind its labels: half
// the memory of one rate a weight, and as good here.
PH_TRAIN_HOT void step_rows(float* weights, const uint32_t* rows, const uint8_t* learns,
                            const float* gradient, float rate) {
  float slopes = 0;
  for (uint32_t label = 0; label < core::kLabels; ++label) slopes += gradient[label] * gradient[label];
  for (uint32_t f = 0; f < core::kFeatures; ++f) {
    if (learns[f] == 0) continue;
    float* row = weights + size_t{rows[f]} * kStride;
    row[kSquares] += slopes;
    const float factor = rate / std::sqrt(1.0f + row[kSquares]);
    for (uint32_t lane = 0; lane < kStride; ++lane) row[lane] -= factor * gradient[lane];
  }
}

// to[l] = sum over from of from_values[from] * table[from][l]
PH_TRAIN_HOT void spread(const float* from_values, const float* table, float* to) {
  float total[kStride] = {};
  for (uint32_t from = 0; from < core::kLabels; ++from) {
    const float value = from_values[from];
    for (uint32_t lane = 0; lane < kStride; ++lane) total[lane] += value * table[from * kStride + lane];
  }
  for (uint32_t lane = 0; lane < kStride; ++lane) to[lane] = total[lane];
}

PH_TRAIN_HOT void gather(const float* to_values, const float* table, float* from) {
  for (uint32_t f = 0; f < core::kLabels; ++f) {
    float lanes[8] = {};
    for (uint32_t lane = 0; lane < kStride; ++lane)
      lanes[lane % 8] += to_values[lane] * table[f * kStride + lane];
    from[f] =
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
  }
}

PH_TRAIN_HOT void add_pairs(const float* from, const float* to, const float* table, float* gradient) {
  for (uint32_t f = 0; f < core::kLabels; ++f) {
    for (uint32_t lane = 0; lane < kStride; ++lane) {
      gradient[f * kStride + lane] += from[f] * table[f * kStride + lane] * to[lane];
    }
  }
}

PH_TRAIN_HOT void exponentials(const float* from, size_t count, float* to) {
  for (size_t i = 0; i < count; ++i) to[i] = exponential(from[i]);
}

float normalise(float* values) {
  float sum = kTiny;
  for (uint32_t l = 0; l < core::kLabels; ++l) sum += values[l];
  for (uint32_t l = 0; l < kStride; ++l) values[l] = l < core::kLabels ? values[l] / sum : 0.0f;
  return sum;
}

} // namespace

Crf::Crf(uint32_t rows, float rate)
    : rate_(rate), rows_((size_t{rows} + 1) * kStride), transitions_(ends_at() + kStride),
      gradient_(transitions_.weights.size()), powers_(transitions_.weights.size()) {
  std::fill(transitions_.squares.begin(), transitions_.squares.end(), 1.0f);
}

void Crf::start_from(const core::ModelView& model, float scale, float squares) {
  for (size_t row = 0; row < row_count(); ++row) {
    for (uint32_t label = 0; label < core::kLabels; ++label) {
      rows_[row * kStride + label] = static_cast<float>(model.rows[row * core::kLabelLanes + label]) / scale;
    }
    rows_[row * kStride + kSquares] = squares;
  }
  const auto take = [&](const int16_t* from, size_t to) {
    for (uint32_t label = 0; label < core::kLabels; ++label) {
      transitions_.weights[to + label] = static_cast<float>(from[label]) / scale;
    }
  };
  for (uint32_t gap = 0; gap < core::kGapClasses; ++gap) {
    for (uint32_t from = 0; from < core::kLabels; ++from) {
      const size_t at = (size_t{gap} * core::kLabelLanes + from) * core::kLabelLanes;
      take(model.transitions + at, transition_at(gap, from));
    }
  }
  take(model.starts, starts_at());
  take(model.ends, ends_at());
  std::fill(transitions_.squares.begin(), transitions_.squares.end(), 1.0f + squares);
}

void Crf::average_with(const std::vector<Crf>& others) {
  const float share = 1.0f / static_cast<float>(others.size() + 1);
  const auto average = [&](auto weights_of) {
    std::vector<float>& mine = weights_of(*this);
    for (size_t i = 0; i < mine.size(); ++i) {
      for (const Crf& other : others) mine[i] += weights_of(other)[i];
      mine[i] *= share;
    }
  };
  average([](auto& field) -> auto& { return field.rows_; });
  average([](auto& field) -> auto& { return field.transitions_.weights; });
}

void Crf::exponentiate(const Chain& chain) {
  uint32_t used = 0;
  for (size_t t = 1; t < chain.size(); ++t) used |= 1U << chain.gaps[t];
  for (uint32_t gap = 0; gap < core::kGapClasses; ++gap) {
    if ((used >> gap & 1) == 0) continue;
    const size_t at = transition_at(gap, 0);
    exponentials(&transitions_.weights[at], core::kLabels * kStride, &powers_[at]);
  }
  exponentials(&transitions_.weights[starts_at()], 2 * kStride, &powers_[starts_at()]);
}

void Crf::run_forward(const Chain& chain) {
  const size_t count = chain.size();
  for (size_t t = 0; t < count; ++t) {
    float* here = &forward_[t * kStride];
    if (t == 0) {
      std::copy_n(&powers_[starts_at()], kStride, here);
    } else {
      spread(&forward_[(t - 1) * kStride], &powers_[transition_at(chain.gaps[t], 0)], here);
    }
    for (uint32_t l = 0; l < kStride; ++l) here[l] *= scaled_[t * kStride + l];
    norms_[t] = normalise(here);
  }
}

// backward_[t][l]: scaled_ times what follows, the token itself included.
void Crf::run_backward(const Chain& chain) {
  const size_t count = chain.size();
  for (size_t t = count; t-- > 0;) {
    float* here = &backward_[t * kStride];
    if (t + 1 == count) {
      std::copy_n(&powers_[ends_at()], kStride, here);
    } else {
      std::fill_n(here, kStride, 0.0f);
      gather(&backward_[(t + 1) * kStride], &powers_[transition_at(chain.gaps[t + 1], 0)], here);
    }
    for (uint32_t l = 0; l < kStride; ++l) here[l] *= scaled_[t * kStride + l];
    normalise(here);
  }
}

float Crf::learn(const Chain& chain, float rate_scale) {
  const size_t count = chain.size();
  if (count == 0) return 0;
  const size_t cells = count * kStride;
  for (auto* vector : {&emissions_, &scaled_, &forward_, &backward_}) {
    if (vector->size() < cells) vector->resize(cells);
  }
  if (norms_.size() < count) norms_.resize(count);
  double loss = 0;
  for (size_t t = 0; t < count; ++t) {
    float* scores = &emissions_[t * kStride];
    sum_rows(rows_.data(), &chain.rows[t * core::kFeatures], scores);
    for (uint32_t l = 0; l < core::kLabels; ++l) scores[l] *= chain.boost;
    const float top = *std::max_element(scores, scores + core::kLabels);
    loss += top - scores[chain.labels[t]];
    for (uint32_t l = 0; l < kStride; ++l) scores[l] -= top;
  }
  exponentials(emissions_.data(), cells, scaled_.data());
  exponentiate(chain);
  run_forward(chain);
  run_backward(chain);

  std::fill(gradient_.begin(), gradient_.end(), 0.0f);
  uint32_t used = 0;
  const float rate = rate_ * rate_scale;
  float marginal[kStride];
  float ends = kTiny;
  for (uint32_t l = 0; l < core::kLabels; ++l)
    ends += forward_[(count - 1) * kStride + l] * powers_[ends_at() + l];
  for (size_t t = 0; t < count; ++t) loss += std::log(norms_[t]);
  loss += std::log(ends);
  for (size_t t = 0; t < count; ++t) {
    const float* ahead = &forward_[t * kStride];
    const float* behind = &backward_[t * kStride];
    const float* scaled = &scaled_[t * kStride];
    for (uint32_t l = 0; l < kStride; ++l) {
      marginal[l] = scaled[l] > kTiny ? ahead[l] * behind[l] / scaled[l] : 0.0f;
    }
    normalise(marginal);
    const uint32_t gold = chain.labels[t];
    if (t > 0) {
      // Pairs: forward before, transition, backward from here; normalised to one by the sum over all pairs.
      const uint32_t gap = chain.gaps[t], before = chain.labels[t - 1];
      const float* table = &powers_[transition_at(gap, 0)];
      float mass[kStride];
      spread(&forward_[(t - 1) * kStride], table, mass);
      float sum = kTiny;
      for (uint32_t l = 0; l < core::kLabels; ++l) sum += mass[l] * behind[l];
      float to[kStride];
      for (uint32_t l = 0; l < kStride; ++l) to[l] = behind[l] / sum;
      add_pairs(&forward_[(t - 1) * kStride], to, table, &gradient_[transition_at(gap, 0)]);
      gradient_[transition_at(gap, before) + gold] -= 1.0f;
      used |= 1U << gap;
      loss -= transitions_.weights[transition_at(gap, before) + gold];
    }
    if (t == 0) {
      for (uint32_t l = 0; l < core::kLabels; ++l) gradient_[starts_at() + l] += marginal[l];
      gradient_[starts_at() + gold] -= 1.0f;
      loss -= transitions_.weights[starts_at() + gold];
    }
    if (t + 1 == count) {
      for (uint32_t l = 0; l < core::kLabels; ++l) gradient_[ends_at() + l] += marginal[l];
      gradient_[ends_at() + gold] -= 1.0f;
      loss -= transitions_.weights[ends_at() + gold];
    }
    marginal[gold] -= 1.0f;
    // The slope of the gold label is as large as all others together.
    if (marginal[gold] < -kSettled) {
      const size_t at = t * core::kFeatures;
      step_rows(rows_.data(), &chain.rows[at], &chain.learns[at], marginal, rate);
    }
  }
  for (uint32_t gap = 0; gap < core::kGapClasses; ++gap) {
    if ((used >> gap & 1) == 0) continue;
    for (uint32_t from = 0; from < core::kLabels; ++from) {
      const size_t at = transition_at(gap, from);
      step(&transitions_.weights[at], &transitions_.squares[at], &gradient_[at], rate);
    }
  }
  for (const size_t at : {starts_at(), ends_at()}) {
    step(&transitions_.weights[at], &transitions_.squares[at], &gradient_[at], rate);
  }
  return static_cast<float>(loss);
}

} // namespace posthaste::train
