// One chunk on its way: fields, batch, backend, rows.
#pragma once

#include <chrono>
#include <memory>

#include "native/engine/call.h"
#include "native/engine/feeder.h"
#include "native/engine/slot.h"

namespace posthaste::engine {

class Engine;

// On a lane of the CPU all stages run on one thread of the pool. On a lane of a device the extraction and the
// writing do; in between the feeder of the lane has the work. Dropped before the end, it answers that the
// engine is closed.
class ChunkWork final : public BatchWork {
 public:
  // feeder: null for a lane of the CPU.
  ChunkWork(Engine& engine, Feeder* feeder, std::unique_ptr<ChunkCall> call);
  ~ChunkWork() override;

  void run(unsigned thread, std::unique_ptr<Work> self) noexcept override;
  Batch& batch() override { return slot_->batch; }

 private:
  using Clock = std::chrono::steady_clock;

  void extract();
  // Rows begin .. end of the batch, parsed on the CPU's lane of that thread.
  bool parse_here(unsigned thread, uint32_t begin, uint32_t end);
  void run_on_cpu(unsigned thread);
  void write_all();
  void write_rows(csv::RowWriter& writer, uint32_t begin, uint32_t end);
  void write_rejects();
  void answer() noexcept;
  // Adds the time since the last call to one of the timings.
  void lap(uint64_t* timing);

  Engine& engine_;
  Feeder* const feeder_;
  std::unique_ptr<ChunkCall> call_;
  std::unique_ptr<Slot> slot_;
  Clock::time_point lap_ = Clock::now();
};

}  // namespace posthaste::engine
