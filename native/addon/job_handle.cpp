#include "native/addon/job_handle.h"

#include "native/addon/guard.h"

namespace posthaste::addon {

namespace {

using Held = std::shared_ptr<const engine::Job>;

// Any other object, wrapped by this addon or another, lacks it.
constexpr napi_type_tag kJobTag = {0x9c1f7c3a54d24e6bULL, 0xa6c0b9de3f174c05ULL};

void finalize(napi_env, void* held, void*) { delete static_cast<Held*>(held); }

}  // namespace

Napi::Value make_job(Napi::Env env, std::shared_ptr<const engine::Job> job) {
  Napi::Object object = Napi::Object::New(env);
  auto held = std::make_unique<Held>(std::move(job));
  if (napi_wrap(env, object, held.get(), finalize, nullptr, nullptr) != napi_ok) {
    return throw_error(env, {engine::Code::internal, "cannot wrap a job"});
  }
  held.release();
  if (napi_type_tag_object(env, object, &kJobTag) != napi_ok) {
    return throw_error(env, {engine::Code::internal, "cannot tag a job"});
  }
  return object;
}

bool read_job(Napi::Value value, Held* out) {
  bool tagged = false;
  void* held = nullptr;
  if (!value.IsObject() || napi_check_object_type_tag(value.Env(), value, &kJobTag, &tagged) != napi_ok ||
      !tagged || napi_unwrap(value.Env(), value, &held) != napi_ok) {
    expected(value.Env(), "a job of createJob", "job", value);
    return false;
  }
  *out = *static_cast<Held*>(held);
  return true;
}

}  // namespace posthaste::addon
