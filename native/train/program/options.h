// Options of the form --name value.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

namespace posthaste::train {

class Options {
 public:
  // False when an argument is not an option with a value.
  bool read(int count, char** arguments) {
    for (int i = 0; i < count; i += 2) {
      const std::string name = arguments[i];
      if (name.size() < 3 || name.compare(0, 2, "--") != 0 || i + 1 >= count) return false;
      values_[name.substr(2)] = arguments[i + 1];
    }
    return true;
  }

  std::string text(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string() : found->second;
  }
  uint32_t number(const std::string& name, uint32_t otherwise) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return otherwise;
    return static_cast<uint32_t>(std::strtoul(found->second.c_str(), nullptr, 10));
  }

 private:
  std::map<std::string, std::string> values_;
};

} // namespace posthaste::train
