// The smallest of test frames: every check counts, a failed one prints where and what, and finish() gives
// the exit code. A check is an expression: true when it holds.
#pragma once
#include <iostream>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

namespace posthaste::test {

struct Tally {
  unsigned long passed = 0, failed = 0;
};

inline Tally& tally() {
  static Tally the_tally;
  return the_tally;
}

inline bool record(bool holds, const char* what, const char* file, int line, const std::string& more = {}) {
  ++(holds ? tally().passed : tally().failed);
  if (!holds)
    std::cerr << file << ':' << line << ": failed: " << what << (more.empty() ? "" : "\n  ") << more << '\n';
  return holds;
}

template <class T>
std::string shown(const T& value) {
  if constexpr (requires(std::ostringstream & out) { out << value; }) {
    std::ostringstream out;
    out << value;
    return out.str();
  } else {
    return "(not printable)";
  }
}

template <class A, class B>
bool equal(const A& left, const B& right) {
  constexpr bool integers = std::is_integral_v<A> && std::is_integral_v<B> && sizeof(A) > 1 && sizeof(B) > 1;
  if constexpr (integers)
    return std::cmp_equal(left, right);
  else
    return left == right;
}

template <class A, class B>
bool same(const A& left, const B& right, const char* what, const char* file, int line,
          const std::string& about = {}) {
  if (equal(left, right)) return record(true, what, file, line);
  const std::string found = "left [" + shown(left) + "] right [" + shown(right) + "]";
  return record(false, what, file, line, about.empty() ? found : about + "\n  " + found);
}

// The exit code of a test program; one without a single check has failed.
inline int finish(const char* name) {
  std::cout << name << ": " << tally().passed << " checks passed, " << tally().failed << " failed\n";
  return tally().failed == 0 && tally().passed > 0 ? 0 : 1;
}

}  // namespace posthaste::test

#define CHECK(condition) \
  ::posthaste::test::record(static_cast<bool>(condition), #condition, __FILE__, __LINE__)
#define CHECK_EQ(left, right) ::posthaste::test::same(left, right, #left " == " #right, __FILE__, __LINE__)
#define CHECK_EQ_FOR(about, left, right) \
  ::posthaste::test::same(left, right, #left " == " #right, __FILE__, __LINE__, about)
