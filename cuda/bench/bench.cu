// Measures the CUDA backend on the card that is here: what the card can do, every stage, every mapping and batch
// size, the way through the ABI with its copies, and that nothing leaks. scripts/gpu-check.sh builds and runs it.
//   posthaste-gpu-bench MODEL ADDRESSES [batches of the leak test]
// Writes rows to standard output: what, value, unit, floor (the value that the card's ceilings imply) or nothing,
// divided by tabs. ADDRESSES has one a line.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cuda/bench/ceilings.cuh"
#include "cuda/bench/clock.cuh"
#include "cuda/device.cuh"
#include "cuda/model.cuh"
#include "cuda/room.cuh"
#include "cuda/stages.cuh"

extern "C" const ph_backend* posthaste_backend(uint32_t host_abi);

namespace posthaste::cuda::bench {

namespace {

#if defined(PH_EMULATOR)
constexpr uint32_t kSizes[] = {32, 400};
constexpr uint32_t kUsual = 400, kRepeats = 1, kThrough = 4;
#else
constexpr uint32_t kSizes[] = {1, 32, 400, 800, 4096, 16384, 65536, 262144};
constexpr uint32_t kUsual = 65536, kRepeats = 20, kThrough = 40;
#endif

void row(const std::string& what, double value, const char* unit, double floor = 0) {
  std::printf(floor > 0 ? "%s\t%.6g\t%s\t%.6g\n" : "%s\t%.6g\t%s\t\n", what.c_str(), value, unit, floor);
  std::fflush(stdout);
}

// Addresses of the text over and over, as a batch.
struct Load {
  std::string text;
  std::vector<uint32_t> offsets{0};
  std::vector<ph_result> results;
  std::vector<ph_component> components;
  ph_batch batch{};

