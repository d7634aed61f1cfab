#include "native/engine/pool.h"

#include <system_error>

namespace posthaste::engine {

Result<std::unique_ptr<Pool>> Pool::start(unsigned threads) {
  std::unique_ptr<Pool> pool(new Pool);
  try {
    pool->threads_.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) pool->threads_.emplace_back([p = pool.get(), i] { p->loop(i); });
  } catch (const std::system_error& error) {
    const auto started = pool->threads_.size();
    pool->stop();
    return Failure{Code::internal, "expected to start " + std::to_string(threads) +
                                       " threads, the system gave " + std::to_string(started) + " (" +
                                       error.what() + "); ask for fewer threads"};
  }
  return pool;
}

Pool::~Pool() { stop(); }

bool Pool::add(std::unique_ptr<Work> work, Priority priority) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    (priority == Priority::first ? first_ : normal_).push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void Pool::stop() {
  std::deque<std::unique_ptr<Work>> dropped_first;
  std::deque<std::unique_ptr<Work>> dropped_normal;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped_first.swap(first_);
    dropped_normal.swap(normal_);
  }
  wake_.notify_all();
  // Before the joining: what is dropped may be what something that runs waits for.
  dropped_first.clear();
  dropped_normal.clear();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Pool::loop(unsigned thread) {
  for (;;) {
    std::unique_ptr<Work> work;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !first_.empty() || !normal_.empty(); });
      if (stopping_) return;
      auto& queue = first_.empty() ? normal_ : first_;
      work = std::move(queue.front());
      queue.pop_front();
    }
    Work& running = *work;
    running.run(thread, std::move(work));
  }
}

}  // namespace posthaste::engine
