// Kernels with one mistake each, which the emulator must find and name with file and line.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "test/emulator/tests/support.h"

namespace {

using namespace emulator_test;

constexpr unsigned kAll = ~0U;

constexpr int kThenBarrier = __LINE__ + 3;
__global__ void two_barriers(int limit) {
  if (static_cast<int>(threadIdx.x) < limit) {
    __syncthreads();
  } else {
    __syncthreads();
  }
}

void a_divergent_barrier() {
  machine("");
  LAUNCH(two_barriers, 2, 64, 0, nullptr, 40);
  caught(Fault::divergent_barrier, cudaErrorLaunchFailure,
         {"divergent barrier", "thread (0,0,0) waits in __syncthreads at " + at(kThenBarrier),
          "waits in __syncthreads at " + at(kThenBarrier + 2), "kernel two_barriers", "block (0,0,0)"});
}

__global__ void count_and_or() { threadIdx.x == 3 ? __syncthreads_or(1) : __syncthreads_count(1); }

void two_kinds_of_barrier() {
  machine("");
  LAUNCH(count_and_or, 1, 32, 0, nullptr);
  caught(Fault::divergent_barrier, cudaErrorLaunchFailure, {"__syncthreads_or", "__syncthreads_count"});
}

constexpr int kShuffle = __LINE__ + 3;
__global__ void odd_lanes_return(int* out) {
  if (threadIdx.x % 2 != 0) return;
  out[threadIdx.x] = __shfl_sync(kAll, 1, 0);
}

void a_lane_that_has_returned() {
  machine("");
  const OnDevice<int> out(32);
  LAUNCH(odd_lanes_return, 1, 32, 0, nullptr, out.get());
  caught(Fault::absent_lane, cudaErrorLaunchFailure,
         {"absent lane: thread (0,0,0) waits in __shfl_sync at " + at(kShuffle) + " with mask 0xffffffff",
          "lane 1 does not come: thread (1,0,0) has returned"});
}

constexpr int kVote = __LINE__ + 5;
__global__ void a_lane_at_the_barrier() {
  if (threadIdx.x == 37) {
    __syncthreads();
  } else {
    __ballot_sync(kAll, 1);
    __syncthreads();
  }
}

void a_lane_that_waits_elsewhere() {
  machine("");
  LAUNCH(a_lane_at_the_barrier, 1, 64, 0, nullptr);
  caught(Fault::absent_lane, cudaErrorLaunchFailure,
         {"waits in __ballot_sync at " + at(kVote),
          "lane 5 does not come: thread (37,0,0) waits in __syncthreads"});
}

__global__ void not_in_its_mask() { __syncwarp(threadIdx.x == 2 ? 0xfU & ~4U : 0xfU); }

void a_lane_outside_its_own_mask() {
  machine("");
  LAUNCH(not_in_its_mask, 1, 4, 0, nullptr);
  caught(Fault::absent_lane, cudaErrorLaunchFailure, {"thread (2,0,0)", "with a mask without itself"});
}

__global__ void small_block() { __syncwarp(); }

void a_lane_that_the_block_lacks() {
  machine("");
  LAUNCH(small_block, 1, 20, 0, nullptr);
  caught(Fault::absent_lane, cudaErrorLaunchFailure, {"lane 20 does not come: the block has no such thread"});
}

constexpr int kLeft = __LINE__ + 3;
__global__ void some_return(int count) {
  if (static_cast<int>(threadIdx.x) >= count) return;
  __syncthreads();
}

void an_unfinished_block() {
  machine("");
  LAUNCH(some_return, dim3(1, 3), dim3(16, 4), 0, nullptr, 10);
  caught(Fault::unfinished_block, cudaErrorLaunchFailure,
         {"unfinished block: 40 of 64 threads wait for ever", "waits in __syncthreads at " + at(kLeft),
          "thread (10,0,0) has returned"});
}

__global__ void write_at(int* out, long index) { out[index] = 1; }

void behind_the_end_of_device_memory() {
  machine("");
  const OnDevice<int> out(16);
  const int line = __LINE__ + 1;
  LAUNCH(write_at, 1, 1, 0, nullptr, out.get(), 16);
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress,
         {"0 bytes behind the end of 64 bytes of device 0, allocated at ", "thread (0,0,0)",
          "kernel write_at", at(line)});
  LAUNCH(write_at, 1, 1, 0, nullptr, out.get(), -2000);
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress, {"8000 bytes before 64 bytes of device 0"});
}

