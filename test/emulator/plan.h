// What the emulated machine is like and what is to go wrong there: POSTHASTE_EMULATOR, see README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ph_emulator {

enum class Trouble {
  no_device,
  old_driver,
  open_hang,
  alloc_oom,
  oom,
  launch_failure,
  lost,
  hang_submit,
  hang_collect,
  wrong_byte,
  slow
};

struct PlannedFault {
  Trouble trouble;
  int device = -1;    // -1: each
  uint64_t at = 0;    // number of the batch or allocation, from 1; 0: always
  uint64_t more = 0;  // wrong-byte: which; slow: how many times
};

struct Plan {
  int devices = 1;
  std::vector<std::string> names{"Emulated GPU"};
  std::vector<uint64_t> speeds;  // bytes a second that a batch takes in; 0: as it comes
  size_t memory = 512U << 20;
  int major = 9, minor = 0;
  uint64_t seed = 0;
  uint32_t watchdog_ms = 10'000;
  bool abort_on_report = false;
  std::vector<PlannedFault> faults;
  std::string error;  // why the text was not understood; no device is there then

  // The fault of a device that strikes at this number; NULL: none.
  const PlannedFault* find(Trouble trouble, int device, uint64_t number) const;
};

Plan parse_plan(const std::string& text);
// Of the environment, read once, or the one set last.
const Plan& plan();
// For tests, from one thread.
void set_plan(const std::string& text);

}  // namespace ph_emulator
