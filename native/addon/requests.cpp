#include "native/addon/requests.h"

#include <algorithm>
#include <cstring>

#include "native/addon/chunk_result.h"
#include "native/addon/completions.h"
#include "native/addon/guard.h"
#include "native/addon/job_handle.h"

namespace posthaste::addon {

namespace {

// Offsets inside a chunk are 32 bits wide, and its rows are longer than its records.
constexpr size_t kMaxBytes = size_t{1} << 30;
constexpr int64_t kMaxSafeInteger = (int64_t{1} << 53) - 1;

bool read_bounded_bytes(Napi::Value value, const char* name, Napi::Uint8Array* out) {
  if (!read_bytes(value, name, out)) return false;
  if (out->ByteLength() <= kMaxBytes) return true;
  expected(value.Env(), "at most 1 GiB", name,
           Napi::Number::New(value.Env(), static_cast<double>(out->ByteLength())));
  return false;
}

struct ChunkAnswer final : Answer {
  ChunkAnswer(Napi::Env env, Napi::Uint8Array chunk, std::shared_ptr<engine::Recycler> recycler)
      : Answer(env), input(Napi::Persistent(chunk.As<Napi::Object>())), recycler(std::move(recycler)) {}

  Napi::Value value(Napi::Env env, engine::Call& call) override {
    return chunk_result(env, static_cast<engine::ChunkCall&>(call), recycler);
  }

  // Keeps the bytes alive that the engine reads.
  Napi::ObjectReference input;
  std::shared_ptr<engine::Recycler> recycler;
};

template <typename Typed, typename Number>
Typed typed_array(Napi::Env env, const std::vector<Number>& from) {
  Typed array = Typed::New(env, from.size());
  if (!from.empty()) std::memcpy(array.Data(), from.data(), from.size() * sizeof(Number));
  return array;
}

struct ParseAnswer final : Answer {
  ParseAnswer(Napi::Env env, Napi::Uint8Array text, Napi::Uint32Array offsets)
      : Answer(env),
        text(Napi::Persistent(text.As<Napi::Object>())),
        offsets(Napi::Persistent(offsets.As<Napi::Object>())) {}

  Napi::Value value(Napi::Env env, engine::Call& call) override {
    const auto& parsed = static_cast<engine::ParseCall&>(call);
    Napi::Object packed = Napi::Object::New(env);
    packed.Set("first", typed_array<Napi::Uint32Array>(env, parsed.first));
    packed.Set("components", typed_array<Napi::Uint32Array>(env, parsed.components));
    packed.Set("countries", typed_array<Napi::Uint16Array>(env, parsed.countries));
    packed.Set("confidences", typed_array<Napi::Uint16Array>(env, parsed.confidences));
    return packed;
  }

  Napi::ObjectReference text;
  Napi::ObjectReference offsets;
};

bool read_offsets(Napi::Value value, size_t text_bytes, Napi::Uint32Array* out) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) {
    expected(value.Env(), "a Uint32Array", "offsets", value);
    return false;
  }
  auto array = value.As<Napi::Uint32Array>();
  const uint32_t* offsets = array.Data();
  const size_t length = array.ElementLength();
  if (length == 0 || !std::is_sorted(offsets, offsets + length) || offsets[length - 1] > text_bytes) {
    throw_error(value.Env(),
                {engine::Code::option,
                 "Expected count + 1 rising offsets within the text for offsets but received others"});
    return false;
  }
  *out = array;
  return true;
}

}  // namespace

std::unique_ptr<engine::ChunkCall> read_chunk_call(const Napi::CallbackInfo& info, size_t lanes,
                                                   std::shared_ptr<engine::Recycler> recycler) {
  auto call = std::make_unique<engine::ChunkCall>();
  int64_t lane = 0;
  Napi::Uint8Array chunk;
  if (!read_job(info[0], &call->job)) return nullptr;
  if (!read_integer(info[1], "lane", 0, static_cast<int64_t>(lanes) - 1, &lane)) return nullptr;
  Fields origin(info[3], "origin");
  origin.integer("byteOffset", 0, kMaxSafeInteger, &call->origin.byte_offset)
      .integer("line", 1, kMaxSafeInteger, &call->origin.line);
  if (origin.has("oversized")) origin.boolean("oversized", &call->origin.oversized);
  if (!origin.good()) return nullptr;
  // Last: a getter of `origin` could have detached the memory.
  if (!read_bounded_bytes(info[2], "chunk", &chunk)) return nullptr;
  call->lane = static_cast<unsigned>(lane);
  call->bytes = chunk.Data();
  call->size = chunk.ByteLength();
  call->attachment = std::make_unique<ChunkAnswer>(info.Env(), chunk, std::move(recycler));
  return call;
}

std::unique_ptr<engine::ParseCall> read_parse_call(const Napi::CallbackInfo& info) {
  auto call = std::make_unique<engine::ParseCall>();
  Napi::Uint8Array text;
  Napi::Uint32Array offsets;
  if (!read_bounded_bytes(info[0], "text", &text)) return nullptr;
  if (!read_offsets(info[1], text.ByteLength(), &offsets)) return nullptr;
  if (!read_country(info[2], "country", &call->country)) return nullptr;
  call->text = reinterpret_cast<const char*>(text.Data());
  call->offsets = offsets.Data();
  call->count = static_cast<uint32_t>(offsets.ElementLength() - 1);
  call->attachment = std::make_unique<ParseAnswer>(info.Env(), text, offsets);
  return call;
}

}  // namespace posthaste::addon
