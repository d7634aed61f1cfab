// A model in the memory of a device.
#pragma once

#include <cstddef>
#include <memory>

#include "cuda/memory.cuh"
#include "native/core/model_view.h"

namespace posthaste::cuda {

class DeviceModel {
 public:
  // Checks the file as every backend does, copies it to the current device and shifts the weights
  // (launch_bias). Blocks until that is done.
  static ph_status upload(const void* bytes, size_t size, std::shared_ptr<const DeviceModel>* model,
                          ph_reason* reason);

  // Pointers into the device.
  const core::ModelView& view() const { return view_; }

 private:
  DeviceArray<uint8_t> bytes_;
  core::ModelView view_{};
};

}  // namespace posthaste::cuda
