// Streams, events and copies: order inside a stream, none between streams but what events make.
#include <atomic>
#include <chrono>
#include <thread>

#include "test/emulator/tests/support.h"

namespace {

using namespace emulator_test;
using Clock = std::chrono::steady_clock;

__global__ void add(unsigned* values, unsigned count, unsigned what) {
  const unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < count) values[i] = values[i] * 3 + what;
}

cudaStream_t stream() {
  cudaStream_t made = nullptr;
  CHECK_EQ(cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking), cudaSuccess);
  return made;
}

cudaEvent_t event() {
  cudaEvent_t made = nullptr;
  CHECK_EQ(cudaEventCreateWithFlags(&made, cudaEventDisableTiming), cudaSuccess);
  return made;
}

void a_stream_keeps_its_order() {
  machine("");
  constexpr unsigned kCount = 1000;
  const OnDevice<unsigned> data(kCount);
  const Pinned<unsigned> in(kCount), out(kCount);
  for (unsigned i = 0; i < kCount; ++i) in[i] = i;
  const cudaStream_t own = stream();
  CHECK_EQ(cudaMemcpyAsync(data.get(), in.get(), kCount * 4, cudaMemcpyHostToDevice, own), cudaSuccess);
  for (unsigned step = 1; step < 5; ++step) LAUNCH(add, 8, 128, 0, own, data.get(), kCount, step);
  CHECK_EQ(cudaMemcpyAsync(out.get(), data.get(), kCount * 4, cudaMemcpyDeviceToHost, own), cudaSuccess);
  CHECK_EQ(cudaMemsetAsync(data.get(), 0, kCount * 4, own), cudaSuccess);
  CHECK_EQ(cudaStreamSynchronize(own), cudaSuccess);
  CHECK_EQ(cudaStreamQuery(own), cudaSuccess);
  for (unsigned i = 0; i < kCount; i += 37) CHECK_EQ(out[i], i * 81 + 27 + 18 + 9 + 4);
  CHECK_EQ(data.read()[kCount - 1], 0U);
  CHECK_EQ(cudaStreamDestroy(own), cudaSuccess);
  clean();
}

#if !defined(__SANITIZE_THREAD__)  // a race by intention
__global__ void wait_for(volatile unsigned* flag, unsigned value) {
  while (*flag != value) {
  }
}

// The first stream waits in a kernel for what only the second can bring: they run at the same time.
void streams_overlap() {
  machine("");
  const OnDevice<unsigned> flag(std::vector<unsigned>{0});
  const Pinned<unsigned> one(1);
  one[0] = 1;
  const cudaStream_t first = stream(), second = stream();
  LAUNCH(wait_for, 1, 1, 0, first, flag.get(), 1);
  CHECK_EQ(cudaStreamQuery(first), cudaErrorNotReady);
  CHECK_EQ(cudaMemcpyAsync(flag.get(), one.get(), 4, cudaMemcpyHostToDevice, second), cudaSuccess);
  CHECK_EQ(cudaStreamSynchronize(first), cudaSuccess);
  cudaStreamDestroy(first);
  cudaStreamDestroy(second);
  clean();
}
#endif

__global__ void slow_fill(unsigned* values, unsigned what) {
  for (unsigned round = 0; round < 2000; ++round) {
    for (unsigned i = 0; i < 64; ++i) values[i] = what + round;
    __syncwarp(1);
  }
  values[0] = what;
}

// Each of two streams works on what the other made: without the events the sums would differ, and
// ThreadSanitizer would see it.
void events_order_streams() {
  machine("");
  const OnDevice<unsigned> data(std::vector<unsigned>(64, 0));
  const cudaStream_t first = stream(), second = stream();
  const cudaEvent_t filled = event(), added = event();
  for (unsigned round = 0; round < 20; ++round) {
    LAUNCH(slow_fill, 1, 1, 0, first, data.get(), round);
    CHECK_EQ(cudaEventRecord(filled, first), cudaSuccess);
    CHECK_EQ(cudaStreamWaitEvent(second, filled, 0), cudaSuccess);
    LAUNCH(add, 1, 64, 0, second, data.get(), 64, 1);
    CHECK_EQ(cudaEventRecord(added, second), cudaSuccess);
    CHECK_EQ(cudaEventSynchronize(added), cudaSuccess);
    CHECK_EQ(cudaEventQuery(filled), cudaSuccess);
    CHECK_EQ(data.read()[0], round * 3 + 1);
  }
  // An event that was never recorded holds nobody up.
  const cudaEvent_t never = event();
  CHECK_EQ(cudaStreamWaitEvent(first, never, 0), cudaSuccess);
  CHECK_EQ(cudaStreamSynchronize(first), cudaSuccess);
  for (const cudaEvent_t each : {filled, added, never}) CHECK_EQ(cudaEventDestroy(each), cudaSuccess);
  cudaStreamDestroy(first);
  cudaStreamDestroy(second);
  clean();
}

