#include "native/engine/pool.h"

#include <atomic>
#include <functional>
#include <future>
#include <vector>

#include "test/native/check.h"

namespace {

using posthaste::engine::Pool;
using posthaste::engine::Priority;
using posthaste::engine::Work;

class Call final : public Work {
 public:
  using Body = std::function<void(unsigned, std::unique_ptr<Work>)>;
  explicit Call(Body body, std::atomic<int>* destroyed = nullptr)
      : body_(std::move(body)), destroyed_(destroyed) {}
  ~Call() override {
    if (destroyed_ != nullptr) ++*destroyed_;
  }
  void run(unsigned thread, std::unique_ptr<Work> self) noexcept override { body_(thread, std::move(self)); }

 private:
  Body body_;
  std::atomic<int>* destroyed_;
};

std::unique_ptr<Work> work(Call::Body body, std::atomic<int>* destroyed = nullptr) {
  return std::make_unique<Call>(std::move(body), destroyed);
}

void runs_everything_once() {
  std::atomic<int> ran = 0;
  std::atomic<int> destroyed = 0;
  std::atomic<bool> numbers_right = true;
  auto pool = std::move(Pool::start(3).value());
  CHECK_EQ(pool->size(), 3U);
  std::promise<void> all;
  for (int i = 0; i < 1000; ++i) {
    const auto body = [&](unsigned thread, std::unique_ptr<Work>) {
      if (thread >= 3) numbers_right = false;
      if (++ran == 1000) all.set_value();
    };
    CHECK(pool->add(work(body, &destroyed), i % 2 == 0 ? Priority::first : Priority::normal));
  }
  all.get_future().wait();
  pool->stop();
  CHECK_EQ(ran.load(), 1000);
  CHECK_EQ(destroyed.load(), 1000);
  CHECK(numbers_right.load());
}

void keeps_order_and_priority() {
  auto pool = std::move(Pool::start(1).value());
  std::promise<void> gate;
  std::promise<void> entered;
  std::promise<void> last;
  std::vector<int> order;
  pool->add(work([&](unsigned, std::unique_ptr<Work>) {
              entered.set_value();
              gate.get_future().wait();
            }),
            Priority::normal);
  entered.get_future().wait();
  for (int i = 0; i < 3; ++i) {
    pool->add(work([&order, i](unsigned, std::unique_ptr<Work>) { order.push_back(i); }), Priority::normal);
    pool->add(work([&order, i](unsigned, std::unique_ptr<Work>) { order.push_back(10 + i); }),
              Priority::first);
  }
  pool->add(work([&](unsigned, std::unique_ptr<Work>) { last.set_value(); }), Priority::normal);
  gate.set_value();
  last.get_future().wait();
  CHECK(order == (std::vector<int>{10, 11, 12, 0, 1, 2}));
}

void work_may_go_round_again() {
  auto pool = std::move(Pool::start(2).value());
  std::promise<int> ended;
  int rounds = 0;
  pool->add(work([&](unsigned, std::unique_ptr<Work> self) {
              if (++rounds == 50) return ended.set_value(rounds);
              pool->add(std::move(self), Priority::first);
            }),
            Priority::normal);
  CHECK_EQ(ended.get_future().get(), 50);
}

void stop_waits_for_the_running_and_drops_the_rest() {
  std::atomic<int> destroyed = 0;
  std::atomic<int> finished = 0;
  auto pool = std::move(Pool::start(1).value());
  std::promise<void> entered;
  std::promise<void> gate;
  pool->add(work(
                [&](unsigned, std::unique_ptr<Work>) {
                  entered.set_value();
                  gate.get_future().wait();
                  ++finished;
                },
                &destroyed),
            Priority::normal);
  entered.get_future().wait();
  for (int i = 0; i < 10; ++i)
    pool->add(work([&](unsigned, std::unique_ptr<Work>) { ++finished; }, &destroyed), Priority::normal);
  std::thread opener([&] {
    // Once the queue was dropped, `stop` waits for the one that runs.
    while (destroyed.load() != 10) std::this_thread::yield();
    gate.set_value();
  });
  pool->stop();
  opener.join();
  CHECK_EQ(finished.load(), 1);
  CHECK_EQ(destroyed.load(), 11);
  CHECK(!pool->add(work([](unsigned, std::unique_ptr<Work>) {}, &destroyed), Priority::first));
  CHECK_EQ(destroyed.load(), 12);
  pool->stop();
}

}  // namespace

int main() {
  runs_everything_once();
  keeps_order_and_priority();
  work_may_go_round_again();
  stop_waits_for_the_running_and_drops_the_rest();
  return posthaste::test::finish("engine_pool");
}
