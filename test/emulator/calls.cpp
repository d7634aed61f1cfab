// CUDA's own calls.
#include <algorithm>
#include <cstring>
#include <utility>

#include "test/emulator/memory.h"
#include "test/emulator/plan.h"
#include "test/emulator/streams.h"

using namespace ph_emulator;

const char* cudaGetErrorName(cudaError_t error) {
  switch (error) {
#define PH_CUDA_ERROR(name, number) \
  case cuda##name:                  \
    return "cuda" #name;
    PH_CUDA_ERRORS(PH_CUDA_ERROR)
  }
  return "unrecognized error code";
}

const char* cudaGetErrorString(cudaError_t error) {
  if (error == cudaErrorNoDevice && !plan().error.empty()) return plan().error.c_str();
  return cudaGetErrorName(error) + (error == cudaSuccess ? 4 : 9);
}

cudaError_t cudaPeekAtLastError() {
  const cudaError_t sticky = device(caller.device).error;
  return sticky != cudaSuccess ? sticky : caller.last;
}

cudaError_t cudaGetLastError() {
  const cudaError_t error = cudaPeekAtLastError();
  caller.last = cudaSuccess;
  return error;
}

cudaError_t cudaDriverGetVersion(int* version) { return *version = 13000, cudaSuccess; }
cudaError_t cudaRuntimeGetVersion(int* version) { return *version = 13000, cudaSuccess; }

cudaError_t cudaGetDeviceCount(int* count) {
  const cudaError_t error = machine();
  *count = error == cudaSuccess ? plan().devices : 0;
  return told(error);
}

cudaError_t cudaSetDevice(int number) {
  const cudaError_t error = exists(number);
  if (error != cudaSuccess) return told(error);
  caller.device = number;
  return told(ready());
}

cudaError_t cudaGetDevice(int* number) { return *number = caller.device, told(machine()); }

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int number) {
  const cudaError_t error = exists(number);
  if (error != cudaSuccess) return told(error);
  const Plan& the_plan = plan();
  *properties = {{},   the_plan.memory, 48 * 1024, 227 * 1024, the_plan.major, the_plan.minor, 16, 32,
                 1024, 50 << 20};
  the_plan.names[number % the_plan.names.size()].copy(properties->name, sizeof properties->name - 1);
  return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int number) {
  cudaDeviceProp all;
  const cudaError_t error = cudaGetDeviceProperties(&all, number);
  if (error != cudaSuccess) return error;
  switch (attribute) {
    case cudaDevAttrMaxSharedMemoryPerBlock:
      *value = static_cast<int>(all.sharedMemPerBlock);
      break;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin:
      *value = static_cast<int>(all.sharedMemPerBlockOptin);
      break;
    case cudaDevAttrMultiProcessorCount:
      *value = all.multiProcessorCount;
      break;
    case cudaDevAttrL2CacheSize:
      *value = all.l2CacheSize;
      break;
    case cudaDevAttrComputeCapabilityMajor:
      *value = all.major;
      break;
    case cudaDevAttrComputeCapabilityMinor:
      *value = all.minor;
      break;
    default:
      return told(cudaErrorInvalidValue);
  }
  return cudaSuccess;
}

cudaError_t cudaDeviceSynchronize() {
  const cudaError_t error = ready();
  return told(error != cudaSuccess ? error : wait_for_device());
}

cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  const cudaError_t error = ready();
  *total = plan().memory;
  *free = *total - std::min(*total, used(caller.device));
  return told(error);
}

cudaError_t ph_cudaMalloc(void** data, size_t bytes, Site site) {
  *data = nullptr;
  const cudaError_t error = ready();
  if (error != cudaSuccess || bytes == 0) return told(error);
  const uint64_t number = ++device(caller.device).allocations;
  const bool full = bytes > plan().memory - std::min(plan().memory, used(caller.device));
  if (full || plan().find(Trouble::alloc_oom, caller.device, number) != nullptr)
    return told(cudaErrorMemoryAllocation);
  *data = allocate(caller.device, bytes, site);
  return told(*data == nullptr ? cudaErrorMemoryAllocation : cudaSuccess);
}

cudaError_t cudaFree(void* data) {
  const cudaError_t error = ready();
  if (data == nullptr) return told(error);
  wait_for_device();
  if (!release(caller.device, data)) return told(cudaErrorInvalidValue);
  return told(error);
}

