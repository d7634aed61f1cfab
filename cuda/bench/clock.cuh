// Time on the device between two points of a stream.
#pragma once

#include "cuda/memory.cuh"

namespace posthaste::cuda::bench {

class StopWatch {
 public:
  StopWatch() = default;
  ~StopWatch() {
    if (begin_ != nullptr) cudaEventDestroy(begin_);
    if (end_ != nullptr) cudaEventDestroy(end_);
  }
  StopWatch(const StopWatch&) = delete;
  StopWatch& operator=(const StopWatch&) = delete;

  ph_status start(cudaStream_t stream, ph_reason* reason) {
    if (begin_ == nullptr) {
      PH_CUDA(cudaEventCreateWithFlags(&begin_, cudaEventDefault));
      PH_CUDA(cudaEventCreateWithFlags(&end_, cudaEventDefault));
    }
    PH_CUDA(cudaEventRecord(begin_, stream));
    return PH_OK;
  }

  // Waits for the stream.
  ph_status stop(cudaStream_t stream, double* seconds, ph_reason* reason) {
    PH_CUDA(cudaEventRecord(end_, stream));
    PH_CUDA(cudaStreamSynchronize(stream));
    float milliseconds = 0;
    PH_CUDA(cudaEventElapsedTime(&milliseconds, begin_, end_));
    *seconds = static_cast<double>(milliseconds) / 1000;
    return PH_OK;
  }

 private:
  cudaEvent_t begin_ = nullptr, end_ = nullptr;
};

}  // namespace posthaste::cuda::bench
