// Memory of the emulated devices, and pinned memory of the host. Each range lies between pages that nobody
// may touch; its bytes are poison at first; a device's can be touched only while a stream of the device
// works.
#pragma once

#include <cstddef>
#include <string>

#include "test/emulator/simt.h"

namespace ph_emulator {

inline constexpr int kHost = -1;  // pinned memory counts as a device's, always open

// Memory that ends where a guard page begins, up to the 16 bytes that vector accesses need.
class Guarded {
 public:
  Guarded() = default;
  Guarded(const Guarded&) = delete;
  ~Guarded() { release(); }
  unsigned char* resize(size_t bytes);
  void release();

 private:
  unsigned char* pages_ = nullptr;
  unsigned char* data_ = nullptr;
  size_t mapped_ = 0, bytes_ = 0;
};

// NULL when the device has no room for it. 64-byte aligned.
void* allocate(int device, size_t bytes, Site site);
// False when no range begins there.
bool release(int device, void* data);
size_t used(int device);

// The device whose memory the bytes lie in entirely; kHost when pinned; kNowhere: in none; kAcross: partly.
inline constexpr int kNowhere = -2, kAcross = -3;
int owner(const void* data, size_t bytes);

// A stream of the device (a copy, a kernel) starts and stops to work.
void open_memory(int device);
void close_memory(int device);

// Finds bytes behind a range that were written: empty, or which.
std::string damage(int device);

// "0x7f… (4 bytes behind 400 bytes of device 0, allocated at file:line)"
std::string describe(const void* address);
// Called in a signal for an access outside kernels: tells when it is device memory.
void note_host_access(const void* address);
// Before the first allocation and the first kernel.
void install_handlers();

}  // namespace ph_emulator