  Load(const std::vector<std::string>& lines, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      text += lines[i % lines.size()];
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

// A batch on the device, ready to run over and over.
struct Loaded {
  Workspace workspace;
  Staging staging;
  Pass pass{};
  Header header{};

  ph_status fill(const core::ModelView& model, const Load& load, cudaStream_t stream, ph_reason* reason) {
    const Limits limits{load.batch.count, std::max<uint32_t>(1U << 17, static_cast<uint32_t>(load.text.size()))};
    PH_TRY(workspace.allocate(limits, reason));
    PH_TRY(staging.allocate(limits, reason));
    staging.take(load.batch);
    pass.model = model;
    workspace.fill(&pass);
    PH_TRY(staging.send(&pass, stream, reason));
    return PH_OK;
  }
};

struct Card {
  uint32_t multiprocessors;
  Ceilings ceilings;
};

// What the rows of the text would take if reading them were all there is to do.
double floor_of(const Card& card, const Header& header, uint32_t count) {
  const double rows = static_cast<double>(header.tokens) * core::kFeatures;
  // A row of countries is as many rows of labels as it is longer.
  const double country_rows = static_cast<double>(header.tokens) * core::kCountryFeatures * 8;
  return count * card.ceilings.hot_rows / (rows + country_rows);
}

ph_status measure_kernels(const core::ModelView& model, const std::vector<std::string>& lines, const Card& card,
                          ph_reason* reason) {
  Stream stream;
  PH_TRY(stream.create(reason));
  for (const uint32_t size : kSizes) {
    const Load load(lines, size);
    Loaded loaded;
    PH_TRY(loaded.fill(model, load, stream.get(), reason));
    for (const Mapping mapping : kMappings) {
      const auto once = [&] {
        return launch_stages(loaded.pass, mapping, card.multiprocessors, stream.get(), reason);
      };
      PH_TRY(once());
      StopWatch watch;
      double seconds = 0;
      PH_TRY(watch.start(stream.get(), reason));
      for (uint32_t i = 0; i < kRepeats; ++i) PH_TRY(once());
      PH_TRY(watch.stop(stream.get(), &seconds, reason));
      PH_CUDA(cudaMemcpy(&loaded.header, loaded.pass.header, sizeof(Header), cudaMemcpyDeviceToHost));
      row("kernels, " + std::string(name_of(mapping)) + ", batches of " + std::to_string(size),
          size * kRepeats / seconds, "addresses/s", floor_of(card, loaded.header, size));
    }
  }
  return PH_OK;
}

ph_status measure_stages(const core::ModelView& model, const std::vector<std::string>& lines, const Card& card,
                         ph_reason* reason) {
  Stream stream;
  PH_TRY(stream.create(reason));
  const Load load(lines, kUsual);
  Loaded loaded;
  PH_TRY(loaded.fill(model, load, stream.get(), reason));
  const Pass& pass = loaded.pass;
  PH_TRY(launch_stages(pass, Mapping::pairs, card.multiprocessors, stream.get(), reason));
  const cudaStream_t on = stream.get();
  const uint32_t multiprocessors = card.multiprocessors;
  const auto stage = [&](const char* name, const auto& launch) -> ph_status {
    StopWatch watch;
    double seconds = 0;
    PH_TRY(watch.start(on, reason));
    PH_CUDA(launch());
    PH_TRY(watch.stop(on, &seconds, reason));
    row("stage " + std::string(name) + ", a batch of " + std::to_string(kUsual), seconds * 1e6, "us");
    return PH_OK;
  };
  PH_TRY(stage("count", [&] { return launch_count(pass, on); }));
  PH_TRY(stage("scan", [&] { return launch_scan(pass, on); }));
  PH_TRY(stage("tokenise", [&] { return launch_tokenise(pass, on); }));
  PH_TRY(stage("country", [&] { return launch_country(pass, multiprocessors, on); }));
  for (const Mapping mapping : kMappings) {
    PH_TRY(stage((std::string("emit, ") + name_of(mapping)).c_str(),
                 [&] { return launch_emit(pass, mapping, multiprocessors, on); }));
  }
  PH_TRY(stage("viterbi", [&] { return launch_viterbi(pass, multiprocessors, on); }));
  PH_TRY(stage("components", [&] { return launch_components(pass, on); }));
  return PH_OK;
}

// Batches through the ABI; every lane's queue is kept full by this one thread.
ph_status run_through(const ph_backend& table, ph_device* device, const ph_device_info& info,
                      const std::vector<std::string>& lines, uint32_t size, uint32_t batches, double* seconds,
                      ph_reason* reason) {
  std::vector<std::unique_ptr<Load>> loads;
  for (uint32_t i = 0; i < info.lanes * info.queue; ++i) loads.push_back(std::make_unique<Load>(lines, size));
  const auto begin = std::chrono::steady_clock::now();
  for (uint32_t i = 0; i < batches + loads.size(); ++i) {
    const uint32_t lane = i % info.lanes;
    ph_batch* batch = &loads[i % loads.size()]->batch;
    if (i >= loads.size()) PH_TRY(table.collect(device, lane, 60'000, &batch, reason));
    if (i < batches) PH_TRY(table.submit(device, lane, batch, reason));
  }
  *seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return PH_OK;
}

ph_status measure_through(const void* model, size_t size, const std::vector<std::string>& lines,
                          uint32_t leak_batches, ph_reason* reason) {
  const ph_backend& table = *posthaste_backend(PH_BACKEND_ABI);
  size_t free_before = 0, free_after = 0, all = 0;
  PH_CUDA(cudaMemGetInfo(&free_before, &all));
  for (const uint32_t lanes : {1U, 2U, 4U}) {
    ph_device_options options{};
    options.struct_size = sizeof options;
    options.lanes = lanes;
    options.batch_addresses = kUsual;
    ph_device* device = nullptr;
    ph_device_info info{};
    PH_TRY(table.open(0, model, size, &options, &device, &info, reason));
    double seconds = 0;
    const uint32_t count = std::min(kUsual, info.max_addresses);
    ph_status status = run_through(table, device, info, lines, count, lanes * kThrough, &seconds, reason);
    if (status == PH_OK) {
      row("through the ABI, " + std::to_string(lanes) + " lanes, batches of " + std::to_string(count),
          static_cast<double>(count) * lanes * kThrough / seconds, "addresses/s");
    }
    if (status == PH_OK && lanes == 2) {
      status = run_through(table, device, info, lines, 16, leak_batches, &seconds, reason);
      row("small batches of 16, 2 lanes", leak_batches / seconds, "batches/s");
    }
    table.close(device, 5'000);
    if (status != PH_OK) return status;
  }
  PH_CUDA(cudaMemGetInfo(&free_after, &all));
  row("device memory lost after " + std::to_string(leak_batches) + " batches and 3 openings",
      free_before > free_after ? static_cast<double>(free_before - free_after) : 0.0, "bytes");
  return PH_OK;
}

ph_status measure(const std::string& model, const std::vector<std::string>& lines, uint32_t leak_batches,
                  ph_reason* reason) {
  int number = 0, multiprocessors = 0, l2 = 0;
  PH_TRY(find_device(0, &number, reason));
  char name[128];
  PH_TRY(describe_device(number, name, sizeof name, reason));
  PH_CUDA(cudaSetDevice(number));
  PH_CUDA(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, number));
  PH_CUDA(cudaDeviceGetAttribute(&l2, cudaDevAttrL2CacheSize, number));
  row(std::string("card: ") + name, multiprocessors, "multiprocessors");
  row("L2 cache", l2, "bytes");

  void* aligned = std::aligned_alloc(64, (model.size() + 63) / 64 * 64);
  if (aligned == nullptr) return PH_OOM;
  std::memcpy(aligned, model.data(), model.size());
  std::shared_ptr<const DeviceModel> uploaded;
  PH_TRY(DeviceModel::upload(aligned, model.size(), &uploaded, reason));
  Card card{static_cast<uint32_t>(multiprocessors), {}};
  // About so many rows do ten thousand addresses touch.
  const uint32_t hot = std::min(uploaded->view().row_count, 300'000U);
  PH_TRY(measure_ceilings(uploaded->view(), hot, card.multiprocessors, &card.ceilings, reason));
  row("ceiling: copy to the device", card.ceilings.to_device, "bytes/s");
  row("ceiling: copy to the host", card.ceilings.to_host, "bytes/s");
  row("ceiling: copies both ways", card.ceilings.both_ways, "bytes/s");
  row("ceiling: reads of device memory", card.ceilings.memory, "bytes/s");
  row("ceiling: random rows of the model", card.ceilings.rows, "rows/s");
  row("ceiling: random rows of the hot part", card.ceilings.hot_rows, "rows/s");
  row("ceiling: integer operations", card.ceilings.operations, "operations/s");
  PH_TRY(measure_stages(uploaded->view(), lines, card, reason));
  PH_TRY(measure_kernels(uploaded->view(), lines, card, reason));
  PH_TRY(measure_through(aligned, model.size(), lines, leak_batches, reason));
  uploaded.reset();
  std::free(aligned);
  return PH_OK;
}

}  // namespace

}  // namespace posthaste::cuda::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "posthaste-gpu-bench: expected a model and a file of addresses\n");
    return 64;
  }
  std::ifstream model_file(argv[1], std::ios::binary);
  const std::string model{std::istreambuf_iterator<char>(model_file), {}};
  std::ifstream lines_file(argv[2]);
  std::vector<std::string> lines;
  for (std::string line; std::getline(lines_file, line);) lines.push_back(line);
  if (model.empty() || lines.empty()) {
    std::fprintf(stderr, "posthaste-gpu-bench: the model or the addresses are missing\n");
    return 66;
  }
  const auto leak = static_cast<uint32_t>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 10'000);
  ph_reason reason{};
  const ph_status status = posthaste::cuda::bench::measure(model, lines, leak, &reason);
  if (status == PH_OK) return 0;
  std::fprintf(stderr, "posthaste-gpu-bench: %s\n", reason.text);
  return 1;
}
