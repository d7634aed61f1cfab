// The JavaScript form of a processed chunk.
#pragma once

#include "native/addon/addon.h"
#include "native/engine/call.h"
#include "native/engine/recycler.h"

namespace posthaste::addon {

// `ChunkResult` of lib/binding/native.ts. The rows and rejects are lent without a copy; they go to `recycler`
// at `release()`, or when the garbage collector finds the Buffers unused. Empty when an exception is pending.
Napi::Value chunk_result(Napi::Env env, engine::ChunkCall& call,
                         const std::shared_ptr<engine::Recycler>& recycler);

}  // namespace posthaste::addon
