#include "native/train/gazetteer_builder.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "native/core/gazetteer.h"
#include "native/core/tokenise.h"

namespace posthaste::train {

namespace {

struct ClassBit {
  std::string_view name;
  uint32_t bit;
};

constexpr ClassBit kClasses[] = {
    {"city", core::kGazCity},
    {"suburb", core::kGazSuburb},
    {"city_district", core::kGazCityDistrict},
    {"state_district", core::kGazStateDistrict},
    {"state", core::kGazState},
    {"country", core::kGazCountry},
    {"island", core::kGazIsland},
    {"road", core::kGazRoad},
    {"street_word", core::kGazStreetWord},
    {"direction", core::kGazDirection},
    {"unit_word", core::kGazUnitWord},
    {"level_word", core::kGazLevelWord},
    {"staircase_word", core::kGazStaircaseWord},
    {"entrance_word", core::kGazEntranceWord},
    {"po_box_word", core::kGazPoBoxWord},
    {"near_word", core::kGazNearWord},
    {"house_word", core::kGazHouseWord},
    {"number_word", core::kGazNumberWord},
    {"suburb_word", core::kGazSuburbWord},
    {"district_word", core::kGazDistrictWord},
    {"given_name", core::kGazGivenName},
    {"other_word", core::kGazOtherWord},
};
constexpr size_t kLargeCities = 8000; // of the highest rank

struct Entry {
  std::vector<uint32_t> words;
  uint32_t bit;
  uint16_t country;
  int64_t rank; // words before places, then by the rank of the source
};

// Phrases and their beginnings by hash, with the table they fill.
class Table {
 public:
  explicit Table(uint32_t slots_log2) : limit_((uint64_t{3} << slots_log2) / 4) {}

  bool add(const Entry& entry, uint32_t country) {
    uint32_t hash = core::phrase_start();
    std::vector<uint32_t> hashes;
    size_t fresh = 0;
    for (const uint32_t word : entry.words) {
      hash = core::phrase_add(hash, word);
      hashes.push_back(hash);
      fresh += masks_.count(hash) == 0 ? 1 : 0;
    }
    if (masks_.size() + fresh > limit_) return false;
    for (size_t i = 0; i + 1 < hashes.size(); ++i) masks_[hashes[i]] |= core::kGazContinues;
    uint32_t& mask = masks_[hash];
    mask |= entry.bit;
    if (entry.bit == core::kGazCity && cities_++ < kLargeCities) mask |= core::kGazLargeCity;
    const bool place = (entry.bit & core::kGazPlaces) != 0;
    if (place && country != 0) {
      const auto [known, added] = countries_.try_emplace(hash, country);
      if (!added && known->second != country) known->second = 0;
    }
    return true;
  }

  void lay_out(uint32_t slots_log2, Gazetteer* out) const {
    const uint32_t slot_mask = (1U << slots_log2) - 1;
    std::vector<core::GazetteerSlot>& slots = out->slots;
    slots.assign(size_t{1} << slots_log2, core::GazetteerSlot{0, 0});
    out->meanings.assign(1, 0);
    std::unordered_map<uint32_t, uint16_t> numbers;
    std::vector<std::pair<uint32_t, uint32_t>> ordered(masks_.begin(), masks_.end());
    std::sort(ordered.begin(), ordered.end());
    for (const auto& [hash, mask] : ordered) {
      const auto country = countries_.find(hash);
      const uint32_t index = country == countries_.end() ? 0 : country->second;
      uint32_t slot = core::phrase_slot(hash);
      uint32_t probe = 0;
      while (probe < core::kMaxProbes && slots[slot & slot_mask].fingerprint != 0) ++probe, ++slot;
      if (probe == core::kMaxProbes) continue; // the core would not look that far
      const uint32_t meaning = mask | index << core::kGazCountryShift;
      auto number = numbers.find(meaning);
      if (number == numbers.end() && out->meanings.size() < 1U << 16) {
        number = numbers.emplace(meaning, static_cast<uint16_t>(out->meanings.size())).first;
        out->meanings.push_back(meaning);
      }
      if (number == numbers.end()) continue;
      slots[slot & slot_mask] = {core::phrase_fingerprint(hash), number->second};
    }
  }

 private:
  uint64_t limit_;
  size_t cities_ = 0;
  std::unordered_map<uint32_t, uint32_t> masks_;
  std::unordered_map<uint32_t, uint32_t> countries_;
};

std::string_view cut(std::string_view* rest) {
  const size_t at = rest->find('\t');
  const std::string_view part = rest->substr(0, at);
  *rest = at == std::string_view::npos ? std::string_view{} : rest->substr(at + 1);
  return part;
}

bool read_entry(std::string_view row, const core::ModelView& view, core::Workspace& workspace, Entry* entry) {
  const std::string_view name = cut(&row);
  const std::string_view country = cut(&row);
  const std::string_view rank = cut(&row);
  const auto* found = std::find_if(std::begin(kClasses), std::end(kClasses),
                                   [&](const ClassBit& known) { return known.name == name; });
  if (found == std::end(kClasses)) return false;
  entry->bit = found->bit;
  const auto result = std::from_chars(rank.data(), rank.data() + rank.size(), entry->rank);
  if (result.ec != std::errc{} || row.empty()) return false;
  entry->country = 0;
  if (country.size() == 2) {
    entry->country =
        static_cast<uint16_t>(static_cast<uint8_t>(country[0]) << 8 | static_cast<uint8_t>(country[1]));
  }
  core::tokenise(view, reinterpret_cast<const uint8_t*>(row.data()), static_cast<uint32_t>(row.size()),
                 workspace);
  entry->words.clear();
  for (uint32_t i = 0; i < workspace.token_count; ++i)
    entry->words.push_back(core::token_at(workspace, i).word);
  return true;
}

} // namespace

void Gazetteer::show(core::ModelView* view) const {
  view->slots = slots.data();
  view->slot_mask = static_cast<uint32_t>(slots.size() - 1);
  view->meanings = meanings.data();
  view->meaning_count = static_cast<uint32_t>(meanings.size());
}

bool build_gazetteer(std::string_view lines, const core::ModelView& view,
                     const std::vector<uint16_t>& countries, uint32_t slots_log2, Gazetteer* out,
                     std::string* reason) {
  const auto workspace = std::make_unique<core::Workspace>();
  std::vector<Entry> entries;
  for (size_t number = 1; !lines.empty(); ++number) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view row = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    Entry entry;
    if (!read_entry(row, view, *workspace, &entry)) {
      *reason = "gazetteer line " + std::to_string(number) + ": expected class, country, rank and phrase";
      return false;
    }
    if (entry.words.empty() || entry.words.size() > core::kMaxPhrase) {
      ++out->left_out;
      continue;
    }
    entries.push_back(std::move(entry));
  }
  const auto weight = [](const Entry& entry) { return (entry.bit & core::kGazWords) != 0 ? 1 : 0; };
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return weight(a) != weight(b) ? weight(a) > weight(b) : a.rank > b.rank;
  });
  Table table(slots_log2);
  for (const Entry& entry : entries) {
    const auto place = std::find(countries.begin(), countries.end(), entry.country);
    const bool known = entry.country != 0 && place != countries.end();
    const uint32_t country = known ? static_cast<uint32_t>(place - countries.begin()) : 0;
    if (table.add(entry, country)) ++out->phrases;
    else ++out->left_out;
  }
  table.lay_out(slots_log2, out);
  return true;
}

} // namespace posthaste::train
