// Chunks through an engine: whatever the threads, the devices and the size of the chunks, the same rows.
#include "test/native/check.h"
#include "test/native/engine_support.h"

namespace {

using namespace engine_test;
using engine::Choice;

constexpr unsigned kRows = 1500;

std::string& model() {
  static std::string bytes = read_model();
  return bytes;
}

std::unique_ptr<engine::Engine> open(engine::EngineOptions options, Kept& sink) {
  auto opened = engine::Engine::open(model().data(), model().size(), std::move(options), sink);
  if (!opened) {
    posthaste::test::record(false, "the engine opens", __FILE__, __LINE__, opened.failure().reason);
    std::exit(posthaste::test::finish("engine_chunks"));
  }
  return std::move(opened.value());
}

Outcome run(engine::EngineOptions options, std::string_view text, size_t piece) {
  Kept sink;
  const auto opened = open(std::move(options), sink);
  return process(*opened, sink, text, piece);
}

void same_outcome(const Outcome& outcome, const Outcome& expected, const std::string& about) {
  CHECK_EQ_FOR(about + ": " + outcome.reason, outcome.failed, 0U);
  CHECK_EQ_FOR(about, outcome.rows, expected.rows);
  CHECK_EQ_FOR(about, outcome.rejected, expected.rejected);
  CHECK_EQ_FOR(about, outcome.blank, expected.blank);
  CHECK_EQ_FOR(about, outcome.confidence_sum, expected.confidence_sum);
  CHECK_EQ_FOR(about, outcome.output == expected.output, true);
  CHECK_EQ_FOR(about, outcome.rejects == expected.rejects, true);
}

Outcome rows_are_right(std::string_view text) {
  const Outcome whole = run(options(1, Choice::cpu), text, text.size());
  CHECK_EQ(whole.rows, kRows);
  CHECK(whole.rejected > 10 && whole.blank > 10);
  CHECK(whole.output.find("house_number") == std::string::npos);
  CHECK(whole.rejects.find("ERR_CSV") != std::string::npos);
  CHECK(whole.rejects.find("ERR_ENCODING") != std::string::npos);
  CHECK(whole.confidence_sum > kRows * 1000ULL);
  return whole;
}

void sizes_and_threads_do_not_show(std::string_view text, const Outcome& expected) {
  for (const size_t piece : {size_t{64}, size_t{1000}, size_t{20000}}) {
    for (const unsigned threads : {1U, 3U}) {
      same_outcome(run(options(threads, Choice::cpu), text, piece), expected,
                   std::to_string(piece) + " bytes, " + std::to_string(threads) + " threads");
    }
  }
  auto scalar = options(2, Choice::cpu);
  scalar.simd = "scalar";
  scalar.cpu_batch = 3;
  same_outcome(run(scalar, text, 5000), expected, "scalar, 3 addresses at once");
}

void devices_do_not_show(std::string_view text, const Outcome& expected) {
  for (const char* name : {"sound", "short_memory"}) {
    for (const Choice choice : {Choice::cuda, Choice::hybrid, Choice::automatic}) {
      same_outcome(run(options(2, choice, backend(name)), text, 3000), expected,
                   std::string(name) + ", choice " + std::to_string(static_cast<int>(choice)));
    }
  }
}

void an_oversized_record_is_one_reject() {
  Kept sink;
  const auto opened = open(options(1, Choice::cpu), sink);
  auto call = std::make_unique<engine::ChunkCall>();
  const std::string text = "1,\"begins and never ends";
  call->job = engine::make_job(spec()).value();
  call->bytes = reinterpret_cast<const uint8_t*>(text.data());
  call->size = text.size();
  call->origin = {100, 7, true};
  opened->process(std::move(call));
  const auto done = sink.wait(1);
  const auto& chunk = static_cast<engine::ChunkCall&>(*done.front());
  CHECK(!chunk.failure);
  CHECK_EQ(chunk.rejected, 1U);
  CHECK_EQ(chunk.totals.rows, 0U);
  CHECK(chunk.rejects.find("7,100,ERR_RECORD_TOO_LARGE") == 0);
}

// Every call is answered once, whatever it was doing.
void stopping_loses_no_call(std::string_view text) {
  for (const Choice choice : {Choice::cpu, Choice::hybrid}) {
    Kept sink;
    const auto pieces = cut(text, 500);
    {
      const auto opened = open(options(2, choice, backend("sound")), sink);
      const auto job = engine::make_job(spec()).value();
      for (size_t i = 0; i < pieces.size(); ++i) {
        auto call = std::make_unique<engine::ChunkCall>();
        call->job = job;
        call->lane = static_cast<unsigned>(i % opened->lanes().size());
        call->bytes = reinterpret_cast<const uint8_t*>(pieces[i].bytes.data());
        call->size = pieces[i].bytes.size();
        opened->process(std::move(call));
      }
    }
    CHECK_EQ(sink.size(), pieces.size());
    unsigned closed = 0;
    for (const auto& call : sink.wait(pieces.size())) {
      if (call->failure && call->failure->code == engine::Code::closed)
        ++closed;
      else
        CHECK(!call->failure);
    }
    CHECK(closed > 0);
  }
}

}  // namespace

int main() {
  if (model().empty()) return kSkipped;
  const std::string text = make_csv(kRows, 1);
  const Outcome expected = rows_are_right(text);
  sizes_and_threads_do_not_show(text, expected);
  devices_do_not_show(text, expected);
  an_oversized_record_is_one_reject();
  stopping_loses_no_call(text);
  return posthaste::test::finish("engine_chunks");
}
