#include "test/emulator/executor.h"

#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "test/emulator/switch.h"

namespace ph_emulator {

namespace {

constexpr uintptr_t kPage = 4096;

bool same(Site a, Site b) {
  return a.line() == b.line() && a.column() == b.column() && std::strcmp(a.file_name(), b.file_name()) == 0;
}

// This thread's copy of the __shared__ variables; the section's place in the image gives that in a thread's.
int find_shared(dl_phdr_info* info, size_t, void* found) {
  const auto start = reinterpret_cast<uintptr_t>(__start_ph_shared);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const uintptr_t image = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
    if (info->dlpi_phdr[i].p_type != PT_TLS || start < image || start >= image + info->dlpi_phdr[i].p_memsz)
      continue;
    *static_cast<char**>(found) = static_cast<char*>(info->dlpi_tls_data) + (start - image);
    return 1;
  }
  return 0;
}

uint64_t result_of(const Thread* warp, const Thread& me, uint32_t lanes, const uint64_t* values) {
  const uint32_t lane = me.rank % kWarp, base = lane & ~(me.width - 1);
  const auto of = [&](uint32_t from, bool inside) {
    return values[inside && (lanes >> from & 1) ? from : lane];
  };
  uint64_t votes = 0, equals = 0;
  switch (me.op) {
    case Op::shuffle:
      return of(base + (me.operand & (me.width - 1)), true);
    case Op::up:
      return of(lane - me.operand, lane >= base + me.operand);
    case Op::down:
      return of((lane + me.operand) % kWarp, lane + me.operand < base + me.width);
    case Op::exclusive:
      return of((lane ^ me.operand) % kWarp, (lane ^ me.operand) < base + me.width);
    case Op::sync:
      return 0;
    default:
      break;
  }
  for (uint32_t i = 0; i < kWarp; ++i) {
    if ((lanes >> i & 1) == 0) continue;
    votes |= uint64_t{warp[i].value != 0} << i;
    equals |= uint64_t{values[i] == me.value} << i;
  }
  if (me.op == Op::match) return equals;
  return me.op == Op::ballot ? votes : me.op == Op::any ? votes != 0 : votes == lanes;
}

}  // namespace

