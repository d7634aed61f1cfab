// Signals and the watchdog: what happens to a kernel that touches what it may not, or never ends.
#include <dlfcn.h>

#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>

#include "test/emulator/executor.h"
#include "test/emulator/plan.h"

namespace ph_emulator {

namespace {

// As a call would leave the stack.
#if defined(__x86_64__)
constexpr uintptr_t kEntry = 64 + sizeof(void*);
#else
constexpr uintptr_t kEntry = 64;
#endif
constexpr int kAlarm = SIGURG;  // ignored where nobody expects it

thread_local Executor* current = nullptr;
std::mutex lock;
// Never destroyed: the watchdog works until the process ends.
std::vector<Executor*>& executors = *new std::vector<Executor*>;  // that run a launch

}  // namespace

bool Executor::strike(ucontext_t* interrupted, Fault fault, void* address) {
#if defined(__x86_64__)
  auto& stack = interrupted->uc_mcontext.gregs[REG_RSP];
  auto& code = interrupted->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  auto& stack = interrupted->uc_mcontext.sp;
  auto& code = interrupted->uc_mcontext.pc;
#endif
  const auto offset = static_cast<uintptr_t>(stack) - reinterpret_cast<uintptr_t>(stacks_);
  if (fault_ != Fault::none || struck_by_ != Fault::none || offset >= kMostThreads * kStack) return false;
  struck_by_ = fault;
  struck_at_ = address;
  struck_code_ = reinterpret_cast<void*>(code);
  // What lies on the stack of the fiber is given up.
  stack = static_cast<std::remove_reference_t<decltype(stack)>>(reinterpret_cast<uintptr_t>(stacks_) +
                                                                (offset & ~(kStack - 1)) + kStack - kEntry);
  code = reinterpret_cast<std::remove_reference_t<decltype(code)>>(
      static_cast<void (*)()>([] { self().executor->struck(); }));
  return true;
}

void Executor::struck() {
  blame();
  leave();
}

void Executor::blame() {
  const Fault fault = std::exchange(struck_by_, Fault::none);
  const Thread& thread = *self().thread;
  std::string who = "thread " + shown(thread.index);
  if (thread.site.line() != 0) who += ", which last met others at " + ph_emulator::shown(thread.site);
  if (fault == Fault::spinning) {
    return fail(fault, "spinning: no thread met another or returned for " +
                           std::to_string(plan().watchdog_ms) + " ms; " + who + " runs");
  }
  Dl_info code{};
  if (dladdr(struck_code_, &code) != 0) {
    char text[32];
    std::snprintf(text, sizeof text, "+%#tx",
                  static_cast<char*>(struck_code_) - static_cast<char*>(code.dli_fbase));
    who += std::string(" (code ") + code.dli_fname + text + ")";
  }
  fail(fault, "out of bounds: access to " + describe(struck_at_) + " by " + who);
}

void Executor::watch(std::chrono::steady_clock::time_point now) {
  const uint64_t progress = progress_.load(std::memory_order_relaxed);
  if (progress != watched_) {
    watched_ = progress;
    moved_ = now;
  } else if (now - moved_ > std::chrono::milliseconds(plan().watchdog_ms)) {
    pthread_kill(thread_, kAlarm);
  }
}

namespace {

struct sigaction before;

void on_signal(int number, siginfo_t* info, void* context) {
  auto* interrupted = static_cast<ucontext_t*>(context);
  if (number == kAlarm) {
    if (current != nullptr) current->strike(interrupted, Fault::spinning, nullptr);
    return;
  }
  if (current != nullptr && current->strike(interrupted, Fault::out_of_bounds, info->si_addr)) return;
  note_host_access(info->si_addr);
  sigaction(number, &before, nullptr);  // happens again, and is somebody else's then
}

void watch_all() {
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const std::lock_guard held(lock);
    for (Executor* executor : executors) executor->watch(std::chrono::steady_clock::now());
  }
}

}  // namespace

void install_handlers() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action {};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    sigaction(SIGSEGV, &action, &before);
    sigaction(kAlarm, &action, nullptr);
    std::thread(watch_all).detach();
  });
}

void begin_watch(Executor& executor) {
  current = &executor;
  const std::lock_guard held(lock);
  executors.push_back(&executor);
}

void end_watch(Executor& executor) {
  const std::lock_guard held(lock);
  std::erase(executors, &executor);
}

void forget(Executor& executor) {
  if (current == &executor) current = nullptr;
}

}  // namespace ph_emulator
