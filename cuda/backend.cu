// The backend ABI over CUDA.
#include "native/engine/backend.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <vector>

#include "cuda/device.cuh"
#include "cuda/lane.cuh"

// The opaque handle of the ABI, so outside any namespace.
struct ph_device {
  std::vector<std::shared_ptr<posthaste::cuda::Lane>> lanes;
  posthaste::cuda::Limits limits{};
};

namespace posthaste::cuda {

namespace {

static_assert(PH_LABELS + 1 == core::kLabels);

// Preferred to the CPU, whose score is 1.
constexpr int32_t kScore = 10;
constexpr uint32_t kMaxLanes = 16;
constexpr uint32_t kMaxQueue = 16;
constexpr uint32_t kMaxAddresses = 1U << 20;
constexpr uint32_t kDefaultLanes = 2;
constexpr uint32_t kDefaultQueue = 2;
constexpr uint32_t kDefaultAddresses = 1U << 16;
constexpr uint32_t kDefaultPermille = 800;
// Text that an address of a batch may have on the average; the longest address of a CSV field fits a batch.
constexpr uint32_t kBytesEach = 96;
constexpr uint32_t kLeastText = 1U << 17;

ph_status refuse(ph_reason* reason, ph_status status, const char* text) {
  std::snprintf(reason->text, sizeof reason->text, "%s", text);
  return status;
}

int32_t probe(ph_reason* reason) {
  Devices devices{};
  if (list_devices(&devices, reason) != PH_OK) return 0;
  if (devices.supported > 0) return kScore;
  std::snprintf(reason->text, sizeof reason->text, "%d CUDA devices, none of sm_%d%d or newer", devices.count,
                kLeastMajor, kLeastMinor);
  return 0;
}

uint32_t device_count() {
  ph_reason reason{};
  Devices devices{};
  return list_devices(&devices, &reason) == PH_OK ? static_cast<uint32_t>(devices.supported) : 0;
}

ph_status device_name(uint32_t index, char* name, size_t size, ph_reason* reason) {
  if (size == 0) return refuse(reason, PH_BAD_ARGUMENT, "there is no room for a name");
  int number = 0;
  PH_TRY(find_device(index, &number, reason));
  return describe_device(number, name, size, reason);
}

uint64_t lane_bytes(const Limits& limits, uint32_t queue) {
  return Workspace::bytes(limits) + queue * Staging::bytes(limits);
}

Limits limits_for(uint32_t addresses) {
  const uint32_t count = std::min(addresses == 0 ? kDefaultAddresses : addresses, kMaxAddresses);
  return {count, std::max(kLeastText, count * kBytesEach)};
}

ph_status find_mapping(const char* variant, Mapping* mapping, ph_reason* reason) {
  if (variant == nullptr || variant[0] == '\0') return PH_OK;
  for (const Mapping known : kMappings) {
    if (std::strcmp(variant, name_of(known)) == 0) {
      *mapping = known;
      return PH_OK;
    }
  }
  std::snprintf(reason->text, sizeof reason->text,
                "expected one of the CUDA variants pairs, lanes, found '%.64s'", variant);
  return PH_UNAVAILABLE;
}

// Halves the batch until all lanes have room in their part of the free memory.
ph_status fit(const ph_device_options& options, LaneOptions* lane, uint32_t lanes, ph_reason* reason) {
  size_t free_bytes = 0, all_bytes = 0;
  PH_CUDA(cudaMemGetInfo(&free_bytes, &all_bytes));
  const uint32_t permille = options.memory_permille == 0 ? kDefaultPermille : options.memory_permille;
  const uint64_t budget = free_bytes / 1000 * std::min<uint32_t>(permille, 1000);
  lane->limits = limits_for(options.batch_addresses);
  while (lane_bytes(lane->limits, lane->queue) * lanes > budget) {
    if (lane->limits.text_bytes == kLeastText && lane->limits.addresses == 1) {
      std::snprintf(reason->text, sizeof reason->text,
                    "%llu MiB of device memory may be used, too few for %u lanes; close other programs or "
                    "raise the memory fraction",
                    static_cast<unsigned long long>(budget >> 20), lanes);
      return PH_OOM;
    }
    lane->limits.addresses = std::max<uint32_t>(1, lane->limits.addresses / 2);
    lane->limits.text_bytes = std::max(kLeastText, lane->limits.text_bytes / 2);
  }
  return PH_OK;
}

void close_lanes(ph_device* device, const Lane::Clock::time_point* deadline) {
  for (const auto& lane : device->lanes) lane->stop();
  for (const auto& lane : device->lanes) lane->leave(deadline);
}

ph_status fill(int number, const void* model, size_t model_bytes, const ph_device_options& options,
               ph_device* device, ph_device_info* info, ph_reason* reason) {
  LaneOptions lane{};
  lane.device = number;
  PH_TRY(find_mapping(options.variant, &lane.mapping, reason));
  int multiprocessors = 0, major = 0, minor = 0;
  PH_CUDA(cudaSetDevice(number));
  PH_CUDA(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, number));
  PH_CUDA(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, number));
  PH_CUDA(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, number));
  lane.multiprocessors = static_cast<uint32_t>(multiprocessors);
  lane.queue = options.queue == 0 ? kDefaultQueue : std::min(options.queue, kMaxQueue);
  const uint32_t lanes = options.lanes == 0 ? kDefaultLanes : options.lanes;

  std::shared_ptr<const DeviceModel> uploaded;
  PH_TRY(DeviceModel::upload(model, model_bytes, &uploaded, reason));
  PH_TRY(fit(options, &lane, lanes, reason));
  const auto health = std::make_shared<Health>();
  for (uint32_t i = 0; i < lanes; ++i) {
    std::shared_ptr<Lane> opened;
    PH_TRY(Lane::open(lane, uploaded, health, &opened, reason));
    device->lanes.push_back(std::move(opened));
  }
  device->limits = lane.limits;
  *info = {lanes, lane.queue, lane.limits.addresses, lane.limits.text_bytes, {}};
  const uint64_t bytes = model_bytes + lanes * lane_bytes(lane.limits, lane.queue);
  std::snprintf(info->detail, sizeof info->detail, "sm_%d%d, %s, %.2f GiB", major, minor,
                name_of(lane.mapping), static_cast<double>(bytes) / (1U << 30));
  return PH_OK;
}

