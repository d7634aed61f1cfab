// All kernels of a batch, in order.
#pragma once

#include "cuda/check.cuh"
#include "cuda/pass.cuh"

namespace posthaste::cuda {

inline ph_status launch_stages(const Pass& pass, Mapping mapping, uint32_t multiprocessors,
                               cudaStream_t stream, ph_reason* reason) {
  PH_CUDA(launch_count(pass, stream));
  PH_CUDA(launch_scan(pass, stream));
  PH_CUDA(launch_tokenise(pass, stream));
  PH_CUDA(launch_country(pass, multiprocessors, stream));
  PH_CUDA(launch_emit(pass, mapping, multiprocessors, stream));
  PH_CUDA(launch_viterbi(pass, multiprocessors, stream));
  PH_CUDA(launch_components(pass, stream));
  return PH_OK;
}

}  // namespace posthaste::cuda
