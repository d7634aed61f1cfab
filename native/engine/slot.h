// What a chunk needs while it is in work; used again for later chunks.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "native/csv/extraction.h"
#include "native/engine/batch.h"

namespace posthaste::engine {

struct Slot {
  explicit Slot(csv::Simd simd) : extraction(simd) {}

  csv::Extraction extraction;
  Batch batch;
};

// As many slots as chunks were in work at once, last used first: its memory is still in the caches. Any
// thread.
class Slots {
 public:
  explicit Slots(csv::Simd simd) : simd_(simd) {}

  std::unique_ptr<Slot> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!stock_.empty()) {
        auto slot = std::move(stock_.back());
        stock_.pop_back();
        return slot;
      }
    }
    return std::make_unique<Slot>(simd_);
  }

  void give(std::unique_ptr<Slot> slot) {
    slot->extraction.clear();
    const std::lock_guard lock(mutex_);
    stock_.push_back(std::move(slot));
  }

 private:
  const csv::Simd simd_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Slot>> stock_;
};

}  // namespace posthaste::engine
