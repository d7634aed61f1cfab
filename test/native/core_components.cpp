// Labels to spans: what joins, what is divided, and the signs that belong to a component.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

// The components of a text whose tokens have these labels and margins, as "text:label|...".
std::string spans(const std::string& text, const std::vector<uint8_t>& labels,
                  const std::vector<int32_t>& margins = {}, std::vector<core::Component>* out = nullptr) {
  static const test::TinyModel model(1);
  static const auto workspace = std::make_unique<core::Workspace>();
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<uint32_t>(text.size());
  core::tokenise(model.view(), bytes, length, *workspace);
  CHECK_EQ_FOR(text, workspace->token_count, labels.size());
  for (uint32_t i = 0; i < labels.size(); ++i) {
    workspace->labels[i] = labels[i];
    workspace->margins[i] = margins.empty() ? 1000 : margins[i];
  }
  std::vector<core::Component> components(64);
  components.resize(core::write_components(model.view(), bytes, length, *workspace, components.data(), 64));
  std::string shown;
  for (const core::Component& component : components) {
    shown += (shown.empty() ? "" : "|") + text.substr(component.start, component.end - component.start) +
             ":" + core::label_name(component.label);
  }
  if (out != nullptr) *out = components;
  return shown;
}

constexpr uint8_t kNo = core::kHouseNumber, kR = core::kRoad, kS = core::kSuburb, kU = core::kUnit,
                  kC = core::kCity, kD = core::kStateDistrict, kO = core::kNone;

void joins_and_divides() {
  CHECK_EQ(spans("12 Main St, Pune", {kNo, kR, kR, kC}), "12:house_number|Main St:road|Pune:city");
  CHECK_EQ(spans("Sector 18, Baner", {kS, kS, kS}), "Sector 18:suburb|Baner:suburb");
  CHECK_EQ(spans("Sector 18\nBaner", {kS, kS, kS}), "Sector 18:suburb|Baner:suburb");
  CHECK_EQ(spans("Sector 18 - Baner", {kS, kS, kS}), "Sector 18 - Baner:suburb");
  CHECK_EQ(spans("No. 3, Block 2", {kNo, kNo, kNo, kNo}), "No. 3, Block 2:house_number");
  CHECK_EQ(spans("5/22 X", {kU, kNo, kR}), "5:unit|22:house_number|X:road");
  CHECK_EQ(spans("a ~ b", {kO, kR}), "b:road");
  CHECK_EQ(spans("a b c", {kR, kO, kR}), "a:road|c:road");
  CHECK_EQ(spans("a b", {kO, kO}), "");
}

void signs() {
  CHECK_EQ(spans("Pune Dist. 41", {kC, kD, kNo}), "Pune:city|Dist.:state_district|41:house_number");
  CHECK_EQ(spans("Main St.", {kR, kR}), "Main St.:road");
  CHECK_EQ(spans("Pune 12.", {kC, kNo}), "Pune:city|12:house_number");
  CHECK_EQ(spans("Maharashtra.", {kD}), "Maharashtra:state_district");
  CHECK_EQ(spans("X #302", {kR, kU}), "X:road|#302:unit");
  CHECK_EQ(spans("X # 302", {kR, kU}), "X:road|# 302:unit");
  CHECK_EQ(spans("X, №5", {kR, kNo}), "X:road|№5:house_number");
  CHECK_EQ(spans("Andheri (E), Mumbai", {kS, kS, kC}), "Andheri (E):suburb|Mumbai:city");
  CHECK_EQ(spans("Bozen (BZ)", {kC, kD}), "Bozen:city|BZ:state_district");
  CHECK_EQ(spans("(Old) Town 5", {kS, kS, kNo}), "(Old) Town:suburb|5:house_number");
  CHECK_EQ(spans("#1 (a) #2", {kU, kR, kU}), "#1:unit|a:road|#2:unit");
}

void confidences() {
  std::vector<core::Component> low, high;
  spans("Main St", {kR, kR}, {5000, 100}, &low);
  spans("Main St", {kR, kR}, {5000, 4000}, &high);
  CHECK(low[0].confidence < high[0].confidence);
  spans("Main St", {kR, kR}, {5000, -1}, &low);
  CHECK_EQ(low[0].confidence, 0);
  spans("Main St", {kR, kR}, {1 << 29, 1 << 29}, &high);
  CHECK_EQ(high[0].confidence, 255 * 39);
}

} // namespace

int main() {
  joins_and_divides();
  signs();
  confidences();
  CHECK_EQ(std::string(core::label_name(core::kOther)), "other");
  CHECK_EQ(std::string(core::label_name(core::kLabels)), "none");
  return test::finish("core_components");
}
