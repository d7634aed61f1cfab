// Going on from a model: weights come out as they went in, lines are learned, and the same lines give the same
// bytes.
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "native/engine/model_bytes.h"
#include "native/model/model.h"
#include "native/model/writer.h"
#include "native/train/adapt.h"
#include "native/train/quantise.h"
#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

constexpr uint32_t kRows = 4096;

bool never() { return false; }

// A base as a trainer leaves it: no byte is -128, and what lines say can outweigh what it knows.
class Base {
 public:
  explicit Base(uint64_t seed, int weaken = 1) : tiny_(seed, kRows), view_(tiny_.view()) {
    rows_.assign(view_.rows, view_.rows + size_t{kRows} * core::kLabelLanes);
    for (int8_t& weight : rows_) weight = static_cast<int8_t>(weight == -128 ? -127 : weight / weaken);
    const size_t lanes = core::kLabelLanes;
    transitions_.assign(view_.transitions, view_.transitions + core::kGapClasses * lanes * lanes);
    edges_.assign(view_.starts, view_.starts + 2 * lanes);
    for (auto* table : {&transitions_, &edges_}) {
      for (int16_t& weight : *table) weight = static_cast<int16_t>(weight / weaken);
    }
    view_.rows = rows_.data();
    view_.transitions = transitions_.data();
    view_.starts = edges_.data();
    view_.ends = edges_.data() + lanes;
  }
  const core::ModelView& view() const { return view_; }

 private:
  test::TinyModel tiny_;
  core::ModelView view_;
  std::vector<int8_t> rows_;
  std::vector<int16_t> transitions_, edges_;
};

train::Line line_of(const std::string& text, const std::vector<std::pair<std::string, uint8_t>>& parts) {
  train::Line line{0, 0, 1, text, {}};
  size_t from = 0;
  for (const auto& [part, label] : parts) {
    const size_t start = text.find(part, from);
    from = start + part.size();
    line.spans.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(from), label});
  }
  return line;
}

std::vector<train::Line> bays() {
  std::vector<train::Line> lines;
  for (int i = 0; i < 40; ++i) {
    const std::string bay = "Bay " + std::to_string(i), road = i % 2 ? "Oak Road" : "Elm Street";
    lines.push_back(line_of(bay + ", " + road + ", Leeds",
                            {{bay, core::kUnit}, {road, core::kRoad}, {"Leeds", core::kCity}}));
  }
  return lines;
}

train::Adaptation settings() {
  train::Adaptation adaptation;
  adaptation.passes = 20;
  adaptation.rate = 0.3f;
  adaptation.squares = 1;
  adaptation.scale = 100;
  adaptation.description = "{\"name\":\"adapted\"}\n";
  return adaptation;
}

struct Opened {
  explicit Opened(const std::vector<uint8_t>& file) : bytes(file.data(), file.size()) {
    CHECK(model::open(static_cast<const uint8_t*>(bytes.data()), bytes.size(), &view, &reason));
  }
  std::string description() const {
    return model::description(static_cast<const uint8_t*>(bytes.data()), bytes.size());
  }
  engine::ModelBytes bytes;
  core::ModelView view{};
  std::string reason;
};

// Bytes to floating point and back without a line in between, at scales that divide no byte evenly.
void weights_come_back() {
  const Base base(11);
  for (const float scale : {1.0f, 33.3f, 106.281532f, 110.954285f, 5000.0f}) {
    train::Crf crf(kRows, 0.1f);
    crf.start_from(base.view(), scale, 10);
    const train::QuantisedRows out = train::quantise(crf, scale);
    CHECK_EQ(out.cut, uint64_t{0});
    bool rows = true, transitions = true, edges = true;
    for (uint32_t row = 0; row < kRows; ++row) {
      const size_t at = size_t{row} * core::kLabelLanes;
      rows = rows && std::memcmp(&out.rows[at], base.view().rows + at, core::kLabels) == 0;
    }
    for (uint32_t from = 0; from < core::kGapClasses * core::kLabelLanes; ++from) {
      if (from % core::kLabelLanes >= core::kLabels) continue;
      const size_t at = size_t{from} * core::kLabelLanes;
      transitions = transitions && std::memcmp(&out.transitions[at], base.view().transitions + at,
                                               core::kLabels * sizeof(int16_t)) == 0;
    }
    for (uint32_t label = 0; label < core::kLabels; ++label) {
      edges = edges && out.edges[label] == base.view().starts[label] &&
              out.edges[core::kLabelLanes + label] == base.view().ends[label];
    }
    CHECK(rows);
    CHECK(transitions);
    CHECK(edges);
  }
}

