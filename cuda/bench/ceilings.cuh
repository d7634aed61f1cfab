// What a card can do at most, measured by the simplest program that does it: the floors of docs/gpu.md.
#pragma once

#include <cstdint>

#include "cuda/check.cuh"
#include "native/core/model_view.h"

namespace posthaste::cuda::bench {

struct Ceilings {
  double to_device, to_host, both_ways;  // bytes a second of pinned memory; both directions together
  double memory;                         // bytes a second read from device memory
  double rows;                           // rows of 32 bytes a second, picked at random from all of the model
  double hot_rows;                       // likewise from `hot` rows
  double operations;                     // 32-bit additions and logic operations a second
};

// `hot`: how many rows of the model the text of the benchmark touches.
ph_status measure_ceilings(const core::ModelView& model, uint32_t hot, uint32_t multiprocessors, Ceilings* found,
                           ph_reason* reason);

}  // namespace posthaste::cuda::bench
