#include "native/engine/device.h"

namespace posthaste::engine {

Result<std::unique_ptr<Device>> Device::open(const ph_backend& table, uint32_t index, std::string name,
                                             const void* model, size_t model_bytes,
                                             const ph_device_options& options) {
  std::unique_ptr<Device> device(new Device(table, std::move(name)));
  ph_reason reason{};
  const ph_status status =
      table.open(index, model, model_bytes, &options, &device->handle_, &device->info_, &reason);
  if (status != PH_OK) return device->failure(status, reason);
  const ph_device_info& info = device->info_;
  if (info.lanes == 0 || info.queue == 0 || info.max_addresses == 0 || info.max_text_bytes == 0) {
    return Failure{Code::backend_failed, device->name_ + ": opened without lanes, queue or room for a batch"};
  }
  return device;
}

Device::~Device() {
  if (handle_ != nullptr) table_.close(handle_, kCloseDeadlineMs);
}

ph_status Device::submit(uint32_t lane, ph_batch* batch, ph_reason* reason) {
  return table_.submit(handle_, lane, batch, reason);
}

ph_status Device::collect(uint32_t lane, ph_batch** batch, ph_reason* reason) {
  return table_.collect(handle_, lane, kCollectDeadlineMs, batch, reason);
}

Failure Device::failure(ph_status status, const ph_reason& reason) const {
  const char* what = "";
  auto code = Code::backend_failed;
  switch (status) {
    case PH_UNAVAILABLE: code = Code::backend_unavailable; break;
    case PH_OOM: what = "out of memory: "; break;
    case PH_DEVICE_LOST: what = "device lost: "; break;
    case PH_TIMEOUT: what = "no answer in time: "; break;
    case PH_OK:
    case PH_FAILED:
    case PH_BAD_ARGUMENT: break;
  }
  return {code, name_ + ": " + what + reason.text};
}

}  // namespace posthaste::engine
