#include "test/emulator/memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(data, bytes) (static_cast<void>(data), static_cast<void>(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(data, bytes) (static_cast<void>(data), static_cast<void>(bytes))
#endif

namespace ph_emulator {

namespace {

constexpr size_t kPage = 4096;
// Pages that stay shut before and behind a range.
constexpr size_t kGuard = 16 * kPage;

size_t round_up(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

struct Range {
  int device;
  size_t bytes;
  Site site;
  unsigned char* inner;  // what is not guard
  size_t inner_bytes;
};

struct State {
  std::mutex lock;
  std::map<uintptr_t, Range> ranges;  // by their first byte
  std::map<int, size_t> used;
  std::map<int, int> users;  // streams at work
};

// Never destroyed: streams may work until the process ends.
State& state() {
  static State& the_state = *new State;
  return the_state;
}

uintptr_t number(const void* data) { return reinterpret_cast<uintptr_t>(data); }

// The range whose guards or bytes an address lies in.
const std::pair<const uintptr_t, Range>* around(const State& memory, uintptr_t address) {
  for (const auto& entry : memory.ranges) {
    const uintptr_t inner = number(entry.second.inner);
    if (address >= inner - kGuard && address < inner + entry.second.inner_bytes + kGuard) return &entry;
  }
  return nullptr;
}

// Guard, room for `bytes`, guard. The room is open.
unsigned char* map(size_t room) {
  void* pages =
      mmap(nullptr, room + 2 * kGuard, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED) return nullptr;
  auto* inner = static_cast<unsigned char*>(pages) + kGuard;
  mprotect(inner, room, PROT_READ | PROT_WRITE);
  return inner;
}

void protect(State& memory, int device, int access) {
  for (auto& [start, range] : memory.ranges) {
    if (range.device == device) mprotect(range.inner, range.inner_bytes, access);
  }
}

std::string place(const void* address, uintptr_t start, const Range& range) {
  char text[64];
  const auto offset = static_cast<ptrdiff_t>(number(address) - start);
  const auto size = static_cast<ptrdiff_t>(range.bytes);
  if (offset < 0)
    std::snprintf(text, sizeof text, "%td bytes before ", -offset);
  else if (offset >= size)
    std::snprintf(text, sizeof text, "%td bytes behind the end of ", offset - size);
  else
    std::snprintf(text, sizeof text, "byte %td of ", offset);
  return text + std::to_string(range.bytes) + " bytes of " +
         (range.device == kHost ? "pinned memory" : "device " + std::to_string(range.device)) +
         ", allocated at " + shown(range.site);
}

}  // namespace

unsigned char* Guarded::resize(size_t bytes) {
  if (bytes == bytes_) return data_;
  release();
  mapped_ = round_up(bytes, kPage);
  pages_ = map(mapped_);
  bytes_ = bytes;
  data_ = pages_ + mapped_ - round_up(bytes, 16);
  ASAN_POISON_MEMORY_REGION(data_ + bytes, pages_ + mapped_ - data_ - bytes);
  return data_;
}

void Guarded::release() {
  if (pages_ == nullptr) return;
  ASAN_UNPOISON_MEMORY_REGION(pages_, mapped_);
  munmap(pages_ - kGuard, mapped_ + 2 * kGuard);
  pages_ = nullptr;
}

void* allocate(int device, size_t bytes, Site site) {
  install_handlers();
  const size_t room = round_up(bytes, 64), inner_bytes = round_up(room, kPage);
  unsigned char* inner = map(inner_bytes);
  if (inner == nullptr) return nullptr;
  unsigned char* data = inner + inner_bytes - room;
  std::memset(inner, kPoison, inner_bytes);
  ASAN_POISON_MEMORY_REGION(data + bytes, room - bytes);
  ASAN_POISON_MEMORY_REGION(inner, data - inner);
  State& memory = state();
  const std::lock_guard held(memory.lock);
  memory.used[device] += bytes;
  memory.ranges.emplace(number(data), Range{device, bytes, site, inner, inner_bytes});
  if (device != kHost && memory.users[device] == 0) mprotect(inner, inner_bytes, PROT_NONE);
  return data;
}

bool release(int device, void* data) {
  State& memory = state();
  const std::lock_guard held(memory.lock);
  const auto found = memory.ranges.find(number(data));
  if (found == memory.ranges.end() || (device == kHost) != (found->second.device == kHost)) return false;
  const Range& range = found->second;
  memory.used[range.device] -= range.bytes;
  ASAN_UNPOISON_MEMORY_REGION(range.inner, range.inner_bytes);
  munmap(range.inner - kGuard, range.inner_bytes + 2 * kGuard);
  memory.ranges.erase(found);
  return true;
}

size_t used(int device) {
  State& memory = state();
  const std::lock_guard held(memory.lock);
  return memory.used[device];
}

int owner(const void* data, size_t bytes) {
  State& memory = state();
  const std::lock_guard held(memory.lock);
  const uintptr_t first = number(data);
  auto above = memory.ranges.upper_bound(first);
  if (above != memory.ranges.end() && above->first < first + bytes) return kAcross;
  if (above == memory.ranges.begin()) return kNowhere;
  const auto& [start, range] = *--above;
  if (first >= start + range.bytes && first >= number(range.inner) + range.inner_bytes) return kNowhere;
  return first + bytes <= start + range.bytes ? range.device : kAcross;
}

void open_memory(int device) {
  State& memory = state();
  const std::lock_guard held(memory.lock);
  if (memory.users[device]++ == 0) protect(memory, device, PROT_READ | PROT_WRITE);
}

void close_memory(int device) {
  State& memory = state();
  const std::lock_guard held(memory.lock);
  if (--memory.users[device] == 0) protect(memory, device, PROT_NONE);
}

std::string damage(int device) {
#if !defined(__SANITIZE_ADDRESS__)  // which finds reads as well, and would find this one
  State& memory = state();
  const std::lock_guard held(memory.lock);
  for (const auto& [start, range] : memory.ranges) {
    if (range.device != device) continue;
    const auto* data = reinterpret_cast<const unsigned char*>(start);
    const unsigned char* end = range.inner + range.inner_bytes;
    for (const unsigned char* at = data + range.bytes; at < end; ++at) {
      if (*at != kPoison) return place(at, start, range);
    }
  }
#endif
  (void)device;
  return {};
}

std::string describe(const void* address) {
  char text[32];
  std::snprintf(text, sizeof text, "%p", address);
  State& memory = state();
  const std::lock_guard held(memory.lock);
  const auto* range = around(memory, number(address));
  return text + (range == nullptr ? std::string(" (no device memory is near)")
                                  : " (" + place(address, range->first, range->second) + ")");
}

void note_host_access(const void* address) {
  State& memory = state();
  // The lock may be this thread's own.
  if (!memory.lock.try_lock()) return;
  const auto* range = around(memory, number(address));
  memory.lock.unlock();
  if (range == nullptr || range->second.device == kHost) return;
  const std::string text =
      "emulator: the host touches device memory: " + place(address, range->first, range->second) + "\n";
  static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace ph_emulator
