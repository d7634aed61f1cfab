// Complete, but its driver library does not exist.
#include "test/native/backends/over_cpu.h"

static ph_status open_none(uint32_t, const void*, size_t, const ph_device_options*, ph_device** device,
                           ph_device_info*, ph_reason*) {
  *device = nullptr;
  return PH_UNAVAILABLE;
}

extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t) {
  static constexpr ph_backend kTable = {
      PH_BACKEND_ABI,         sizeof(ph_backend),    "cuda",    "libno_such_driver.so.1", over_cpu::probe,
      over_cpu::device_count, over_cpu::device_name, open_none, over_cpu::submit,         over_cpu::collect,
      over_cpu::close_device};
  return &kTable;
}
