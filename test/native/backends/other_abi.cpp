// Speaks a later ABI only.
#include "native/engine/backend.h"

extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t host_abi) {
  static constexpr ph_backend kTable{};
  return host_abi == PH_BACKEND_ABI + 1 ? &kTable : nullptr;
}
