// Words of 64 bits that stand for the bytes of a block.
#pragma once

#include <bit>
#include <cstdint>

namespace posthaste::csv {

// Bit i of the result is the parity of the bits 0 .. i.
inline uint64_t prefix_xor(uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// In plain arithmetic, since the baseline instruction set has no such instruction and the library call is
// slow.
inline unsigned count_bits(uint64_t bits) {
  bits -= (bits >> 1) & 0x5555555555555555U;
  bits = (bits & 0x3333333333333333U) + ((bits >> 2) & 0x3333333333333333U);
  bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fU;
  return static_cast<unsigned>((bits * 0x0101010101010101U) >> 56);
}

inline unsigned lowest_bit(uint64_t bits) { return static_cast<unsigned>(std::countr_zero(bits)); }
inline unsigned highest_bit(uint64_t bits) { return 63U - static_cast<unsigned>(std::countl_zero(bits)); }

// The bits 0 .. i.
inline uint64_t bits_through(unsigned i) { return ~uint64_t{0} >> (63 - i); }

}  // namespace posthaste::csv
