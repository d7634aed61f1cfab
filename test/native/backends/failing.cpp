// Every fourth batch fails, on the way in or on the way out.
#include "test/native/backends/over_cpu.h"

static ph_status on_submit(unsigned number, const ph_batch&) { return number % 8 == 3 ? PH_FAILED : PH_OK; }

static ph_status on_collect(unsigned number, ph_batch&) { return number % 8 == 7 ? PH_DEVICE_LOST : PH_OK; }

static constexpr over_cpu::Character kFailing{.on_submit = on_submit, .on_collect = on_collect};
OVER_CPU_BACKEND(kFailing)