ph_status open_device(uint32_t index, const void* model, size_t model_bytes, const ph_device_options* options,
                      ph_device** device, ph_device_info* info, ph_reason* reason) {
  *device = nullptr;
  if (options->struct_size != sizeof(ph_device_options))
    return refuse(reason, PH_BAD_ARGUMENT, "options of another ABI");
  if (options->lanes > kMaxLanes) return refuse(reason, PH_BAD_ARGUMENT, "expected at most 16 lanes");
  int number = 0;
  PH_TRY(find_device(index, &number, reason));
  auto opened = std::unique_ptr<ph_device>(new (std::nothrow) ph_device);
  if (!opened) return refuse(reason, PH_OOM, "no memory on the host");
  ph_status status = PH_OK;
  try {
    status = fill(number, model, model_bytes, *options, opened.get(), info, reason);
  } catch (const std::bad_alloc&) {
    status = refuse(reason, PH_OOM, "no memory on the host for the lanes");
  } catch (const std::exception& error) {
    status = PH_FAILED;
    std::snprintf(reason->text, sizeof reason->text, "a lane could not be started: %s", error.what());
  }
  if (status != PH_OK) {
    close_lanes(opened.get(), nullptr);
    return status;
  }
  *device = opened.release();
  return PH_OK;
}

ph_status submit(ph_device* device, uint32_t lane, ph_batch* batch, ph_reason* reason) {
  if (lane >= device->lanes.size()) return refuse(reason, PH_BAD_ARGUMENT, "no such lane");
  if (batch->count == 0 || batch->count > device->limits.addresses)
    return refuse(reason, PH_BAD_ARGUMENT, "the batch has no addresses or too many");
  const uint64_t bytes = batch->offsets[batch->count] - batch->offsets[0];
  if (bytes > device->limits.text_bytes && batch->count > 1)
    return refuse(reason, PH_BAD_ARGUMENT, "the batch has too many bytes");
  if (batch->component_capacity < ph_component_slots(bytes, batch->count))
    return refuse(reason, PH_BAD_ARGUMENT, "too few component slots");
  return device->lanes[lane]->submit(batch, reason);
}

ph_status collect(ph_device* device, uint32_t lane, uint32_t deadline_ms, ph_batch** batch,
                  ph_reason* reason) {
  *batch = nullptr;
  if (lane >= device->lanes.size()) return refuse(reason, PH_BAD_ARGUMENT, "no such lane");
  return device->lanes[lane]->collect(deadline_ms, batch, reason);
}

void close_device(ph_device* device, uint32_t deadline_ms) {
  const auto deadline = Lane::Clock::now() + std::chrono::milliseconds(deadline_ms);
  close_lanes(device, deadline_ms == 0 ? nullptr : &deadline);
  delete device;
}

// The emulator needs no driver.
#if defined(PH_EMULATOR)
constexpr const char* kDriver = nullptr;
#else
constexpr const char* kDriver = "libcuda.so.1";
#endif

constexpr ph_backend kTable = {PH_BACKEND_ABI, sizeof(ph_backend), "cuda",      kDriver, probe,
                               device_count,   device_name,        open_device, submit,  collect,
                               close_device};

}  // namespace

}  // namespace posthaste::cuda

extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t host_abi) {
  return host_abi == PH_BACKEND_ABI ? &posthaste::cuda::kTable : nullptr;
}
