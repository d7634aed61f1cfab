// The SIMT part of the emulator: the threads of a block as fibers on one thread of the operating system. A
// fiber runs until it ends or meets other threads (barrier, warp collective), so that threads that never meet
// anybody run one after another without a switch.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <source_location>
#include <string>
#include <vector>

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};

namespace ph_emulator {

using Site = std::source_location;

inline constexpr uint32_t kWarp = 32;
inline constexpr uint32_t kMostThreads = 1024;
inline constexpr unsigned char kPoison = 0xcb;
// A power of two: a fiber finds itself by rounding its stack pointer down.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr uintptr_t kStack = 256 * 1024;
#else
inline constexpr uintptr_t kStack = 64 * 1024;
#endif

// What a thread waits for; the ones from `barrier` on are of the whole block.
enum class Op : uint8_t {
  none,
  ended,
  sync,
  shuffle,
  up,
  down,
  exclusive,
  ballot,
  any,
  all,
  match,
  barrier,
  barrier_count,
  barrier_and,
  barrier_or
};

struct Worker;

struct Thread {
  uint3 index{};
  uint32_t rank = 0;  // in the block
  Worker* worker = nullptr;
  Op op = Op::none;
  uint32_t mask = 0;
  uint32_t operand = 0;  // of shuffles: lane, distance or bits; and the width
  uint32_t width = kWarp;
  uint64_t value = 0;  // brought along, then the result
  Site site;
};

struct Launch {
  const char* kernel;
  dim3 grid, block;
  size_t shared_bytes;
  std::function<void()> body;
  Site site;
};

struct Block {
  const Launch* launch = nullptr;
  uint3 index{};
  uint32_t count = 0;
  unsigned char* shared = nullptr;
};

class Executor;

// The stack that a fiber runs on; lies at the lowest address of it.
struct Worker {
  Thread* thread;
  const Block* block;
  Executor* executor;
  void* pointer;  // where its registers are saved
  void* bottom;   // of what of the stack it may use
  size_t size;
  void* fake_stack;  // of the sanitizers
  void* tsan_fiber;
};

// Of the calling kernel thread.
__attribute__((always_inline)) inline Worker& self() {
  return *reinterpret_cast<Worker*>(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) & ~(kStack - 1));
}

// Waits until the lanes of `mask` (or the block) do the same; returns the lane's share of the result.
uint64_t meet(Op op, uint32_t mask, uint64_t value, uint32_t operand, uint32_t width, Site site);
// An atomic operation is about to happen: lets others go first now and then.
void breathe();
inline void* dynamic_shared() { return self().block->shared; }

// Why a kernel was stopped: its kind, and what the caller of CUDA is told.
enum class Fault {
  none,
  divergent_barrier,
  absent_lane,
  unfinished_block,
  out_of_bounds,
  spinning,
  host_pointer
};

struct Report {
  Fault fault = Fault::none;
  std::string text;  // with file and line
};

// Writes a report to standard error and keeps it; `ends` when POSTHASTE_EMULATOR says reports=abort.
void report(Fault fault, const std::string& text);
// What was reported since the last call.
std::vector<Report> take_reports();

// Runs all blocks of a launch on the calling thread. The seed shuffles blocks and threads; 0: in order.
Fault run(const Launch& launch, uint64_t seed);

std::string shown(Site site);

}  // namespace ph_emulator
