// `NativeScanner` of lib/binding/native.ts.
#include "native/csv/scanner.h"

#include "native/addon/addon.h"
#include "native/addon/guard.h"
#include "native/addon/spec.h"
#include "native/engine/job.h"

namespace posthaste::addon {

namespace {

class ScannerHandle : public Napi::ObjectWrap<ScannerHandle> {
 public:
  static void define(Napi::Env env) {
    environment(env).scanner_class = Napi::Persistent(DefineClass(
        env, "NativeScanner",
        {InstanceMethod<&ScannerHandle::feed>("feed"), InstanceMethod<&ScannerHandle::finish>("finish")}));
  }

  // createScanner(dialect)
  static Napi::Value create(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    csv::Dialect dialect;
    if (!read_dialect(info[0], &dialect)) return {};
    if (const auto failure = engine::check_dialect(dialect)) return throw_error(env, *failure);
    const Napi::Object object = environment(env).scanner_class.New({});
    if (object.IsEmpty()) return {};
    Unwrap(object)->scanner_ = csv::Scanner(dialect);
    return object;
  }

  // A scanner that nobody created, such as `new scanner.constructor()`, is one of RFC 4180.
  explicit ScannerHandle(const Napi::CallbackInfo& info) : ObjectWrap(info), scanner_(csv::Dialect{}) {}

 private:
  Napi::Value feed(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    Napi::Uint8Array bytes;
    if (!read_bytes(info[0], "bytes", &bytes)) return {};
    const csv::Scanner::Cut cut = scanner_.feed(bytes.Data(), bytes.ByteLength());
    Napi::Object object = Napi::Object::New(env);
    object.Set("end", static_cast<double>(cut.end));
    object.Set("records", static_cast<double>(cut.records));
    object.Set("lines", static_cast<double>(cut.lines));
    return object;
  }

  Napi::Value finish(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const csv::Scanner::Tail tail = scanner_.finish();
    Napi::Object object = Napi::Object::New(env);
    object.Set("pending", Napi::Boolean::New(env, tail.pending));
    object.Set("records", static_cast<double>(tail.records));
    object.Set("lines", static_cast<double>(tail.lines));
    object.Set("openQuote", Napi::Boolean::New(env, tail.open_quote));
    return object;
  }

  csv::Scanner scanner_;
};

}  // namespace

void export_scanner(Napi::Env env, Napi::Object exports) {
  ScannerHandle::define(env);
  exports.Set("createScanner", Napi::Function::New<ScannerHandle::create>(env, "createScanner"));
}

}  // namespace posthaste::addon