cudaError_t ph_cudaHostAlloc(void** data, size_t bytes, Site site) {
  *data = nullptr;
  const cudaError_t error = ready();
  if (error != cudaSuccess || bytes == 0) return told(error);
  *data = allocate(kHost, bytes, site);
  return told(*data == nullptr ? cudaErrorMemoryAllocation : cudaSuccess);
}

cudaError_t cudaFreeHost(void* data) {
  const cudaError_t error = ready();
  if (data == nullptr) return told(error);
  wait_for_device();
  return told(!release(kHost, data) ? cudaErrorInvalidValue : error);
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream, Site site) {
  return told(copy(to, from, bytes, kind, stream, site));
}

cudaError_t cudaMemcpy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind, Site site) {
  const cudaError_t error = copy(to, from, bytes, kind, nullptr, site);
  return told(error != cudaSuccess ? error : cudaStreamSynchronize(nullptr));
}

cudaError_t cudaMemsetAsync(void* to, int value, size_t bytes, cudaStream_t stream, Site site) {
  const cudaError_t error = ready();
  if (error != cudaSuccess || bytes == 0) return told(error);
  if (owner(to, bytes) < 0) return told(refuse_copy("target", to, site));
  give(queue_of(stream), [=, number = caller.device] {
    if (device(number).error == cudaSuccess) std::memset(to, value, bytes);
  });
  return cudaSuccess;
}

cudaError_t cudaMemset(void* to, int value, size_t bytes, Site site) {
  const cudaError_t error = cudaMemsetAsync(to, value, bytes, nullptr, site);
  return told(error != cudaSuccess ? error : cudaStreamSynchronize(nullptr));
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  *stream = nullptr;
  const cudaError_t error = ready();
  if (error == cudaSuccess) *stream = make_stream(caller.device);
  return told(error);
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  {
    const std::lock_guard held(stream->queue->lock);
    stream->queue->closed = true;  // after the work that is left
    stream->queue->news.notify_all();
  }
  delete stream;
  return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  const cudaError_t error = ready();
  if (error != cudaSuccess) return told(error);
  Queue& queue = queue_of(stream);
  wait_for(queue);
  return told(device(queue.device).error);
}

cudaError_t cudaStreamQuery(cudaStream_t stream) {
  const cudaError_t error = ready();
  if (error != cudaSuccess) return told(error);
  Queue& queue = queue_of(stream);
  const std::lock_guard held(queue.lock);
  return queue.done == queue.given ? told(device(queue.device).error) : cudaErrorNotReady;
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  std::unique_lock held(event->state->lock);
  give(queue_of(stream), [state = event->state, number = event->state->recorded] {
    std::unique_lock waiting(state->lock);
    state->news.wait(waiting, [&] { return state->reached >= number; });
  });
  return told(ready());
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = nullptr;
  const cudaError_t error = ready();
  if (error == cudaSuccess) *event = new Event;
  return told(error);
}

cudaError_t cudaEventDestroy(cudaEvent_t event) { return delete event, cudaSuccess; }

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  const cudaError_t error = ready();
  if (error != cudaSuccess) return told(error);
  const std::lock_guard held(event->state->lock);
  give(queue_of(stream), [state = event->state, number = ++event->state->recorded] {
    const std::lock_guard reached(state->lock);
    state->reached = std::max(state->reached, number);
    state->time = Clock::now();
    state->news.notify_all();
  });
  return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  const auto state = event->state;
  std::unique_lock held(state->lock);
  state->news.wait(held, [&, number = state->recorded] { return state->reached >= number; });
  return told(ready());
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
  const cudaError_t error = ready();
  if (error != cudaSuccess) return told(error);
  const std::lock_guard held(event->state->lock);
  return event->state->reached >= event->state->recorded ? cudaSuccess : cudaErrorNotReady;
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end) {
  for (cudaEvent_t event : {begin, end}) {
    if (event->state->recorded == 0) return told(cudaErrorInvalidResourceHandle);
    if (cudaEventQuery(event) != cudaSuccess) return cudaErrorNotReady;
  }
  *milliseconds = std::chrono::duration<float, std::milli>(end->state->time - begin->state->time).count();
  return cudaSuccess;
}
