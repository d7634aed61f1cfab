// A loaded model, its backends and its lanes. Keeps no state between calls.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "native/engine/call.h"
#include "native/engine/device.h"
#include "native/engine/feeder.h"
#include "native/engine/job.h"
#include "native/engine/model_bytes.h"
#include "native/engine/pool.h"
#include "native/engine/recycler.h"
#include "native/engine/registry.h"
#include "native/engine/slot.h"

namespace posthaste::engine {

// automatic: every device that works. hybrid: the CPU and CUDA, or a failure. cpu, cuda: that one, or a
// failure.
enum class Choice : unsigned char { automatic, cpu, cuda, hybrid };

struct EngineOptions {
  unsigned threads = 1;
  Choice choice = Choice::automatic;
  std::string cuda_library;
  // Name of a CPU variant that must run, or "".
  std::string simd;
  // Most addresses that a CPU lane parses in one go; 0 for automatic.
  uint32_t cpu_batch = 0;
  ph_device_options gpu{};
};

struct Lane {
  std::string device;
  std::string backend;
  // Chunks that keep the lane from starving.
  unsigned depth = 2;
};

class Engine {
 public:
  // Copies the model. `sink` must outlive the engine.
  static Result<std::unique_ptr<Engine>> open(const void* model, size_t model_bytes, EngineOptions options,
                                              Sink& sink);

  // As `stop`.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const std::vector<Lane>& lanes() const { return lanes_; }
  const std::vector<BackendEntry>& backends() const { return registry_.entries(); }

  // call->lane is below lanes().size().
  void process(std::unique_ptr<ChunkCall> call);
  void parse(std::unique_ptr<ParseCall> call);

  // Gives back what has not started, and what stops between two slices, with Code::closed; joins all threads.
  // Not to be called on one of them.
  void stop();

  const std::shared_ptr<Recycler>& recycler() const { return recycler_; }

 private:
  friend class ChunkWork;
  friend class ParseWork;
  friend class SharedParse;

  Engine(const void* model, size_t model_bytes, const EngineOptions& options, Sink& sink);
  std::optional<Failure> open_cpu(const EngineOptions& options);
  std::optional<Failure> open_cuda(const EngineOptions& options);
  std::optional<Failure> open_devices(BackendEntry& cuda, const ph_device_options& options);
  std::optional<Failure> start_threads(unsigned threads);

  void refuse(std::unique_ptr<Call> call);
  static Failure closed();
  // Parses and settles a slice on the CPU's lane of a pool thread.
  std::optional<Failure> parse_on_cpu(unsigned thread, Batch& batch, uint32_t begin, uint32_t end);

  Sink& sink_;
  ModelBytes model_;
  Registry registry_;
  Slots slots_;
  const uint32_t cpu_batch_;
  std::shared_ptr<Recycler> recycler_;
  std::atomic<bool> stopping_ = false;
  std::atomic<unsigned> next_feeder_ = 0;
  std::vector<Lane> lanes_;
  // Lanes of the CPU come first in lanes_; this is how many.
  unsigned cpu_lanes_ = 0;

  // Destroyed in reverse: feeders before the pool that they give work to, both before the devices.
  std::unique_ptr<Device> cpu_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::unique_ptr<Pool> pool_;
  std::vector<std::unique_ptr<Feeder>> feeders_;
};

}  // namespace posthaste::engine
