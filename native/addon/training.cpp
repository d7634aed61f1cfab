// Training off the JavaScript thread: `startTraining` and `modelDescription` of lib/binding/native.ts.
#include <atomic>
#include <exception>
#include <memory>
#include <system_error>
#include <thread>

#include "native/addon/addon.h"
#include "native/addon/completions.h"
#include "native/addon/guard.h"
#include "native/addon/training_spec.h"
#include "native/model/model.h"

namespace posthaste::addon {

namespace {

struct TrainingCall final : engine::Call {
  train::Adapted adapted;
  bool stopped = false;
};

struct TrainingAnswer final : Answer {
  using Answer::Answer;

  Napi::Value value(Napi::Env env, engine::Call& call) override {
    const auto& training = static_cast<TrainingCall&>(call);
    if (training.stopped) return env.Null();
    const train::Adapted& adapted = training.adapted;
    Napi::Array losses = Napi::Array::New(env, adapted.losses.size());
    for (uint32_t i = 0; i < adapted.losses.size(); ++i) losses.Set(i, adapted.losses[i]);
    Napi::Object trained = Napi::Object::New(env);
    trained.Set("model", Napi::Buffer<uint8_t>::Copy(env, adapted.file.data(), adapted.file.size()));
    trained.Set("losses", losses);
    return trained;
  }
};

// One training and its thread: no thread of Node's pool, on which an environment that ends would wait without
// a word to it. Deletes itself when it is settled or its environment ends.
class Training {
 public:
  using Flag = std::shared_ptr<std::atomic<bool>>;

  // The promise of the result; empty when an exception is pending.
  static Napi::Value start(Napi::Env env, TrainingSpec spec, Flag stopped) {
    std::unique_ptr<Training> training(new Training(env, std::move(spec), std::move(stopped)));
    auto call = std::make_unique<TrainingCall>();
    auto answer = std::make_unique<TrainingAnswer>(env);
    const Napi::Promise promise = answer->deferred.Promise();
    call->attachment = std::move(answer);
    training->completions_ = Completions::create(env, training.get(), on_settled);
    if (training->completions_ == nullptr) return {};
    training->completions_->started(env);
    Training* self = training.release();
    napi_add_env_cleanup_hook(env, on_environment_end, self);
    try {
      self->thread_ = std::thread([self, raw = call.get()] { self->run(raw); });
      // The thread hands it to the completions.
      call.release();
    } catch (const std::system_error& error) {
      delete self;
      return throw_error(env, {engine::Code::internal, std::string("no thread to train on: ") + error.what()});
    }
    return promise;
  }

  ~Training() {
    stopped_->store(true);
    if (thread_.joinable()) thread_.join();
    napi_remove_env_cleanup_hook(env_, on_environment_end, this);
    if (completions_ != nullptr) completions_->release();
  }

 private:
  Training(Napi::Env env, TrainingSpec spec, Flag stopped)
      : env_(env), spec_(std::move(spec)), stopped_(std::move(stopped)) {}

  void run(TrainingCall* raw) noexcept {
    std::unique_ptr<TrainingCall> call(raw);
    try {
      const auto asked = [this] { return stopped_->load(std::memory_order_relaxed); };
      call->stopped = !train::adapt(spec_.base, spec_.lines, spec_.kept_apart, spec_.settings, asked,
                                    &call->adapted);
    } catch (const std::exception& error) {
      call->failure = engine::Failure{engine::Code::internal, std::string("the training failed: ") + error.what()};
    }
    completions_->done(std::move(call));
  }

  static void on_settled(void* self, Napi::Env, size_t) { delete static_cast<Training*>(self); }
  static void on_environment_end(void* self) { delete static_cast<Training*>(self); }

  const napi_env env_;
  TrainingSpec spec_;
  const Flag stopped_;
  Completions* completions_ = nullptr;
  std::thread thread_;
};

Napi::Value start_training(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  TrainingSpec spec;
  if (!read_training_spec(info[0], &spec)) return {};
  auto stopped = std::make_shared<std::atomic<bool>>(false);
  const Napi::Value result = Training::start(env, std::move(spec), stopped);
  if (result.IsEmpty() || !result.IsPromise()) return {};
  const auto stop = [stopped](const Napi::CallbackInfo&) { stopped->store(true); };
  Napi::Object started = Napi::Object::New(env);
  started.Set("result", result);
  started.Set("stop", Napi::Function::New(env, stop, "stop"));
  return started;
}

Napi::Value model_description(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Uint8Array bytes;
  if (!read_bytes(info[0], "model", &bytes)) return {};
  const engine::ModelBytes model(bytes.Data(), bytes.ByteLength());
  const auto* begin = static_cast<const uint8_t*>(model.data());
  core::ModelView view{};
  std::string reason;
  if (!model::open(begin, model.size(), &view, &reason)) {
    return throw_error(env, {engine::Code::model, reason});
  }
  return Napi::String::New(env, model::description(begin, model.size()));
}

}  // namespace

void export_training(Napi::Env env, Napi::Object exports) {
  exports.Set("startTraining", Napi::Function::New<start_training>(env, "startTraining"));
  exports.Set("modelDescription", Napi::Function::New<model_description>(env, "modelDescription"));
}

}  // namespace posthaste::addon
