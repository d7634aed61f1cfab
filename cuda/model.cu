#include "cuda/model.cuh"

#include <cstdio>
#include <new>
#include <string>

#include "cuda/pass.cuh"
#include "native/model/model.h"

namespace posthaste::cuda {

namespace {

// The same place in a copy of the file.
template <class T>
void rebase(const T** pointer, const void* from, const uint8_t* to) {
  const auto offset = reinterpret_cast<const uint8_t*>(*pointer) - static_cast<const uint8_t*>(from);
  *pointer = reinterpret_cast<const T*>(to + offset);
}

core::ModelView on_device(core::ModelView view, const void* from, const uint8_t* to) {
  rebase(&view.unicode_index, from, to);
  rebase(&view.unicode_entries, from, to);
  rebase(&view.expansions, from, to);
  rebase(&view.rows, from, to);
  rebase(&view.transitions, from, to);
  rebase(&view.starts, from, to);
  rebase(&view.ends, from, to);
  rebase(&view.slots, from, to);
  rebase(&view.meanings, from, to);
  rebase(&view.country_rows, from, to);
  rebase(&view.country_codes, from, to);
  rebase(&view.component_confidence, from, to);
  rebase(&view.address_confidence, from, to);
  rebase(&view.country_confidence, from, to);
  return view;
}

uint8_t* writable(const int8_t* rows) { return reinterpret_cast<uint8_t*>(const_cast<int8_t*>(rows)); }

}  // namespace

ph_status DeviceModel::upload(const void* bytes, size_t size, std::shared_ptr<const DeviceModel>* model,
                              ph_reason* reason) {
  core::ModelView view;
  std::string why;
  if (!model::open(static_cast<const uint8_t*>(bytes), size, &view, &why)) {
    std::snprintf(reason->text, sizeof reason->text, "%s", why.c_str());
    return PH_BAD_ARGUMENT;
  }
  auto made = std::make_shared<DeviceModel>();
  const ph_status status = made->bytes_.allocate(size, reason);
  if (status != PH_OK) return status;
  Stream stream;
  const ph_status streamed = stream.create(reason);
  if (streamed != PH_OK) return streamed;
  PH_CUDA(cudaMemcpyAsync(made->bytes_.data(), bytes, size, cudaMemcpyHostToDevice, stream.get()));
  made->view_ = on_device(view, bytes, made->bytes_.data());
  const uint64_t country_rows = uint64_t{1} << (32 - view.country_shift);
  const uint64_t row_bytes = uint64_t{view.row_count} * core::kLabelLanes;
  PH_CUDA(launch_bias(writable(made->view_.rows), row_bytes, stream.get()));
  PH_CUDA(launch_bias(writable(made->view_.country_rows), country_rows * view.country_stride, stream.get()));
  PH_CUDA(cudaStreamSynchronize(stream.get()));
  *model = std::move(made);
  return PH_OK;
}

}  // namespace posthaste::cuda
