#include "native/engine/chunk_work.h"

#include <algorithm>
#include <array>
#include <exception>

#include "native/engine/engine.h"

namespace posthaste::engine {

ChunkWork::ChunkWork(Engine& engine, Feeder* feeder, std::unique_ptr<ChunkCall> call)
    : engine_(engine), feeder_(feeder), call_(std::move(call)) {}

ChunkWork::~ChunkWork() {
  if (call_ == nullptr) return;
  call_->failure = Engine::closed();
  answer();
}

void ChunkWork::run(unsigned thread, std::unique_ptr<Work> self) noexcept {
  try {
    if (failure) {
      call_->failure = std::move(failure);
    } else if (slot_ != nullptr) {
      lap(&call_->timings.parse);
      write_all();
    } else {
      lap(&call_->timings.wait);
      extract();
      if (feeder_ != nullptr) {
        // Ownership moves on with `self`; nothing of this object is touched afterwards.
        feeder_->add(std::unique_ptr<BatchWork>(static_cast<BatchWork*>(self.release())));
        return;
      }
      run_on_cpu(thread);
    }
  } catch (const std::exception& error) {
    call_->failure =
        Failure{Code::internal, std::string("the chunk could not be processed: ") + error.what()};
  }
  answer();
}

void ChunkWork::extract() {
  slot_ = engine_.slots_.take();
  csv::Extraction& extraction = slot_->extraction;
  extraction.extract(call_->job->spec(), call_->bytes, call_->size, call_->origin);
  slot_->batch.assign(reinterpret_cast<const char*>(extraction.text()), extraction.offsets(),
                      extraction.rows(), extraction.hints());
  call_->output = engine_.recycler_->take();
  call_->blank = extraction.blank();
  call_->rejected = extraction.rejected();
  lap(&call_->timings.extract);
}

void ChunkWork::run_on_cpu(unsigned thread) {
  {
    csv::RowWriter writer(*call_->job, slot_->extraction, call_->output, call_->totals);
    const uint32_t rows = slot_->batch.size();
    for (uint32_t begin = 0; begin < rows;) {
      const uint32_t end = begin + std::min(rows - begin, engine_.cpu_batch_);
      if (!parse_here(thread, begin, end)) return;
      lap(&call_->timings.parse);
      write_rows(writer, begin, end);
      lap(&call_->timings.write);
      begin = end;
    }
  }
  write_rejects();
}

bool ChunkWork::parse_here(unsigned thread, uint32_t begin, uint32_t end) {
  call_->failure = engine_.parse_on_cpu(thread, slot_->batch, begin, end);
  return !call_->failure;
}

void ChunkWork::write_all() {
  {
    csv::RowWriter writer(*call_->job, slot_->extraction, call_->output, call_->totals);
    write_rows(writer, 0, slot_->batch.size());
  }
  write_rejects();
}

void ChunkWork::write_rows(csv::RowWriter& writer, uint32_t begin, uint32_t end) {
  std::array<core::Component, PH_MAX_COMPONENTS> components;
  for (uint32_t i = begin; i < end; ++i) {
    const ph_result& result = slot_->batch.result(i);
    uint32_t count = 0;
    for (const ph_component& found : slot_->batch.components(i)) {
      components[count++] = {found.start, found.end, found.label, found.confidence};
    }
    writer.write(i, {result.country, result.confidence, count}, components.data());
  }
}

void ChunkWork::write_rejects() {
  if (call_->rejected != 0) {
    call_->rejects = engine_.recycler_->take();
    slot_->extraction.write_rejects(call_->rejects);
  }
  lap(&call_->timings.write);
}

void ChunkWork::answer() noexcept {
  if (slot_ != nullptr) engine_.slots_.give(std::move(slot_));
  engine_.sink_.done(std::move(call_));
}

void ChunkWork::lap(uint64_t* timing) {
  const auto now = Clock::now();
  *timing += static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - lap_).count());
  lap_ = now;
}

}  // namespace posthaste::engine
