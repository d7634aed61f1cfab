// `NativeEngine` of lib/binding/native.ts.
#pragma once

#include <vector>

#include "native/addon/addon.h"
#include "native/addon/completions.h"
#include "native/engine/engine.h"

namespace posthaste::addon {

// Lifetime: while calls are in flight the handle holds a reference to its own JavaScript object, so the
// garbage collector comes only to idle engines. An environment that ends, by `process.exit` or a terminated
// worker, comes at any time: the clean-up hook joins all threads before Node destroys what they use.
class EngineHandle : public Napi::ObjectWrap<EngineHandle> {
 public:
  static void define(Napi::Env env);
  // createEngine(spec)
  static Napi::Value create(const Napi::CallbackInfo& info);

  // For `create` alone.
  explicit EngineHandle(const Napi::CallbackInfo& info);
  ~EngineHandle() override;

 private:
  Napi::Value lanes(const Napi::CallbackInfo& info);
  Napi::Value backends(const Napi::CallbackInfo& info);
  Napi::Value create_job(const Napi::CallbackInfo& info);
  Napi::Value process_chunk(const Napi::CallbackInfo& info);
  Napi::Value parse_batch(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  bool open(Napi::Env env, Napi::Value spec);
  bool closed() const { return closing_ || engine_ == nullptr; }
  void started(Napi::Env env);
  static void on_settled(void* self, Napi::Env env, size_t in_flight);
  static void on_environment_end(void* self);
  // Joins the threads and lets go of everything; safe to call twice.
  void end();

  napi_env env_;
  std::unique_ptr<engine::Engine> engine_;
  // Node's, see there. Null before `open` and after `end`.
  Completions* completions_ = nullptr;
  bool closing_ = false;
  std::vector<Napi::Promise::Deferred> closers_;
};

}  // namespace posthaste::addon
