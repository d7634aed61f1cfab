#include "native/engine/cpu_variant.h"

namespace posthaste::engine {

namespace {

// Always inlined, so that every wrapper below compiles it, and the core in it, for its own instruction set.
inline __attribute__((always_inline)) void parse_batch(const core::ModelView& model,
                                                       core::Workspace& workspace, ph_batch& batch) {
  core::Component found[PH_MAX_COMPONENTS];
  uint32_t used = 0;
  for (uint32_t i = 0; i < batch.count; ++i) {
    const uint32_t begin = batch.offsets[i];
    const auto* text = reinterpret_cast<const uint8_t*>(batch.text) + begin;
    const uint16_t hint = batch.hints == nullptr ? uint16_t{0} : batch.hints[i];
    const core::Parse parse =
        core::parse(model, text, batch.offsets[i + 1] - begin, hint, workspace, found, PH_MAX_COMPONENTS);
    batch.results[i] = {used, static_cast<uint16_t>(parse.components), parse.country, parse.confidence, 0};
    for (uint32_t c = 0; c < parse.components; ++c) {
      batch.components[used++] = {found[c].start, found[c].end, found[c].label, found[c].confidence};
    }
  }
  batch.component_count = used;
}

// What the baseline of the platform amounts to.
#if defined(__aarch64__)
constexpr char kBaselineName[] = "neon";
#else
constexpr char kBaselineName[] = "scalar";
#endif

bool always() { return true; }

void parse_baseline(const core::ModelView& model, core::Workspace& workspace, ph_batch& batch) {
  parse_batch(model, workspace, batch);
}

#if defined(__x86_64__)
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

__attribute__((target("avx2,bmi,bmi2"))) void parse_avx2(const core::ModelView& model,
                                                         core::Workspace& workspace, ph_batch& batch) {
  parse_batch(model, workspace, batch);
}
#endif

constexpr CpuVariant kVariants[] = {
#if defined(__x86_64__)
    {"avx2", has_avx2, parse_avx2},
#endif
    {kBaselineName, always, parse_baseline},
};

}  // namespace

std::span<const CpuVariant> cpu_variants() { return kVariants; }

}  // namespace posthaste::engine
