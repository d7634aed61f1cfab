// A device without faults.
#include "test/native/backends/over_cpu.h"

static constexpr over_cpu::Character kSound{};
OVER_CPU_BACKEND(kSound)
