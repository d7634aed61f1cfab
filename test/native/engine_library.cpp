#include "native/engine/library.h"

#include "native/engine/registry.h"
#include "test/native/check.h"
#include "test/native/engine_support.h"

namespace {

using posthaste::engine::Code;
using posthaste::engine::open_library;
using posthaste::engine::Registry;

void refused(const std::string& path, const std::string& expected) {
  const auto opened = open_library(path);
  if (!CHECK(!opened)) return;
  CHECK(opened.failure().code == Code::backend_unavailable);
  const std::string& reason = opened.failure().reason;
  posthaste::test::record(reason.find(expected) != std::string::npos, expected.c_str(), __FILE__, __LINE__,
                          reason);
}

void every_failure_has_its_reason() {
  refused("/nowhere/libnone.so", "cannot be loaded");
  refused(engine_test::backend("no_symbol"), "no symbol posthaste_backend");
  refused(engine_test::backend("other_abi"), "expected backend ABI 1");
  refused(engine_test::backend("wrong_version"), "found 2");
  refused(engine_test::backend("half_a_table"), "lacks a name or a function");
  refused(engine_test::backend("no_driver"), "libno_such_driver.so.1");
}

void a_sound_one_opens() {
  const auto opened = open_library(engine_test::backend("sound"));
  if (!CHECK(static_cast<bool>(opened))) return;
  CHECK_EQ(std::string(opened.value()->name), "cuda");
}

void the_registry_tells_why() {
  Registry none("");
  CHECK_EQ(none.find("cuda")->score, 0);
  CHECK(none.find("cuda")->detail.find("no CUDA library") != std::string::npos);
  CHECK(none.find("cpu")->score > 0);
  CHECK(none.find("tpu") == nullptr);
  CHECK_EQ(none.entries().front().name, "cpu");

  Registry broken(engine_test::backend("no_symbol"));
  CHECK_EQ(broken.find("cuda")->score, 0);
  CHECK(broken.find("cuda")->devices.empty());

  Registry sound(engine_test::backend("sound"));
  CHECK_EQ(sound.entries().front().name, "cuda");
  CHECK_EQ(sound.find("cuda")->devices.size(), 1U);
}

}  // namespace

int main() {
  every_failure_has_its_reason();
  a_sound_one_opens();
  the_registry_tells_why();
  return posthaste::test::finish("engine_library");
}
