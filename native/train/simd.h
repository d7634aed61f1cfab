// Marks hot loops over floats: compiled for AVX2 too, with the same results, since neither version fuses or
// reorders operations.
#pragma once
#include <cstddef> // says whether this is glibc, which the choice at load time needs

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PH_TRAIN_HOT __attribute__((target_clones("avx2", "default"), optimize("O3", "fp-contract=off")))
#else
#define PH_TRAIN_HOT
#endif
