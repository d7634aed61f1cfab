// Every CUDA mapping gives the bytes of the CPU: each case at each batch size, through the ABI.
//   test_cuda_conformance [library] [real addresses] [one batch size, 0: all] [device index] [file with more addresses]
// Without a library: the emulator's, which `npm run build:emulator` makes.
#include <deque>
#include <filesystem>
#include <iostream>

#include "native/engine/cpu_backend.h"
#include "native/engine/device.h"
#include "native/engine/model_bytes.h"
#include "native/engine/registry.h"
#include "test/native/check.h"
#include "test/native/cuda_texts.h"
#include "test/native/engine_support.h"

namespace {

using engine_test::kSkipped;
using posthaste::engine::Device;

constexpr uint32_t kSizes[] = {1, 31, 32, 33, 65, 4097};

// Addresses as a backend takes them, and what it said of them.
struct Packed {
  std::string text;
  std::vector<uint32_t> offsets;
  std::vector<uint16_t> hints;
  std::vector<ph_result> results;
  std::vector<ph_component> components;
  ph_batch batch{};

  Packed(const std::vector<std::string>& addresses, size_t begin, size_t end, bool hinted) {
    // A first offset that is not 0, as in a slice of a chunk.
    text = "before";
    for (size_t i = begin; i < end; ++i) {
      offsets.push_back(static_cast<uint32_t>(text.size()));
      text += addresses[i];
      constexpr uint16_t kHints[] = {0, 'I' << 8 | 'N', 'U' << 8 | 'S', 'Q' << 8 | 'Q'};
      hints.push_back(kHints[i % 4]);
    }
    offsets.push_back(static_cast<uint32_t>(text.size()));
    results.resize(end - begin);
    components.resize(ph_component_slots(offsets.back() - offsets.front(), end - begin));
    batch.count = static_cast<uint32_t>(end - begin);
    batch.component_capacity = static_cast<uint32_t>(components.size());
    batch.text = text.data();
    batch.offsets = offsets.data();
    batch.hints = hinted ? hints.data() : nullptr;
    batch.results = results.data();
    batch.components = components.data();
  }
  Packed(const Packed&) = delete;
};

// All of one address, so that addresses compare as bytes.
std::string said(const Packed& packed, size_t i) {
  const ph_result& result = packed.results[i];
  std::ostringstream out;
  out << result.country << ' ' << result.confidence << ' ' << result.reserved;
  for (uint32_t c = 0; c < result.count; ++c) {
    const ph_component& component = packed.components[result.first + c];
    out << " | " << component.start << ' ' << component.end << ' ' << component.label << ' '
        << component.confidence;
  }
  return out.str();
}

std::vector<std::string> run(Device& device, const std::vector<std::string>& addresses, uint32_t size,
                             bool hinted) {
  std::vector<std::string> all;
  std::deque<std::unique_ptr<Packed>> held;
  const auto collect = [&] {
    ph_batch* done = nullptr;
    ph_reason reason{};
    const ph_status status = device.collect(0, &done, &reason);
    CHECK_EQ_FOR(std::string(reason.text), int{status}, int{PH_OK});
    CHECK(done == &held.front()->batch);
    for (size_t i = 0; i < held.front()->results.size(); ++i) all.push_back(said(*held.front(), i));
    held.pop_front();
  };
  for (size_t begin = 0; begin < addresses.size();) {
    size_t end = begin, bytes = 0;
    while (end < addresses.size() && end - begin < size) {
      bytes += addresses[end].size();
      if (end > begin && bytes > device.info().max_text_bytes) break;
      ++end;
    }
    if (held.size() == device.info().queue) collect();
    held.push_back(std::make_unique<Packed>(addresses, begin, end, hinted));
    ph_reason reason{};
    CHECK_EQ_FOR(std::string(reason.text), int{device.submit(0, &held.back()->batch, &reason)}, int{PH_OK});
    begin = end;
  }
  while (!held.empty()) collect();
  return all;
}

std::unique_ptr<Device> open(const ph_backend& table, uint32_t index, const char* variant, uint32_t batch) {
  static const std::string read = engine_test::read_model();
  static const posthaste::engine::ModelBytes model(read.data(), read.size());
  ph_device_options options{};
  options.struct_size = sizeof options;
  options.lanes = 1;
  options.queue = 2;
  options.batch_addresses = batch;
  options.variant = variant;
  auto opened = Device::open(table, index, table.name, model.data(), model.size(), options);
  if (opened) return std::move(opened.value());
  std::cerr << "cuda_conformance: " << opened.failure().reason << '\n';
  return nullptr;
}

void compare(Device& device, const char* variant, const std::vector<std::string>& addresses, uint32_t size,
             const std::vector<std::string>& expected, bool hinted) {
  const auto found = run(device, addresses, size, hinted);
  if (!CHECK_EQ(found.size(), expected.size())) return;
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i] == expected[i]) continue;
    CHECK_EQ_FOR(std::string(variant) + ", batches of " + std::to_string(size) + ", address " +
                     std::to_string(i) + ": " + addresses[i].substr(0, 200),
                 found[i], expected[i]);
    return;
  }
}

