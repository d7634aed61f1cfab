// Arrays on the device and pinned ones on the host, freed by their destructors.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>

#include "cuda/check.cuh"

namespace posthaste::cuda {

struct DeviceMemory {
  static cudaError_t allocate(void** data, size_t bytes) { return cudaMalloc(data, bytes); }
  static void free(void* data) { cudaFree(data); }
};

struct PinnedMemory {
  static cudaError_t allocate(void** data, size_t bytes) {
    return cudaHostAlloc(data, bytes, cudaHostAllocDefault);
  }
  static void free(void* data) { cudaFreeHost(data); }
};

template <class T, class Memory>
class Array {
 public:
  Array() = default;
  ~Array() { reset(); }
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;

  // What was there is freed first, so that the old and the new never exist together.
  ph_status allocate(size_t count, ph_reason* reason) {
    reset();
    void* data = nullptr;
    PH_CUDA(Memory::allocate(&data, (count == 0 ? 1 : count) * sizeof(T)));
    data_ = static_cast<T*>(data);
    size_ = count;
    return PH_OK;
  }

  void reset() {
    if (data_ != nullptr) Memory::free(data_);
    data_ = nullptr;
    size_ = 0;
  }

  T* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  T* data_ = nullptr;
  size_t size_ = 0;
};

template <class T>
using DeviceArray = Array<T, DeviceMemory>;
template <class T>
using PinnedArray = Array<T, PinnedMemory>;

class Stream {
 public:
  Stream() = default;
  ~Stream() {
    if (stream_ != nullptr) cudaStreamDestroy(stream_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ph_status create(ph_reason* reason) {
    PH_CUDA(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
    return PH_OK;
  }
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class Event {
 public:
  Event() = default;
  ~Event() {
    if (event_ != nullptr) cudaEventDestroy(event_);
  }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ph_status create(ph_reason* reason) {
    PH_CUDA(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming));
    return PH_OK;
  }
  cudaEvent_t get() const { return event_; }

 private:
  cudaEvent_t event_ = nullptr;
};

}  // namespace posthaste::cuda
