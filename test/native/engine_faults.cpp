// Devices that fail: never a crash, never a wrong row, always a reason.
#include "test/native/check.h"
#include "test/native/engine_support.h"

namespace {

using namespace engine_test;
using engine::Choice;
using engine::Code;

std::string& model() {
  static std::string bytes = read_model();
  return bytes;
}

auto open(engine::EngineOptions options, Kept& sink) {
  return engine::Engine::open(model().data(), model().size(), std::move(options), sink);
}

void contains(const std::string& text, const std::string& part) {
  posthaste::test::record(text.find(part) != std::string::npos, part.c_str(), __FILE__, __LINE__, text);
}

void a_forced_backend_fails_loudly() {
  Kept sink;
  const std::string libraries[] = {"", backend("no_symbol"), backend("will_not_open"), backend("no_driver")};
  for (const std::string& library : libraries) {
    for (const Choice choice : {Choice::cuda, Choice::hybrid}) {
      auto opened = open(options(1, choice, library), sink);
      if (!CHECK(!opened)) continue;
      contains(opened.failure().reason, "Expected a usable CUDA backend");
    }
    auto automatic = open(options(1, Choice::automatic, library), sink);
    if (!CHECK(static_cast<bool>(automatic))) continue;
    CHECK_EQ(automatic.value()->lanes().size(), 1U);
    for (const auto& entry : automatic.value()->backends()) {
      if (entry.name == "cuda") CHECK(entry.score == 0 && !entry.detail.empty());
    }
  }
}

void bad_openings_have_codes() {
  Kept sink;
  const std::string junk = "not a model";
  auto opened = engine::Engine::open(junk.data(), junk.size(), options(1, Choice::cpu), sink);
  CHECK(!opened && opened.failure().code == Code::model);
  auto forced = options(1, Choice::cpu);
  forced.simd = "avx1024";
  opened = open(forced, sink);
  CHECK(!opened && opened.failure().code == Code::backend_unavailable);
  contains(opened.failure().reason, "avx1024");
}

// What fails says so; what does not is right.
void failures_stay_with_their_chunk(const char* name, const char* reason) {
  const std::string text = make_csv(1200, 2);
  Kept sink;
  auto opened = open(options(2, Choice::cuda, backend(name)), sink);
  if (!CHECK(static_cast<bool>(opened))) return;
  const Outcome outcome = process(*opened.value(), sink, text, 2000);
  CHECK(outcome.failed > 0);
  contains(outcome.reason, reason);
  contains(outcome.reason, "cuda:0: ");
}

void parse_calls_fail_too() {
  Kept sink;
  auto opened = open(options(2, Choice::cuda, backend("no_memory")), sink);
  if (!CHECK(static_cast<bool>(opened))) return;
  const std::string text = "12 Main StBerlin";
  const uint32_t offsets[] = {0, 10, 16};
  auto call = std::make_unique<engine::ParseCall>();
  call->text = text.data();
  call->offsets = offsets;
  call->count = 2;
  opened.value()->parse(std::move(call));
  const auto done = sink.wait(1);
  CHECK(done.front()->failure && done.front()->failure->code == Code::backend_failed);
}

}  // namespace

int main() {
  if (model().empty()) return kSkipped;
  a_forced_backend_fails_loudly();
  bad_openings_have_codes();
  failures_stay_with_their_chunk("failing", "on purpose");
  failures_stay_with_their_chunk("lying", "not those of its batch");
  failures_stay_with_their_chunk("no_memory", "out of memory");
  parse_calls_fail_too();
  return posthaste::test::finish("engine_faults");
}