// What the CPU says, the same in all its variants.
std::vector<std::string> say_on_cpu(const std::vector<std::string>& texts, bool hinted) {
  std::vector<std::string> expected;
  for (const char* variant : {"scalar", "avx2"}) {
    const auto cpu = open(*posthaste::engine::cpu_backend(), 0, variant, 0);
    // Only x86 has these names.
    if (cpu == nullptr) continue;
    const auto said = run(*cpu, texts, 65, hinted);
    if (!expected.empty()) CHECK(said == expected);
    expected = said;
  }
  return expected;
}

void compare_all(const ph_backend& cuda, uint32_t index, uint32_t only, const std::vector<std::string>& texts,
                 bool hinted) {
  const auto expected = say_on_cpu(texts, hinted);
  for (const char* variant : {"pairs", "lanes"}) {
    for (const uint32_t size : kSizes) {
      if (only != 0 && size != only) continue;
      const auto device = open(cuda, index, variant, size);
      if (!CHECK(device != nullptr)) return;
      CHECK(std::string(device->info().detail).find(variant) != std::string::npos);
      CHECK_EQ(device->info().max_addresses, size);
      // One address at a time takes a launch of every kernel each.
      const auto count = static_cast<long>(size == 1 ? std::min<size_t>(texts.size(), 100) : texts.size());
      compare(*device, variant, {texts.begin(), texts.begin() + count}, size,
              {expected.begin(), expected.begin() + count}, hinted);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string library = argc > 1 ? argv[1] : POSTHASTE_ROOT "/build-emulator/libposthaste_cuda.so";
  const size_t most = argc > 2 ? std::stoul(argv[2]) : 400;
  const auto only = static_cast<uint32_t>(argc > 3 ? std::stoul(argv[3]) : 0);
  const auto index = static_cast<uint32_t>(argc > 4 ? std::stoul(argv[4]) : 0);
  const std::string more = argc > 5 ? argv[5] : "";
  if (!std::filesystem::exists(library)) {
    std::cout << "cuda_conformance: there is no " << library << "; npm run build:emulator makes it\n";
    return kSkipped;
  }
  posthaste::engine::Registry registry(library);
  const auto& entry = *registry.find("cuda");
  if (!CHECK(entry.score > 0 && index < entry.devices.size())) {
    std::cerr << "cuda_conformance: " << entry.detail << '\n';
    return 1;
  }
  std::cout << "cuda_conformance: " << entry.devices[index] << '\n';
  for (const auto& texts : {cuda_test::real_texts(POSTHASTE_ROOT, most, more), cuda_test::hostile_texts()}) {
    for (const bool hinted : {false, true}) compare_all(*entry.table, index, only, texts, hinted);
  }
  return posthaste::test::finish("cuda_conformance");
}
