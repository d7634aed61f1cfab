#include "test/emulator/plan.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <list>
#include <mutex>

namespace ph_emulator {

namespace {

constexpr const char* kTroubles[] = {"no-device",    "old-driver",     "open-hang", "alloc-oom",
                                     "oom",          "launch-failure", "lost",      "hang-submit",
                                     "hang-collect", "wrong-byte",     "slow"};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

template <class T>
bool number(const std::string& text, T& value) {
  const char* end = text.data() + text.size();
  const auto done = std::from_chars(text.data(), end, value);
  return done.ec == std::errc() && done.ptr == end;
}

// [device:]kind[@number][=more]
bool parse_fault(std::string text, PlannedFault& fault) {
  const size_t colon = text.find(':');
  if (colon != std::string::npos) {
    if (!number(text.substr(0, colon), fault.device)) return false;
    text.erase(0, colon + 1);
  }
  const size_t equals = text.find('=');
  if (equals != std::string::npos) {
    if (!number(text.substr(equals + 1), fault.more)) return false;
    text.erase(equals);
  }
  const size_t at = text.find('@');
  if (at != std::string::npos) {
    if (!number(text.substr(at + 1), fault.at) || fault.at == 0) return false;
    text.erase(at);
  }
  for (size_t i = 0; i < std::size(kTroubles); ++i) {
    if (text != kTroubles[i]) continue;
    fault.trouble = static_cast<Trouble>(i);
    return true;
  }
  return false;
}

bool parse_setting(const std::string& key, const std::string& value, Plan& plan) {
  if (key == "devices") return number(value, plan.devices) && plan.devices >= 0 && plan.devices <= 64;
  if (key == "seed") return number(value, plan.seed);
  if (key == "watchdog") return number(value, plan.watchdog_ms);
  if (key == "reports") return plan.abort_on_report = true, value == "abort";
  if (key == "names") return plan.names = split(value, ','), true;
  if (key == "memory")
    return number(value, plan.memory) && plan.memory < 1U << 20 && (plan.memory <<= 20) > 0;
  if (key == "capability") {
    const auto parts = split(value, '.');
    return parts.size() == 2 && number(parts[0], plan.major) && number(parts[1], plan.minor);
  }
  for (const std::string& part : split(value, ',')) {
    if (key == "speed") {
      if (!number(part, plan.speeds.emplace_back())) return false;
    } else if (key != "fault" || !parse_fault(part, plan.faults.emplace_back())) {
      return false;
    }
  }
  return true;
}

// Plans that were ever in force stay: a thread that hangs on purpose may have one in its hands.
std::list<Plan>& all() {
  static std::list<Plan>& the_plans = *new std::list<Plan>;
  return the_plans;
}

std::atomic<const Plan*> present = nullptr;

}  // namespace

const PlannedFault* Plan::find(Trouble trouble, int device, uint64_t number) const {
  for (const PlannedFault& fault : faults) {
    if (fault.trouble != trouble || (fault.device != -1 && fault.device != device)) continue;
    if (fault.at == 0 || fault.at == number || (trouble == Trouble::slow && number > fault.at)) return &fault;
  }
  return nullptr;
}

Plan parse_plan(const std::string& text) {
  Plan plan;
  for (const std::string& part : split(text, ';')) {
    const size_t equals = part.find('=');
    if (part.empty()) continue;
    if (equals == std::string::npos ||
        !parse_setting(part.substr(0, equals), part.substr(equals + 1), plan)) {
      plan.devices = 0;
      plan.error = "POSTHASTE_EMULATOR is not understood from '" + part + "' on";
      return plan;
    }
  }
  return plan;
}

const Plan& plan() {
  static std::once_flag once;
  std::call_once(once, [] {
    const char* text = std::getenv("POSTHASTE_EMULATOR");
    if (present == nullptr) set_plan(text == nullptr ? "" : text);
  });
  return *present;
}

void set_plan(const std::string& text) { present = &all().emplace_back(parse_plan(text)); }

}  // namespace ph_emulator
