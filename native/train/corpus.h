// Labelled lines to chains of rows, with the noise that makes a model robust: hidden gazetteer hits, hidden
// words and features, wrong or unknown countries, other case, missing commas, slips of the hand.
#pragma once
#include <cstdint>
#include <vector>

#include "native/core/workspace.h"
#include "native/train/crf.h"
#include "native/train/lines.h"
#include "native/train/random.h"

namespace posthaste::train {

// Chances in 1/1000.
struct Noise {
  static Noise none() { return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}; }

  uint32_t hide_all_places = 80;  // of a line
  uint32_t hide_phrase = 120;     // each phrase of places
  uint32_t hide_road = 500;       // each phrase of roads: the lines were made from the same lists
  uint32_t hide_word = 60;        // each word: only its shape and what stands around it are left
  uint32_t unknown_country = 100; // of a line
  uint32_t true_country = 300;
  uint32_t other_case = 250;
  uint32_t no_commas = 400;      // of a line
  uint32_t typo = 350;           // of a line
  uint32_t hide_feature = 150;    // each feature of each word
};

// The gold label of each token: that of the span it begins in.
std::vector<uint8_t> gold_labels(const Line& line, const core::Workspace& workspace);

// Tokens, phrases and segments of a line; `predicted` is the country that a classifier which never saw the
// line gives.
void prepare_line(const core::ModelView& view, const Line& line, uint32_t country, uint32_t predicted,
                  const Noise& noise, Random& random, core::Workspace& workspace);

// How often each hashed feature occurs, up to 255, in 2^kCountLog2 cells.
class FeatureCounts {
 public:
  FeatureCounts() : cells_(size_t{1} << kCountLog2) {}
  void add(uint32_t hash, uint32_t times) {
    uint8_t& cell = cells_[hash >> (32 - kCountLog2)];
    cell = static_cast<uint8_t>(cell + times > 255 ? 255 : cell + times);
  }
  uint32_t of(uint32_t hash) const { return cells_[hash >> (32 - kCountLog2)]; }

 private:
  static constexpr uint32_t kCountLog2 = 26;
  std::vector<uint8_t> cells_;
};

// Counts the features of a prepared line.
void count_features(const core::Workspace& workspace, uint32_t times, FeatureCounts* counts);

// The chain of a prepared line. Features that occur less than `rare` times change no weight: rows are shared,
// and what is seen once would only blur what is seen often.
void make_chain(const Line& line, const core::Workspace& workspace, uint32_t row_count,
                const FeatureCounts& counts, uint32_t rare, const Noise& noise, Random& random, Chain* chain);

} // namespace posthaste::train
