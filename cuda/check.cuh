// CUDA errors as values: a status of the backend ABI, with a reason that names the call.
#pragma once

#include <cstdio>

#include <cuda_runtime.h>

#include "native/engine/backend.h"

namespace posthaste::cuda {

// After these the context answers no more; nothing but closing helps.
inline bool is_fatal(cudaError_t error) {
  switch (error) {
    case cudaErrorIllegalAddress:
    case cudaErrorLaunchFailure:
    case cudaErrorLaunchTimeout:
    case cudaErrorHardwareStackError:
    case cudaErrorIllegalInstruction:
    case cudaErrorMisalignedAddress:
    case cudaErrorInvalidAddressSpace:
    case cudaErrorInvalidPc:
    case cudaErrorECCUncorrectable:
    case cudaErrorContained:
    case cudaErrorAssert:
    case cudaErrorUnknown: return true;
    default: return false;
  }
}

inline ph_status status_of(cudaError_t error) {
  switch (error) {
    case cudaSuccess: return PH_OK;
    case cudaErrorMemoryAllocation: return PH_OOM;
    case cudaErrorNoDevice:
    case cudaErrorInsufficientDriver:
    case cudaErrorInvalidDevice:
    case cudaErrorNoKernelImageForDevice:
    case cudaErrorSystemDriverMismatch:
    case cudaErrorCompatNotSupportedOnDevice:
    case cudaErrorDevicesUnavailable: return PH_UNAVAILABLE;
    default: return is_fatal(error) ? PH_DEVICE_LOST : PH_FAILED;
  }
}

// Turns an error into its status and writes the reason; cudaSuccess gives PH_OK and leaves the reason alone.
// An error that is not fatal is cleared, so that the next call does not report it again.
inline ph_status check(cudaError_t error, const char* what, ph_reason* reason) {
  if (error == cudaSuccess) return PH_OK;
  std::snprintf(reason->text, sizeof reason->text, "%s: %s (%s)", what, cudaGetErrorString(error),
                cudaGetErrorName(error));
  cudaGetLastError();
  return status_of(error);
}

}  // namespace posthaste::cuda

// Returns from a function of type ph_status unless the CUDA call succeeds. `reason` is the function's
// ph_reason*.
#define PH_CUDA(call)                                                             \
  do {                                                                            \
    const ph_status ph_status_ = ::posthaste::cuda::check((call), #call, reason); \
    if (ph_status_ != PH_OK) return ph_status_;                                   \
  } while (false)

// Likewise for a call that gives a ph_status and has written the reason.
#define PH_TRY(call)                              \
  do {                                            \
    const ph_status ph_status_ = (call);          \
    if (ph_status_ != PH_OK) return ph_status_;   \
  } while (false)
