// Not even one address fits.
#include "test/native/backends/over_cpu.h"

static ph_status on_submit(unsigned, const ph_batch&) { return PH_OOM; }

static constexpr over_cpu::Character kNone{.on_submit = on_submit};
OVER_CPU_BACKEND(kNone)
