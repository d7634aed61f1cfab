// The rules of backend.h, on the backend that is always there.
#include "native/engine/cpu_backend.h"

#include <cstring>

#include "native/engine/batch.h"
#include "native/engine/cpu_variant.h"
#include "native/engine/model_bytes.h"
#include "test/native/check.h"
#include "test/native/engine_support.h"

namespace {

using posthaste::engine::Batch;
using posthaste::engine::ModelBytes;

const ph_backend& cpu() { return *posthaste::engine::cpu_backend(); }

struct Opened {
  ph_device* device = nullptr;
  ph_device_info info{};
  ph_reason reason{};
  ph_status status = PH_FAILED;

  Opened(const ModelBytes& model, const char* variant, uint32_t lanes = 1) {
    ph_device_options options{};
    options.struct_size = sizeof options;
    options.lanes = lanes;
    options.variant = variant;
    status = cpu().open(0, model.data(), model.size(), &options, &device, &info, &reason);
  }
  ~Opened() {
    if (device != nullptr) cpu().close(device, 0);
  }
};

struct Addresses {
  std::string text;
  std::vector<uint32_t> offsets{0};

  explicit Addresses(unsigned count) {
    const std::string csv = engine_test::make_csv(count, 5);
    // Any bytes are addresses: whole lines, quotes, damaged UTF-8 and all.
    for (size_t at = 0; at < csv.size();) {
      const size_t end = std::min(csv.find('\n', at), csv.size());
      text.append(csv, at, end - at);
      offsets.push_back(static_cast<uint32_t>(text.size()));
      at = end + 1;
    }
    offsets.push_back(offsets.back());
  }
  uint32_t count() const { return static_cast<uint32_t>(offsets.size() - 1); }
};

struct Parsed {
  std::vector<ph_result> results;
  std::vector<ph_component> components;
};

Parsed parse(ph_device* device, const Addresses& addresses) {
  Parsed parsed;
  parsed.results.resize(addresses.count());
  parsed.components.resize(addresses.text.size());
  ph_batch batch{};
  batch.count = addresses.count();
  batch.component_capacity = static_cast<uint32_t>(addresses.text.size());
  batch.text = addresses.text.data();
  batch.offsets = addresses.offsets.data();
  batch.results = parsed.results.data();
  batch.components = parsed.components.data();
  ph_reason reason{};
  ph_batch* collected = nullptr;
  CHECK(cpu().submit(device, 0, &batch, &reason) == PH_OK);
  CHECK(cpu().collect(device, 0, 0, &collected, &reason) == PH_OK);
  CHECK(collected == &batch);
  CHECK(Batch::sound(batch));
  parsed.components.resize(batch.component_count);
  return parsed;
}

void refuses_what_the_rules_exclude(const ModelBytes& model) {
  const std::string junk(1000, 'x');
  CHECK(Opened(ModelBytes(junk.data(), junk.size()), "").status == PH_BAD_ARGUMENT);
  CHECK(Opened(ModelBytes(nullptr, 0), "").status == PH_BAD_ARGUMENT);
  const Opened unknown(model, "mmx");
  CHECK(unknown.status == PH_UNAVAILABLE);
  CHECK(unknown.device == nullptr);
  CHECK(std::strstr(unknown.reason.text, "mmx") != nullptr);

  const Opened opened(model, "", 2);
  CHECK(opened.status == PH_OK);
  CHECK_EQ(opened.info.lanes, 2U);
  ph_reason reason{};
  ph_batch* collected = nullptr;
  CHECK(cpu().collect(opened.device, 0, 0, &collected, &reason) == PH_BAD_ARGUMENT);
  CHECK(collected == nullptr);
  ph_batch batch{};
  const uint32_t offsets[] = {0, 4};
  ph_result result{};
  ph_component components[4];
  batch = {1, 4, "a bc", offsets, nullptr, &result, components, 0, 0};
  CHECK(cpu().submit(opened.device, 2, &batch, &reason) == PH_BAD_ARGUMENT);
  CHECK(cpu().submit(opened.device, 0, &batch, &reason) == PH_OK);
  CHECK(cpu().submit(opened.device, 0, &batch, &reason) == PH_BAD_ARGUMENT);
  CHECK(cpu().collect(opened.device, 1, 0, &collected, &reason) == PH_BAD_ARGUMENT);
  CHECK(cpu().collect(opened.device, 0, 0, &collected, &reason) == PH_OK);
  batch.component_capacity = 3;
  CHECK(cpu().submit(opened.device, 0, &batch, &reason) == PH_BAD_ARGUMENT);
}

void all_variants_agree(const ModelBytes& model) {
  const Addresses addresses(800);
  const auto variants = posthaste::engine::cpu_variants();
  CHECK(!variants.empty() && variants.back().present());
  const Opened reference(model, variants.back().name);
  CHECK(reference.status == PH_OK);
  const Parsed expected = parse(reference.device, addresses);
  unsigned found = 0;
  for (const ph_result& result : expected.results) found += result.count;
  CHECK(found > addresses.count());
  for (const auto& variant : variants) {
    if (!variant.present()) continue;
    const Opened opened(model, variant.name);
    // We want to know what we are testing.
    CHECK_EQ(std::string(opened.info.detail), variant.name);
    const Parsed parsed = parse(opened.device, addresses);
    const auto same = [](const auto& a, const auto& b) {
      return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof a[0]) == 0;
    };
    CHECK(same(parsed.results, expected.results));
    CHECK(same(parsed.components, expected.components));
  }
}

void a_batch_is_cut_within_its_limits() {
  const std::string text(100, 'a');
  const std::vector<uint32_t> offsets{0, 10, 20, 20, 90, 100};
  Batch batch;
  batch.assign(text.data(), offsets.data(), 5, nullptr);
  CHECK_EQ(batch.slice_end(0, 2, 1000), 2U);
  CHECK_EQ(batch.slice_end(0, 10, 20), 3U);
  CHECK_EQ(batch.slice_end(0, 10, 19), 1U);
  // One that is larger than any limit goes alone.
  CHECK_EQ(batch.slice_end(3, 10, 20), 4U);
  CHECK_EQ(batch.slice_end(4, 10, 20), 5U);
  CHECK_EQ(batch.slice_end(0, UINT32_MAX, UINT32_MAX), 5U);
  const ph_batch slice = batch.slice(1, 4);
  CHECK_EQ(slice.count, 3U);
  CHECK_EQ(slice.component_capacity, 80U);
}

}  // namespace

int main() {
  a_batch_is_cut_within_its_limits();
  const std::string bytes = engine_test::read_model();
  if (bytes.empty()) return engine_test::kSkipped;
  const ModelBytes model(bytes.data(), bytes.size());
  refuses_what_the_rules_exclude(model);
  all_variants_agree(model);
  return posthaste::test::finish("engine_cpu_backend");
}