Executor::Executor() {
  // Twice over, so that an aligned range lies within. Never touched memory costs nothing.
  auto* all = static_cast<unsigned char*>(mmap(nullptr, (kMostThreads + 1) * kStack, PROT_READ | PROT_WRITE,
                                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (all == MAP_FAILED) std::abort();
  const uintptr_t skip = -reinterpret_cast<uintptr_t>(all) & (kStack - 1);
  stacks_ = all + skip;
  if (skip != 0) munmap(all, skip);
  if (skip != kStack) munmap(stacks_ + kMostThreads * kStack, kStack - skip);
  fiber::make_home(main_);
  // For the signal of a stack that ran over.
  stack_t other{};
  if (sigaltstack(nullptr, &other) == 0 && (other.ss_flags & SS_DISABLE) != 0) {
    other = {alternate_, 0, sizeof alternate_};
    sigaltstack(&other, nullptr);
  }
  if (&__start_ph_shared[0] != &__stop_ph_shared[0]) dl_iterate_phdr(find_shared, &shared_);
}

Executor::~Executor() {
  forget(*this);
  stack_t other{};
  if (sigaltstack(nullptr, &other) == 0 && other.ss_sp == alternate_) {
    other = {nullptr, SS_DISABLE, 0};
    sigaltstack(&other, nullptr);
  }
  discard();
  munmap(stacks_, kMostThreads * kStack);
}

Worker* Executor::take() {
  if (idle_count_ > 0) return idle_[--idle_count_];
  unsigned char* bottom = stacks_ + made_ * kStack;
  // A stack that runs over meets a guard before it meets the worker.
  mprotect(bottom + kPage, kPage, PROT_NONE);
  ++made_;
  auto* worker = new (bottom) Worker{};
  worker->executor = this;
  worker->block = &block_;
  worker->bottom = bottom + 2 * kPage;
  worker->size = kStack - 2 * kPage;
  fiber::make(*worker, bottom + kStack, [](Worker* born) { born->executor->live(*born); });
  return worker;
}

void Executor::discard() {
  for (uint32_t i = 0; i < made_; ++i) fiber::end(*reinterpret_cast<Worker*>(stacks_ + i * kStack));
  made_ = idle_count_ = 0;
}

void Executor::go(Worker* from, Worker* to) {
  patience_ = kPatience;
  fiber::change(*from, *to);
}

Thread* Executor::pop() {
  if (ready_count_ == 0) return nullptr;
  Thread*& last = ready_[(first_ + ready_count_ - 1) % kMostThreads];
  if (seed_ != 0) std::swap(last, ready_[(first_ + random() % ready_count_) % kMostThreads]);
  --ready_count_;
  return last;
}

void Executor::advance(Worker& worker, bool ended) {
  Thread* next = pop();
  if (next != nullptr && next->worker == nullptr && ended) {
    next->worker = &worker;  // on the same stack
    worker.thread = next;
    return;
  }
  if (ended) idle_[idle_count_++] = &worker;
  if (next == nullptr) return go(&worker, &main_);
  if (next->worker == &worker) return;
  if (next->worker == nullptr) {
    next->worker = take();
    next->worker->thread = next;
  }
  go(&worker, next->worker);
}

void Executor::live(Worker& worker) {
  fiber::arrived(worker);
  for (;;) {
    block_.launch->body();
    worker.thread->op = Op::ended;
    --live_;
    progress_.store(progress_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    advance(worker, true);
  }
}

void Executor::breathe() {
  if (--patience_ > 0 && (seed_ == 0 || random() % 8 != 0)) return;
  patience_ = kPatience;
  if (ready_count_ == 0) return;
  Worker& worker = self();
  first_ = (first_ + kMostThreads - 1) % kMostThreads;
  ready_[first_] = worker.thread;
  ++ready_count_;
  advance(worker, false);
}

uint64_t Executor::meet(Op op, uint32_t mask, uint64_t value, uint32_t operand, uint32_t width, Site site) {
  Worker& worker = self();
  Thread& me = *worker.thread;
  me.op = op, me.mask = mask, me.value = value, me.operand = operand, me.width = width, me.site = site;
  const uint32_t lane = me.rank % kWarp;
  Thread* warp = &threads_[me.rank - lane];
  bool complete = false;
  if (op >= Op::barrier) {
    complete = ++arrived_ == block_.count;
    if (!complete) return advance(worker, false), me.value;
    arrived_ = 0;
    uint64_t count = 0;
    for (uint32_t i = 0; i < block_.count; ++i) {
      const Thread& other = threads_[i];
      if (other.op != op || !same(other.site, site)) {
        fail(Fault::divergent_barrier, "divergent barrier: " + where(other) + ", " + where(me));
        leave();
      }
      count += other.value != 0;
    }
    const uint64_t result = op == Op::barrier_count ? count
                            : op == Op::barrier_or  ? count > 0
                                                    : count == block_.count;
    for (uint32_t i = block_.count; i-- > 0;) {
      threads_[i].value = result, threads_[i].op = Op::none;
      if (&threads_[i] != &me) push(threads_[i]);
    }
  } else {
    if ((mask >> lane & 1) == 0) {
      fail(Fault::absent_lane, "absent lane: " + where(me) + " with a mask without itself");
      leave();
    }
    uint32_t& waiting = waiting_[me.rank / kWarp];
    waiting |= 1U << lane;
    complete = (waiting & mask) == mask;
    for (uint32_t left = mask; complete && left != 0; left &= left - 1) {
      const Thread& other = warp[std::countr_zero(left)];
      complete = other.mask == mask && other.op == op;
    }
    if (!complete) return advance(worker, false), me.value;
    waiting &= ~mask;
    uint64_t values[kWarp], results[kWarp];
    for (uint32_t i = 0; i < kWarp; ++i) values[i] = warp[i].value;
    for (uint32_t i = 0; i < kWarp; ++i) {
      if (mask >> i & 1) results[i] = result_of(warp, warp[i], mask, values);
    }
    for (uint32_t i = kWarp; i-- > 0;) {
      if ((mask >> i & 1) == 0) continue;
      warp[i].value = results[i], warp[i].op = Op::none;
      if (i != lane) push(warp[i]);
    }
  }
  progress_.store(progress_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  const uint64_t result = me.value;
  // In a shuffled schedule the last to come is not the first to go.
  if (seed_ != 0 && random() % 2 != 0) push(me), advance(worker, false);
  return result;
}

void Executor::run_block() {
  std::fill(std::begin(waiting_), std::end(waiting_), 0);
  const dim3 size = block_.launch->block;
  live_ = block_.count;
  first_ = ready_count_ = arrived_ = 0;
  for (uint32_t rank = block_.count; rank-- > 0;) {
    Thread& thread = threads_[rank];
    thread = {};
    thread.index = {rank % size.x, rank / size.x % size.y, rank / size.x / size.y};
    thread.rank = rank;
    push(thread);
  }
  if (shared_ != nullptr) std::memset(shared_, kPoison, __stop_ph_shared - __start_ph_shared);
  if (block_.shared != nullptr) std::memset(block_.shared, kPoison, block_.launch->shared_bytes);
  while (fault_ == Fault::none && live_ > 0) {
    Thread* next = pop();
    if (next == nullptr) return diagnose();
    next->worker = take();
    next->worker->thread = next;
    go(&main_, next->worker);
  }
}

Fault Executor::run(const Launch& launch, uint64_t seed) {
  fault_ = Fault::none;
  ++progress_;  // the watchdog's time starts anew
  seed_ = seed;
  random_ = seed * 0x9e3779b97f4a7c15ULL + 1;
  block_.launch = &launch;
  block_.count = launch.block.x * launch.block.y * launch.block.z;
  block_.shared = launch.shared_bytes > 0 ? dynamic_.resize(launch.shared_bytes) : nullptr;
  const uint32_t blocks = launch.grid.x * launch.grid.y * launch.grid.z;
  // Some order of all: a step that shares no factor with the number of blocks.
  const uint32_t start = seed == 0 ? 0 : random() % blocks;
  const bool back = seed != 0 && random() % 2 != 0;
  for (uint32_t i = 0; i < blocks && fault_ == Fault::none; ++i) {
    const uint32_t number = (start + (back ? blocks - i : i)) % blocks;
    block_.index = {number % launch.grid.x, number / launch.grid.x % launch.grid.y,
                    number / launch.grid.x / launch.grid.y};
    run_block();
  }
  if (fault_ != Fault::none) discard();
  return fault_;
}

uint64_t meet(Op op, uint32_t mask, uint64_t value, uint32_t operand, uint32_t width, Site site) {
  return self().executor->meet(op, mask, value, operand, width, site);
}

void breathe() { self().executor->breathe(); }

Fault run(const Launch& launch, uint64_t seed) {
  thread_local const auto own = std::make_unique<Executor>();
  begin_watch(*own);
  const Fault fault = own->run(launch, seed);
  end_watch(*own);
  return fault;
}

}  // namespace ph_emulator
