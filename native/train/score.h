// Counting as labels.md says: words of the gold spans, neighbours of one label joined.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "native/core/parse.h"
#include "native/train/lines.h"

namespace posthaste::train {

struct Word {
  uint32_t start, end;
  uint8_t gold;
  uint8_t predicted; // of its first byte; 255 when its bytes disagree
};

struct LabelCount {
  uint64_t gold = 0, predicted = 0, right = 0;
};

struct Score {
  uint64_t lines = 0, full = 0, words = 0, right = 0;
  std::array<LabelCount, core::kLabels> labels{};
};

// The gold words of a line with what the components say of them.
std::vector<Word> score_words(const core::ModelView& model, const Line& line,
                              const core::Component* components, uint32_t count);

// Adds a line; true when all its components are right.
bool add_line(const std::vector<Word>& words, Score* score);

// "91.23 % [90.1, 92.2]": a share with its 95 % Wilson interval.
std::string share(uint64_t part, uint64_t whole);

} // namespace posthaste::train
