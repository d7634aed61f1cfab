// What is wrong with a block, in words.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "test/emulator/executor.h"
#include "test/emulator/plan.h"
#include "test/emulator/switch.h"

namespace ph_emulator {

namespace {

std::mutex lock;
// Never destroyed: streams may work until the process ends.
std::vector<Report>& reports = *new std::vector<Report>;

const char* name(Op op) {
  constexpr const char* kNames[] = {
      "nothing",          "ended",           "__syncwarp",          "__shfl_sync",       "__shfl_up_sync",
      "__shfl_down_sync", "__shfl_xor_sync", "__ballot_sync",       "__any_sync",        "__all_sync",
      "__match_any_sync", "__syncthreads",   "__syncthreads_count", "__syncthreads_and", "__syncthreads_or"};
  return kNames[static_cast<int>(op)];
}

}  // namespace

std::string shown(uint3 at) {
  return "(" + std::to_string(at.x) + "," + std::to_string(at.y) + "," + std::to_string(at.z) + ")";
}

std::string where(const Thread& thread) {
  const std::string who = "thread " + shown(thread.index);
  if (thread.op == Op::ended) return who + " has returned";
  if (thread.op == Op::none) return who + " is elsewhere";
  return who + " waits in " + name(thread.op) + " at " + ph_emulator::shown(thread.site);
}

std::string shown(Site site) { return std::string(site.file_name()) + ":" + std::to_string(site.line()); }

void report(Fault fault, const std::string& text) {
  std::fprintf(stderr, "emulator: %s\n", text.c_str());
  if (plan().abort_on_report) std::abort();
  const std::lock_guard held(lock);
  reports.push_back({fault, text});
}

std::vector<Report> take_reports() {
  const std::lock_guard held(lock);
  return std::exchange(reports, {});
}

void Executor::fail(Fault fault, const std::string& what) {
  fault_ = fault;
  const Launch& launch = *block_.launch;
  report(fault, what + "; kernel " + launch.kernel + " launched at " + shown(launch.site) + ", block " +
                    shown(block_.index));
}

void Executor::leave() {
  go(&self(), &main_);
  __builtin_unreachable();
}

void Executor::diagnose() {
  const auto end = threads_ + block_.count;
  for (Thread* thread = threads_; thread < end; ++thread) {
    if (thread->op == Op::ended || thread->op >= Op::barrier) continue;
    const Thread* warp = thread - thread->rank % kWarp;
    for (uint32_t lane = 0; lane < kWarp; ++lane) {
      if ((thread->mask >> lane & 1) == 0) continue;
      const bool exists = warp + lane < end;
      if (exists && warp[lane].op == thread->op && warp[lane].mask == thread->mask) continue;
      char mask[32];
      std::snprintf(mask, sizeof mask, "0x%08x", thread->mask);
      fail(Fault::absent_lane,
           "absent lane: " + where(*thread) + " with mask " + mask + ", but lane " + std::to_string(lane) +
               " does not come: " +
               (exists ? where(warp[lane]) : std::string("the block has no such thread")));
      return;
    }
  }
  const auto waits = std::find_if(threads_, end, [](const Thread& thread) { return thread.op != Op::ended; });
  const auto left = std::find_if(threads_, end, [](const Thread& thread) { return thread.op == Op::ended; });
  fail(Fault::unfinished_block, "unfinished block: " + std::to_string(live_) + " of " +
                                    std::to_string(block_.count) +
                                    " threads wait for ever: " + where(*waits) + ", " + where(*left));
}

}  // namespace ph_emulator
