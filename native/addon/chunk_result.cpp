#include "native/addon/chunk_result.h"

namespace posthaste::addon {

namespace {

// Memory that a Buffer shows. Deleted by the Buffer's finaliser, which runs once, after `take_back` or
// without it.
struct Loan {
  std::string bytes;
  std::shared_ptr<engine::Recycler> recycler;

  void take_back() { recycler->give(std::move(bytes)); }
};

// What `release()` needs. The references are weak: they do not keep a Buffer alive that nobody reads any
// more.
struct Release {
  struct Lent {
    Loan* loan = nullptr;
    Napi::Reference<Napi::ArrayBuffer> memory;
  };
  Lent lent[2];
};

Napi::Value lend(Napi::Env env, std::string&& bytes, const std::shared_ptr<engine::Recycler>& recycler,
                 Release::Lent* lent) {
  if (bytes.empty()) {
    recycler->give(std::move(bytes));
    return Napi::Buffer<char>::New(env, 0);
  }
  auto* loan = new Loan{std::move(bytes), recycler};
  const auto buffer = Napi::Buffer<char>::New(
      env, loan->bytes.data(), loan->bytes.size(),
      [](Napi::BasicEnv, char*, Loan* done) {
        done->take_back();
        delete done;
      },
      loan);
  if (buffer.IsEmpty()) {
    delete loan;
    return {};
  }
  lent->loan = loan;
  lent->memory = Napi::Weak(buffer.ArrayBuffer());
  return buffer;
}

// Detaching comes first: from then on no JavaScript can see the memory, and it may be used again.
Napi::Value release(const Napi::CallbackInfo& info) {
  auto* held = static_cast<Release*>(info.Data());
  for (Release::Lent& lent : held->lent) {
    if (lent.memory.IsEmpty()) continue;
    Napi::ArrayBuffer memory = lent.memory.Value();
    if (!memory.IsEmpty() && !memory.IsDetached()) {
      // Out of the loan before the detaching, which may run the finaliser that deletes it.
      const auto recycler = lent.loan->recycler;
      std::string bytes = std::move(lent.loan->bytes);
      memory.Detach();
      if (memory.IsDetached()) {
        recycler->give(std::move(bytes));
      } else {
        lent.loan->bytes = std::move(bytes);
      }
    }
    lent.memory.Reset();
  }
  return info.Env().Undefined();
}

template <typename Numbers>
Napi::Array numbers(Napi::Env env, const Numbers& from) {
  Napi::Array array = Napi::Array::New(env, from.size());
  for (uint32_t i = 0; i < from.size(); ++i) array.Set(i, from[i]);
  return array;
}

Napi::Object timings(Napi::Env env, const engine::Timings& from) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("extract", static_cast<double>(from.extract));
  object.Set("parse", static_cast<double>(from.parse));
  object.Set("write", static_cast<double>(from.write));
  object.Set("wait", static_cast<double>(from.wait));
  return object;
}

}  // namespace

Napi::Value chunk_result(Napi::Env env, engine::ChunkCall& call,
                         const std::shared_ptr<engine::Recycler>& recycler) {
  auto* held = new Release;
  const auto function = Napi::Function::New<release>(env, "release", held);
  function.AddFinalizer([](Napi::BasicEnv, Release* done) { delete done; }, held);

  const Napi::Value output = lend(env, std::move(call.output), recycler, &held->lent[0]);
  if (output.IsEmpty()) return {};
  const Napi::Value rejects = lend(env, std::move(call.rejects), recycler, &held->lent[1]);
  if (rejects.IsEmpty()) return {};

  const csv::RowTotals& totals = call.totals;
  Napi::Object result = Napi::Object::New(env);
  result.Set("output", output);
  result.Set("rejects", rejects);
  result.Set("rows", static_cast<double>(totals.rows));
  result.Set("rejected", static_cast<double>(call.rejected));
  result.Set("blank", static_cast<double>(call.blank));
  result.Set("confidenceSum", static_cast<double>(totals.confidence_sum));
  result.Set("confidenceHistogram", numbers(env, totals.confidence_histogram));
  result.Set("labelRows", numbers(env, totals.label_rows));
  result.Set("timings", timings(env, call.timings));
  result.Set("release", function);
  return result;
}

}  // namespace posthaste::addon
