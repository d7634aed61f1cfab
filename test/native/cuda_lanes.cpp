// The device side of the CUDA backend through the ABI: its rules, memory that is short, deadlines, no leak.
//   test_cuda_lanes [library] [batches of the leak test]
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "native/engine/cpu_backend.h"
#include "native/engine/library.h"
#include "native/engine/model_bytes.h"
#include "test/native/check.h"
#include "test/native/engine_support.h"

// AddressSanitizer keeps what was freed for a while; little enough here for the leak test to see a leak.
extern "C" const char* __asan_default_options() { return "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"; }

namespace {

using Clock = std::chrono::steady_clock;

const posthaste::engine::ModelBytes& model() {
  static const std::string read = engine_test::read_model();
  static const posthaste::engine::ModelBytes bytes(read.data(), read.size());
  return bytes;
}

// `count` times the same address.
struct Load {
  std::string text;
  std::vector<uint32_t> offsets{0};
  std::vector<ph_result> results;
  std::vector<ph_component> components;
  ph_batch batch{};

  Load(const std::string& address, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      text += address;
      offsets.push_back(static_cast<uint32_t>(text.size()));
    }
    results.resize(count);
    components.resize(ph_component_slots(text.size(), count));
    batch.count = count;
    batch.component_capacity = static_cast<uint32_t>(components.size());
    batch.text = text.data();
    batch.offsets = offsets.data();
    batch.results = results.data();
    batch.components = components.data();
  }
  Load(const Load&) = delete;
};

constexpr char kAddress[] = "Flat No 302, Sai Residency, Baner Road, Pune 411045";

struct Opened {
  const ph_backend& table;
  ph_device* device = nullptr;
  ph_device_info info{};
  ph_reason reason{};
  ph_status status;

