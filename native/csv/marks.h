// Where the bytes that have a meaning in CSV lie, 64 bytes at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "native/csv/dialect.h"

namespace posthaste::csv {

inline constexpr size_t kBlock = 64;

// Bit i stands for byte i of a block.
struct Marks {
  uint64_t delimiter, quote, lf, cr;
};

// none: no block is looked at as a whole, every byte goes through the state machine.
enum class Simd : uint8_t { none, baseline, avx2 };

// The best one that this machine has.
Simd best_simd();

// Fills `out` with the marks of blocks * 64 bytes. `simd` is not none, and this machine has it.
void find_marks(Simd simd, const Dialect& dialect, const uint8_t* bytes, size_t blocks, Marks* out);

}  // namespace posthaste::csv
