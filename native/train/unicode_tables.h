// The Unicode sections of a model, laid out from the generated runs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <vector>

#include "native/core/model_view.h"
#include "native/train/unicode_ranges.h"

namespace posthaste::train {

struct UnicodeTables {
  std::vector<uint16_t> index;
  std::vector<uint32_t> entries;
  std::vector<uint32_t> expansions;

  UnicodeTables() {
    std::map<std::vector<uint32_t>, uint16_t> known;
    std::vector<uint32_t> block(core::kUnicodeBlock);
    std::size_t run = 0;
    for (uint32_t first = 0; first < 0x110000; first += core::kUnicodeBlock) {
      for (uint32_t i = 0; i < core::kUnicodeBlock; ++i) {
        while (run + 1 < std::size(kUnicodeRuns) && kUnicodeRuns[run + 1].first <= first + i) ++run;
        block[i] = kUnicodeRuns[run].entry;
      }
      const auto [place, added] = known.try_emplace(block, static_cast<uint16_t>(known.size()));
      if (added) entries.insert(entries.end(), block.begin(), block.end());
      index.push_back(place->second);
    }
    for (const auto& expansion : kUnicodeExpansions) {
      expansions.insert(expansions.end(), std::begin(expansion), std::end(expansion));
    }
  }

  // Points the view into these tables.
  void show(core::ModelView* view) const {
    view->unicode_index = index.data();
    view->unicode_entries = entries.data();
    view->unicode_blocks = static_cast<uint32_t>(entries.size() / core::kUnicodeBlock);
    view->expansions = expansions.data();
    view->expansion_count = static_cast<uint32_t>(expansions.size() / core::kExpansionLength);
  }
};

} // namespace posthaste::train
