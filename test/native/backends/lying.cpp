// Says that all is well and points outside its batch.
#include "test/native/backends/over_cpu.h"

static ph_status on_collect(unsigned number, ph_batch& batch) {
  ph_result& result = batch.results[batch.count / 2];
  switch (number % 4) {
    case 0:
      result.first = 0xfffffff0U;
      result.count = 1;
      break;
    case 1: result.count = 0xffff; break;
    case 2:
      result = {0, 1, 0, 0, 0};
      batch.components[0] = {0, 0x7fffffff, 1, 0};
      break;
    default:
      result = {0, 1, 0, 0, 0};
      batch.components[0] = {0, 1, 77, 0};
      break;
  }
  return PH_OK;
}

static constexpr over_cpu::Character kLying{.on_collect = on_collect};
OVER_CPU_BACKEND(kLying)