#if !defined(__SANITIZE_ADDRESS__)  // which stops at the access itself
// Between the end of an array and the next page that is guarded.
void just_behind_an_odd_size() {
  machine("");
  const OnDevice<int> out(3);
  LAUNCH(write_at, 1, 1, 0, nullptr, out.get(), 3);
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress,
         {"somebody wrote to 0 bytes behind the end of 12 bytes"});
}
#endif

constexpr int kBeforeRead = __LINE__ + 4;
__global__ void read_far(const int* in, int* out) {
  PH_DYNAMIC_SHARED(int, shared);
  shared[threadIdx.x] = 1;
  __syncthreads();
  out[threadIdx.x] = in == nullptr ? shared[threadIdx.x + 32] : in[threadIdx.x + 64];
}

void reads() {
  machine("");
  const OnDevice<int> data(64);
  LAUNCH(read_far, 1, 32, 32 * sizeof(int), nullptr, data.get(), data.get());
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress, {"which last met others at " + at(kBeforeRead)});
#if !defined(__SANITIZE_ADDRESS__)
  LAUNCH(read_far, 1, 32, 32 * sizeof(int), nullptr, static_cast<int*>(nullptr), data.get());
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress, {"kernel read_far"});
#endif
}

// UBSan would stop at the access itself.
__attribute__((no_sanitize("undefined"))) __global__ void null_pointer(int* out) { *out = 1; }

void nothing_there() {
  machine("");
  LAUNCH(null_pointer, 1, 1, 0, nullptr, static_cast<int*>(nullptr));
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress, {"no device memory is near"});
}