void time_passes_between_events() {
  machine("");
  const OnDevice<unsigned> data(64);
  cudaEvent_t begin = nullptr, end = nullptr;
  CHECK_EQ(cudaEventCreate(&begin), cudaSuccess);
  CHECK_EQ(cudaEventCreate(&end), cudaSuccess);
  float milliseconds = -1;
  CHECK_EQ(cudaEventElapsedTime(&milliseconds, begin, end), cudaErrorInvalidResourceHandle);
  CHECK_EQ(cudaEventRecord(begin), cudaSuccess);
  LAUNCH(slow_fill, 1, 1, 0, nullptr, data.get(), 1);
  CHECK_EQ(cudaEventRecord(end), cudaSuccess);
  CHECK_EQ(cudaEventSynchronize(end), cudaSuccess);
  CHECK_EQ(cudaEventElapsedTime(&milliseconds, begin, end), cudaSuccess);
  CHECK(milliseconds > 0);
  cudaEventDestroy(begin);
  cudaEventDestroy(end);
  cudaGetLastError();
  clean();
}

// Memory that is not pinned has been read, or written, when the call returns.
void pageable_memory_is_copied_at_once() {
  machine("");
  const OnDevice<unsigned> data(1 << 16);
  const cudaStream_t own = stream();
  std::vector<unsigned> host(1 << 16, 5);
  CHECK_EQ(cudaMemcpyAsync(data.get(), host.data(), host.size() * 4, cudaMemcpyHostToDevice, own),
           cudaSuccess);
  host.assign(host.size(), 6);
  CHECK_EQ(data.read()[12345], 5U);
  CHECK_EQ(cudaMemcpyAsync(host.data(), data.get(), host.size() * 4, cudaMemcpyDeviceToHost, own),
           cudaSuccess);
  CHECK_EQ(host[54321], 5U);
  cudaStreamDestroy(own);
  clean();
}

// Threads of the host with streams of their own on two devices, all at once.
void many_host_threads() {
  machine("devices=2");
  std::vector<std::thread> threads;
  std::atomic<unsigned> wrong = 0;
  for (unsigned number = 0; number < 4; ++number) {
    threads.emplace_back([number, &wrong] {
      cudaSetDevice(static_cast<int>(number % 2));
      for (unsigned round = 0; round < 10; ++round) {
        unsigned *data = nullptr, *host = nullptr;
        cudaStream_t own = nullptr;
        cudaStreamCreateWithFlags(&own, cudaStreamNonBlocking);
        cudaMalloc(&data, 256 * 4);
        cudaMallocHost(&host, 256 * 4);
        for (unsigned i = 0; i < 256; ++i) host[i] = i + number;
        cudaMemcpyAsync(data, host, 256 * 4, cudaMemcpyHostToDevice, own);
        LAUNCH(add, 2, 128, 0, own, data, 256, round);
        cudaMemcpyAsync(host, data, 256 * 4, cudaMemcpyDeviceToHost, own);
        if (cudaStreamSynchronize(own) != cudaSuccess) ++wrong;
        for (unsigned i = 0; i < 256; ++i) wrong += host[i] != (i + number) * 3 + round;
        cudaFree(data);
        cudaFreeHost(host);
        cudaStreamDestroy(own);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK_EQ(wrong.load(), 0U);
  CHECK_EQ(ph_emulator::used(0) + ph_emulator::used(1) + ph_emulator::used(ph_emulator::kHost), 0U);
  clean();
}

}  // namespace

int main() {
  a_stream_keeps_its_order();
#if !defined(__SANITIZE_THREAD__)
  streams_overlap();
#endif
  events_order_streams();
  time_passes_between_events();
  pageable_memory_is_copied_at_once();
  many_host_threads();
  return posthaste::test::finish("emulator_streams");
}
