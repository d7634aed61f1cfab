// The labels and their public names.
#pragma once
#include "native/core/base.h"

namespace posthaste::core {

enum Label : uint16_t {
  kNone, kHouse, kNear, kHouseNumber, kRoad, kUnit, kLevel, kStaircase, kEntrance, kPoBox, kPostcode,
  kSuburb, kCityDistrict, kCity, kIsland, kStateDistrict, kState, kCountryRegion, kCountry, kOther
};
static_assert(kOther + 1 == kLabels);

// The name of a label; "none" for 0 and for anything above the last label.
inline const char* label_name(uint32_t label) {
  constexpr const char* names[kLabels] = {
      "none", "house", "near", "house_number", "road", "unit", "level", "staircase", "entrance", "po_box",
      "postcode", "suburb", "city_district", "city", "island", "state_district", "state", "country_region",
      "country", "other"};
  return label < kLabels ? names[label] : names[0];
}

} // namespace posthaste::core
