// Marks hot loops over floats: compiled for AVX2 too, with the same results, since neither version fuses or
// reorders operations.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define PH_TRAIN_HOT __attribute__((target_clones("avx2", "default"), optimize("O3", "fp-contract=off")))
#else
#define PH_TRAIN_HOT
#endif
