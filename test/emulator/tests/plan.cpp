// The plan: what it takes, and that each fault of it comes where it says, as CUDA would tell it.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "test/emulator/tests/support.h"

namespace {

using namespace emulator_test;
using Clock = std::chrono::steady_clock;
using ph_emulator::parse_plan;
using ph_emulator::Trouble;

void the_grammar() {
  const auto plan = parse_plan(
      "devices=2;names=Fast,Slow;memory=64;capability=7.5;speed=1000,10;seed=9;watchdog=50;fault=oom@3,1:"
      "slow@7=20");
  CHECK_EQ(plan.error, "");
  CHECK_EQ(plan.devices, 2);
  CHECK_EQ(plan.names[1], "Slow");
  CHECK_EQ(plan.memory, size_t{64} << 20);
  CHECK_EQ(plan.major * 10 + plan.minor, 75);
  CHECK_EQ(plan.speeds[1], 10U);
  CHECK_EQ(plan.seed, 9U);
  CHECK_EQ(plan.watchdog_ms, 50U);
  CHECK(plan.find(Trouble::oom, 0, 3) != nullptr && plan.find(Trouble::oom, 1, 3) != nullptr);
  CHECK(plan.find(Trouble::oom, 0, 2) == nullptr && plan.find(Trouble::oom, 0, 4) == nullptr);
  CHECK(plan.find(Trouble::slow, 0, 7) == nullptr && plan.find(Trouble::slow, 1, 6) == nullptr);
  CHECK_EQ(plan.find(Trouble::slow, 1, 8)->more, 20U);
  CHECK(parse_plan("fault=lost").find(Trouble::lost, 5, 77) != nullptr);
  CHECK_EQ(parse_plan("").devices, 1);
  for (const char* wrong : {"devices", "devices=x", "devices=65", "speeds=1", "fault=ooom", "fault=oom@0",
                            "fault=x:oom", "memory=0x5", "capability=9", "reports=no", "devices=1;seed="}) {
    CHECK(parse_plan(wrong).error.find("is not understood") != std::string::npos);
    CHECK_EQ(parse_plan(wrong).devices, 0);
  }
}

void machines_that_cannot_be_used() {
  int count = 7;
  machine("fault=no-device");
  CHECK_EQ(cudaGetDeviceCount(&count), cudaErrorNoDevice);
  CHECK_EQ(count, 0);
  machine("fault=old-driver");
  CHECK_EQ(cudaGetDeviceCount(&count), cudaErrorInsufficientDriver);
  machine("nonsense");
  CHECK_EQ(cudaGetDeviceCount(&count), cudaErrorNoDevice);
  CHECK(std::string(cudaGetErrorString(cudaErrorNoDevice)).find("'nonsense'") != std::string::npos);
  machine("devices=3;names=A,B");
  CHECK_EQ(cudaGetDeviceCount(&count), cudaSuccess);
  CHECK_EQ(count, 3);
  cudaDeviceProp properties;
  CHECK_EQ(cudaGetDeviceProperties(&properties, 1), cudaSuccess);
  CHECK_EQ(std::string(properties.name), "B");
  CHECK_EQ(cudaSetDevice(3), cudaErrorInvalidDevice);
  CHECK_EQ(cudaGetLastError(), cudaErrorInvalidDevice);
}

void memory_runs_short() {
  machine("memory=1");
  void *first = nullptr, *second = nullptr;
  size_t free = 0, total = 0;
  CHECK_EQ(cudaMalloc(&first, 600'000), cudaSuccess);
  CHECK_EQ(cudaMalloc(&second, 600'000), cudaErrorMemoryAllocation);
  CHECK_EQ(cudaMemGetInfo(&free, &total), cudaSuccess);
  CHECK_EQ(total - free, 600'000U);
  cudaFree(first);
  machine("fault=alloc-oom@2");
  CHECK_EQ(cudaMalloc(&first, 16), cudaSuccess);
  CHECK_EQ(cudaMalloc(&second, 16), cudaErrorMemoryAllocation);
  CHECK_EQ(cudaMalloc(&second, 16), cudaSuccess);
  cudaFree(first);
  cudaFree(second);
  CHECK_EQ(cudaGetLastError(), cudaErrorMemoryAllocation);
}

__global__ void triple(unsigned* values) { values[threadIdx.x] *= 3; }

constexpr size_t kCount = 64;

// Copies in, kernel, copies out: what the first call that failed said.
struct Batches {
  OnDevice<unsigned> data{kCount};
  Pinned<unsigned> host{kCount};
  cudaStream_t stream = nullptr;

  Batches() { cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking); }
  ~Batches() { cudaStreamDestroy(stream); }
  cudaError_t submit() {
    for (unsigned i = 0; i < kCount; ++i) host[i] = i;
    const cudaError_t in =
        cudaMemcpyAsync(data.get(), host.get(), kCount * 4, cudaMemcpyHostToDevice, stream);
    if (in != cudaSuccess) return in;
    LAUNCH(triple, 1, kCount, 0, stream, data.get());
    return cudaMemcpyAsync(host.get(), data.get(), kCount * 4, cudaMemcpyDeviceToHost, stream);
  }
  cudaError_t run() {
    const cudaError_t given = submit();
    return given != cudaSuccess ? given : cudaStreamSynchronize(stream);
  }
  bool right() const {
    for (unsigned i = 0; i < kCount; ++i) {
      if (host[i] != i * 3) return false;
    }
    return true;
  }
};

void a_batch_without_memory() {
  machine("fault=oom@2");
  Batches batches;
  CHECK_EQ(batches.run(), cudaSuccess);
  CHECK_EQ(batches.run(), cudaErrorMemoryAllocation);
  CHECK_EQ(cudaGetLastError(), cudaErrorMemoryAllocation);
  CHECK_EQ(batches.run(), cudaSuccess);
  CHECK(batches.right());
}

void a_sticky_failure(const char* plan, cudaError_t error) {
  machine(plan);
  {
    Batches batches;
    CHECK_EQ(batches.run(), cudaSuccess);
    CHECK(batches.right());
    CHECK_EQ(batches.run(), error);
    CHECK_EQ(cudaGetLastError(), error);
    CHECK_EQ(cudaGetLastError(), error);
    CHECK_EQ(batches.run(), error);
    void* more = nullptr;
    CHECK_EQ(cudaMalloc(&more, 16), error);
    ph_emulator::revive();
  }
  clean();
}

void one_wrong_byte(const char* plan, size_t byte) {
  machine(plan);
  Batches batches;
  CHECK_EQ(batches.run(), cudaSuccess);
  CHECK(batches.right());
  CHECK_EQ(batches.run(), cudaSuccess);
  CHECK(!batches.right());
  CHECK_EQ(batches.host[byte / 4], (byte / 4 * 3) ^ (1U << byte % 4 * 8));
  batches.host[byte / 4] = static_cast<unsigned>(byte / 4 * 3);
  CHECK(batches.right());
  CHECK_EQ(batches.run(), cudaSuccess);
  CHECK(batches.right());
}

// 256 bytes a batch at 12,800 bytes a second: 20 ms, then 60.
void a_device_of_a_set_speed() {
  machine("speed=12800;fault=slow@3=3");
  Batches batches;
  std::vector<double> milliseconds;
  for (int i = 0; i < 4; ++i) {
    const auto begin = Clock::now();
    CHECK_EQ(batches.run(), cudaSuccess);
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  CHECK(milliseconds[0] >= 20 && milliseconds[1] >= 20);
  CHECK(milliseconds[2] >= 60 && milliseconds[3] >= 60);
}

// Runs in a thread that is left behind.
bool hangs(const char* plan, void (*call)(std::atomic<bool>&)) {
  machine(plan);
  auto* ended = new std::atomic<bool>(false);
  std::thread([=] { call(*ended); }).detach();
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  return !*ended;
}

void hangs_where_planned() {
  const auto open = [](std::atomic<bool>& ended) {
    cudaSetDevice(0);
    ended = true;
  };
  CHECK(!hangs("fault=1:open-hang", open));
  CHECK(hangs("fault=open-hang", open));
  // Left where it hangs, with what it holds.
  static Batches* left = nullptr;
  machine("");
  left = new Batches;
  CHECK(hangs("fault=hang-submit@1", [](std::atomic<bool>& ended) {
    left->submit();
    ended = true;
  }));
  machine("fault=hang-collect@2");
  left = new Batches;  // the hung thread has the other
  CHECK_EQ(left->run(), cudaSuccess);
  CHECK_EQ(left->submit(), cudaSuccess);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK_EQ(cudaStreamQuery(left->stream), cudaErrorNotReady);
}

}  // namespace

int main() {
  the_grammar();
  machines_that_cannot_be_used();
  memory_runs_short();
  a_batch_without_memory();
  a_sticky_failure("fault=launch-failure@2", cudaErrorLaunchFailure);
  a_sticky_failure("fault=lost@2", cudaErrorECCUncorrectable);
  one_wrong_byte("fault=wrong-byte@2", 8);
  one_wrong_byte("fault=wrong-byte@2=101", 101);
  a_device_of_a_set_speed();
  hangs_where_planned();
  // Threads hang on purpose: what they hold is not freed.
  const int code = posthaste::test::finish("emulator_plan");
  std::cout.flush();
  std::_Exit(code);
}
