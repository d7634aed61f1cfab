#include "native/engine/feeder.h"

#include <algorithm>
#include <cstdio>
#include <system_error>

namespace posthaste::engine {

Result<std::unique_ptr<Feeder>> Feeder::start(Device& device, uint32_t lane, Pool& pool) {
  std::unique_ptr<Feeder> feeder(new Feeder(device, lane, pool));
  try {
    feeder->thread_ = std::thread([f = feeder.get()] { f->loop(); });
  } catch (const std::system_error& error) {
    return Failure{Code::internal, device.name() + ": cannot start a thread for a lane: " + error.what()};
  }
  return feeder;
}

Feeder::Feeder(Device& device, uint32_t lane, Pool& pool)
    : device_(device), lane_(lane), pool_(pool), max_addresses_(device.info().max_addresses) {}

Feeder::~Feeder() { stop(); }

bool Feeder::add(std::unique_ptr<BatchWork> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    ready_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void Feeder::stop() {
  std::deque<std::unique_ptr<BatchWork>> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(ready_);
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Feeder::loop() {
  while (wait()) {
    submit_ready();
    collect_oldest();
    give_back_done();
  }
  // The lane holds nothing any more; batches with slices still to submit are dropped.
  active_.clear();
}

bool Feeder::wait() {
  std::unique_lock lock(mutex_);
  if (active_.empty()) wake_.wait(lock, [this] { return stopping_ || !ready_.empty(); });
  if (stopping_) {
    for (auto& active : active_) active.todo.clear();
    return !held_.empty();
  }
  for (auto& work : ready_) {
    Active active{std::move(work), {}, 0};
    const Batch& batch = active.work->batch();
    for (uint32_t begin = 0; begin < batch.size();) {
      const uint32_t end = batch.slice_end(begin, max_addresses_, device_.info().max_text_bytes);
      active.todo.push_back({begin, end});
      begin = end;
    }
    active_.push_back(std::move(active));
  }
  ready_.clear();
  return true;
}

void Feeder::submit_ready() {
  for (auto& active : active_) {
    while (!active.todo.empty() && held_.size() < device_.info().queue) {
      const Range range = active.todo.front();
      active.todo.pop_front();
      held_.push_back({active.work->batch().slice(range.begin, range.end), &active});
      ph_reason reason{};
      const ph_status status = device_.submit(lane_, &held_.back().slice, &reason);
      if (status == PH_OK) {
        ++active.held;
      } else {
        held_.pop_back();
        settle(active, range, status, reason);
      }
    }
  }
}

void Feeder::collect_oldest() {
  if (held_.empty()) return;
  ph_batch* collected = nullptr;
  ph_reason reason{};
  ph_status status = device_.collect(lane_, &collected, &reason);
  if (status == PH_OK && (collected != &held_.front().slice || !Batch::sound(held_.front().slice))) {
    status = PH_FAILED;
    std::snprintf(reason.text, sizeof reason.text, "the device gave results that are not those of its batch");
  }
  const Held held = held_.front();
  held_.pop_front();
  --held.active->held;
  if (status == PH_OK) held.active->work->batch().settle(held.slice);
  settle(*held.active, {held.slice.tag, held.slice.tag + held.slice.count}, status, reason);
}

void Feeder::settle(Active& active, Range range, ph_status status, const ph_reason& reason) {
  if (status == PH_OK) return;
  const uint32_t count = range.end - range.begin;
  if (status == PH_OOM && count > 1 && !active.work->failure) {
    const uint32_t middle = range.begin + count / 2;
    active.todo.push_front({middle, range.end});
    active.todo.push_front({range.begin, middle});
    // Later batches need not find out again.
    max_addresses_ = std::min(max_addresses_, count - count / 2);
    return;
  }
  active.todo.clear();
  if (!active.work->failure) active.work->failure = device_.failure(status, reason);
}

void Feeder::give_back_done() {
  for (auto active = active_.begin(); active != active_.end();) {
    if (!active->todo.empty() || active->held != 0) {
      ++active;
      continue;
    }
    pool_.add(std::move(active->work), Priority::first);
    active = active_.erase(active);
  }
}

}  // namespace posthaste::engine
