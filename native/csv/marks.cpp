#include "native/csv/marks.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define POSTHASTE_CSV_X86 1
#include <immintrin.h>
#else
#define POSTHASTE_CSV_X86 0
#endif

namespace posthaste::csv {
namespace {

// A byte that is no quote in any block: CR has a mark of its own, and is cleared from `quote` afterwards.
uint8_t quote_or_cr(const Dialect& dialect) { return dialect.quote == 0 ? '\r' : dialect.quote; }

#if POSTHASTE_CSV_X86

uint64_t equal16(__m128i a, __m128i b, __m128i c, __m128i d, __m128i wanted) {
  const auto bits = [&](__m128i v) {
    return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted))));
  };
  return bits(a) | bits(b) << 16 | bits(c) << 32 | bits(d) << 48;
}

void find_baseline(const Dialect& dialect, const uint8_t* bytes, size_t blocks, Marks* out) {
  const __m128i delimiter = _mm_set1_epi8(static_cast<char>(dialect.delimiter));
  const __m128i quote = _mm_set1_epi8(static_cast<char>(quote_or_cr(dialect)));
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8('\r');
  for (size_t i = 0; i < blocks; ++i, bytes += kBlock) {
    const auto load = [&](size_t at) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at));
    };
    const __m128i a = load(0), b = load(16), c = load(32), d = load(48);
    out[i] = {equal16(a, b, c, d, delimiter), equal16(a, b, c, d, quote), equal16(a, b, c, d, lf),
              equal16(a, b, c, d, cr)};
  }
}

__attribute__((target("avx2"))) inline uint64_t equal32(__m256i a, __m256i b, __m256i wanted) {
  const auto low = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted)));
  const auto high = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted)));
  return low | static_cast<uint64_t>(high) << 32;
}

__attribute__((target("avx2"))) void find_avx2(const Dialect& dialect, const uint8_t* bytes, size_t blocks,
                                               Marks* out) {
  const __m256i delimiter = _mm256_set1_epi8(static_cast<char>(dialect.delimiter));
  const __m256i quote = _mm256_set1_epi8(static_cast<char>(quote_or_cr(dialect)));
  const __m256i lf = _mm256_set1_epi8('\n');
  const __m256i cr = _mm256_set1_epi8('\r');
  for (size_t i = 0; i < blocks; ++i, bytes += kBlock) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
    out[i] = {equal32(a, b, delimiter), equal32(a, b, quote), equal32(a, b, lf), equal32(a, b, cr)};
  }
}

#else

// The top bit of each byte of `word` that equals `wanted`, gathered into eight bits, first byte lowest.
uint64_t equal8(uint64_t word, uint8_t wanted) {
  constexpr uint64_t kOnes = 0x0101010101010101U;
  constexpr uint64_t kLow = 0x7f7f7f7f7f7f7f7fU;
  const uint64_t differs = word ^ (kOnes * wanted);
  const uint64_t equal = ~(((differs & kLow) + kLow) | differs | kLow);
  return ((equal >> 7) * 0x0102040810204080U) >> 56;
}

void find_baseline(const Dialect& dialect, const uint8_t* bytes, size_t blocks, Marks* out) {
  static_assert(std::endian::native == std::endian::little);
  const uint8_t quote = quote_or_cr(dialect);
  for (size_t i = 0; i < blocks; ++i, bytes += kBlock) {
    Marks marks{};
    for (unsigned at = 0; at < kBlock; at += 8) {
      uint64_t word;
      std::memcpy(&word, bytes + at, 8);
      marks.delimiter |= equal8(word, dialect.delimiter) << at;
      marks.quote |= equal8(word, quote) << at;
      marks.lf |= equal8(word, '\n') << at;
      marks.cr |= equal8(word, '\r') << at;
    }
    out[i] = marks;
  }
}

#endif

}  // namespace

Simd best_simd() {
#if POSTHASTE_CSV_X86
  static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (avx2) return Simd::avx2;
#endif
  return Simd::baseline;
}

void find_marks([[maybe_unused]] Simd simd, const Dialect& dialect, const uint8_t* bytes, size_t blocks,
                Marks* out) {
#if POSTHASTE_CSV_X86
  if (simd == Simd::avx2) {
    find_avx2(dialect, bytes, blocks, out);
  } else {
    find_baseline(dialect, bytes, blocks, out);
  }
#else
  find_baseline(dialect, bytes, blocks, out);
#endif
  if (dialect.quote == 0) {
    for (size_t i = 0; i < blocks; ++i) out[i].quote = 0;
  }
}

}  // namespace posthaste::csv
