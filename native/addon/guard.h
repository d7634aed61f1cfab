// Checks of what JavaScript hands in: one line an argument, one form for every message.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "native/addon/addon.h"

namespace posthaste::addon {

// Throws "Expected <what> for <name> but received <value> of type <type>" as ERR_OPTION; the value is
// undefined.
Napi::Value expected(Napi::Env env, const std::string& what, const std::string& name, Napi::Value received);

// Each reads one value into *out. False: an exception is pending and *out is as it was.
bool read_string(Napi::Value value, const std::string& name, std::string* out);
bool read_boolean(Napi::Value value, const std::string& name, bool* out);
bool read_integer(Napi::Value value, const std::string& name, int64_t least, int64_t most, int64_t* out);
bool read_number(Napi::Value value, const std::string& name, double least, double most, double* out);
bool read_object(Napi::Value value, const std::string& name, Napi::Object* out);
bool read_bytes(Napi::Value value, const std::string& name, Napi::Uint8Array* out);
bool read_strings(Napi::Value value, const std::string& name, std::vector<std::string>* out);
// ISO 3166-1 alpha-2 in capitals, packed; 0 for "".
bool read_country(Napi::Value value, const std::string& name, uint16_t* out);

// Reads the fields of one object; after the first failure the rest is skipped.
class Fields {
 public:
  Fields(Napi::Value value, const std::string& name) : good_(read_object(value, name, &object_)) {}

  bool good() const { return good_; }

  // An undefined field, or null: nothing is read from it. Only for fields that may be missing.
  bool has(const char* name);

  Fields& string(const char* name, std::string* out);
  Fields& boolean(const char* name, bool* out);
  template <typename T>
  Fields& integer(const char* name, int64_t least, int64_t most, T* out) {
    int64_t wide = 0;
    good_ = good_ && read_integer(get(name), name, least, most, &wide);
    if (good_) *out = static_cast<T>(wide);
    return *this;
  }
  Fields& number(const char* name, double least, double most, double* out);
  Fields& strings(const char* name, std::vector<std::string>* out);
  Fields& integers(const char* name, int64_t least, int64_t most, std::vector<uint32_t>* out);
  Fields& country(const char* name, uint16_t* out);
  // One of `names`; *out becomes its index.
  Fields& one_of(const char* name, const std::vector<std::string>& names, unsigned* out);

 private:
  // Empty when a getter threw.
  Napi::Value get(const char* name) { return object_.Get(name); }

  Napi::Object object_;
  bool good_;
};

}  // namespace posthaste::addon
