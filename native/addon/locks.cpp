#include <cerrno>
#include <cstring>
#include <limits>

#include <sys/file.h>

#include "native/addon/addon.h"
#include "native/addon/guard.h"

namespace posthaste::addon {

namespace {

Napi::Value failed(Napi::Env env, const char* what, int error) {
  return throw_error(env, {engine::Code::internal, std::string(what) + ": " + std::strerror(error)});
}

bool read_descriptor(Napi::Value value, int* out) {
  int64_t fd = 0;
  if (!read_integer(value, "fd", 0, std::numeric_limits<int>::max(), &fd)) return false;
  *out = static_cast<int>(fd);
  return true;
}

int flock_uninterrupted(int fd, int operation) {
  int status = 0;
  do {
    status = flock(fd, operation);
  } while (status != 0 && errno == EINTR);
  return status;
}

Napi::Value lock_file(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  int fd = 0;
  if (!read_descriptor(info[0], &fd)) return {};
  if (flock_uninterrupted(fd, LOCK_EX | LOCK_NB) == 0) return Napi::Boolean::New(env, true);
  if (errno == EWOULDBLOCK) return Napi::Boolean::New(env, false);
  return failed(env, "cannot lock the file", errno);
}

Napi::Value unlock_file(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  int fd = 0;
  if (!read_descriptor(info[0], &fd)) return {};
  if (flock_uninterrupted(fd, LOCK_UN) != 0) return failed(env, "cannot unlock the file", errno);
  return env.Undefined();
}

}  // namespace

void export_locks(Napi::Env env, Napi::Object exports) {
  exports.Set("lockFile", Napi::Function::New<lock_file>(env, "lockFile"));
  exports.Set("unlockFile", Napi::Function::New<unlock_file>(env, "unlockFile"));
}

}  // namespace posthaste::addon
