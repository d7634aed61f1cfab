// Addresses without a file: a slice of a ParseCall, and the call that the slices share.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "native/engine/call.h"
#include "native/engine/feeder.h"

namespace posthaste::engine {

class Engine;

// Answers the call when its last slice is gone: with the parses, or, when a slice failed or was dropped, with
// why.
class SharedParse {
 public:
  SharedParse(Sink& sink, std::unique_ptr<ParseCall> call) noexcept : sink_(sink), call_(std::move(call)) {}
  ~SharedParse();

  // Makes room, before the first slice; throws std::bad_alloc.
  void prepare(uint32_t slices);

  const ParseCall& call() const { return *call_; }

  // Copies what was found in the addresses from `begin` on, offsets as UTF-16. Different slices at the same
  // time.
  void take(uint32_t slice, uint32_t begin, const Batch& batch);
  void fail(Failure failure);

 private:
  void assemble();

  Sink& sink_;
  std::unique_ptr<ParseCall> call_;
  // Four numbers a component, by slice; a slice that is missing was dropped.
  std::vector<std::vector<uint32_t>> components_;
  std::vector<char> taken_;
  std::mutex mutex_;
};

class ParseWork final : public BatchWork {
 public:
  // The slice-th slice, addresses begin .. end. parsed: a feeder parses the batch before the pool runs this;
  // the pool's thread parses it on the CPU otherwise. Throws std::bad_alloc.
  ParseWork(Engine& engine, bool parsed, std::shared_ptr<SharedParse> shared, uint32_t slice, uint32_t begin,
            uint32_t end);

  void run(unsigned thread, std::unique_ptr<Work> self) noexcept override;
  Batch& batch() override { return batch_; }

 private:
  Engine& engine_;
  const bool parsed_;
  std::shared_ptr<SharedParse> shared_;
  const uint32_t slice_;
  const uint32_t begin_;
  std::vector<uint16_t> hints_;
  Batch batch_;
};

}  // namespace posthaste::engine
