// Makes a fuzz target a plain program that replays the files named on its command line, where there is no
// libFuzzer.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

// A finding: libFuzzer and CTest both see the signal.
inline void found(std::string_view what) {
  std::cerr << what << std::endl;
  std::abort();
}

#if !defined(__clang__)

#include <fstream>
#include <iterator>
#include <string>

int main(int count, char** names) {
  for (int i = 1; i < count; ++i) {
    std::ifstream file(names[i], std::ios::binary);
    if (!file) {
      std::cerr << "cannot read " << names[i] << '\n';
      return 1;
    }
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  }
  std::cout << count - 1 << " files replayed\n";
  return count > 1 ? 0 : 1;
}

#endif
