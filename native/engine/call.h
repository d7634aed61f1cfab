// What the engine is asked to do, and what came of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "native/csv/extraction.h"
#include "native/csv/row_writer.h"
#include "native/engine/job.h"
#include "native/engine/status.h"

namespace posthaste::engine {

// What the caller needs to answer a call with.
struct Attachment {
  virtual ~Attachment() = default;
};

// One asynchronous request. The engine owns it from the call on and gives it back through the sink, exactly
// once.
struct Call {
  virtual ~Call() = default;
  std::optional<Failure> failure;
  std::unique_ptr<Attachment> attachment;
  // For the sink's list, which so needs no memory that could be short.
  std::unique_ptr<Call> next;
};

// Nanoseconds of lane time by stage.
struct Timings {
  uint64_t extract = 0;
  uint64_t parse = 0;
  uint64_t write = 0;
  uint64_t wait = 0;
};

struct ChunkCall : Call {
  std::shared_ptr<const Job> job;
  unsigned lane = 0;
  // The caller's; unchanged until the call is given back.
  const uint8_t* bytes = nullptr;
  size_t size = 0;
  csv::Origin origin;

  // Rows and rejects; from the engine's recycler, and meant to go back there.
  std::string output;
  std::string rejects;
  csv::RowTotals totals;
  uint64_t rejected = 0;
  uint64_t blank = 0;
  Timings timings;
};

struct ParseCall : Call {
  // The caller's; unchanged until the call is given back. offsets: count + 1 entries, checked by the caller.
  const char* text = nullptr;
  const uint32_t* offsets = nullptr;
  uint32_t count = 0;
  uint16_t country = 0;

  // As PackedParses of lib/binding/native.ts.
  std::vector<uint32_t> first;
  std::vector<uint32_t> components;
  std::vector<uint16_t> countries;
  std::vector<uint16_t> confidences;
};

// Takes calls that are done, on any thread.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void done(std::unique_ptr<Call> call) noexcept = 0;
};

}  // namespace posthaste::engine
