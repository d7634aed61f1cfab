// A model file in memory, aligned as backends want it.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>

namespace posthaste::engine {

class ModelBytes {
 public:
  static constexpr std::align_val_t kAlignment{64};

  // Copies; throws std::bad_alloc.
  ModelBytes(const void* bytes, size_t size) : data_(::operator new(size + 1, kAlignment)), size_(size) {
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
