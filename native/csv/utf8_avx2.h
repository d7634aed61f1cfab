// UTF-8 validation, 32 bytes at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define POSTHASTE_CSV_AVX2 1
#include <immintrin.h>

namespace posthaste::csv {

// The method of Keiser and Lemire ("Validating UTF-8 in less than one instruction per byte", 2021): each bit
// names a fault of two neighbouring bytes. Whether a pair has it is told by the halves of the first byte and
// the upper half of the second: the fault is there when all three tables have its bit.
class Utf8Avx2 {
 public:
#define POSTHASTE_TARGET __attribute__((target("avx2")))

  POSTHASTE_TARGET Utf8Avx2()
      : faults_(_mm256_setzero_si256()),
        previous_(_mm256_setzero_si256()),
        unfinished_(_mm256_setzero_si256()) {}

  POSTHASTE_TARGET void add(__m256i bytes) {
    if (_mm256_movemask_epi8(bytes) == 0) {
      faults_ = _mm256_or_si256(faults_, unfinished_);
      unfinished_ = _mm256_setzero_si256();
    } else {
      const __m256i one = behind<1>(bytes);
      const __m256i pairs = pair_faults(one, bytes);
      // The third byte of three and of four, and the fourth of four, must continue: where they do, the pair
      // looks like a stray second continuation byte, and that bit is right.
      const __m256i third = _mm256_subs_epu8(behind<2>(bytes), _mm256_set1_epi8(0x60));
      const __m256i fourth = _mm256_subs_epu8(behind<3>(bytes), _mm256_set1_epi8(0x70));
      const __m256i continued =
          _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(char(0x80)));
      faults_ = _mm256_or_si256(faults_, _mm256_xor_si256(continued, pairs));
      unfinished_ = _mm256_subs_epu8(bytes, last_leads());
    }
    previous_ = bytes;
  }

  // At the end of the text.
  POSTHASTE_TARGET bool sound() const {
    const __m256i all = _mm256_or_si256(faults_, unfinished_);
    return _mm256_testz_si256(all, all) != 0;
  }

 private:
  enum Fault : uint8_t {
    kTooShort = 1,       // a lead byte without a continuation byte
    kTooLong = 2,        // ASCII with one
    kOverlong3 = 4,      // E0 80..9F
    kTooLarge = 8,       // F4 90.., F5..
    kSurrogate = 16,     // ED A0..
    kOverlong2 = 32,     // C0, C1
    kOverlong4 = 64,     // F0 80..8F
    kTooLarge1000 = 64,  // F5 80..8F and further: never together with the bit's other meaning
    kTwoInRow = 128,     // two continuation bytes
  };

  // The bytes that stand N places before those of `bytes`.
  template <int N>
  POSTHASTE_TARGET __m256i behind(__m256i bytes) const {
    return _mm256_alignr_epi8(bytes, _mm256_permute2x128_si256(previous_, bytes, 0x21), 16 - N);
  }

  POSTHASTE_TARGET static __m256i look_up(const uint8_t (&table)[16], __m256i halves) {
    const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), halves);
  }

  POSTHASTE_TARGET static __m256i pair_faults(__m256i first, __m256i second) {
    static constexpr uint8_t kAny = kTooShort | kTooLong | kTwoInRow;
    static constexpr uint8_t kHigh = kAny | kTooLarge | kTooLarge1000;
    static constexpr uint8_t kFirstUpper[16] = {kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTooLong,
                                                kTwoInRow,
                                                kTwoInRow,
                                                kTwoInRow,
                                                kTwoInRow,
                                                kTooShort | kOverlong2,
                                                kTooShort,
                                                kTooShort | kOverlong3 | kSurrogate,
                                                kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};
    static constexpr uint8_t kFirstLower[16] = {kAny | kOverlong2 | kOverlong3 | kOverlong4,
                                                kAny | kOverlong2,
                                                kAny,
                                                kAny,
                                                kAny | kTooLarge,
                                                kHigh,
                                                kHigh,
                                                kHigh,
                                                kHigh,
                                                kHigh,
                                                kHigh,
                                                kHigh,
                                                kHigh,
                                                kHigh | kSurrogate,
                                                kHigh,
                                                kHigh};
    static constexpr uint8_t kContinuation = kTooLong | kOverlong2 | kTwoInRow;
    static constexpr uint8_t kSecondUpper[16] = {kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kContinuation | kOverlong3 | kOverlong4 | kTooLarge1000,
                                                 kContinuation | kOverlong3 | kTooLarge,
                                                 kContinuation | kSurrogate | kTooLarge,
                                                 kContinuation | kSurrogate | kTooLarge,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort,
                                                 kTooShort};
    const __m256i lower = _mm256_set1_epi8(15);
    const __m256i first_upper = _mm256_and_si256(_mm256_srli_epi16(first, 4), lower);
    const __m256i second_upper = _mm256_and_si256(_mm256_srli_epi16(second, 4), lower);
    return _mm256_and_si256(_mm256_and_si256(look_up(kFirstUpper, first_upper),
                                             look_up(kFirstLower, _mm256_and_si256(first, lower))),
                            look_up(kSecondUpper, second_upper));
  }

  // The highest byte that may stand at each place without needing bytes behind the last one.
  POSTHASTE_TARGET static __m256i last_leads() {
    alignas(32) static constexpr uint8_t kLast[32] = {255, 255, 255, 255, 255, 255, 255, 255,  255,  255, 255,
                                                      255, 255, 255, 255, 255, 255, 255, 255,  255,  255, 255,
                                                      255, 255, 255, 255, 255, 255, 255, 0xef, 0xdf, 0xbf};
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(kLast));
  }

  __m256i faults_, previous_, unfinished_;
};

POSTHASTE_TARGET inline bool is_utf8_avx2(const uint8_t* bytes, size_t size) {
  Utf8Avx2 validation;
  size_t at = 0;
  for (; at + 32 <= size; at += 32) {
    validation.add(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + at)));
  }
  // Behind the text zeros, which end an unfinished character.
  alignas(32) uint8_t rest[32] = {};
  if (at < size) std::memcpy(rest, bytes + at, size - at);
  validation.add(_mm256_load_si256(reinterpret_cast<const __m256i*>(rest)));
  return validation.sound();
}

#undef POSTHASTE_TARGET

}  // namespace posthaste::csv

#else
#define POSTHASTE_CSV_AVX2 0
#endif
