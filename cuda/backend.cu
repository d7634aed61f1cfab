// The backend ABI over CUDA. This build has no kernels: it finds the devices, says so, and opens none.
#include <cstdio>

#include "cuda/device.cuh"
#include "native/engine/backend.h"

namespace posthaste::cuda {

namespace {

constexpr char kNoKernels[] = "this build of the CUDA library has no kernels; use the CPU";

ph_status refuse(ph_reason* reason, ph_status status, const char* text) {
  std::snprintf(reason->text, sizeof reason->text, "%s", text);
  return status;
}

int32_t probe(ph_reason* reason) {
  Devices devices{};
  if (list_devices(&devices, reason) != PH_OK) return 0;
  std::snprintf(reason->text, sizeof reason->text, "%d CUDA devices, %d of sm_%d%d or newer; %s",
                devices.count, devices.supported, kLeastMajor, kLeastMinor, kNoKernels);
  return 0;
}

// As the ABI has it: none while `probe` says 0.
uint32_t device_count() { return 0; }

ph_status device_name(uint32_t index, char* name, size_t size, ph_reason* reason) {
  int number = 0;
  const ph_status status = find_device(index, &number, reason);
  return status == PH_OK ? describe_device(number, name, size, reason) : status;
}

ph_status open_device(uint32_t, const void*, size_t, const ph_device_options*, ph_device** device,
                      ph_device_info*, ph_reason* reason) {
  *device = nullptr;
  return refuse(reason, PH_UNAVAILABLE, kNoKernels);
}

// No device was ever opened, so the rest has none to act on.

ph_status submit(ph_device*, uint32_t, ph_batch*, ph_reason* reason) {
  return refuse(reason, PH_BAD_ARGUMENT, kNoKernels);
}

ph_status collect(ph_device*, uint32_t, uint32_t, ph_batch** batch, ph_reason* reason) {
  *batch = nullptr;
  return refuse(reason, PH_BAD_ARGUMENT, kNoKernels);
}

void close_device(ph_device*, uint32_t) {}

constexpr ph_backend kTable = {PH_BACKEND_ABI, sizeof(ph_backend), "cuda",      "libcuda.so.1", probe,
                               device_count,   device_name,        open_device, submit,         collect,
                               close_device};

}  // namespace

}  // namespace posthaste::cuda

extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t host_abi) {
  return host_abi == PH_BACKEND_ABI ? &posthaste::cuda::kTable : nullptr;
}
