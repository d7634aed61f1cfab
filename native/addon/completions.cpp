#include "native/addon/completions.h"

namespace posthaste::addon {

void Answer::settle(Napi::Env env, engine::Call& call) {
  if (call.failure) {
    const Napi::Value error = make_error(env, *call.failure);
    if (!error.IsEmpty()) return deferred.Reject(error);
  } else {
    const Napi::Value result = value(env, call);
    if (!result.IsEmpty()) return deferred.Resolve(result);
  }
  if (env.IsExceptionPending()) deferred.Reject(env.GetAndClearPendingException().Value());
}

Completions* Completions::create(Napi::Env env, void* owner, Settled settled) {
  std::unique_ptr<Completions> created(new Completions(owner, settled));
  const napi_status status = napi_create_threadsafe_function(
      env, nullptr, nullptr, Napi::String::New(env, "posthaste"), 0, 1, created.get(), on_finalize,
      created.get(), on_wake, &created->function_);
  if (status != napi_ok) {
    throw_error(env, {engine::Code::internal, "cannot create a thread-safe function"});
    return nullptr;
  }
  napi_unref_threadsafe_function(env, created->function_);
  return created.release();
}

void Completions::started(Napi::Env env) {
  if (in_flight_++ == 0) napi_ref_threadsafe_function(env, function_);
}

void Completions::done(std::unique_ptr<engine::Call> call) noexcept {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = newest_ == nullptr;
    call->next = std::move(newest_);
    newest_ = std::move(call);
  }
  // The queue of the function has no bound, so this neither blocks nor fails before `release`.
  if (first) napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void Completions::release() {
  if (released_) return;
  released_ = true;
  // One by one: destroying a long list at once would recurse.
  for (auto call = take(); call != nullptr;) call = std::move(call->next);
  // Deletes this object, at once or when the event loop gets to it.
  napi_release_threadsafe_function(function_, napi_tsfn_abort);
}

std::unique_ptr<engine::Call> Completions::take() {
  std::unique_ptr<engine::Call> newest;
  {
    const std::lock_guard lock(mutex_);
    newest = std::move(newest_);
  }
  std::unique_ptr<engine::Call> oldest;
  while (newest != nullptr) {
    auto next = std::move(newest->next);
    newest->next = std::move(oldest);
    oldest = std::move(newest);
    newest = std::move(next);
  }
  return oldest;
}

void Completions::on_wake(napi_env raw, napi_value, void* context, void*) {
  auto& self = *static_cast<Completions*>(context);
  if (raw == nullptr || self.released_) return;
  const Napi::Env env(raw);
  for (auto call = self.take(); call != nullptr; call = std::move(call->next)) {
    const Napi::HandleScope scope(env);
    static_cast<Answer&>(*call->attachment).settle(env, *call);
    --self.in_flight_;
  }
  if (self.in_flight_ == 0) napi_unref_threadsafe_function(env, self.function_);
  self.settled_(self.owner_, env, self.in_flight_);
}

void Completions::on_finalize(napi_env, void* self, void*) { delete static_cast<Completions*>(self); }

}  // namespace posthaste::addon
