// Errors as values: what went wrong, under the code that JavaScript will see.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace posthaste::engine {

// The codes of lib/errors.ts that native code can give.
enum class Code : unsigned char {
  option,
  encoding,
  csv,
  model,
  backend_unavailable,
  backend_failed,
  closed,
  internal
};

// The name of a code as lib/errors.ts spells it.
const char* code_name(Code code);

struct Failure {
  Code code = Code::internal;
  std::string reason;
};

// A value, or why there is none.
template <typename T>
class Result {
 public:
  Result(T value) : held_(std::move(value)) {}
  Result(Failure failure) : held_(std::move(failure)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& value() { return std::get<0>(held_); }
  const T& value() const { return std::get<0>(held_); }
  Failure& failure() { return std::get<1>(held_); }
  const Failure& failure() const { return std::get<1>(held_); }

 private:
  std::variant<T, Failure> held_;
};

}  // namespace posthaste::engine
