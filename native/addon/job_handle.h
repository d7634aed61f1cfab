// `NativeJob` of lib/binding/native.ts: an opaque, type-tagged object.
#pragma once

#include <memory>

#include "native/addon/addon.h"
#include "native/engine/job.h"

namespace posthaste::addon {

// Empty when an exception is pending.
Napi::Value make_job(Napi::Env env, std::shared_ptr<const engine::Job> job);

// False: the value is no job, and an exception is pending.
bool read_job(Napi::Value value, std::shared_ptr<const engine::Job>* out);

}  // namespace posthaste::addon
