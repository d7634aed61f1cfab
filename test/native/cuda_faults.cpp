// What goes wrong on a device, planned in the emulator: the right status, a reason, the deadline kept, nothing left
// behind. Every plan is a process of its own, since the emulator reads its plan once.
//   test_cuda_faults [library of the emulator]
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "native/engine/library.h"
#include "native/engine/model_bytes.h"
#include "test/native/check.h"
#include "test/native/engine_support.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr uint32_t kDeadlineMs = 1500;
constexpr char kAddress[] = "Flat No 302, Sai Residency, Baner Road, Pune 411045";

std::string library_path;

struct One {
  uint32_t offsets[2] = {0, sizeof kAddress - 1};
  ph_result result{};
  ph_component components[64];
  ph_batch batch{1, 64, kAddress, offsets, nullptr, &result, components, 0, 0};
};

struct Device {
  const ph_backend& table;
  ph_device* handle = nullptr;
  ph_device_info info{};
  ph_reason reason{};

  explicit Device(const ph_backend& backend) : table(backend) {}

  ph_status open(uint32_t lanes) {
    static const std::string read = engine_test::read_model();
    static const posthaste::engine::ModelBytes model(read.data(), read.size());
    ph_device_options options{};
    options.struct_size = sizeof options;
    options.lanes = lanes;
    options.batch_addresses = 64;
    return table.open(0, model.data(), model.size(), &options, &handle, &info, &reason);
  }

  // Submits and collects; neither may take longer than its deadline.
  ph_status run(uint32_t lane, One& one) {
    const auto begin = Clock::now();
    reason.text[0] = '\0';
    ph_status status = table.submit(handle, lane, &one.batch, &reason);
    if (status == PH_OK) {
      ph_batch* batch = nullptr;
      status = table.collect(handle, lane, kDeadlineMs, &batch, &reason);
      CHECK(batch == &one.batch);
    }
    CHECK(Clock::now() - begin < std::chrono::milliseconds(kDeadlineMs + 1500));
    CHECK(status == PH_OK || reason.text[0] != '\0');
    return status;
  }

  void close() {
    const auto begin = Clock::now();
    table.close(handle, kDeadlineMs);
    CHECK(Clock::now() - begin < std::chrono::milliseconds(kDeadlineMs + 1500));
  }
};

// A scenario in a process whose emulator has this plan.
void with_plan(const std::string& plan, void (*scenario)(const ph_backend&)) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("POSTHASTE_EMULATOR", plan.c_str(), 1);
    posthaste::test::tally() = {};
    const auto library = posthaste::engine::open_library(library_path);
    if (CHECK(static_cast<bool>(library))) scenario(*library.value());
    // A hung thread of the emulator would keep an ordinary exit waiting.
    _exit(posthaste::test::tally().failed == 0 && posthaste::test::tally().passed > 0 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  posthaste::test::record(WIFEXITED(status) && WEXITSTATUS(status) == 0, plan.c_str(), __FILE__, __LINE__);
}

template <ph_status second, ph_status later>
void the_second_batch(const ph_backend& cuda) {
  Device device(cuda);
  if (!CHECK_EQ(int{device.open(1)}, int{PH_OK})) return;
  One ones[4];
  CHECK_EQ(int{device.run(0, ones[0])}, int{PH_OK});
  CHECK_EQ(int{device.run(0, ones[1])}, int{second});
  for (One* one : {&ones[2], &ones[3]}) {
    CHECK_EQ(int{device.run(0, *one)}, int{later});
    if (later == PH_OK) CHECK_EQ(one->result.count, ones[0].result.count);
  }
  device.close();
}

// A hang is of one lane; a lost device is of all.
void other_lanes_go_on(const ph_backend& cuda) {
  Device device(cuda);
  if (!CHECK_EQ(int{device.open(2)}, int{PH_OK})) return;
  One a, b, c;
  CHECK_EQ(int{device.run(0, a)}, int{PH_TIMEOUT});
  CHECK_EQ(int{device.run(1, b)}, int{PH_OK});
  CHECK_EQ(int{device.run(0, c)}, int{PH_DEVICE_LOST});
  device.close();
}

void a_lost_device_loses_all_lanes(const ph_backend& cuda) {
  Device device(cuda);
  if (!CHECK_EQ(int{device.open(2)}, int{PH_OK})) return;
  One a, b;
  CHECK_EQ(int{device.run(0, a)}, int{PH_DEVICE_LOST});
  CHECK_EQ(int{device.run(1, b)}, int{PH_DEVICE_LOST});
  device.close();
}

void the_first_opening_fails(const ph_backend& cuda) {
  Device device(cuda);
  CHECK_EQ(int{device.open(2)}, int{PH_OOM});
  CHECK(device.handle == nullptr && device.reason.text[0] != '\0');
  if (!CHECK_EQ(int{device.open(2)}, int{PH_OK})) return;
  One one;
  CHECK_EQ(int{device.run(1, one)}, int{PH_OK});
  device.close();
}

void there_is_none(const ph_backend& cuda) {
  ph_reason reason{};
  CHECK_EQ(cuda.probe(&reason), 0);
  CHECK(reason.text[0] != '\0');
  CHECK_EQ(cuda.device_count(), 0U);
  Device device(cuda);
  CHECK_EQ(int{device.open(1)}, int{PH_UNAVAILABLE});
  CHECK(device.handle == nullptr);
}

// Only a comparison with another device finds it.
void a_wrong_byte_goes_through(const ph_backend& cuda) {
  Device device(cuda);
  if (!CHECK_EQ(int{device.open(1)}, int{PH_OK})) return;
  One right, wrong;
  CHECK_EQ(int{device.run(0, right)}, int{PH_OK});
  CHECK_EQ(int{device.run(0, wrong)}, int{PH_OK});
  CHECK(right.result.confidence != wrong.result.confidence);
  device.close();
}

}  // namespace

int main(int argc, char** argv) {
  library_path = argc > 1 ? argv[1] : POSTHASTE_ROOT "/build-emulator/libposthaste_cuda.so";
  if (!std::filesystem::exists(library_path)) {
    std::cout << "cuda_faults: there is no " << library_path << "; npm run build:emulator makes it\n";
    return engine_test::kSkipped;
  }
  with_plan("", the_second_batch<PH_OK, PH_OK>);
  with_plan("fault=oom@2", the_second_batch<PH_OOM, PH_OK>);
  with_plan("fault=launch-failure@2", the_second_batch<PH_DEVICE_LOST, PH_DEVICE_LOST>);
  with_plan("fault=lost@2", the_second_batch<PH_DEVICE_LOST, PH_DEVICE_LOST>);
  with_plan("fault=hang-submit@2", the_second_batch<PH_TIMEOUT, PH_DEVICE_LOST>);
  with_plan("fault=hang-collect@2", the_second_batch<PH_TIMEOUT, PH_DEVICE_LOST>);
  with_plan("fault=hang-submit@1", other_lanes_go_on);
  with_plan("fault=lost@1", a_lost_device_loses_all_lanes);
  for (const int allocation : {1, 2, 7, 13, 20, 30}) {
    with_plan("fault=alloc-oom@" + std::to_string(allocation), the_first_opening_fails);
  }
  with_plan("memory=24", [](const ph_backend& cuda) {
    Device device(cuda);
    CHECK_EQ(int{device.open(2)}, int{PH_OOM});
  });
  with_plan("fault=no-device", there_is_none);
  with_plan("fault=old-driver", there_is_none);
  with_plan("fault=wrong-byte@2", a_wrong_byte_goes_through);
  return posthaste::test::finish("cuda_faults");
}
