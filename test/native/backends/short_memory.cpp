// Memory for seven addresses and no more: PH_OOM sometimes from submit, sometimes from collect.
#include "test/native/backends/over_cpu.h"

static ph_status on_submit(unsigned number, const ph_batch& batch) {
  return batch.count > 7 && number % 2 == 0 ? PH_OOM : PH_OK;
}

static ph_status on_collect(unsigned, ph_batch& batch) { return batch.count > 7 ? PH_OOM : PH_OK; }

static constexpr over_cpu::Character kShort{.on_submit = on_submit, .on_collect = on_collect};
OVER_CPU_BACKEND(kShort)
