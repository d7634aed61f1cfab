#include "test/emulator/streams.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <thread>
#include <utility>

#include "test/emulator/memory.h"
#include "test/emulator/plan.h"

namespace ph_emulator {

Device& device(int number) {
  static Device* devices = new Device[64];
  return devices[number];
}

thread_local Caller caller;

cudaError_t told(cudaError_t error) {
  if (error != cudaSuccess && error != cudaErrorNotReady) caller.last = error;
  return error;
}

namespace {

void hang() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

}  // namespace

cudaError_t machine() {
  if (plan().find(Trouble::old_driver, -1, 0) != nullptr) return cudaErrorInsufficientDriver;
  return plan().devices == 0 || plan().find(Trouble::no_device, -1, 0) != nullptr ? cudaErrorNoDevice
                                                                                  : cudaSuccess;
}

cudaError_t exists(int number) {
  const cudaError_t error = machine();
  return error != cudaSuccess                     ? error
         : number < 0 || number >= plan().devices ? cudaErrorInvalidDevice
                                                  : cudaSuccess;
}

// Before a call that needs a context on the present device.
cudaError_t ready() {
  const cudaError_t error = exists(caller.device);
  if (error != cudaSuccess) return error;
  if (plan().find(Trouble::open_hang, caller.device, 0) != nullptr) hang();
  return device(caller.device).error;
}

namespace {

void serve(std::shared_ptr<Queue> queue) {
  std::unique_lock held(queue->lock);
  for (bool open = false;;) {
    queue->news.wait(held, [&] { return queue->closed || !queue->work.empty(); });
    if (queue->work.empty()) return;
    Work next = std::move(queue->work.front());
    queue->work.pop_front();
    held.unlock();
    if (!std::exchange(open, true)) open_memory(queue->device);
    next();
    next = nullptr;
    held.lock();
    if (queue->work.empty()) {
      open = false;
      close_memory(queue->device);
    }
    ++queue->done;
    queue->news.notify_all();
  }
}

}  // namespace

Stream* make_stream(int number) {
  auto queue = std::make_shared<Queue>(number);
  {
    const std::lock_guard held(device(number).lock);
    std::erase_if(device(number).queues, [](const auto& old) { return old.expired(); });
    device(number).queues.push_back(queue);
  }
  std::thread(serve, queue).detach();
  return new Stream{std::move(queue)};
}

Queue& queue_of(cudaStream_t stream) {
  if (stream != nullptr) return *stream->queue;
  static std::mutex lock;
  const std::lock_guard held(lock);
  Stream*& main = device(caller.device).main;
  if (main == nullptr) main = make_stream(caller.device);
  return *main->queue;
}

void give(Queue& queue, Work work) {
  const std::lock_guard held(queue.lock);
  queue.work.push_back(std::move(work));
  ++queue.given;
  queue.news.notify_all();
}

void wait_for(Queue& queue) {
  std::unique_lock held(queue.lock);
  queue.news.wait(held, [&, until = queue.given] { return queue.done >= until; });
}

cudaError_t wait_for_device() {
  std::vector<std::weak_ptr<Queue>> queues;
  {
    const std::lock_guard held(device(caller.device).lock);
    queues = device(caller.device).queues;
  }
  for (const auto& weak : queues) {
    if (const auto queue = weak.lock()) wait_for(*queue);
  }
  return device(caller.device).error;
}

namespace {

// What the plan has for the batch whose copy in this may begin.
cudaError_t begin_batch(size_t bytes) {
  const int number = caller.device;
  if (!std::exchange(caller.copies_in, true)) {
    caller.batch = ++device(number).batches;
    caller.bytes = 0;
    caller.copied_out = false;
    if (plan().find(Trouble::hang_submit, number, caller.batch) != nullptr) hang();
    if (plan().find(Trouble::oom, number, caller.batch) != nullptr) {
      caller.copies_in = false;
      return cudaErrorMemoryAllocation;
    }
  }
  caller.bytes += bytes;
  return cudaSuccess;
}

// A batch of a device with a set speed is not finished before its time.
void take_time(int number, uint64_t batch, size_t bytes) {
  const auto& speeds = plan().speeds;
  const uint64_t speed = static_cast<size_t>(number) < speeds.size() ? speeds[number] : 0;
  if (speed == 0) return;
  const PlannedFault* slow = plan().find(Trouble::slow, number, batch);
  const double seconds = static_cast<double>(bytes) / static_cast<double>(speed) *
                         (slow == nullptr   ? 1
                          : slow->more == 0 ? 10
                                            : static_cast<double>(slow->more));
  Clock::time_point until;
  {
    Device& busy = device(number);
    const std::lock_guard held(busy.lock);
    busy.busy_until = std::max(busy.busy_until, Clock::now()) +
                      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    until = busy.busy_until;
  }
  std::this_thread::sleep_until(until);
}

// The first copy out of a batch is where it may hang, be lost or be wrong.
Work copy_out(void* to, const void* from, size_t bytes) {
  return [=, number = caller.device, batch = caller.batch, in = caller.bytes] {
    const Plan& the_plan = plan();
    take_time(number, batch, in);
    if (the_plan.find(Trouble::hang_collect, number, batch) != nullptr) hang();
    if (the_plan.find(Trouble::lost, number, batch) != nullptr)
      device(number).error = cudaErrorECCUncorrectable;
    if (device(number).error != cudaSuccess) return;
    std::memcpy(to, from, bytes);
    const PlannedFault* wrong = the_plan.find(Trouble::wrong_byte, number, batch);
    if (wrong != nullptr) static_cast<unsigned char*>(to)[(wrong->more == 0 ? 8 : wrong->more) % bytes] ^= 1;
  };
}

}  // namespace

cudaError_t refuse_copy(const char* what, const void* address, Site site) {
  report(Fault::out_of_bounds,
         std::string("out of bounds: ") + what + " " + describe(address) + " in the copy at " + shown(site));
  return cudaErrorInvalidValue;
}

cudaError_t copy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream,
                 Site site) {
  cudaError_t error = ready();
  if (error != cudaSuccess || bytes == 0) return error;
  const int target = owner(to, bytes), source = owner(from, bytes);
  if (kind == cudaMemcpyDefault)
    kind = static_cast<cudaMemcpyKind>((target >= 0 ? 1 : 0) + (source >= 0 ? 2 : 0));
  const bool into = kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  const bool from_device = kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  if (target == kAcross || (target >= 0) != into) return refuse_copy("target", to, site);
  if (source == kAcross || (source >= 0) != from_device) return refuse_copy("source", from, site);
  Queue& queue = queue_of(stream);
  const bool begins = kind == cudaMemcpyHostToDevice && source == kHost;
  if (begins) error = begin_batch(bytes);
  if (error != cudaSuccess) return error;
  if (!begins) caller.copies_in = false;
  if (kind == cudaMemcpyDeviceToHost && caller.batch != 0 && !std::exchange(caller.copied_out, true)) {
    give(queue, copy_out(to, from, bytes));
  } else {
    give(queue, [=, number = caller.device] {
      if (device(number).error == cudaSuccess) std::memcpy(to, from, bytes);
    });
  }
  // As CUDA does with memory that is not pinned.
  if (target == kNowhere || source == kNowhere) wait_for(queue);
  return cudaSuccess;
}