// The share of the tokens with their gold label.
double accuracy(const core::ModelView& model, const std::vector<train::Line>& lines) {
  const auto workspace = std::make_unique<core::Workspace>();
  std::vector<core::Component> components(core::kMaxTokens);
  double right = 0, all = 0;
  for (const train::Line& line : lines) {
    core::parse(model, reinterpret_cast<const uint8_t*>(line.text.data()),
                static_cast<uint32_t>(line.text.size()), 0, *workspace, components.data(), core::kMaxTokens);
    const std::vector<uint8_t> gold = train::gold_labels(line, *workspace);
    for (uint32_t i = 0; i < workspace->token_count; ++i) right += workspace->labels[i] == gold[i] ? 1 : 0;
    all += workspace->token_count;
  }
  return right / all;
}

void lines_are_learned(bool from_scratch) {
  const Base base(12, 20);
  const std::vector<train::Line> lines = bays();
  train::Adaptation adaptation = settings();
  adaptation.from_scratch = from_scratch;
  train::Adapted first, second, other;
  CHECK(train::adapt(base.view(), lines, {}, adaptation, never, &first));
  CHECK(train::adapt(base.view(), lines, {}, adaptation, never, &second));
  CHECK(first.file == second.file);
  CHECK(first.losses == second.losses);
  adaptation.seed = 2;
  CHECK(train::adapt(base.view(), lines, {}, adaptation, never, &other));
  CHECK(first.file != other.file);

  const Opened opened(first.file);
  CHECK_EQ(opened.description(), std::string("{\"name\":\"adapted\"}\n"));
  CHECK_EQ(first.losses.size(), size_t{20});
  CHECK(first.losses.back() < first.losses.front());
  CHECK(accuracy(base.view(), lines) < 0.5);
  CHECK(accuracy(opened.view, lines) > 0.95);
  // What is not of the labels is the base's.
  const size_t country_bytes = size_t{base.view().country_stride} << 8;
  CHECK(std::memcmp(opened.view.country_rows, base.view().country_rows, country_bytes) == 0);
  CHECK_EQ(opened.view.margin_shift, base.view().margin_shift);
  CHECK(std::memcmp(opened.view.address_confidence, base.view().address_confidence,
                    core::kConfidenceSteps * sizeof(uint16_t)) == 0);
}

// A line that says nothing new leaves most rows as they are: those of features that it lacks.
void untouched_rows_stay() {
  const Base base(13, 8);
  train::Adaptation adaptation = settings();
  adaptation.passes = 1;
  train::Adapted adapted;
  CHECK(train::adapt(base.view(), {bays()[0]}, {}, adaptation, never, &adapted));
  const Opened opened(adapted.file);
  uint32_t changed = 0;
  for (uint32_t row = 0; row < kRows; ++row) {
    const size_t at = size_t{row} * core::kLabelLanes;
    changed += std::memcmp(opened.view.rows + at, base.view().rows + at, core::kLabels) != 0 ? 1 : 0;
  }
  CHECK(changed > 0);
  CHECK(changed <= 5 * core::kFeatures);
}

void confidences_are_fitted() {
  const Base base(14, 20);
  train::Adaptation adaptation = settings();
  adaptation.calibrates = true;
  train::Adapted adapted;
  CHECK(train::adapt(base.view(), bays(), bays(), adaptation, never, &adapted));
  const Opened opened(adapted.file);
  // All lines are right after the training, so the top of the table is near one.
  CHECK(opened.view.address_confidence[core::kConfidenceSteps - 1] > 8000);
  // A margin of the country means what it meant, whatever the width of a step is now.
  for (uint32_t step = 0; step < core::kConfidenceSteps; ++step) {
    const uint64_t place = (uint64_t{step} << opened.view.margin_shift) >> base.view().margin_shift;
    const size_t at = place < core::kConfidenceSteps ? place : core::kConfidenceSteps - 1;
    if (opened.view.country_confidence[step] != base.view().country_confidence[at]) CHECK_EQ(step, 1000U);
  }
}

void stops_when_asked() {
  const Base base(15, 20);
  int asked = 0;
  train::Adapted adapted;
  CHECK(!train::adapt(base.view(), bays(), {}, settings(), [&] { return ++asked == 100; }, &adapted));
  CHECK_EQ(asked, 100);
  CHECK(adapted.file.empty());
}

}  // namespace

int main() {
  weights_come_back();
  lines_are_learned(false);
  lines_are_learned(true);
  untouched_rows_stay();
  confidences_are_fitted();
  stops_when_asked();
  return test::finish("train_adapt");
}
