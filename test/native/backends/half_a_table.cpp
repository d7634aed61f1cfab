// Of the right version and size, with functions missing.
#include "native/engine/backend.h"

extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t) {
  static constexpr ph_backend kTable = [] {
    ph_backend table{};
    table.abi_version = PH_BACKEND_ABI;
    table.struct_size = sizeof(ph_backend);
    table.name = "cuda";
    return table;
  }();
  return &kTable;
}
