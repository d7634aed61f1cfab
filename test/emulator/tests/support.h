// What the emulator's tests share.
#pragma once

#include <cuda_runtime.h>

#include <string>
#include <vector>

#include "cuda/launch.cuh"  // PH_DYNAMIC_SHARED
#include "test/emulator/memory.h"
#include "test/emulator/plan.h"
#include "test/native/check.h"

namespace emulator_test {

using ph_emulator::Fault;

// A machine of its own for what follows: the plan, no errors, no reports.
inline void machine(const std::string& plan) {
  ph_emulator::set_plan(plan);
  ph_emulator::revive();
  ph_emulator::take_reports();
}

template <auto kernel, class... A>
void launch(const char* name, dim3 grid, dim3 block, size_t shared_bytes, cudaStream_t stream,
            ph_emulator::Site site, A... arguments) {
  ph_emulator::launch(
      name, grid, block, shared_bytes, stream, [=] { kernel(arguments...); }, site);
}

// As PH_LAUNCH, whose arguments are evaluated by the stream: here they are by the caller, so that they may be
// what is not copied.
#define LAUNCH(kernel, grid, block, shared_bytes, stream, ...)              \
  emulator_test::launch<kernel>(#kernel, grid, block, shared_bytes, stream, \
                                ph_emulator::Site::current() __VA_OPT__(, ) __VA_ARGS__)

template <class T>
class OnDevice {
 public:
  explicit OnDevice(size_t count) : count_(count) {
    CHECK_EQ(cudaMalloc(&data_, count * sizeof(T)), cudaSuccess);
  }
  explicit OnDevice(const std::vector<T>& values) : OnDevice(values.size()) {
    CHECK_EQ(cudaMemcpy(data_, values.data(), count_ * sizeof(T), cudaMemcpyHostToDevice), cudaSuccess);
  }
  ~OnDevice() { cudaFree(data_); }
  OnDevice(const OnDevice&) = delete;
  T* get() const { return data_; }
  std::vector<T> read() const {
    std::vector<T> values(count_);
    CHECK_EQ(cudaMemcpy(values.data(), data_, count_ * sizeof(T), cudaMemcpyDeviceToHost), cudaSuccess);
    return values;
  }

 private:
  T* data_ = nullptr;
  size_t count_;
};

template <class T>
class Pinned {
 public:
  explicit Pinned(size_t count) { CHECK_EQ(cudaMallocHost(&data_, count * sizeof(T)), cudaSuccess); }
  ~Pinned() { cudaFreeHost(data_); }
  Pinned(const Pinned&) = delete;
  T* get() const { return data_; }
  T& operator[](size_t index) const { return data_[index]; }

 private:
  T* data_ = nullptr;
};

// One report of this kind was made, whose text has these words, and CUDA told this error.
inline void caught(Fault fault, cudaError_t error, const std::vector<std::string>& words) {
  CHECK_EQ(cudaDeviceSynchronize(), error);
  CHECK_EQ(cudaGetLastError(), error);
  const auto reports = ph_emulator::take_reports();
  if (!CHECK_EQ(reports.size(), 1U)) return;
  CHECK(reports[0].fault == fault);
  for (const std::string& word : words) {
    posthaste::test::record(reports[0].text.find(word) != std::string::npos, word.c_str(), __FILE__, __LINE__,
                            reports[0].text);
  }
  ph_emulator::revive();
}

inline void clean() {
  CHECK_EQ(cudaDeviceSynchronize(), cudaSuccess);
  for (const auto& found : ph_emulator::take_reports()) CHECK_EQ(found.text, "no report");
}

inline std::string at(int line, const char* file = __builtin_FILE()) {
  return file + (":" + std::to_string(line));
}

}  // namespace emulator_test
