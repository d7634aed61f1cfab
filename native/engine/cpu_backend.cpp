#include "native/engine/cpu_backend.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "native/engine/cpu_variant.h"
#include "native/model/model.h"

// The opaque handle of the ABI, so outside any namespace.
struct ph_device {
  struct Lane {
    posthaste::core::Workspace workspace;
    ph_batch* batch = nullptr;
  };
  posthaste::core::ModelView model{};
  const posthaste::engine::CpuVariant* variant = nullptr;
  std::vector<std::unique_ptr<Lane>> lanes;
};

namespace posthaste::engine {

namespace {

static_assert(PH_LABELS + 1 == core::kLabels);

constexpr uint32_t kMaxLanes = 1024;

ph_status fail(ph_reason* reason, ph_status status, const std::string& text) {
  std::snprintf(reason->text, sizeof reason->text, "%s", text.c_str());
  return status;
}

// The variant of that name, or the best for "". Null when it is not compiled in or this machine cannot run
// it.
const CpuVariant* choose(const std::string& name) {
  const auto variants = cpu_variants();
  const auto found = std::find_if(variants.begin(), variants.end(), [&](const CpuVariant& variant) {
    return (name.empty() || name == variant.name) && variant.present();
  });
  return found == variants.end() ? nullptr : &*found;
}

std::string choices() {
  std::string names;
  for (const CpuVariant& variant : cpu_variants()) {
    if (!variant.present()) continue;
    names += names.empty() ? variant.name : std::string(", ") + variant.name;
  }
  return names;
}

int32_t probe(ph_reason*) { return 1; }

uint32_t device_count() { return 1; }

ph_status device_name(uint32_t index, char* name, size_t size, ph_reason* reason) {
  if (index != 0 || size == 0) return fail(reason, PH_BAD_ARGUMENT, "the CPU is device 0");
  std::snprintf(name, size, "CPU");
  return PH_OK;
}

ph_status open_device(uint32_t index, const void* bytes, size_t size, const ph_device_options* options,
                      ph_device** device, ph_device_info* info, ph_reason* reason) {
  *device = nullptr;
  if (index != 0) return fail(reason, PH_BAD_ARGUMENT, "the CPU is device 0");
  if (options->struct_size != sizeof(ph_device_options))
    return fail(reason, PH_BAD_ARGUMENT, "options of another ABI");
  if (options->lanes > kMaxLanes) return fail(reason, PH_BAD_ARGUMENT, "expected at most 1024 lanes");
  const std::string wanted = options->variant == nullptr ? "" : options->variant;
  const CpuVariant* variant = choose(wanted);
  if (variant == nullptr) {
    return fail(reason, PH_UNAVAILABLE,
                "expected one of the SIMD variants " + choices() + ", found '" + wanted.substr(0, 64) + "'");
  }
  try {
    auto opened = std::make_unique<ph_device>();
    std::string why;
    if (!model::open(static_cast<const uint8_t*>(bytes), size, &opened->model, &why)) {
      return fail(reason, PH_BAD_ARGUMENT, why);
    }
    opened->variant = variant;
    const uint32_t lanes = std::max<uint32_t>(1, options->lanes);
    for (uint32_t i = 0; i < lanes; ++i) opened->lanes.push_back(std::make_unique<ph_device::Lane>());
    *info = {lanes, 1, UINT32_MAX, UINT32_MAX, {}};
    std::snprintf(info->detail, sizeof info->detail, "%s", variant->name);
    *device = opened.release();
    return PH_OK;
  } catch (const std::bad_alloc&) {
    return fail(reason, PH_OOM, "no memory for the lanes of the CPU");
  }
}

ph_status submit(ph_device* device, uint32_t lane, ph_batch* batch, ph_reason* reason) {
  if (lane >= device->lanes.size()) return fail(reason, PH_BAD_ARGUMENT, "no such lane");
  ph_device::Lane& slot = *device->lanes[lane];
  if (slot.batch != nullptr) return fail(reason, PH_BAD_ARGUMENT, "the lane holds a batch already");
  const uint64_t bytes = batch->offsets[batch->count] - batch->offsets[0];
  if (batch->component_capacity < ph_component_slots(bytes, batch->count)) {
    return fail(reason, PH_BAD_ARGUMENT, "too few component slots");
  }
  slot.batch = batch;
  return PH_OK;
}

ph_status collect(ph_device* device, uint32_t lane, uint32_t, ph_batch** batch, ph_reason* reason) {
  *batch = nullptr;
  if (lane >= device->lanes.size()) return fail(reason, PH_BAD_ARGUMENT, "no such lane");
  ph_device::Lane& slot = *device->lanes[lane];
  if (slot.batch == nullptr) return fail(reason, PH_BAD_ARGUMENT, "the lane holds no batch");
  *batch = slot.batch;
  slot.batch = nullptr;
  device->variant->parse(device->model, slot.workspace, **batch);
  return PH_OK;
}

void close_device(ph_device* device, uint32_t) { delete device; }

constexpr ph_backend kTable = {PH_BACKEND_ABI, sizeof(ph_backend), "cpu",  nullptr, probe,       device_count,
                               device_name,    open_device,        submit, collect, close_device};

}  // namespace

const ph_backend* cpu_backend() { return &kTable; }

}  // namespace posthaste::engine
