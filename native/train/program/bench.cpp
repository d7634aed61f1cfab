#include <time.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "native/core/parse.h"
#include "native/train/program/evaluate.h"

namespace posthaste::train {

namespace {

#if defined(__x86_64__)
__attribute__((target("avx2"), noinline)) core::Parse parse_avx2(const core::ModelView& model,
                                                                 const std::string& text,
                                                                 core::Workspace& workspace,
                                                                 core::Component* components) {
  return core::parse(model, reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()),
                     0, workspace, components, core::kMaxTokens);
}
#endif

__attribute__((noinline)) core::Parse parse_base(const core::ModelView& model, const std::string& text,
                                                 core::Workspace& workspace, core::Component* components) {
  return core::parse(model, reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()),
                     0, workspace, components, core::kMaxTokens);
}

// Seconds of processor time of this thread: what other programs do counts as little as can be.
double seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class Function>
void time_it(const char* name, Function function, const core::ModelView& model, const Lines& lines,
             uint32_t rounds, std::FILE* out) {
  const auto workspace = std::make_unique<core::Workspace>();
  std::vector<core::Component> components(core::kMaxTokens);
  double best = 0;
  uint64_t tokens = 0, found = 0;
  for (uint32_t round = 0; round < rounds; ++round) {
    tokens = found = 0;
    const double start = seconds();
    for (const Line& line : lines.lines) {
      found += function(model, line.text, *workspace, components.data()).components;
      tokens += workspace->token_count;
    }
    best = std::max(best, static_cast<double>(lines.lines.size()) / (seconds() - start));
  }
  const double count = static_cast<double>(std::max<size_t>(lines.lines.size(), 1));
  std::fprintf(out, "%s: %.0f addresses/s on one core, %.1f tokens and %.1f components an address\n", name,
               best, static_cast<double>(tokens) / count, static_cast<double>(found) / count);
}

} // namespace

void bench(const core::ModelView& model, const Lines& lines, uint32_t rounds, std::FILE* out) {
  time_it("baseline", parse_base, model, lines, rounds, out);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) time_it("avx2", parse_avx2, model, lines, rounds, out);
#endif
}

} // namespace posthaste::train