  Opened(const ph_backend& backend, ph_device_options options, uint32_t index = 0) : table(backend) {
    options.struct_size = sizeof options;
    status = table.open(index, model().data(), model().size(), &options, &device, &info, &reason);
  }
  ~Opened() {
    if (device != nullptr) table.close(device, 10'000);
  }
  Opened(const Opened&) = delete;

  ph_status submit(uint32_t lane, Load& load) { return table.submit(device, lane, &load.batch, &reason); }
  ph_status collect(uint32_t lane, ph_batch** batch, uint32_t deadline_ms = 60'000) {
    return table.collect(device, lane, deadline_ms, batch, &reason);
  }
  ph_status run(Load& load) {
    const ph_status submitted = submit(0, load);
    ph_batch* batch = nullptr;
    return submitted == PH_OK ? collect(0, &batch) : submitted;
  }
};

ph_device_options options(uint32_t lanes, uint32_t queue, uint32_t addresses) {
  ph_device_options options{};
  options.lanes = lanes;
  options.queue = queue;
  options.batch_addresses = addresses;
  return options;
}

void the_rules_hold(const ph_backend& cuda) {
  Opened opened(cuda, options(2, 2, 8));
  if (!CHECK_EQ_FOR(std::string(opened.reason.text), int{opened.status}, int{PH_OK})) return;
  CHECK_EQ(opened.info.lanes, 2U);
  CHECK_EQ(opened.info.queue, 2U);
  CHECK_EQ(opened.info.max_addresses, 8U);
  ph_batch* batch = nullptr;
  Load a(kAddress, 8), b("x", 1), c("y", 1), many(kAddress, 9);
  CHECK_EQ(int{opened.collect(0, &batch)}, int{PH_BAD_ARGUMENT});
  CHECK(batch == nullptr);
  CHECK_EQ(int{opened.submit(2, a)}, int{PH_BAD_ARGUMENT});
  CHECK_EQ(int{opened.submit(0, many)}, int{PH_BAD_ARGUMENT});
  many.batch.count = 0;
  CHECK_EQ(int{opened.submit(0, many)}, int{PH_BAD_ARGUMENT});
  CHECK_EQ(int{opened.submit(0, a)}, int{PH_OK});
  CHECK_EQ(int{opened.submit(0, b)}, int{PH_OK});
  CHECK_EQ(int{opened.submit(0, c)}, int{PH_BAD_ARGUMENT});
  // The other lane has a queue of its own.
  CHECK_EQ(int{opened.submit(1, c)}, int{PH_OK});
  CHECK_EQ(int{opened.collect(0, &batch)}, int{PH_OK});
  CHECK(batch == &a.batch && a.results[7].count > 3);
  CHECK_EQ(int{opened.collect(0, &batch)}, int{PH_OK});
  CHECK(batch == &b.batch);
  CHECK_EQ(int{opened.collect(1, &batch)}, int{PH_OK});
  CHECK(batch == &c.batch);
}

void bad_openings_leave_nothing(const ph_backend& cuda) {
  ph_device_options wrong = options(1, 1, 1);
  wrong.variant = "fastest";
  Opened variant(cuda, wrong);
  CHECK(variant.status == PH_UNAVAILABLE && variant.device == nullptr && variant.reason.text[0] != '\0');
  Opened device(cuda, options(1, 1, 1), 1000);
  CHECK(device.status == PH_BAD_ARGUMENT && device.device == nullptr);
  Opened lanes(cuda, options(1000, 1, 1));
  CHECK(lanes.status == PH_BAD_ARGUMENT && lanes.device == nullptr);
  alignas(64) static const char junk[64] = "not a model";
  ph_device_options good = options(1, 1, 1);
  good.struct_size = sizeof good;
  ph_device* none = nullptr;
  ph_device_info info{};
  ph_reason reason{};
  CHECK_EQ(int{cuda.open(0, junk, sizeof junk, &good, &none, &info, &reason)}, int{PH_BAD_ARGUMENT});
  CHECK(none == nullptr);
}

// A thousandth of the memory is too little, or a small batch.
void memory_has_a_bound(const ph_backend& cuda) {
  ph_device_options small = options(4, 2, 65'536);
  small.memory_permille = 1;
  Opened opened(cuda, small);
  CHECK(opened.status == PH_OOM || (opened.status == PH_OK && opened.info.max_addresses < 65'536));
  CHECK(opened.status == PH_OK || (opened.device == nullptr && opened.reason.text[0] != '\0'));
}

// Two tokens in three bytes are more than a batch has room for; half of it passes.
void a_batch_of_many_tokens_is_halved(const ph_backend& cuda) {
  Opened opened(cuda, options(1, 2, 1400));
  if (!CHECK_EQ(int{opened.status}, int{PH_OK})) return;
  std::string address;
  for (int i = 0; i < 30; ++i) address += "1\xd8\xa8";
  Load full(address, 1400), half(address, 700), after(kAddress, 100);
  CHECK_EQ(int{opened.run(full)}, int{PH_OOM});
  CHECK(opened.reason.text[0] != '\0');
  CHECK_EQ(int{opened.run(half)}, int{PH_OK});
  CHECK_EQ(int{opened.run(after)}, int{PH_OK});
  CHECK(after.results[99].count > 3);
}

void an_address_over_the_limit_comes_alone(const ph_backend& cuda) {
  Opened opened(cuda, options(1, 2, 1));
  Opened cpu(*posthaste::engine::cpu_backend(), options(1, 1, 1));
  if (!CHECK(opened.status == PH_OK && cpu.status == PH_OK)) return;
  std::string address;
  while (address.size() <= opened.info.max_text_bytes * 2) address += "12 Main Street, Austin TX 78701\n";
  for (int i = 0; i < 2; ++i) {
    Load found(address, 1), expected(address, 1), next(kAddress, 1);
    CHECK_EQ_FOR(std::string(opened.reason.text), int{opened.run(found)}, int{PH_OK});
    CHECK_EQ(int{cpu.run(expected)}, int{PH_OK});
    CHECK_EQ(found.results[0].count, expected.results[0].count);
    for (uint32_t k = 0; k < found.results[0].count; ++k) {
      const ph_component &a = found.components[found.results[0].first + k], &b = expected.components[k];
      CHECK(a.start == b.start && a.end == b.end && a.label == b.label && a.confidence == b.confidence);
    }
    CHECK_EQ(int{opened.run(next)}, int{PH_OK});
  }
}

// A lane that was too late counts as lost; the other lane goes on, and closing takes no longer than it may.
void a_deadline_is_kept(const ph_backend& cuda) {
  auto opened = std::make_unique<Opened>(cuda, options(2, 2, 16'384));
  if (!CHECK_EQ(int{opened->status}, int{PH_OK})) return;
  Load load(kAddress, opened->info.max_addresses), small(kAddress, 1);
  CHECK_EQ(int{opened->submit(0, load)}, int{PH_OK});
  ph_batch* batch = nullptr;
  const ph_status status = opened->collect(0, &batch, 1);
  CHECK(batch == &load.batch);
  CHECK(status == PH_OK || status == PH_TIMEOUT);
  if (status == PH_TIMEOUT) CHECK_EQ(int{opened->submit(0, small)}, int{PH_DEVICE_LOST});
  CHECK_EQ(int{opened->submit(1, small)}, int{PH_OK});
  CHECK_EQ(int{opened->collect(1, &batch)}, int{PH_OK});
  const auto begin = Clock::now();
  opened.reset();
  CHECK(Clock::now() - begin < std::chrono::seconds(12));
}

// Held batches are dropped.
void closing_in_mid_batch_is_safe(const ph_backend& cuda) {
  for (int i = 0; i < 3; ++i) {
    Load a(kAddress, 500), b(kAddress, 500);
    Opened opened(cuda, options(1, 2, 500));
    if (!CHECK_EQ(int{opened.status}, int{PH_OK})) return;
    CHECK_EQ(int{opened.submit(0, a)}, int{PH_OK});
    CHECK_EQ(int{opened.submit(0, b)}, int{PH_OK});
  }
}

void every_device_opens(const ph_backend& cuda) {
  for (uint32_t index = 0; index < cuda.device_count(); ++index) {
    char name[64] = "";
    ph_reason reason{};
    CHECK_EQ(int{cuda.device_name(index, name, sizeof name, &reason)}, int{PH_OK});
    CHECK(name[0] != '\0');
    Opened opened(cuda, options(1, 1, 16), index);
    Load load(kAddress, 16);
    CHECK_EQ(int{opened.status}, int{PH_OK});
    if (opened.device != nullptr) CHECK_EQ(int{opened.run(load)}, int{PH_OK});
  }
}

uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  uint64_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

// Two threads, a lane each.
void run_many(Opened& opened, uint32_t batches) {
  std::vector<std::thread> threads;
  for (uint32_t lane = 0; lane < 2; ++lane) {
    threads.emplace_back([&opened, lane, batches] {
      Load load(kAddress, 2);
      ph_reason reason{};
      for (uint32_t i = 0; i < batches / 2; ++i) {
        ph_batch* batch = nullptr;
        if (opened.table.submit(opened.device, lane, &load.batch, &reason) != PH_OK ||
            opened.table.collect(opened.device, lane, 60'000, &batch, &reason) != PH_OK) {
          std::cerr << reason.text << '\n';
          std::exit(1);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void nothing_leaks(const ph_backend& cuda, uint32_t batches) {
  {
    Opened opened(cuda, options(2, 2, 2));
    if (!CHECK_EQ(int{opened.status}, int{PH_OK})) return;
    run_many(opened, batches / 10);
    const uint64_t before = resident_bytes();
    run_many(opened, batches);
    const uint64_t after = resident_bytes();
    CHECK(after < before + (8U << 20));
    std::cout << batches << " batches: resident memory " << before / 1024 << " KiB before, " << after / 1024
              << " KiB after\n";
  }
  uint64_t before = 0;
  for (int i = 0; i < 12; ++i) {
    if (i == 4) before = resident_bytes();
    Opened opened(cuda, options(2, 2, 64));
    Load load(kAddress, 64);
    CHECK_EQ(int{opened.run(load)}, int{PH_OK});
  }
  CHECK(resident_bytes() < before + (32U << 20));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : POSTHASTE_ROOT "/build-emulator/libposthaste_cuda.so";
  const auto batches = static_cast<uint32_t>(argc > 2 ? std::stoul(argv[2]) : 2'000);
  if (!std::filesystem::exists(path)) {
    std::cout << "cuda_lanes: there is no " << path << "; npm run build:emulator makes it\n";
    return engine_test::kSkipped;
  }
  const auto library = posthaste::engine::open_library(path);
  if (!CHECK(static_cast<bool>(library))) {
    std::cerr << library.failure().reason << '\n';
    return 1;
  }
  const ph_backend& cuda = *library.value();
  ph_reason reason{};
  if (!CHECK(cuda.probe(&reason) > 0)) {
    std::cerr << reason.text << '\n';
    return 1;
  }
  the_rules_hold(cuda);
  bad_openings_leave_nothing(cuda);
  memory_has_a_bound(cuda);
  a_batch_of_many_tokens_is_halved(cuda);
  an_address_over_the_limit_comes_alone(cuda);
  a_deadline_is_kept(cuda);
  closing_in_mid_batch_is_safe(cuda);
  every_device_opens(cuda);
  nothing_leaks(cuda, batches);
  return posthaste::test::finish("cuda_lanes");
}
