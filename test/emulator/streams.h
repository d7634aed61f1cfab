// Behind the host's calls: devices, their streams, and who calls.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "test/emulator/host.h"

namespace ph_emulator {

using Clock = std::chrono::steady_clock;
using Work = std::function<void()>;

// Work in order, done by a thread of its own. Whoever waits holds a share, so that a hung one is just left.
struct Queue {
  explicit Queue(int device_) : device(device_) {}
  const int device;
  std::mutex lock;
  std::condition_variable news;
  std::deque<Work> work;
  uint64_t given = 0, done = 0;
  bool closed = false;
};

struct Stream {
  std::shared_ptr<Queue> queue;
};

struct Event {
  struct State {
    std::mutex lock;
    std::condition_variable news;
    uint64_t recorded = 0, reached = 0;
    Clock::time_point time;
  };
  std::shared_ptr<State> state = std::make_shared<State>();
};

struct Device {
  std::atomic<cudaError_t> error = cudaSuccess;  // the sticky one
  std::atomic<uint64_t> batches = 0, allocations = 0;
  std::mutex lock;
  std::vector<std::weak_ptr<Queue>> queues;
  Stream* main = nullptr;  // the default stream
  Clock::time_point busy_until;
};

Device& device(int number);

// A host thread as CUDA sees it; a batch begins when it copies pinned memory to the device after anything
// else.
struct Caller {
  int device = 0;
  cudaError_t last = cudaSuccess;
  bool copies_in = false, copied_out = false;
  uint64_t batch = 0;
  size_t bytes = 0;
};
extern thread_local Caller caller;

// Remembers an error for cudaGetLastError.
cudaError_t told(cudaError_t error);
// Whether there is a machine, a device, and one that answers; the last may hang.
cudaError_t machine();
cudaError_t exists(int number);
cudaError_t ready();

Stream* make_stream(int number);
Queue& queue_of(cudaStream_t stream);
void give(Queue& queue, Work work);
void wait_for(Queue& queue);
cudaError_t wait_for_device();
cudaError_t copy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream,
                 Site site);
cudaError_t refuse_copy(const char* what, const void* address, Site site);

}  // namespace ph_emulator
