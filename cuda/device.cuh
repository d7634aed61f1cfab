// What there is to know of a CUDA device before it is opened.
#pragma once

#include <cstddef>
#include <cstdint>

#include "native/engine/backend.h"

namespace posthaste::cuda {

// Compute capability below which no kernel is built.
inline constexpr int kLeastMajor = 7;
inline constexpr int kLeastMinor = 5;

struct Devices {
  // All that the driver shows.
  int count;
  // Those of kLeastMajor.kLeastMinor or above.
  int supported;
};

// Asks the driver. Not PH_OK: there is no device to ask about, and the reason says why.
ph_status list_devices(Devices* devices, ph_reason* reason);

// CUDA's number of the index-th supported device, in the driver's order.
ph_status find_device(uint32_t index, int* number, ph_reason* reason);

// "NVIDIA H100 80GB HBM3 (sm_90)", cut to `size` bytes.
ph_status describe_device(int number, char* name, size_t size, ph_reason* reason);

}  // namespace posthaste::cuda