namespace {

// Below are neither heaps, stacks nor libraries, but numbers that look like addresses.
constexpr uintptr_t kLeastPointer = 0x5500'0000'0000;

// A word that is the address of memory of the host, which a kernel could not read.
const void* host_pointer(const void* arguments, size_t bytes) {
  for (size_t at = 0; at + sizeof(void*) <= bytes; at += sizeof(void*)) {
    uintptr_t word;
    std::memcpy(&word, static_cast<const char*>(arguments) + at, sizeof word);
    const auto* pointer = reinterpret_cast<const void*>(word);
    if (word < kLeastPointer || word >> 47 != 0 || owner(pointer, 1) != kNowhere) continue;
    if (msync(reinterpret_cast<void*>(word & ~uintptr_t{4095}), 1, MS_ASYNC) == 0) return pointer;
  }
  return nullptr;
}

}  // namespace

void enqueue(Launch launch, cudaStream_t stream, const void* arguments, size_t bytes) {
  const dim3 block = launch.block, grid = launch.grid;
  const uint64_t threads = uint64_t{block.x} * block.y * block.z, blocks = uint64_t{grid.x} * grid.y * grid.z;
  cudaError_t error = ready();
  const bool shape = threads > 0 && threads <= kMostThreads && blocks > 0 && blocks < 1U << 31 &&
                     launch.shared_bytes <= 227 * 1024;
  if (error == cudaSuccess && !shape) error = cudaErrorInvalidConfiguration;
  const void* pointer = error == cudaSuccess ? host_pointer(arguments, bytes) : nullptr;
  if (pointer != nullptr) {
    report(Fault::host_pointer, "host pointer: kernel " + std::string(launch.kernel) + " launched at " +
                                    shown(launch.site) + " is given the host's " + describe(pointer));
    device(caller.device).error = cudaErrorIllegalAddress;
    return;
  }
  if (told(error) != cudaSuccess) return;
  caller.copies_in = false;
  give(queue_of(stream), [launch = std::move(launch), number = caller.device, batch = caller.batch] {
    Device& on = device(number);
    if (batch != 0 && plan().find(Trouble::launch_failure, number, batch) != nullptr)
      on.error = cudaErrorLaunchFailure;
    if (on.error != cudaSuccess) return;
    Fault fault = run(launch, plan().seed);
    const std::string written = fault == Fault::none ? damage(number) : "";
    if (!written.empty()) {
      fault = Fault::out_of_bounds;
      report(fault, "out of bounds: somebody wrote to " + written + "; kernel " + launch.kernel +
                        " launched at " + shown(launch.site) + " was the last to run");
    }
    if (fault == Fault::none) return;
    on.error = fault == Fault::out_of_bounds ? cudaErrorIllegalAddress
               : fault == Fault::spinning    ? cudaErrorLaunchTimeout
                                             : cudaErrorLaunchFailure;
  });
}

void revive() {
  for (int number = 0; number < 64; ++number) {
    device(number).error = cudaSuccess;
    device(number).batches = 0;
    device(number).allocations = 0;
  }
  caller = {};
}

}  // namespace ph_emulator
