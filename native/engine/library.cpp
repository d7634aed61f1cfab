#include "native/engine/library.h"

#include <dlfcn.h>

namespace posthaste::engine {

namespace {

std::string last_error() {
  const char* text = dlerror();
  return text != nullptr ? text : "no reason given";
}

Failure unavailable(std::string reason) { return {Code::backend_unavailable, std::move(reason)}; }

bool complete(const ph_backend& table) {
  return table.name != nullptr && table.probe != nullptr && table.device_count != nullptr &&
         table.device_name != nullptr && table.open != nullptr && table.submit != nullptr &&
         table.collect != nullptr && table.close != nullptr;
}

}  // namespace

Result<const ph_backend*> open_library(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return unavailable("the backend library cannot be loaded: " + last_error());
  const auto refuse = [library](std::string reason) {
    dlclose(library);
    return unavailable(std::move(reason));
  };

  auto entry = reinterpret_cast<ph_backend_entry>(dlsym(library, PH_BACKEND_SYMBOL));
  if (entry == nullptr)
    return refuse(path + " is not a posthaste backend: it has no symbol " PH_BACKEND_SYMBOL);
  const ph_backend* table = entry(PH_BACKEND_ABI);
  const std::string expected = "expected backend ABI " + std::to_string(PH_BACKEND_ABI) + " in " + path;
  const std::string advice = "; install the library that came with this version of posthaste";
  if (table == nullptr) return refuse(expected + ", found another one" + advice);
  if (table->abi_version != PH_BACKEND_ABI) {
    return refuse(expected + ", found " + std::to_string(table->abi_version) + advice);
  }
  if (table->struct_size != sizeof(ph_backend)) {
    return refuse("expected a table of " + std::to_string(sizeof(ph_backend)) + " bytes in " + path +
                  ", found " + std::to_string(table->struct_size) + advice);
  }
  if (!complete(*table)) return refuse("the table of " + path + " lacks a name or a function" + advice);

  if (table->driver != nullptr) {
    // Left open on purpose: the runtime inside the library will want the same driver.
    if (dlopen(table->driver, RTLD_NOW | RTLD_LOCAL) == nullptr) {
      return refuse("no driver: " + last_error() + "; install the driver of the device, or use the CPU");
    }
  }
  return table;
}

}  // namespace posthaste::engine
