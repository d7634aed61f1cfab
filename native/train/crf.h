// A linear-chain conditional random field over hashed rows, trained line by line with AdaGrad.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "native/core/features.h"

namespace posthaste::train {

inline constexpr uint32_t kStride = 24; // labels, padded to whole vectors

// One line as the trainer sees it.
struct Chain {
  std::vector<uint32_t> rows;   // core::kFeatures a token; the number of rows stands for a hidden feature
  std::vector<uint8_t> learns;  // whether each of them changes; the others are only read
  std::vector<uint8_t> gaps;    // gap class before each token
  std::vector<uint8_t> labels;  // gold
  float boost = 1;              // makes up for the hidden features
  size_t size() const { return labels.size(); }
};

class Crf {
 public:
  Crf(uint32_t rows, float rate);

  // Starts from the weights of a model with as many rows instead of from zero. `scale` is what they were
  // multiplied with when they were rounded; each weight counts as if slopes with the sum `squares` of their
  // squares had moved it before, so that the first steps are small.
  void start_from(const core::ModelView& model, float scale, float squares);

  // Makes every weight the mean of this field's and the others', which have as many rows.
  void average_with(const std::vector<Crf>& others);

  // One step along the gradient of the line's log-likelihood. Returns the log-loss of the line.
  float learn(const Chain& chain, float rate_scale);

  size_t row_count() const { return rows_.size() / kStride - 1; }
  // [row][label], kStride wide, and one row of zeros behind them; what stands behind the labels is the trainer's own
  const std::vector<float>& rows() const { return rows_; }
  // [gap class][from][to], kStride wide; then the first and the last label, kStride each
  const std::vector<float>& transitions() const { return transitions_.weights; }
  static constexpr size_t transition_at(uint32_t gap, uint32_t from) {
    return (size_t{gap} * core::kLabels + from) * kStride;
  }
  static constexpr size_t starts_at() { return transition_at(core::kGapClasses, 0); }
  static constexpr size_t ends_at() { return starts_at() + kStride; }

 private:
  struct Parameters {
    std::vector<float> weights, squares;
    explicit Parameters(size_t size) : weights(size), squares(size) {}
  };

  void exponentiate(const Chain& chain);
  void run_forward(const Chain& chain);
  void run_backward(const Chain& chain);

  float rate_;
  std::vector<float> rows_;
  Parameters transitions_;
  std::vector<float> gradient_;     // of transitions_
  std::vector<float> powers_;       // e^transition
  std::vector<float> emissions_, scaled_, forward_, backward_;
  std::vector<float> norms_;
};

} // namespace posthaste::train
