// The thread that keeps one lane of a device busy.
#pragma once

#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "native/engine/batch.h"
#include "native/engine/device.h"
#include "native/engine/pool.h"

namespace posthaste::engine {

// Work with a batch that a lane is to parse.
class BatchWork : public Work {
 public:
  virtual Batch& batch() = 0;
  // Why the batch could not be parsed.
  std::optional<Failure> failure;
};

// Takes batches, cuts them into slices that the lane takes, keeps the lane's queue full, halves slices when
// memory is short, and gives the work back to the pool, first in line, once its batch is parsed or has
// failed.
class Feeder {
 public:
  // `device` and `pool` must outlive the feeder.
  static Result<std::unique_ptr<Feeder>> start(Device& device, uint32_t lane, Pool& pool);

  // As `stop`.
  ~Feeder();
  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  // False, and the work is dropped, after `stop`.
  bool add(std::unique_ptr<BatchWork> work);

  // Waits for what the lane holds, drops the rest, joins the thread.
  void stop();

 private:
  struct Range {
    uint32_t begin;
    uint32_t end;
  };
  // A batch in work: the slices still to submit, and how many the lane holds.
  struct Active {
    std::unique_ptr<BatchWork> work;
    std::deque<Range> todo;
    uint32_t held = 0;
  };
  struct Held {
    ph_batch slice;
    Active* active;
  };

  Feeder(Device& device, uint32_t lane, Pool& pool);
  void loop();
  // Waits for something to do; false when it is time to end.
  bool wait();
  void submit_ready();
  void collect_oldest();
  void settle(Active& active, Range range, ph_status status, const ph_reason& reason);
  void give_back_done();

  Device& device_;
  const uint32_t lane_;
  Pool& pool_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<BatchWork>> ready_;
  bool stopping_ = false;

  // The thread's own.
  std::list<Active> active_;
  std::deque<Held> held_;
  uint32_t max_addresses_;

  std::thread thread_;
};

}  // namespace posthaste::engine
