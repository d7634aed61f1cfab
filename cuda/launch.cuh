// The one place where nvcc and the emulator differ: how a kernel is launched, and its dynamic shared memory.
#pragma once

#include <cuda_runtime.h>

#if defined(PH_EMULATOR)
#include <source_location>
#define PH_LAUNCH(kernel, grid, block, shared_bytes, stream, ...)    \
  ph_emulator::launch(#kernel, grid, block, shared_bytes, stream,    \
                      [=] { kernel(__VA_ARGS__); }, std::source_location::current())
#define PH_DYNAMIC_SHARED(type, name) type* const name = static_cast<type*>(ph_emulator::dynamic_shared())
#else
// A kernel, its launch shape and its arguments. What went wrong: cudaGetLastError.
#define PH_LAUNCH(kernel, grid, block, shared_bytes, stream, ...) \
  kernel<<<grid, block, shared_bytes, stream>>>(__VA_ARGS__)
// `name` points to the dynamic shared memory of the block, aligned for 16-byte accesses.
#define PH_DYNAMIC_SHARED(type, name)                     \
  extern __shared__ __align__(16) unsigned char shared_[]; \
  type* const name = reinterpret_cast<type*>(shared_)
#endif
