#include "native/addon/guard.h"

#include <cmath>

namespace posthaste::addon {

namespace {

// Of an array; a length alone must not be able to exhaust memory.
constexpr uint32_t kMaxItems = 65536;

const char* type_name(napi_valuetype type) {
  switch (type) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_boolean: return "boolean";
    case napi_number: return "number";
    case napi_string: return "string";
    case napi_symbol: return "symbol";
    case napi_object: return "object";
    case napi_function: return "function";
    case napi_external: return "external";
    case napi_bigint: return "bigint";
  }
  return "unknown";
}

// "x of type string"; a value that has no safe text is its type alone.
std::string describe(Napi::Value value) {
  const napi_valuetype type = value.Type();
  const std::string name = type_name(type);
  if (type == napi_undefined || type == napi_null) return name;
  if (type != napi_boolean && type != napi_number && type != napi_string) return "a value of type " + name;
  std::string text = value.ToString().Utf8Value();
  if (text.size() > 80) text = text.substr(0, 77) + "...";
  return text + " of type " + name;
}

bool refuse(const std::string& what, const std::string& name, Napi::Value value) {
  expected(value.Env(), what, name, value);
  return false;
}

}  // namespace

Napi::Value expected(Napi::Env env, const std::string& what, const std::string& name, Napi::Value received) {
  return throw_error(env, {engine::Code::option,
                           "Expected " + what + " for " + name + " but received " + describe(received)});
}

// A value is empty when the getter that should have given it threw: that exception is the failure.

bool read_string(Napi::Value value, const std::string& name, std::string* out) {
  if (value.IsEmpty()) return false;
  if (!value.IsString()) return refuse("a string", name, value);
  *out = value.As<Napi::String>().Utf8Value();
  return true;
}

bool read_boolean(Napi::Value value, const std::string& name, bool* out) {
  if (value.IsEmpty()) return false;
  if (!value.IsBoolean()) return refuse("a boolean", name, value);
  *out = value.As<Napi::Boolean>().Value();
  return true;
}

bool read_integer(Napi::Value value, const std::string& name, int64_t least, int64_t most, int64_t* out) {
  if (value.IsEmpty()) return false;
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : NAN;
  if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) ||
      number != std::floor(number)) {
    return refuse("an integer between " + std::to_string(least) + " and " + std::to_string(most), name,
                  value);
  }
  *out = static_cast<int64_t>(number);
  return true;
}

bool read_number(Napi::Value value, const std::string& name, double least, double most, double* out) {
  if (value.IsEmpty()) return false;
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : NAN;
  if (!(number >= least && number <= most)) {
    return refuse("a number between " + std::to_string(least) + " and " + std::to_string(most), name, value);
  }
  *out = number;
  return true;
}

bool read_object(Napi::Value value, const std::string& name, Napi::Object* out) {
  if (value.IsEmpty()) return false;
  if (!value.IsObject() || value.IsFunction()) return refuse("an object", name, value);
  *out = value.As<Napi::Object>();
  return true;
}

bool read_bytes(Napi::Value value, const std::string& name, Napi::Uint8Array* out) {
  if (value.IsEmpty()) return false;
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    return refuse("a Uint8Array", name, value);
  }
  *out = value.As<Napi::Uint8Array>();
  return true;
}

bool read_strings(Napi::Value value, const std::string& name, std::vector<std::string>* out) {
  if (value.IsEmpty()) return false;
  if (!value.IsArray()) return refuse("an array of strings", name, value);
  const auto array = value.As<Napi::Array>();
  if (array.Length() > kMaxItems) return refuse("at most 65536 strings", name, value);
  std::vector<std::string> read(array.Length());
  for (uint32_t i = 0; i < read.size(); ++i) {
    if (!read_string(array.Get(i), name + "[" + std::to_string(i) + "]", &read[i])) return false;
  }
  *out = std::move(read);
  return true;
}

bool read_country(Napi::Value value, const std::string& name, uint16_t* out) {
  std::string text;
  if (!read_string(value, name, &text)) return false;
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.empty()) {
    *out = 0;
    return true;
  }
  if (text.size() != 2 || !capital(text[0]) || !capital(text[1])) {
    return refuse("two capital letters (ISO 3166-1 alpha-2) or ''", name, value);
  }
  *out = static_cast<uint16_t>(text[0] * 256 + text[1]);
  return true;
}

bool Fields::has(const char* name) {
  if (!good_) return false;
  const Napi::Value value = get(name);
  good_ = !value.IsEmpty();
  return good_ && !value.IsUndefined() && !value.IsNull();
}

Fields& Fields::string(const char* name, std::string* out) {
  good_ = good_ && read_string(get(name), name, out);
  return *this;
}

Fields& Fields::boolean(const char* name, bool* out) {
  good_ = good_ && read_boolean(get(name), name, out);
  return *this;
}

Fields& Fields::number(const char* name, double least, double most, double* out) {
  good_ = good_ && read_number(get(name), name, least, most, out);
  return *this;
}

Fields& Fields::strings(const char* name, std::vector<std::string>* out) {
  good_ = good_ && read_strings(get(name), name, out);
  return *this;
}

Fields& Fields::integers(const char* name, int64_t least, int64_t most, std::vector<uint32_t>* out) {
  if (!good_) return *this;
  const Napi::Value value = get(name);
  good_ = !value.IsEmpty() && (value.IsArray() || refuse("an array of integers", name, value));
  if (!good_) return *this;
  const auto array = value.As<Napi::Array>();
  good_ = array.Length() <= kMaxItems || refuse("at most 65536 integers", name, value);
  std::vector<uint32_t> read;
  for (uint32_t i = 0; good_ && i < array.Length(); ++i) {
    int64_t number = 0;
    good_ =
        read_integer(array.Get(i), std::string(name) + "[" + std::to_string(i) + "]", least, most, &number);
    read.push_back(static_cast<uint32_t>(number));
  }
  if (good_) *out = std::move(read);
  return *this;
}

Fields& Fields::country(const char* name, uint16_t* out) {
  good_ = good_ && read_country(get(name), name, out);
  return *this;
}

Fields& Fields::one_of(const char* name, const std::vector<std::string>& names, unsigned* out) {
  std::string text;
  if (!string(name, &text).good_) return *this;
  std::string choices;
  for (unsigned i = 0; i < names.size(); ++i) {
    if (names[i] == text) {
      *out = i;
      return *this;
    }
    choices += (i == 0 ? "'" : ", '") + names[i] + "'";
  }
  good_ = refuse("one of " + choices, name, get(name));
  return *this;
}

}  // namespace posthaste::addon
