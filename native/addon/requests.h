// The asynchronous calls of an engine: read from their arguments, answered with their values.
#pragma once

#include <memory>

#include "native/addon/addon.h"
#include "native/engine/call.h"
#include "native/engine/recycler.h"

namespace posthaste::addon {

// processChunk(job, lane, chunk, origin) with a lane below `lanes`. Null when an exception is pending.
std::unique_ptr<engine::ChunkCall> read_chunk_call(const Napi::CallbackInfo& info, size_t lanes,
                                                   std::shared_ptr<engine::Recycler> recycler);

// parseBatch(text, offsets, country). Null when an exception is pending.
std::unique_ptr<engine::ParseCall> read_parse_call(const Napi::CallbackInfo& info);

}  // namespace posthaste::addon
