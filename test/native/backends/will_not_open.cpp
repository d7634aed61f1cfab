// A device that is there and cannot be opened.
#include "test/native/backends/over_cpu.h"

static ph_status on_open() { return PH_OOM; }

static constexpr over_cpu::Character kClosed{.on_open = on_open};
OVER_CPU_BACKEND(kClosed)
