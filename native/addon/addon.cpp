#include "native/addon/addon.h"

#include "native/addon/guard.h"
#include "native/core/labels.h"
#include "native/engine/backend.h"

#ifndef POSTHASTE_VERSION
#error "binding.gyp defines POSTHASTE_VERSION from package.json"
#endif

namespace posthaste::addon {

Napi::Value make_error(Napi::Env env, const engine::Failure& failure) {
  const auto code = Napi::String::New(env, engine::code_name(failure.code));
  const auto message = Napi::String::New(env, failure.reason);
  const Napi::FunctionReference& error_class = environment(env).error_class;
  if (!error_class.IsEmpty()) return error_class.New({code, message});
  const Napi::Error error = Napi::Error::New(env, failure.reason);
  error.Value().Set("code", code);
  return error.Value();
}

Napi::Value throw_error(Napi::Env env, const engine::Failure& failure) {
  const Napi::Value error = make_error(env, failure);
  // Empty when the class itself threw; that exception is pending then.
  if (!error.IsEmpty()) napi_throw(env, error);
  return env.Undefined();
}

namespace {

Napi::Value set_error_class(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsFunction()) return expected(env, "a class", "cls", info[0]);
  environment(env).error_class = Napi::Persistent(info[0].As<Napi::Function>());
  return env.Undefined();
}

Napi::Array labels(Napi::Env env) {
  Napi::Array names = Napi::Array::New(env, core::kLabels);
  names.Set(0U, "");
  for (uint32_t i = 1; i < core::kLabels; ++i) names.Set(i, core::label_name(i));
  return names;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Environment);
  exports.Set("version", POSTHASTE_VERSION);
  exports.Set("labels", labels(env));
  exports.Set("backendAbi", PH_BACKEND_ABI);
  exports.Set("setErrorClass", Napi::Function::New<set_error_class>(env, "setErrorClass"));
  export_engine(env, exports);
  export_scanner(env, exports);
  export_rows(env, exports);
  export_locks(env, exports);
  export_training(env, exports);
  return exports;
}

}  // namespace

}  // namespace posthaste::addon

// The macro makes a function of this name in the global namespace.
static Napi::Object init_posthaste(Napi::Env env, Napi::Object exports) {
  return posthaste::addon::init(env, exports);
}
NODE_API_MODULE(posthaste, init_posthaste)
