// A device that is made of the CPU's backend, for libraries with a character of their own: small batches, a
// queue, faults on purpose. Everything about it is real but the hardware.
#pragma once

#include <atomic>
#include <cstdio>
#include <deque>
#include <memory>
#include <vector>

#include "native/engine/backend.h"
#include "native/engine/cpu_backend.h"

namespace over_cpu {

// What sets a library apart. Each fault gets the number of the batch, from 0 on, over all lanes.
struct Character {
  uint32_t lanes = 2;
  uint32_t queue = 3;
  uint32_t max_addresses = 100;
  uint32_t max_text_bytes = 4096;
  ph_status (*on_open)() = nullptr;
  ph_status (*on_submit)(unsigned number, const ph_batch& batch) = nullptr;
  // After the batch was parsed; may change what was found.
  ph_status (*on_collect)(unsigned number, ph_batch& batch) = nullptr;
};

struct Device {
  Character character;
  ph_device* cpu = nullptr;
  std::vector<std::deque<ph_batch*>> held;
  std::atomic<unsigned> submitted = 0;
  std::atomic<unsigned> collected = 0;
};

inline ph_status say(ph_reason* reason, ph_status status) {
  if (status != PH_OK) std::snprintf(reason->text, sizeof reason->text, "status %d on purpose", int{status});
  return status;
}

inline Device& of(ph_device* device) { return *reinterpret_cast<Device*>(device); }

inline int32_t probe(ph_reason*) { return 100; }

inline uint32_t device_count() { return 1; }

inline ph_status device_name(uint32_t, char* name, size_t size, ph_reason*) {
  std::snprintf(name, size, "a device over the CPU");
  return PH_OK;
}

inline ph_status open_device(const Character& character, const void* model, size_t bytes, ph_device** device,
                             ph_device_info* info, ph_reason* reason) {
  *device = nullptr;
  if (character.on_open != nullptr && character.on_open() != PH_OK) return say(reason, character.on_open());
  auto opened = std::make_unique<Device>();
  opened->character = character;
  opened->held.resize(character.lanes);
  ph_device_options options{};
  options.struct_size = sizeof options;
  options.lanes = character.lanes;
  const ph_status status =
      posthaste::engine::cpu_backend()->open(0, model, bytes, &options, &opened->cpu, info, reason);
  if (status != PH_OK) return status;
  *info = {character.lanes, character.queue, character.max_addresses, character.max_text_bytes, {}};
  std::snprintf(info->detail, sizeof info->detail, "over the CPU");
  *device = reinterpret_cast<ph_device*>(opened.release());
  return PH_OK;
}

inline ph_status submit(ph_device* device, uint32_t lane, ph_batch* batch, ph_reason* reason) {
  Device& self = of(device);
  const Character& character = self.character;
  const uint64_t bytes = batch->offsets[batch->count] - batch->offsets[0];
  if (lane >= self.held.size() || self.held[lane].size() >= character.queue || batch->count == 0 ||
      batch->count > character.max_addresses || (bytes > character.max_text_bytes && batch->count > 1) ||
      batch->component_capacity < ph_component_slots(bytes, batch->count)) {
    return say(reason, PH_BAD_ARGUMENT);
  }
  const unsigned number = self.submitted++;
  if (character.on_submit != nullptr) {
    const ph_status status = character.on_submit(number, *batch);
    if (status != PH_OK) return say(reason, status);
  }
  self.held[lane].push_back(batch);
  return PH_OK;
}

inline ph_status collect(ph_device* device, uint32_t lane, uint32_t deadline_ms, ph_batch** batch,
                         ph_reason* reason) {
  Device& self = of(device);
  *batch = nullptr;
  if (lane >= self.held.size() || self.held[lane].empty()) return say(reason, PH_BAD_ARGUMENT);
  ph_batch* oldest = self.held[lane].front();
  self.held[lane].pop_front();
  const ph_backend& cpu = *posthaste::engine::cpu_backend();
  ph_status status = cpu.submit(self.cpu, lane, oldest, reason);
  if (status == PH_OK) status = cpu.collect(self.cpu, lane, deadline_ms, batch, reason);
  *batch = oldest;
  if (status == PH_OK && self.character.on_collect != nullptr) {
    status = self.character.on_collect(self.collected++, *oldest);
  }
  return say(reason, status);
}

inline void close_device(ph_device* device, uint32_t deadline_ms) {
  posthaste::engine::cpu_backend()->close(of(device).cpu, deadline_ms);
  delete &of(device);
}

}  // namespace over_cpu

// Defines the library's symbol. `CHARACTER` is a constant of the type above.
#define OVER_CPU_BACKEND(CHARACTER)                                                                          \
  static ph_status open_over_cpu(uint32_t, const void* model, size_t bytes, const ph_device_options*,        \
                                 ph_device** device, ph_device_info* info, ph_reason* reason) {              \
    return over_cpu::open_device(CHARACTER, model, bytes, device, info, reason);                             \
  }                                                                                                          \
  static constexpr ph_backend kTable = {                                                                     \
      PH_BACKEND_ABI,         sizeof(ph_backend),    "cuda",        nullptr,          over_cpu::probe,       \
      over_cpu::device_count, over_cpu::device_name, open_over_cpu, over_cpu::submit, over_cpu::collect,     \
      over_cpu::close_device};                                                                               \
  extern "C" __attribute__((visibility("default"))) const ph_backend* posthaste_backend(uint32_t host_abi) { \
    return host_abi == PH_BACKEND_ABI ? &kTable : nullptr;                                                   \
  }
