// Which backends there are, which of them work here, and why the others do not.
#pragma once

#include <string>
#include <vector>

#include "native/engine/backend.h"

namespace posthaste::engine {

struct BackendEntry {
  std::string name;
  // Null when there is no table to call.
  const ph_backend* table = nullptr;
  // The backend's own score; 0 = cannot be used, `detail` says why.
  int score = 0;
  std::string detail;
  // Product names, in the order of the backend's device indices.
  std::vector<std::string> devices;
};

class Registry {
 public:
  // Probes the CPU, and the CUDA library when a path is given; "" is an entry that says there is none.
  explicit Registry(const std::string& cuda_library);

  // Best score first; those of score 0 last. Always has the entries "cpu" and "cuda".
  const std::vector<BackendEntry>& entries() const { return entries_; }
  std::vector<BackendEntry>& entries() { return entries_; }
  // Null when there is none of that name.
  BackendEntry* find(const std::string& name);

 private:
  void add(const ph_backend* table);

  std::vector<BackendEntry> entries_;
};

}  // namespace posthaste::engine
