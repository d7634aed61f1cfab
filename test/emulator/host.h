// The host's side of the emulated CUDA runtime. Numbers and names are those of CUDA.
#pragma once

#include <type_traits>

#include "test/emulator/simt.h"

#define PH_CUDA_ERRORS(X)                                                                                   \
  X(Success, 0)                                                                                             \
  X(ErrorInvalidValue, 1)                                                                                   \
  X(ErrorMemoryAllocation, 2) X(ErrorInvalidConfiguration, 9) X(ErrorInsufficientDriver, 35)                \
      X(ErrorDevicesUnavailable, 46) X(ErrorNoDevice, 100) X(ErrorInvalidDevice, 101)                       \
          X(ErrorNoKernelImageForDevice, 209) X(ErrorECCUncorrectable, 214) X(ErrorInvalidPtx, 218)         \
              X(ErrorContained, 221) X(ErrorInvalidResourceHandle, 400) X(ErrorNotReady, 600)               \
                  X(ErrorIllegalAddress, 700) X(ErrorLaunchTimeout, 702) X(ErrorAssert, 710)                \
                      X(ErrorHardwareStackError, 714) X(ErrorIllegalInstruction, 715)                       \
                          X(ErrorMisalignedAddress, 716) X(ErrorInvalidAddressSpace, 717)                   \
                              X(ErrorInvalidPc, 718) X(ErrorLaunchFailure, 719)                             \
                                  X(ErrorSystemDriverMismatch, 803) X(ErrorCompatNotSupportedOnDevice, 804) \
                                      X(ErrorUnknown, 999)

enum cudaError_t {
#define PH_CUDA_ERROR(name, number) cuda##name = number,
  PH_CUDA_ERRORS(PH_CUDA_ERROR)
#undef PH_CUDA_ERROR
};

enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice,
  cudaMemcpyDefault
};
enum cudaDeviceAttr {
  cudaDevAttrMaxSharedMemoryPerBlock = 8,
  cudaDevAttrMultiProcessorCount = 16,
  cudaDevAttrL2CacheSize = 38,
  cudaDevAttrComputeCapabilityMajor = 75,
  cudaDevAttrComputeCapabilityMinor = 76,
  cudaDevAttrMaxSharedMemoryPerBlockOptin = 97
};
enum cudaFuncAttribute {
  cudaFuncAttributeMaxDynamicSharedMemorySize = 8,
  cudaFuncAttributePreferredSharedMemoryCarveout = 9
};
inline constexpr unsigned cudaStreamDefault = 0, cudaStreamNonBlocking = 1;
inline constexpr unsigned cudaEventDefault = 0, cudaEventBlockingSync = 1, cudaEventDisableTiming = 2;
inline constexpr unsigned cudaHostAllocDefault = 0, cudaHostAllocPortable = 1, cudaHostAllocMapped = 2,
                          cudaHostAllocWriteCombined = 4;

struct cudaDeviceProp {
  char name[256];
  size_t totalGlobalMem, sharedMemPerBlock, sharedMemPerBlockOptin;
  int major, minor, multiProcessorCount, warpSize, maxThreadsPerBlock, l2CacheSize;
};

namespace ph_emulator {
struct Stream;
struct Event;
}  // namespace ph_emulator
using cudaStream_t = ph_emulator::Stream*;
using cudaEvent_t = ph_emulator::Event*;

const char* cudaGetErrorName(cudaError_t error);
const char* cudaGetErrorString(cudaError_t error);
cudaError_t cudaGetLastError();
cudaError_t cudaPeekAtLastError();
cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaRuntimeGetVersion(int* version);
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaGetDevice(int* device);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device);
cudaError_t cudaDeviceSynchronize();
cudaError_t cudaMemGetInfo(size_t* free, size_t* total);
cudaError_t ph_cudaMalloc(void** data, size_t bytes, ph_emulator::Site site);
cudaError_t cudaFree(void* data);
cudaError_t ph_cudaHostAlloc(void** data, size_t bytes, ph_emulator::Site site);
cudaError_t cudaFreeHost(void* data);
cudaError_t cudaMemcpy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind,
                       ph_emulator::Site site = ph_emulator::Site::current());
cudaError_t cudaMemset(void* to, int value, size_t bytes,
                       ph_emulator::Site site = ph_emulator::Site::current());
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t = nullptr, ph_emulator::Site site = ph_emulator::Site::current());
cudaError_t cudaMemsetAsync(void* to, int value, size_t bytes, cudaStream_t stream = nullptr,
                            ph_emulator::Site site = ph_emulator::Site::current());
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
inline cudaError_t cudaStreamCreate(cudaStream_t* stream) { return cudaStreamCreateWithFlags(stream, 0); }
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamQuery(cudaStream_t stream);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags = 0);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
inline cudaError_t cudaEventCreate(cudaEvent_t* event) { return cudaEventCreateWithFlags(event, 0); }
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream = nullptr);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventQuery(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end);

template <class T>
cudaError_t cudaMalloc(T** data, size_t bytes, ph_emulator::Site site = ph_emulator::Site::current()) {
  return ph_cudaMalloc(reinterpret_cast<void**>(data), bytes, site);
}
template <class T>
cudaError_t cudaMallocHost(T** data, size_t bytes, unsigned = 0,
                           ph_emulator::Site site = ph_emulator::Site::current()) {
  return ph_cudaHostAlloc(reinterpret_cast<void**>(data), bytes, site);
}
template <class T>
cudaError_t cudaHostAlloc(T** data, size_t bytes, unsigned,
                          ph_emulator::Site site = ph_emulator::Site::current()) {
  return ph_cudaHostAlloc(reinterpret_cast<void**>(data), bytes, site);
}
template <class T>
cudaError_t cudaFuncSetAttribute(T*, cudaFuncAttribute, int) {
  return cudaSuccess;
}
template <class T>
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, T, int threads, size_t) {
  *blocks = 2048 / (threads < 32 ? 32 : threads);
  return cudaSuccess;
}

namespace ph_emulator {

// `arguments`: the bytes of what the kernel gets, searched for pointers to the host's memory.
void enqueue(Launch launch, cudaStream_t stream, const void* arguments, size_t bytes);

// Hands a kernel to a stream; what is wrong with the launch itself is told by cudaGetLastError.
template <class F>
void launch(const char* kernel, dim3 grid, dim3 block, size_t shared_bytes, cudaStream_t stream, F body,
            Site site = Site::current()) {
  size_t searched = 0;
#if __has_builtin(__builtin_clear_padding)
  // Old bytes between the arguments could look like an address.
  if constexpr (std::is_trivially_copyable_v<F> && !std::is_empty_v<F>) {
    __builtin_clear_padding(&body);
    searched = sizeof body;
  }
#endif
  enqueue({kernel, grid, block, shared_bytes, body, site}, stream, &body, searched);
}

// For tests: the devices forget their errors and what they counted.
void revive();

}  // namespace ph_emulator
