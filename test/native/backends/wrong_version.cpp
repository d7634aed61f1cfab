// Takes any host, and is of a later ABI.
#include "native/engine/backend.h"

extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t) {
  static constexpr ph_backend kTable = [] {
    ph_backend table{};
    table.abi_version = PH_BACKEND_ABI + 1;
    return table;
  }();
  return &kTable;
}
