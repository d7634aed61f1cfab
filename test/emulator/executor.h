// Runs the blocks of launches on the thread of the operating system that made it.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <ucontext.h>

#include <atomic>
#include <chrono>

#include "test/emulator/memory.h"
#include "test/emulator/simt.h"

// The variables of __shared__: the linker names the bounds of their section.
extern "C" char __start_ph_shared[] __attribute__((weak, visibility("hidden")));
extern "C" char __stop_ph_shared[] __attribute__((weak, visibility("hidden")));

namespace ph_emulator {

inline constexpr uint32_t kPatience = 256;  // atomics of a thread before others go first

// "thread (0,0,0) waits in __syncthreads at file:line"
std::string where(const Thread& thread);
std::string shown(uint3 at);

class Executor {
 public:
  Executor();
  ~Executor();
  Fault run(const Launch& launch, uint64_t seed);
  uint64_t meet(Op op, uint32_t mask, uint64_t value, uint32_t operand, uint32_t width, Site site);
  void breathe();
  void live(Worker& worker);
  // In a signal: makes the interrupted fiber end its kernel, when it is one of this executor.
  bool strike(ucontext_t* interrupted, Fault fault, void* address);
  [[noreturn]] void struck();
  // Once a moment, from the watchdog's thread.
  void watch(std::chrono::steady_clock::time_point now);

 private:
  void run_block();
  void push(Thread& thread) { ready_[(first_ + ready_count_++) % kMostThreads] = &thread; }
  Thread* pop();
  uint64_t random() {
    random_ ^= random_ << 13, random_ ^= random_ >> 7, random_ ^= random_ << 17;
    return random_;
  }
  // Leaves this fiber for the next that can run; returns when it is this one's turn again.
  void advance(Worker& worker, bool ended);
  void go(Worker* from, Worker* to);
  Worker* take();
  void diagnose();
  void discard();
  void fail(Fault fault, const std::string& what);
  void blame();
  // Gives this fiber up after `fail`; nothing on its stack is destroyed, so nothing may own memory.
  [[noreturn]] void leave();

  Worker main_{};
  unsigned char* stacks_;
  uint32_t made_ = 0, idle_count_ = 0;
  Worker* idle_[kMostThreads];
  Thread threads_[kMostThreads];
  Thread* ready_[kMostThreads];
  uint32_t first_ = 0, ready_count_ = 0, live_ = 0, arrived_ = 0, patience_ = kPatience;
  uint32_t waiting_[kMostThreads / kWarp];
  Block block_;
  uint64_t seed_ = 0, random_ = 1;
  Fault fault_ = Fault::none;
  Fault struck_by_ = Fault::none;
  void* struck_at_ = nullptr;
  void* struck_code_ = nullptr;
  alignas(16) char alternate_[64 * 1024];
  char* shared_ = nullptr;
  Guarded dynamic_;
  pthread_t thread_ = pthread_self();
  std::atomic<uint64_t> progress_ = 0;
  uint64_t watched_ = ~0ULL;  // of the watchdog
  std::chrono::steady_clock::time_point moved_;
};

// While it runs a launch, the executor is watched: that it goes on, and by signals of its thread.
void begin_watch(Executor& executor);
void end_watch(Executor& executor);
void forget(Executor& executor);

}  // namespace ph_emulator
