#include "native/addon/training_spec.h"

#include <algorithm>

#include "native/addon/guard.h"
#include "native/core/labels.h"
#include "native/model/model.h"

namespace posthaste::addon {

namespace {

constexpr int64_t kMaxPasses = 1000;
constexpr int64_t kMaxSafeInteger = (int64_t{1} << 53) - 1;
constexpr uint32_t kSpanNumbers = 3; // label, start, end

bool refuse(Napi::Env env, const std::string& text) {
  throw_error(env, {engine::Code::option, text});
  return false;
}

// Typed arrays of one PackedLines, checked against each other before any of them is used as an index.
struct Packed {
  const uint8_t* text;
  const uint32_t* offsets;
  const uint16_t* countries;
  const uint32_t* first;
  const uint32_t* spans;
  size_t lines;
};

template <typename Typed>
bool read_array(Napi::Object object, const char* name, napi_typedarray_type type, Typed* out) {
  const Napi::Value value = object.Get(name);
  if (value.IsEmpty()) return false;
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type) {
    expected(object.Env(), "a typed array", name, value);
    return false;
  }
  *out = value.As<Typed>();
  return true;
}

// From 0 and never falling to `end`.
bool rises(const Napi::Uint32Array& array, size_t end) {
  const uint32_t* at = array.Data();
  const size_t size = array.ElementLength();
  return size > 0 && at[0] == 0 && std::is_sorted(at, at + size) && at[size - 1] == end;
}

bool read_packed(Napi::Object object, Packed* out) {
  Napi::Uint8Array text;
  Napi::Uint32Array offsets, first, spans;
  Napi::Uint16Array countries;
  if (!read_array(object, "text", napi_uint8_array, &text) ||
      !read_array(object, "offsets", napi_uint32_array, &offsets) ||
      !read_array(object, "countries", napi_uint16_array, &countries) ||
      !read_array(object, "first", napi_uint32_array, &first) ||
      !read_array(object, "spans", napi_uint32_array, &spans)) {
    return false;
  }
  const size_t lines = countries.ElementLength();
  const bool fits = offsets.ElementLength() == lines + 1 && first.ElementLength() == lines + 1 &&
                    rises(offsets, text.ByteLength()) && spans.ElementLength() % kSpanNumbers == 0 &&
                    rises(first, spans.ElementLength() / kSpanNumbers);
  if (!fits) return refuse(object.Env(), "Expected packed lines whose arrays fit each other");
  *out = {text.Data(), offsets.Data(), countries.Data(), first.Data(), spans.Data(), lines};
  return true;
}

bool read_line(Napi::Env env, const Packed& packed, size_t index, train::Line* line) {
  const uint32_t begin = packed.offsets[index];
  line->text.assign(reinterpret_cast<const char*>(packed.text + begin), packed.offsets[index + 1] - begin);
  line->country = packed.countries[index];
  line->copies = 1;
  uint32_t limit = 0;
  for (uint32_t i = packed.first[index]; i < packed.first[index + 1]; ++i) {
    const uint32_t* numbers = packed.spans + size_t{i} * kSpanNumbers;
    const uint32_t label = numbers[0], start = numbers[1], end = numbers[2];
    if (label == 0 || label >= core::kLabels || start < limit || end <= start || end > line->text.size()) {
      return refuse(env, "Expected sorted spans with labels inside line " + std::to_string(index) +
                             " but received others");
    }
    line->spans.push_back({start, end, static_cast<uint8_t>(label)});
    limit = end;
  }
  return true;
}

}  // namespace

bool read_training_spec(Napi::Value value, TrainingSpec* out) {
  const Napi::Env env = value.Env();
  int64_t kept_apart = 0;
  double rate = 0, squares = 0, scale = 0;
  train::Adaptation& settings = out->settings;
  Fields fields(value, "spec");
  fields.boolean("fromScratch", &settings.from_scratch)
      .integer("passes", 1, kMaxPasses, &settings.passes)
      .number("rate", 0, 100, &rate)
      .number("squares", 0, 1e9, &squares)
      .number("scale", 1e-3, 1e6, &scale)
      .integer("seed", 0, kMaxSafeInteger, &settings.seed)
      .boolean("calibrates", &settings.calibrates)
      .string("description", &settings.description)
      .integer("keptApart", 0, kMaxSafeInteger, &kept_apart);
  if (!fields.good()) return false;
  settings.rate = static_cast<float>(rate);
  settings.squares = static_cast<float>(squares);
  settings.scale = static_cast<float>(scale);

  const auto object = value.As<Napi::Object>();
  Napi::Object lines;
  Napi::Uint8Array model;
  Packed packed{};
  if (!read_object(object.Get("lines"), "lines", &lines) || !read_packed(lines, &packed)) return false;
  for (size_t i = 0; i < packed.lines; ++i) {
    const bool learns = i + static_cast<size_t>(kept_apart) < packed.lines;
    auto& into = learns ? out->lines : out->kept_apart;
    if (!read_line(env, packed, i, &into.emplace_back())) return false;
  }
  if (!read_bytes(object.Get("model"), "model", &model)) return false;
  out->model = std::make_unique<engine::ModelBytes>(model.Data(), model.ByteLength());
  std::string reason;
  const auto* bytes = static_cast<const uint8_t*>(out->model->data());
  if (model::open(bytes, out->model->size(), &out->base, &reason)) return true;
  throw_error(env, {engine::Code::model, reason});
  return false;
}

}  // namespace posthaste::addon
