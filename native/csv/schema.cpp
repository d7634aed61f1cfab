#include "native/csv/schema.h"

namespace posthaste::csv {
namespace {

enum India : uint8_t {
  kUnitNumber,
  kSocietyName,
  kLandmark,
  kRoad,
  kSubLocality,
  kLocality,
  kCity,
  kDistrict,
  kState,
  kCountry,
  kPinCode,
  kIndiaCells,
  kNowhere
};

constexpr std::string_view kIndiaNames[kIndiaCells] = {"unit_number",  "society_name", "landmark", "road",
                                                       "sub_locality", "locality",     "city",     "district",
                                                       "state",        "country",      "pin_code"};

// Where the components of a label go, save house numbers and suburbs, which depend on the others.
India india_cell(uint32_t label) {
  switch (label) {
    case core::kUnit: return kUnitNumber;
    case core::kHouse: return kSocietyName;
    case core::kNear: return kLandmark;
    case core::kRoad: return kRoad;
    case core::kCity: return kCity;
    case core::kStateDistrict: return kDistrict;
    case core::kState: return kState;
    case core::kCountry: return kCountry;
    case core::kPostcode: return kPinCode;
    default: return kNowhere;
  }
}

}  // namespace

std::vector<std::string_view> schema_columns(Schema schema) {
  std::vector<std::string_view> names;
  if (schema == Schema::india) {
    names.assign(std::begin(kIndiaNames), std::end(kIndiaNames));
  } else {
    for (uint32_t label = 1; label < core::kLabels; ++label) names.emplace_back(core::label_name(label));
  }
  names.emplace_back("country_code");
  names.emplace_back("confidence");
  return names;
}

Placement::Placement(Schema schema)
    : schema_(schema), cells_(schema == Schema::india ? uint32_t{kIndiaCells} : core::kLabels - 1) {}

void Placement::place(const core::Component* components, uint32_t count) {
  first_.fill(kNone);
  if (next_.size() < count) next_.resize(count);
  if (schema_ == Schema::india) {
    place_india(components, count);
    return;
  }
  for (uint32_t i = 0; i < count; ++i) append(components[i].label - 1U, i);
}

void Placement::place_india(const core::Component* components, uint32_t count) {
  bool has_unit = false;
  uint32_t first_suburb = kNone, last_suburb = kNone;
  for (uint32_t i = 0; i < count; ++i) {
    has_unit |= components[i].label == core::kUnit;
    if (components[i].label != core::kSuburb) continue;
    if (first_suburb == kNone) first_suburb = i;
    last_suburb = i;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const India cell = india_cell(components[i].label);
    if (cell != kNowhere) append(cell, i);
    if (components[i].label == core::kHouseNumber && !has_unit) append(kUnitNumber, i);
  }
  if (last_suburb != kNone) append(kLocality, last_suburb);
  if (first_suburb != last_suburb) append(kSubLocality, first_suburb);
}

void Placement::append(uint32_t cell, uint32_t component) {
  if (cell >= cells_) return;
  if (first_[cell] == kNone) {
    first_[cell] = component;
  } else {
    next_[last_[cell]] = component;
  }
  last_[cell] = component;
  next_[component] = kNone;
}

}  // namespace posthaste::csv
