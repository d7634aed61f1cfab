// Stacks that take turns on one thread: registers are saved on the stack that is left. Tells the sanitizers.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "test/emulator/simt.h"

#if !defined(__x86_64__)
#include <ucontext.h>
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace ph_emulator::fiber {

using Entry = void (*)(Worker*);

#if defined(__x86_64__)
// Saves what a call must keep, stores the stack pointer at *from and goes on where `to` was stored.
extern "C" __attribute__((visibility("hidden"))) void ph_emulator_switch(void** from, void* to);
extern "C" __attribute__((visibility("hidden"))) void ph_emulator_born();
#endif

// Where a worker's stack begins; the executor's own stack is that of the thread.
inline void arrived([[maybe_unused]] Worker& here) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(here.fake_stack, nullptr, nullptr);
#endif
}

inline void make(Worker& worker, unsigned char* top, Entry entry) {
#if defined(__x86_64__)
  auto** stack = reinterpret_cast<void**>(top) - 9;  // aligned for a call after 7 pops
  void* const registers[] = {
      nullptr, nullptr, reinterpret_cast<void*>(entry),           &worker,
      nullptr, nullptr, reinterpret_cast<void*>(ph_emulator_born)};  // r15 r14 r13 r12 rbx rbp return
  for (int i = 0; i < 7; ++i) stack[i] = registers[i];
  worker.pointer = stack;
#else
  auto* context = new ucontext_t;
  getcontext(context);
  context->uc_stack.ss_sp = worker.bottom;
  context->uc_stack.ss_size = worker.size;
  const auto address = reinterpret_cast<uintptr_t>(&worker);
  const auto code = reinterpret_cast<uintptr_t>(entry);
  using Plain = void (*)();
  makecontext(context, reinterpret_cast<Plain>(+[](unsigned a, unsigned b, unsigned c, unsigned d) {
                const auto whole = [](unsigned low, unsigned high) { return uintptr_t{high} << 32 | low; };
                reinterpret_cast<Entry>(whole(c, d))(reinterpret_cast<Worker*>(whole(a, b)));
              }),
              4, static_cast<unsigned>(address), static_cast<unsigned>(address >> 32),
              static_cast<unsigned>(code), static_cast<unsigned>(code >> 32));
  worker.pointer = context;
  (void)top;
#endif
#if defined(__SANITIZE_THREAD__)
  worker.tsan_fiber = __tsan_create_fiber(0);
#endif
}

// The executor's own place, on the calling thread's stack.
void make_home(Worker& home);

inline void change(Worker& from, Worker& to) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&from.fake_stack, to.bottom, to.size);
#endif
#if defined(__SANITIZE_THREAD__)
  __tsan_switch_to_fiber(to.tsan_fiber, 0);
#endif
#if defined(__x86_64__)
  ph_emulator_switch(&from.pointer, to.pointer);
#else
  swapcontext(static_cast<ucontext_t*>(from.pointer), static_cast<ucontext_t*>(to.pointer));
#endif
  arrived(from);
}

// Gives up a worker, wherever it is.
inline void end(Worker& worker) {
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(worker.bottom, worker.size);
#endif
#if defined(__SANITIZE_THREAD__)
  __tsan_destroy_fiber(worker.tsan_fiber);
#endif
#if !defined(__x86_64__)
  delete static_cast<ucontext_t*>(worker.pointer);
#endif
  worker.pointer = nullptr;
}

}  // namespace ph_emulator::fiber
