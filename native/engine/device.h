// An open device of a backend, closed by its destructor.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "native/engine/backend.h"
#include "native/engine/status.h"

namespace posthaste::engine {

// How long a device may take for one batch, and to close, before it counts as hung.
inline constexpr uint32_t kCollectDeadlineMs = 60'000;
inline constexpr uint32_t kCloseDeadlineMs = 5'000;

class Device {
 public:
  // model: as in ph_backend.open; must outlive the device. `name` is what lanes and failures are labelled
  // with.
  static Result<std::unique_ptr<Device>> open(const ph_backend& table, uint32_t index, std::string name,
                                              const void* model, size_t model_bytes,
                                              const ph_device_options& options);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const std::string& name() const { return name_; }
  const ph_device_info& info() const { return info_; }

  ph_status submit(uint32_t lane, ph_batch* batch, ph_reason* reason);
  ph_status collect(uint32_t lane, ph_batch** batch, ph_reason* reason);

  // What a status of this device means to the caller of the engine.
  Failure failure(ph_status status, const ph_reason& reason) const;

 private:
  Device(const ph_backend& table, std::string name) : table_(table), name_(std::move(name)) {}

  const ph_backend& table_;
  std::string name_;
  ph_device* handle_ = nullptr;
  ph_device_info info_{};
};

}  // namespace posthaste::engine