void copies_out_of_bounds() {
  machine("");
  const OnDevice<int> data(8);
  std::vector<int> host(16);
  const int line = __LINE__ + 1;
  CHECK_EQ(cudaMemcpy(data.get(), host.data(), 16 * sizeof(int), cudaMemcpyHostToDevice),
           cudaErrorInvalidValue);
  CHECK_EQ(cudaGetLastError(), cudaErrorInvalidValue);
  caught(Fault::out_of_bounds, cudaSuccess, {"out of bounds: target", "in the copy at " + at(line)});
  CHECK_EQ(cudaMemcpy(data.get(), host.data(), 4, cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
  CHECK_EQ(cudaGetLastError(), cudaErrorInvalidValue);
  caught(Fault::out_of_bounds, cudaSuccess, {"out of bounds: target"});
}

void host_memory_in_a_kernel() {
  machine("");
  int host = 0;
  const int line = __LINE__ + 1;
  LAUNCH(null_pointer, 1, 1, 0, nullptr, &host);
  caught(Fault::host_pointer, cudaErrorIllegalAddress,
         {"host pointer: kernel null_pointer", at(line)});
}

void device_memory_on_the_host() {
  machine("");
  const OnDevice<int> data(std::vector<int>{1, 2, 3});
  int out[2];
  CHECK_EQ(pipe(out), 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(out[1], STDERR_FILENO);
    std::signal(SIGALRM, SIG_DFL);
    alarm(20);
    _exit(*static_cast<volatile int*>(data.get()));
  }
  close(out[1]);
  std::string said;
  char buffer[512];
  for (ssize_t got; (got = read(out[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<size_t>(got));
  close(out[0]);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(status != 0 && !(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM));
  CHECK(said.find("the host touches device memory") != std::string::npos);
}

__global__ void wait_for_a_flag(volatile int* flag) {
  while (*flag != 1) {
  }
}

__global__ void wait_with_atomics(int* flag) {
  while (atomicAdd(flag, 0) != 1) {
  }
}

void spinning_waits() {
  machine("watchdog=200");
  const OnDevice<int> flag(std::vector<int>{0});
  LAUNCH(wait_for_a_flag, 1, 1, 0, nullptr, flag.get());
  caught(Fault::spinning, cudaErrorLaunchTimeout, {"spinning", "for 200 ms", "kernel wait_for_a_flag"});
  LAUNCH(wait_with_atomics, 1, 32, 0, nullptr, flag.get());
  caught(Fault::spinning, cudaErrorLaunchTimeout, {"kernel wait_with_atomics"});
}

// NOLINTNEXTLINE: without an end on purpose
__attribute__((noinline)) int deeper(volatile int* at, int depth) {
  volatile char room[512];
  room[0] = static_cast<char>(depth);
  return *at < 0 ? 0 : deeper(at, depth + 1) + room[0];
}

__global__ void overflow(int* out) { *out = deeper(out, 0); }

void a_stack_that_runs_over() {
  machine("");
  const OnDevice<int> out(std::vector<int>{1});
  LAUNCH(overflow, 1, 1, 0, nullptr, out.get());
  caught(Fault::out_of_bounds, cudaErrorIllegalAddress, {"kernel overflow"});
}

__global__ void uninitialised(unsigned* out, const unsigned* fresh) {
  __shared__ unsigned shared[64];
  PH_DYNAMIC_SHARED(unsigned, dynamic);
  out[threadIdx.x] = threadIdx.x == 0   ? fresh[0]
                     : threadIdx.x == 1 ? shared[blockIdx.x]
                                        : dynamic[blockIdx.x];
  __syncthreads();
  shared[threadIdx.x] = dynamic[threadIdx.x] = 7;
}

void fresh_memory_is_poison() {
  machine("");
  const OnDevice<unsigned> out(32), fresh(5);
  for (int i = 0; i < 2; ++i) {
    LAUNCH(uninitialised, 2, 32, 32 * sizeof(unsigned), nullptr, out.get(), fresh.get());
    clean();
    const auto read = out.read();
    for (int each = 0; each < 3; ++each) CHECK_EQ(read[each], 0xcbcbcbcbU);
  }
}

// Right when the threads run in order, and a race all the same.
__global__ void race(int* out) {
  __shared__ int shared[32];
  shared[threadIdx.x] = static_cast<int>(threadIdx.x);
  out[threadIdx.x] = threadIdx.x == 0 ? 0 : shared[threadIdx.x - 1];
}

void a_race_shows_in_a_shuffled_schedule() {
  int wrong[2] = {0, 0};
  for (int seed = 0; seed < 8; ++seed) {
    machine("seed=" + std::to_string(seed));
    const OnDevice<int> out(32);
    LAUNCH(race, 1, 32, 0, nullptr, out.get());
    clean();
    const auto read = out.read();
    for (int i = 1; i < 32; ++i) wrong[seed != 0] += read[i] != i - 1;
  }
  CHECK_EQ(wrong[0], 0);
  CHECK(wrong[1] > 0);
}

void a_launch_that_cannot_be() {
  machine("");
  LAUNCH(small_block, 1, 1025, 0, nullptr);
  CHECK_EQ(cudaGetLastError(), cudaErrorInvalidConfiguration);
  LAUNCH(small_block, 0, 32, 0, nullptr);
  CHECK_EQ(cudaGetLastError(), cudaErrorInvalidConfiguration);
  CHECK_EQ(cudaGetLastError(), cudaSuccess);
  clean();
}

// After a fault the same device works again: nothing of the stopped block is left.
void the_next_kernel_is_well() {
  machine("");
  LAUNCH(some_return, 1, 1024, 0, nullptr, 700);
  caught(Fault::unfinished_block, cudaErrorLaunchFailure, {});
  for (int i = 0; i < 3; ++i) LAUNCH(some_return, 4, 1024, 0, nullptr, 1024);
  clean();
}

}  // namespace

int main() {
  a_divergent_barrier();
  two_kinds_of_barrier();
  a_lane_that_has_returned();
  a_lane_that_waits_elsewhere();
  a_lane_outside_its_own_mask();
  a_lane_that_the_block_lacks();
  an_unfinished_block();
  behind_the_end_of_device_memory();
#if !defined(__SANITIZE_ADDRESS__)
  just_behind_an_odd_size();
#endif
  reads();
  nothing_there();
  copies_out_of_bounds();
  host_memory_in_a_kernel();
  device_memory_on_the_host();
  spinning_waits();
  a_stack_that_runs_over();
  fresh_memory_is_poison();
  a_race_shows_in_a_shuffled_schedule();
  a_launch_that_cannot_be();
  the_next_kernel_is_well();
  return posthaste::test::finish("emulator_planted");
}
