// One lane of a device: a thread that makes every CUDA call of the lane, so that a call that never returns
// keeps neither submit, nor collect, nor close beyond its deadline.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "cuda/model.cuh"
#include "cuda/room.cuh"

namespace posthaste::cuda {

// Whether a device still answers; shared by its lanes.
class Health {
 public:
  void lose(const ph_reason& reason);
  // PH_OK, or PH_DEVICE_LOST with the reason of the first failure.
  ph_status check(ph_reason* reason) const;

 private:
  mutable std::mutex mutex_;
  bool lost_ = false;
  ph_reason reason_{};
};

struct LaneOptions {
  int device;
  uint32_t multiprocessors;
  Limits limits;
  uint32_t queue;
  Mapping mapping;
};

class Lane : public std::enable_shared_from_this<Lane> {
 public:
  using Clock = std::chrono::steady_clock;

  // Takes all memory that the lane will need, on the current device of the calling thread, and starts the
  // thread. Throws std::bad_alloc, std::system_error.
  static ph_status open(const LaneOptions& options, std::shared_ptr<const DeviceModel> model,
                        std::shared_ptr<Health> health, std::shared_ptr<Lane>* lane, ph_reason* reason);
  // Only after `leave`.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // As in the ABI.
  ph_status submit(ph_batch* batch, ph_reason* reason);
  ph_status collect(uint32_t deadline_ms, ph_batch** batch, ph_reason* reason);

  // Tells the thread to free everything and end.
  void stop();
  // Waits for that, null: however long. Past the deadline the thread keeps what it could not free.
  void leave(const Clock::time_point* deadline);

 private:
  struct Slot {
    Staging staging;
    Event copied, done, received;
    ph_batch* batch = nullptr;
    ph_status status = PH_OK;  // of the launch, then of all
    bool receiving = false;
    ph_reason reason{};
  };
  // What the thread frees.
  struct Resources {
    Stream in, work, out;
    Workspace workspace;
    std::vector<std::unique_ptr<Slot>> slots;
    std::shared_ptr<const DeviceModel> model;
  };

  Lane(const LaneOptions& options, std::shared_ptr<Health> health);
  ph_status allocate(std::shared_ptr<const DeviceModel> model, ph_reason* reason);
  Slot& slot(uint64_t number) { return *resources_->slots[number % options_.queue]; }
  void loop();
  ph_status launch(Slot& slot, ph_reason* reason);
  // Brings the slot further. True when it is finished, its status set.
  bool advance(Slot& slot);
  bool fail(Slot& slot, ph_status status);
  void drain();

  const LaneOptions options_;
  const std::shared_ptr<Health> health_;
  std::unique_ptr<Resources> resources_;

  std::mutex mutex_;
  std::condition_variable work_;  // there is something to launch, or it is time to end
  std::condition_variable news_;  // a batch is finished, or the thread has ended
  // Batches so far: batch n lies in slot n % queue.
  uint64_t submitted_ = 0, launched_ = 0, finished_ = 0, collected_ = 0;
  bool timed_out_ = false;
  bool stopping_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace posthaste::cuda
