// Output memory that has been used before: its pages are there already.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace posthaste::engine {

// A bounded stock of empty strings that kept their capacity. Any thread.
class Recycler {
 public:
  // Keeps at most `count` strings, none of more than `bytes` capacity.
  Recycler(size_t count, size_t bytes) : count_(count), bytes_(bytes) {}

  std::string take() {
    const std::lock_guard lock(mutex_);
    if (stock_.empty()) return {};
    std::string taken = std::move(stock_.back());
    stock_.pop_back();
    return taken;
  }

  void give(std::string&& used) {
    if (used.capacity() > bytes_ || used.capacity() < kWorthKeeping) return;
    used.clear();
    const std::lock_guard lock(mutex_);
    if (stock_.size() < count_) stock_.push_back(std::move(used));
  }

 private:
  static constexpr size_t kWorthKeeping = 4096;

  const size_t count_;
  const size_t bytes_;
  std::mutex mutex_;
  std::vector<std::string> stock_;
};

}  // namespace posthaste::engine
