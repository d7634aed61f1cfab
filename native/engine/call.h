// What the engine is asked to do, and what came of it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "native/core/base.h"
#include "native/engine/status.h"

namespace posthaste::engine {

struct Job;

// One asynchronous request. The engine owns it from the call on and gives it back through the sink, exactly once.
struct Call {
  virtual ~Call() = default;
  std::optional<Failure> failure;
};

// Nanoseconds of lane time by stage.
struct Timings {
  uint64_t extract = 0;
  uint64_t parse = 0;
  uint64_t write = 0;
  uint64_t wait = 0;
};

inline constexpr unsigned kConfidenceBins = 20;

// Counts over the rows of a chunk.
struct Totals {
  uint64_t rows = 0;
  uint64_t rejected = 0;
  uint64_t blank = 0;
  uint64_t confidence_sum = 0;
  std::array<uint32_t, kConfidenceBins> confidence_histogram{};
  std::array<uint32_t, core::kLabels> label_rows{};
};

struct ChunkCall : Call {
  std::shared_ptr<const Job> job;
  unsigned lane = 0;
  // The caller's; unchanged until the call is given back.
  const char* bytes = nullptr;
  size_t size = 0;
  uint64_t byte_offset = 0;
  uint64_t line = 1;
  bool oversized = false;

  // Rows and rejects; from the engine's recycler, and meant to go back there.
  std::string output;
  std::string rejects;
  Totals totals;
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
