// Gazetteer lines (class TAB country TAB rank TAB phrase) to the hashed table of the model.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "native/core/model_view.h"

namespace posthaste::train {

struct Gazetteer {
  std::vector<core::GazetteerSlot> slots; // a power of two
  std::vector<uint32_t> meanings;
  size_t phrases = 0;                     // that went in
  size_t left_out = 0;                    // for want of space or longer than the core looks

  void show(core::ModelView* view) const;
};

// `view` needs the Unicode tables; `countries` gives the index of each packed country code. The most
// important phrases go in until 2^slots_log2 slots are filled by three quarters.
bool build_gazetteer(std::string_view lines, const core::ModelView& view,
                     const std::vector<uint16_t>& countries, uint32_t slots_log2, Gazetteer* out,
                     std::string* reason);

} // namespace posthaste::train
