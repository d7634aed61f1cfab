// Brings finished calls from the engine's threads to the JavaScript thread.
#pragma once

#include <memory>
#include <mutex>

#include "native/addon/addon.h"
#include "native/engine/call.h"

namespace posthaste::addon {

// Answers one call; made, used and destroyed on the JavaScript thread.
struct Answer : engine::Attachment {
  explicit Answer(Napi::Env env) : deferred(Napi::Promise::Deferred::New(env)) {}

  // Settles the promise, in an open handle scope.
  void settle(Napi::Env env, engine::Call& call);

  Napi::Promise::Deferred deferred;

 protected:
  // The value of a call that did not fail; empty when an exception is pending.
  virtual Napi::Value value(Napi::Env env, engine::Call& call) = 0;
};

// One thread-safe function for all calls of an engine; a burst of them wakes the event loop once.
//
// Lifetime: Node owns this object through the thread-safe function and deletes it with that. Before
// `release`, all threads that call `done` must have been joined: a call into a released function is a use
// after free.
class Completions final : public engine::Sink {
 public:
  // Called on the JavaScript thread, with how many calls are still in flight, after each burst was settled.
  using Settled = void (*)(void* owner, Napi::Env env, size_t in_flight);

  // Null when an exception is pending.
  static Completions* create(Napi::Env env, void* owner, Settled settled);

  // JavaScript thread. The event loop stays alive while calls are in flight, and only then.
  void started(Napi::Env env);
  size_t in_flight() const { return in_flight_; }

  // Any thread.
  void done(std::unique_ptr<engine::Call> call) noexcept override;

  // JavaScript thread, also while the environment ends. Calls that were not settled are destroyed.
  void release();

 private:
  Completions(void* owner, Settled settled) : owner_(owner), settled_(settled) {}
  static void on_wake(napi_env env, napi_value callback, void* self, void* data);
  static void on_finalize(napi_env env, void* self, void* hint);
  std::unique_ptr<engine::Call> take();

  void* const owner_;
  const Settled settled_;
  napi_threadsafe_function function_ = nullptr;
  size_t in_flight_ = 0;
  bool released_ = false;

  std::mutex mutex_;
  // In reverse order of completion.
  std::unique_ptr<engine::Call> newest_;
};

}  // namespace posthaste::addon
