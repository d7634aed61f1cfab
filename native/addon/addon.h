// The only header that includes napi.h, and what the addon keeps for one environment.
#pragma once

#include <napi.h>

#include "native/engine/status.h"

namespace posthaste::addon {

// Lives as long as its environment (the main thread, or one worker thread).
struct Environment {
  Napi::FunctionReference error_class;
  Napi::FunctionReference engine_class;
  Napi::FunctionReference scanner_class;
};

inline Environment& environment(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

// An error of JavaScript's class, once it was given; a plain Error with `code` before.
Napi::Value make_error(Napi::Env env, const engine::Failure& failure);

// Leaves an exception pending; the native function then has to return at once. The value is undefined.
Napi::Value throw_error(Napi::Env env, const engine::Failure& failure);

// Each adds its part to the addon's exports.
void export_engine(Napi::Env env, Napi::Object exports);
void export_scanner(Napi::Env env, Napi::Object exports);
void export_rows(Napi::Env env, Napi::Object exports);
void export_locks(Napi::Env env, Napi::Object exports);
void export_training(Napi::Env env, Napi::Object exports);

}  // namespace posthaste::addon
