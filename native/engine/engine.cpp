#include "native/engine/engine.h"

#include <algorithm>
#include <exception>

#include "native/engine/chunk_work.h"
#include "native/engine/parse_work.h"

namespace posthaste::engine {

namespace {

// Output memory that is kept for later chunks: for what lanes have in work and JavaScript has not written
// yet.
constexpr size_t kRecycledBytes = size_t{64} << 20;
constexpr size_t kRecycledPerLane = 4;

// Addresses of one slice of a ParseCall; more slices than threads even out their lengths.
constexpr uint32_t kLeastSlice = 128;
constexpr uint32_t kSlicesPerThread = 4;

// The CSV code follows a forced choice.
csv::Simd csv_simd(const std::string& name) {
  if (name == "scalar") return csv::Simd::none;
  return csv::best_simd();
}

// Rows that a CPU lane parses and writes in one go when nobody says: few enough for their results to stay in
// the caches.
constexpr uint32_t kCpuBatch = 256;

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const void* model, size_t model_bytes, EngineOptions options,
                                             Sink& sink) {
  try {
    std::unique_ptr<Engine> engine(new Engine(model, model_bytes, options, sink));
    if (auto failure = engine->open_cpu(options)) return std::move(*failure);
    if (options.choice != Choice::cpu) {
      if (auto failure = engine->open_cuda(options)) return std::move(*failure);
    }
    if (auto failure = engine->start_threads(options.threads)) return std::move(*failure);
    return engine;
  } catch (const std::exception& error) {
    return Failure{Code::internal, std::string("the engine could not be opened: ") + error.what()};
  }
}

Engine::Engine(const void* model, size_t model_bytes, const EngineOptions& options, Sink& sink)
    : sink_(sink),
      model_(model, model_bytes),
      registry_(options.cuda_library),
      slots_(csv_simd(options.simd)),
      cpu_batch_(options.cpu_batch == 0 ? kCpuBatch : options.cpu_batch) {}

Engine::~Engine() { stop(); }

std::optional<Failure> Engine::open_cpu(const EngineOptions& options) {
  ph_device_options wanted{};
  wanted.struct_size = sizeof wanted;
  wanted.lanes = options.threads;
  wanted.variant = options.simd.c_str();
  BackendEntry& entry = *registry_.find("cpu");
  auto opened = Device::open(*entry.table, 0, "cpu", model_.data(), model_.size(), wanted);
  if (!opened) {
    // The one argument that can be bad here is the model: the options are the engine's own.
    Failure failure = std::move(opened.failure());
    if (failure.code == Code::backend_failed) {
      failure.code = Code::model;
      failure.reason.erase(0, std::string("cpu: ").size());
    }
    return failure;
  }
  cpu_ = std::move(opened.value());
  entry.detail = std::string(cpu_->info().detail) + ", " + std::to_string(options.threads) +
                 (options.threads == 1 ? " thread" : " threads");
  if (options.choice == Choice::cuda) return {};
  cpu_lanes_ = options.threads;
  for (unsigned i = 0; i < options.threads; ++i) lanes_.push_back({"cpu", "cpu", 2});
  return {};
}

std::optional<Failure> Engine::open_cuda(const EngineOptions& options) {
  BackendEntry& entry = *registry_.find("cuda");
  std::optional<Failure> failure;
  if (entry.score == 0) {
    failure = Failure{Code::backend_unavailable, entry.detail};
  } else {
    failure = open_devices(entry, options.gpu);
  }
  if (!failure) return {};
  if (options.choice != Choice::automatic) {
    failure->reason = "Expected a usable CUDA backend, found none: " + failure->reason;
    return failure;
  }
  devices_.clear();
  entry.score = 0;
  entry.detail = failure->reason;
  return {};
}

std::optional<Failure> Engine::open_devices(BackendEntry& cuda, const ph_device_options& options) {
  std::string details;
  for (uint32_t index = 0; index < cuda.devices.size(); ++index) {
    auto opened = Device::open(*cuda.table, index, "cuda:" + std::to_string(index), model_.data(),
                               model_.size(), options);
    if (!opened) return std::move(opened.failure());
    details += (index == 0 ? "" : "; ") + std::string(opened.value()->info().detail);
    devices_.push_back(std::move(opened.value()));
  }
  cuda.detail = details;
  return {};
}

std::optional<Failure> Engine::start_threads(unsigned threads) {
  auto pool = Pool::start(threads);
  if (!pool) return std::move(pool.failure());
  pool_ = std::move(pool.value());
  for (const auto& device : devices_) {
    for (uint32_t lane = 0; lane < device->info().lanes; ++lane) {
      auto feeder = Feeder::start(*device, lane, *pool_);
      if (!feeder) return std::move(feeder.failure());
      feeders_.push_back(std::move(feeder.value()));
      lanes_.push_back({device->name(), "cuda", device->info().queue + 1});
    }
  }
  recycler_ = std::make_shared<Recycler>(lanes_.size() * kRecycledPerLane, kRecycledBytes);
  return {};
}

void Engine::process(std::unique_ptr<ChunkCall> call) {
  Feeder* feeder = call->lane < cpu_lanes_ ? nullptr : feeders_[call->lane - cpu_lanes_].get();
  try {
    pool_->add(std::make_unique<ChunkWork>(*this, feeder, std::move(call)),
               feeder == nullptr ? Priority::normal : Priority::first);
  } catch (const std::bad_alloc&) {
    refuse(std::move(call));
  }
}

void Engine::parse(std::unique_ptr<ParseCall> call) {
  const uint32_t count = call->count;
  const uint32_t even = count / (pool_->size() * kSlicesPerThread) + 1;
  const uint32_t size = std::max(kLeastSlice, even);
  const uint32_t slices = (count + size - 1) / size;
  std::shared_ptr<SharedParse> shared;
  try {
    shared = std::make_shared<SharedParse>(sink_, std::move(call));
    shared->prepare(slices);
    for (uint32_t slice = 0; slice < slices; ++slice) {
      const uint32_t begin = slice * size;
      const uint32_t end = std::min(count, begin + size);
      auto work = std::make_unique<ParseWork>(*this, cpu_lanes_ == 0, shared, slice, begin, end);
      if (cpu_lanes_ != 0) {
        pool_->add(std::move(work), Priority::first);
      } else {
        feeders_[next_feeder_++ % feeders_.size()]->add(std::move(work));
      }
    }
  } catch (const std::bad_alloc&) {
    if (shared != nullptr) shared->fail({Code::internal, "no memory for the addresses"});
    refuse(std::move(call));
  }
}

void Engine::refuse(std::unique_ptr<Call> call) {
  // Null when something that answers by itself had taken it over.
  if (call == nullptr) return;
  call->failure = Failure{Code::internal, "no memory to take the call"};
  sink_.done(std::move(call));
}

void Engine::stop() {
  stopping_ = true;
  if (pool_ != nullptr) pool_->stop();
  for (const auto& feeder : feeders_) feeder->stop();
}

Failure Engine::closed() { return {Code::closed, "The engine was closed before the work was done"}; }

std::optional<Failure> Engine::parse_on_cpu(unsigned thread, Batch& batch, uint32_t begin, uint32_t end) {
  if (stopping_) return closed();
  ph_batch slice = batch.slice(begin, end);
  ph_batch* collected = nullptr;
  ph_reason reason{};
  ph_status status = cpu_->submit(thread, &slice, &reason);
  if (status == PH_OK) status = cpu_->collect(thread, &collected, &reason);
  if (status != PH_OK) return cpu_->failure(status, reason);
  batch.settle(slice);
  return {};
}

}  // namespace posthaste::engine
