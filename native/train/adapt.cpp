#include "native/train/adapt.h"

#include <memory>
#include <utility>

#include "native/core/country.h"
#include "native/core/tokenise.h"
#include "native/model/writer.h"
#include "native/train/calibrate.h"
#include "native/train/quantise.h"

namespace posthaste::train {

namespace {

// What the classifier of the base says. It never saw the lines, so its mistakes are those of later use.
std::vector<uint32_t> predict_countries(const core::ModelView& base, const std::vector<Line>& lines,
                                        core::Workspace& workspace) {
  std::vector<uint32_t> predicted;
  Random random(0);
  for (const Line& line : lines) {
    prepare_line(base, line, 0, 0, Noise::none(), random, workspace);
    core::infer_country(base, workspace);
    predicted.push_back(workspace.country);
  }
  return predicted;
}

std::vector<uint32_t> shuffled(size_t count, Random& random) {
  std::vector<uint32_t> order(count);
  for (uint32_t i = 0; i < count; ++i) order[i] = i;
  for (size_t i = count; i > 1; --i) {
    std::swap(order[i - 1], order[random.below(static_cast<uint32_t>(i))]);
  }
  return order;
}

bool learn(const core::ModelView& base, const std::vector<Line>& lines, const Adaptation& settings,
           const std::function<bool()>& stopped, core::Workspace& workspace, Crf* crf,
           std::vector<double>* losses) {
  const std::vector<uint32_t> predicted = predict_countries(base, lines, workspace);
  // Every feature learns: of few lines there is none to spare.
  const FeatureCounts counts;
  constexpr uint32_t kRare = 0;
  Random random(settings.seed);
  Chain chain;
  const double steps = static_cast<double>(settings.passes) * static_cast<double>(lines.size());
  double done = 0;
  for (uint32_t pass = 0; pass < settings.passes; ++pass) {
    double loss = 0;
    for (const uint32_t index : shuffled(lines.size(), random)) {
      if (stopped()) return false;
      const Line& line = lines[index];
      prepare_line(base, line, core::country_index(base, line.country), predicted[index], settings.noise,
                   random, workspace);
      make_chain(line, workspace, base.row_count, counts, kRare, settings.noise, random, &chain);
      loss += crf->learn(chain, static_cast<float>(1.0 - 0.95 * done / steps));
      done += 1;
    }
    losses->push_back(lines.empty() ? 0 : loss / static_cast<double>(lines.size()));
  }
  return true;
}

// The country classifier is the base's, and so is what its margins mean: only the width of a step changes.
void restep(const core::ModelView& base, uint32_t margin_shift, std::vector<uint16_t>* tables) {
  for (uint32_t step = 0; step < core::kConfidenceSteps; ++step) {
    const uint64_t place = (uint64_t{step} << margin_shift) >> base.margin_shift;
    const size_t at = place < core::kConfidenceSteps ? place : core::kConfidenceSteps - 1;
    (*tables)[2 * core::kConfidenceSteps + step] = base.country_confidence[at];
  }
}

} // namespace

bool adapt(const core::ModelView& base, const std::vector<Line>& lines, const std::vector<Line>& kept_apart,
           const Adaptation& settings, const std::function<bool()>& stopped, Adapted* out) {
  const auto workspace = std::make_unique<core::Workspace>();
  Crf crf(base.row_count, settings.rate);
  if (!settings.from_scratch) crf.start_from(base, settings.scale, settings.squares);
  if (!learn(base, lines, settings, stopped, *workspace, &crf, &out->losses)) return false;
  core::ModelView view = base;
  const QuantisedRows rows = quantise(crf, settings.scale);
  rows.show(&view);
  Calibration calibration;
  if (settings.calibrates) {
    std::vector<const Line*> apart;
    for (const Line& line : kept_apart) apart.push_back(&line);
    calibration = calibrate(view, apart);
    view.margin_shift = calibration.margin_shift;
    view.component_confidence = calibration.tables.data();
    view.address_confidence = view.component_confidence + core::kConfidenceSteps;
    restep(base, calibration.margin_shift, &calibration.tables);
    view.country_confidence = view.address_confidence + core::kConfidenceSteps;
  }
  if (stopped()) return false;
  out->file = model::write(view, settings.description);
  return true;
}

} // namespace posthaste::train
