// The best path and the margins against every possible path, and ties.
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

// All paths over few tokens: the best score with each label at each token, and the best path, compared by
// (score, labels from the last token on), which is what "ties go to the lowest label" means backwards.
struct Exhaustive {
  std::vector<std::array<int64_t, core::kLabels>> best;
  std::vector<uint8_t> labels;
  int64_t top = INT64_MIN;
};

Exhaustive every_path(const core::ModelView& model, const core::Workspace& workspace) {
  const uint32_t count = workspace.token_count;
  Exhaustive out;
  out.best.resize(count);
  for (auto& token : out.best) token.fill(INT64_MIN);
  std::vector<uint8_t> path(count, 0);
  while (true) {
    int64_t score = model.starts[path[0]] + model.ends[path[count - 1]];
    for (uint32_t i = 0; i < count; ++i) {
      score += workspace.emissions[i][path[i]];
      if (i == 0) continue;
      const uint32_t gap = core::gap_class(core::token_at(workspace, i).gap);
      score += model.transitions[(gap * core::kLabelLanes + path[i - 1]) * core::kLabelLanes + path[i]];
    }
    for (uint32_t i = 0; i < count; ++i) out.best[i][path[i]] = std::max(out.best[i][path[i]], score);
    // Paths are counted with the last token as the highest digit, so the first of equals is the lowest.
    if (score > out.top) {
      out.top = score;
      out.labels = path;
    }
    uint32_t digit = 0;
    while (digit < count && ++path[digit] == core::kLabels) path[digit++] = 0;
    if (digit == count) return out;
  }
}

void compare(const core::ModelView& model, core::Workspace& workspace) {
  core::score_forward(model, workspace);
  core::trace_back(model, workspace);
  core::measure_margins(model, workspace);
  const Exhaustive expected = every_path(model, workspace);
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    CHECK_EQ(static_cast<uint32_t>(workspace.labels[i]), static_cast<uint32_t>(expected.labels[i]));
    int64_t other = INT64_MIN;
    for (uint32_t l = 0; l < core::kLabels; ++l) {
      if (l != expected.labels[i]) other = std::max(other, expected.best[i][l]);
    }
    CHECK_EQ(static_cast<int64_t>(workspace.margins[i]), expected.top - other);
  }
}

void random_scores() {
  const auto workspace = std::make_unique<core::Workspace>();
  const std::vector<std::string> texts = {"a", "a b", "a, b-c", "a\nb c", "a/b | c", "京都 x, y"};
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const test::TinyModel model(seed);
    const std::string& text = texts[seed % texts.size()];
    core::prepare(model.view(), reinterpret_cast<const uint8_t*>(text.data()),
                  static_cast<uint32_t>(text.size()), 0, *workspace);
    core::emit(model.view(), *workspace);
    compare(model.view(), *workspace);
  }
}

// Scores from a handful of values, so that most paths tie with others.
void ties() {
  const auto workspace = std::make_unique<core::Workspace>();
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const test::TinyModel tiny(seed);
    train::Random random(seed);
    std::vector<int16_t> transitions(core::kGapClasses * core::kLabelLanes * core::kLabelLanes);
    for (int16_t& weight : transitions) weight = static_cast<int16_t>(random.below(2));
    std::vector<int16_t> edges(core::kLabelLanes, 0);
    core::ModelView view = tiny.view();
    view.transitions = transitions.data();
    view.starts = view.ends = edges.data();
    const std::string text = "a b, c";
    core::tokenise(view, reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()),
                   *workspace);
    for (uint32_t i = 0; i < workspace->token_count; ++i) {
      for (uint32_t l = 0; l < core::kLabelLanes; ++l)
        workspace->emissions[i][l] = static_cast<int16_t>(random.below(2));
    }
    compare(view, *workspace);
  }
}

// The largest scores that 16 bits hold, over the most tokens there can be, stay exact.
void extremes() {
  const auto workspace = std::make_unique<core::Workspace>();
  const test::TinyModel tiny(1);
  for (const int16_t extreme : {int16_t{32767}, int16_t{-32768}}) {
    std::vector<int16_t> transitions(core::kGapClasses * core::kLabelLanes * core::kLabelLanes, extreme);
    std::vector<int16_t> edges(core::kLabelLanes, extreme);
    core::ModelView view = tiny.view();
    view.transitions = transitions.data();
    view.starts = view.ends = edges.data();
    std::string text;
    for (uint32_t i = 0; i < core::kMaxTokens; ++i) text += "a ";
    core::tokenise(view, reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()),
                   *workspace);
    CHECK_EQ(workspace->token_count, core::kMaxTokens);
    for (uint32_t i = 0; i < core::kMaxTokens; ++i) {
      for (uint32_t l = 0; l < core::kLabelLanes; ++l) workspace->emissions[i][l] = extreme;
    }
    core::score_forward(view, *workspace);
    core::trace_back(view, *workspace);
    core::measure_margins(view, *workspace);
    CHECK_EQ(workspace->forward[core::kMaxTokens - 1][0], int64_t{2} * core::kMaxTokens * extreme);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < core::kMaxTokens; ++i)
      wrong += workspace->labels[i] != 0 || workspace->margins[i] != 0;
    CHECK_EQ(wrong, 0U);
  }
}

} // namespace

int main() {
  random_scores();
  ties();
  extremes();
  return test::finish("core_viterbi");
}
