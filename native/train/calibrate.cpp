#include "native/train/calibrate.h"

#include <algorithm>
#include <memory>

#include "native/core/parse.h"
#include "native/train/score.h"

namespace posthaste::train {

namespace {

struct Outcome {
  int32_t margin;
  bool right;
};

struct Block {
  double weight, right;
  size_t steps;
};

// Share of right outcomes by margin step, made monotone by pooling neighbours that fall.
void fit(const std::vector<Outcome>& outcomes, uint32_t shift, std::vector<uint16_t>* table) {
  std::vector<Block> steps(core::kConfidenceSteps, Block{0, 0, 1});
  double whole = 1, right = 0.5;
  for (const Outcome& outcome : outcomes) {
    const uint32_t step = static_cast<uint32_t>(std::max(outcome.margin, 0)) >> shift;
    Block& block = steps[std::min(step, core::kConfidenceSteps - 1)];
    block.weight += 1;
    block.right += outcome.right ? 1 : 0;
    whole += 1;
    right += outcome.right ? 1 : 0;
  }
  std::vector<Block> pooled;
  for (Block block : steps) {
    // A little of the overall share keeps thinly filled steps from claiming 0 or 1.
    block.weight += 0.05;
    block.right += 0.05 * right / whole;
    pooled.push_back(block);
    while (pooled.size() > 1) {
      Block& last = pooled.back();
      Block& before = pooled[pooled.size() - 2];
      if (before.right * last.weight < last.right * before.weight) break;
      before.weight += last.weight;
      before.right += last.right;
      before.steps += last.steps;
      pooled.pop_back();
    }
  }
  for (const Block& block : pooled) {
    const double share = (block.right + 0.5) / (block.weight + 1);
    const auto value = static_cast<uint16_t>(10000 * std::min(std::max(share, 0.0), 1.0) + 0.5);
    for (size_t i = 0; i < block.steps; ++i) {
      table->push_back(table->size() % core::kConfidenceSteps == 0 ? value : std::max(value, table->back()));
    }
  }
}

// Whether one of the gold spans, or a run of them with one label, has exactly these words.
bool in_gold(const std::vector<Word>& words, const core::Component& component) {
  size_t first = 0;
  while (first < words.size() && words[first].end <= component.start) ++first;
  size_t last = first;
  while (last < words.size() && words[last].start < component.end) ++last;
  if (first == last) return false;
  for (size_t i = first; i < last; ++i) {
    if (words[i].gold != component.label || words[i].predicted != component.label) return false;
  }
  const bool cut_before = first > 0 && words[first - 1].gold == component.label &&
                          words[first - 1].predicted != component.label;
  const bool cut_after = last < words.size() && words[last].gold == component.label &&
                         words[last].predicted != component.label;
  return !cut_before && !cut_after;
}

} // namespace

Calibration calibrate(const core::ModelView& model, const std::vector<const Line*>& lines) {
  const auto workspace = std::make_unique<core::Workspace>();
  std::vector<core::Component> components(core::kMaxTokens);
  std::vector<Outcome> by_component, by_address, by_country;
  std::vector<int32_t> margins;
  for (const Line* line : lines) {
    const auto* text = reinterpret_cast<const uint8_t*>(line->text.data());
    const auto length = static_cast<uint32_t>(line->text.size());
    const core::Parse parse =
        core::parse(model, text, length, 0, *workspace, components.data(), core::kMaxTokens);
    if (workspace->token_count == 0) continue;
    const std::vector<Word> words = score_words(model, *line, components.data(), parse.components);
    Score score;
    const bool full = add_line(words, &score);
    const int32_t* first = workspace->margins;
    const int32_t least = *std::min_element(first, first + workspace->token_count);
    by_address.push_back({least, full});
    margins.push_back(least);
    if (line->country != 0) by_country.push_back({workspace->country_margin, parse.country == line->country});
    uint32_t token = 0;
    for (uint32_t c = 0; c < parse.components; ++c) {
      int32_t margin = 1 << 28;
      while (core::token_at(*workspace, token).start < components[c].start) ++token;
      while (token < workspace->token_count && core::token_at(*workspace, token).start < components[c].end) {
        margin = std::min(margin, workspace->margins[token++]);
      }
      by_component.push_back({margin, in_gold(words, components[c])});
      margins.push_back(margin);
    }
  }
  Calibration out;
  std::sort(margins.begin(), margins.end());
  const int32_t high = margins.empty() ? 0 : margins[margins.size() * 95 / 100];
  while ((high >> out.margin_shift) >= static_cast<int32_t>(core::kConfidenceSteps)) ++out.margin_shift;
  for (const auto* outcomes : {&by_component, &by_address, &by_country}) {
    fit(*outcomes, out.margin_shift, &out.tables);
  }
  return out;
}

} // namespace posthaste::train
