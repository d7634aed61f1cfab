#include "native/engine/registry.h"

#include <algorithm>
#include <array>

#include "native/engine/cpu_backend.h"
#include "native/engine/library.h"

namespace posthaste::engine {

Registry::Registry(const std::string& cuda_library) {
  add(cpu_backend());
  if (cuda_library.empty()) {
    entries_.push_back({"cuda", nullptr, 0, "no CUDA library is installed beside the addon", {}});
  } else {
    auto opened = open_library(cuda_library);
    if (!opened) {
      entries_.push_back({"cuda", nullptr, 0, opened.failure().reason, {}});
    } else if (std::string("cuda") != opened.value()->name) {
      entries_.push_back({"cuda",
                          nullptr,
                          0,
                          "expected the backend cuda in " + cuda_library + ", found " + opened.value()->name,
                          {}});
    } else {
      add(opened.value());
    }
  }
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const BackendEntry& a, const BackendEntry& b) { return a.score > b.score; });
}

BackendEntry* Registry::find(const std::string& name) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const BackendEntry& entry) { return entry.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

void Registry::add(const ph_backend* table) {
  BackendEntry entry{table->name, table, 0, "", {}};
  ph_reason reason{};
  entry.score = std::max(0, table->probe(&reason));
  if (entry.score == 0) {
    entry.detail = reason.text;
  } else {
    const uint32_t count = table->device_count();
    for (uint32_t i = 0; i < count; ++i) {
      std::array<char, 128> name{};
      const bool named = table->device_name(i, name.data(), name.size(), &reason) == PH_OK;
      entry.devices.emplace_back(named ? name.data() : "unnamed");
    }
  }
  entries_.push_back(std::move(entry));
}

}  // namespace posthaste::engine
