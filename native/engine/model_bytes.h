// A model file in memory, aligned as backends want it.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstring>
#include <new>

namespace posthaste::engine {

class ModelBytes {
 public:
  // That of a huge page: look-ups are spread over the whole model, and a TLB of small pages covers little of it.
  static constexpr std::align_val_t kAlignment{2u << 20};

  // Copies; throws std::bad_alloc.
  ModelBytes(const void* bytes, size_t size) : data_(::operator new(size + 1, kAlignment)), size_(size) {
#ifdef MADV_HUGEPAGE
    // Only advice: without huge pages the model is slower and the same.
    madvise(data_, size, MADV_HUGEPAGE);
#endif
    if (size != 0) std::memcpy(data_, bytes, size);
  }
  ~ModelBytes() { ::operator delete(data_, kAlignment); }
  ModelBytes(const ModelBytes&) = delete;
  ModelBytes& operator=(const ModelBytes&) = delete;

  const void* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  void* data_;
  size_t size_;
};

}  // namespace posthaste::engine
