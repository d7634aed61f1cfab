#include "cuda/device.cuh"

#include <cstdio>

#include "cuda/check.cuh"

namespace posthaste::cuda {

namespace {

ph_status is_supported(int number, bool* supported, ph_reason* reason) {
  int major = 0;
  int minor = 0;
  PH_CUDA(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, number));
  PH_CUDA(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, number));
  *supported = major > kLeastMajor || (major == kLeastMajor && minor >= kLeastMinor);
  return PH_OK;
}

}  // namespace

ph_status list_devices(Devices* devices, ph_reason* reason) {
  *devices = {0, 0};
  PH_CUDA(cudaGetDeviceCount(&devices->count));
  for (int number = 0; number < devices->count; ++number) {
    bool supported = false;
    const ph_status status = is_supported(number, &supported, reason);
    if (status != PH_OK) return status;
    devices->supported += supported ? 1 : 0;
  }
  return PH_OK;
}

ph_status find_device(uint32_t index, int* number, ph_reason* reason) {
  Devices devices{};
  ph_status status = list_devices(&devices, reason);
  for (int candidate = 0; status == PH_OK && candidate < devices.count; ++candidate) {
    bool supported = false;
    status = is_supported(candidate, &supported, reason);
    if (status != PH_OK || !supported) continue;
    if (index-- == 0) {
      *number = candidate;
      return PH_OK;
    }
  }
  if (status != PH_OK) return status;
  std::snprintf(reason->text, sizeof reason->text, "there is no such CUDA device; %d are supported",
                devices.supported);
  return PH_BAD_ARGUMENT;
}

ph_status describe_device(int number, char* name, size_t size, ph_reason* reason) {
  cudaDeviceProp properties{};
  PH_CUDA(cudaGetDeviceProperties(&properties, number));
  std::snprintf(name, size, "%s (sm_%d%d)", properties.name, properties.major, properties.minor);
  return PH_OK;
}

}  // namespace posthaste::cuda
