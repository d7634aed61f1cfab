// A fixed set of threads over one queue with two priorities.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "native/engine/status.h"

namespace posthaste::engine {

// One piece of work. `run` is called on one thread of the pool, by that thread's number, and owns the work
// from then on: it may pass `self` on, to the pool again too.
class Work {
 public:
  virtual ~Work() = default;
  virtual void run(unsigned thread, std::unique_ptr<Work> self) noexcept = 0;
};

enum class Priority : unsigned char { first, normal };

class Pool {
 public:
  // Starts `threads` threads, or none at all when the system refuses one.
  static Result<std::unique_ptr<Pool>> start(unsigned threads);

  // As `stop`.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  unsigned size() const { return static_cast<unsigned>(threads_.size()); }

  // Queues work; within a priority it starts in the order given. False, and the work is dropped, after
  // `stop`.
  bool add(std::unique_ptr<Work> work, Priority priority);

  // Drops what has not started, waits for what has, joins the threads. Not to be called on one of them.
  void stop();

 private:
  Pool() = default;
  void loop(unsigned thread);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Work>> first_;
  std::deque<std::unique_ptr<Work>> normal_;
  std::vector<std::thread> threads_;
  bool stopping_ = false;
};

}  // namespace posthaste::engine
