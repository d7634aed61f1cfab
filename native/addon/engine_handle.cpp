#include "native/addon/engine_handle.h"

#include "native/addon/guard.h"
#include "native/addon/job_handle.h"
#include "native/addon/requests.h"
#include "native/addon/spec.h"

namespace posthaste::addon {

namespace {

Napi::Value throw_closed(Napi::Env env) {
  return throw_error(env, {engine::Code::closed, "The engine is closed; open another one"});
}

Napi::Value reject_closed(Napi::Env env) {
  const auto deferred = Napi::Promise::Deferred::New(env);
  const Napi::Value error = make_error(env, {engine::Code::closed, "The engine is closed; open another one"});
  if (error.IsEmpty()) return {};
  deferred.Reject(error);
  return deferred.Promise();
}

}  // namespace

void EngineHandle::define(Napi::Env env) {
  environment(env).engine_class = Napi::Persistent(DefineClass(
      env, "NativeEngine",
      {InstanceMethod<&EngineHandle::lanes>("lanes"), InstanceMethod<&EngineHandle::backends>("backends"),
       InstanceMethod<&EngineHandle::create_job>("createJob"),
       InstanceMethod<&EngineHandle::process_chunk>("processChunk"),
       InstanceMethod<&EngineHandle::parse_batch>("parseBatch"),
       InstanceMethod<&EngineHandle::close>("close")}));
}

Napi::Value EngineHandle::create(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Napi::Object object = environment(env).engine_class.New({});
  if (object.IsEmpty() || !Unwrap(object)->open(env, info[0])) return {};
  return object;
}

// An engine that nobody opened, such as `new engine.constructor()`, is a closed one.
EngineHandle::EngineHandle(const Napi::CallbackInfo& info) : ObjectWrap(info), env_(info.Env()) {}

EngineHandle::~EngineHandle() { end(); }

bool EngineHandle::open(Napi::Env env, Napi::Value spec) {
  Napi::Object object;
  Napi::Uint8Array model;
  engine::EngineOptions options;
  if (!read_object(spec, "spec", &object) || !read_bytes(object.Get("model"), "model", &model) ||
      !read_engine_spec(object, &options)) {
    return false;
  }
  Completions* completions = Completions::create(env, this, on_settled);
  if (completions == nullptr) return false;
  auto opened = engine::Engine::open(model.Data(), model.ByteLength(), std::move(options), *completions);
  if (!opened) {
    completions->release();
    throw_error(env, opened.failure());
    return false;
  }
  engine_ = std::move(opened.value());
  completions_ = completions;
  // Hooks run in reverse order: after the thread-safe function's own was added, so before it, while it still
  // works.
  napi_add_env_cleanup_hook(env, on_environment_end, this);
  return true;
}

Napi::Value EngineHandle::lanes(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (closed()) return throw_closed(env);
  const auto& lanes = engine_->lanes();
  Napi::Array array = Napi::Array::New(env, lanes.size());
  for (uint32_t i = 0; i < lanes.size(); ++i) {
    Napi::Object lane = Napi::Object::New(env);
    lane.Set("lane", i);
    lane.Set("device", lanes[i].device);
    lane.Set("backend", lanes[i].backend);
    lane.Set("depth", lanes[i].depth);
    array.Set(i, lane);
  }
  return array;
}

Napi::Value EngineHandle::backends(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (closed()) return throw_closed(env);
  Napi::Array array = Napi::Array::New(env);
  for (const engine::BackendEntry& entry : engine_->backends()) {
    Napi::Array devices = Napi::Array::New(env, entry.devices.size());
    for (uint32_t i = 0; i < entry.devices.size(); ++i) devices.Set(i, entry.devices[i]);
    Napi::Object backend = Napi::Object::New(env);
    backend.Set("backend", entry.name);
    backend.Set("usable", Napi::Boolean::New(env, entry.score > 0));
    backend.Set("detail", entry.detail);
    backend.Set("devices", devices);
    array.Set(array.Length(), backend);
  }
  return array;
}

Napi::Value EngineHandle::create_job(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (closed()) return throw_closed(env);
  csv::JobSpec spec;
  if (!read_job_spec(info[0], &spec)) return {};
  auto job = engine::make_job(std::move(spec));
  if (!job) return throw_error(env, job.failure());
  return make_job(env, std::move(job.value()));
}

Napi::Value EngineHandle::process_chunk(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (closed()) return reject_closed(env);
  auto call = read_chunk_call(info, engine_->lanes().size(), engine_->recycler());
  if (call == nullptr) return {};
  // Again: a getter of the origin may have closed the engine.
  if (closed()) return reject_closed(env);
  const Napi::Promise promise = static_cast<Answer&>(*call->attachment).deferred.Promise();
  started(env);
  engine_->process(std::move(call));
  return promise;
}

Napi::Value EngineHandle::parse_batch(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (closed()) return reject_closed(env);
  auto call = read_parse_call(info);
  if (call == nullptr) return {};
  const Napi::Promise promise = static_cast<Answer&>(*call->attachment).deferred.Promise();
  started(env);
  engine_->parse(std::move(call));
  return promise;
}

Napi::Value EngineHandle::close(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto deferred = Napi::Promise::Deferred::New(env);
  closing_ = true;
  if (completions_ == nullptr || completions_->in_flight() == 0) {
    end();
    deferred.Resolve(env.Undefined());
  } else {
    closers_.push_back(deferred);
  }
  return deferred.Promise();
}

void EngineHandle::started(Napi::Env env) {
  if (completions_->in_flight() == 0) Ref();
  completions_->started(env);
}

void EngineHandle::on_settled(void* self, Napi::Env env, size_t in_flight) {
  if (in_flight != 0) return;
  auto& handle = *static_cast<EngineHandle*>(self);
  if (handle.closing_) {
    handle.end();
    for (const auto& closer : handle.closers_) closer.Resolve(env.Undefined());
    handle.closers_.clear();
  }
  handle.Unref();
}

void EngineHandle::on_environment_end(void* self) { static_cast<EngineHandle*>(self)->end(); }

void EngineHandle::end() {
  // The threads first: after `release` nobody may call into the completions.
  engine_.reset();
  if (completions_ == nullptr) return;
  napi_remove_env_cleanup_hook(env_, on_environment_end, this);
  completions_->release();
  completions_ = nullptr;
}

void export_engine(Napi::Env env, Napi::Object exports) {
  EngineHandle::define(env);
  exports.Set("createEngine", Napi::Function::New<EngineHandle::create>(env, "createEngine"));
}

}  // namespace posthaste::addon
