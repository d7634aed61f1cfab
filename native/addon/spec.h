// JavaScript's specifications as the engine's structs. False: an exception is pending.
#pragma once

#include "native/addon/addon.h"
#include "native/engine/engine.h"

namespace posthaste::addon {

// All of an EngineSpec but the model.
bool read_engine_spec(Napi::Value value, engine::EngineOptions* out);

bool read_job_spec(Napi::Value value, csv::JobSpec* out);

// delimiter, quote, crEndsRecord.
bool read_dialect(Napi::Value value, csv::Dialect* out);

}  // namespace posthaste::addon
