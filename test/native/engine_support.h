// What the engine tests share: the model of the package, a sink, a file of addresses.
#pragma once

#include <array>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "native/csv/scanner.h"
#include "native/engine/engine.h"

namespace engine_test {

namespace engine = posthaste::engine;
namespace csv = posthaste::csv;

// CTest counts this exit code as skipped.
inline constexpr int kSkipped = 77;

inline std::string read_model() {
  std::ifstream file(POSTHASTE_ROOT "/model/posthaste.model", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string backend(const char* name) { return std::string(POSTHASTE_BACKENDS "/lib") + name + ".so"; }

// Keeps what is done, in order of completion.
class Kept final : public engine::Sink {
 public:
  void done(std::unique_ptr<engine::Call> call) noexcept override {
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
    done_.notify_all();
  }

  std::vector<std::unique_ptr<engine::Call>> wait(size_t count) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return calls_.size() >= count; });
    return std::move(calls_);
  }

  size_t size() {
    const std::lock_guard lock(mutex_);
    return calls_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  std::vector<std::unique_ptr<engine::Call>> calls_;
};

inline csv::JobSpec spec() {
  csv::JobSpec spec;
  spec.columns = 3;
  spec.address_columns = {1, 2};
  return spec;
}

// `rows` records of three cells, with blank lines, ragged records, damaged UTF-8 and addresses of many kinds.
inline std::string make_csv(unsigned rows, unsigned seed) {
  static constexpr std::array<const char*, 12> kStreets = {"\"12 Main Street, Apt 4B\"",
                                                           "\"Flat No 302, 3rd Floor, Shanti Nagar\"",
                                                           "5 rue de Rivoli",
                                                           "Hauptstraße 7a",
                                                           "\"He said \"\"here\"\"\nOpp. HDFC Bank\"",
                                                           "",
                                                           "PO Box 123",
                                                           "\"ул. Ленина, д. 3\"",
                                                           "〒100-0001 東京都千代田区千代田1-1",
                                                           "\xf0\x9f\x98\x80 Smile Ave 9",
                                                           "Plot No 45 Sector 18",
                                                           "x"};
  static constexpr std::array<const char*, 8> kPlaces = {
      "\"Austin, TX 78701\"", "Pune 411045",        "75001 Paris",    "10115 Berlin", "",
      "Москва 101000",        "\"Chiyoda, Tokyo\"", "SW1A 1AA London"};
  std::mt19937 random(seed);
  std::string text;
  for (unsigned i = 0; i < rows; ++i) {
    text += std::to_string(i) + ',';
    text += std::string(kStreets[random() % kStreets.size()]) + ',';
    text += std::string(kPlaces[random() % kPlaces.size()]) + '\n';
    if (random() % 50 == 0) text += "\n";
    if (random() % 60 == 0) text += "only,two\n";
    if (random() % 70 == 0) text += "bad,\xff\xfe,utf8\n";
  }
  return text;
}

struct Piece {
  std::string_view bytes;
  csv::Origin origin;
};

// Cuts at record ends, pieces of about `size` bytes.
inline std::vector<Piece> cut(std::string_view text, size_t size) {
  std::vector<Piece> pieces;
  csv::Origin origin;
  while (!text.empty()) {
    csv::Scanner scanner{csv::Dialect{}};
    size_t block = size;
    csv::Scanner::Cut cut;
    size_t fed = 0;
    while (cut.end == 0 && fed < text.size()) {
      const auto part = text.substr(fed, block);
      cut = scanner.feed(reinterpret_cast<const uint8_t*>(part.data()), part.size());
      if (cut.end == 0) fed += part.size();
    }
    const size_t end = cut.end == 0 ? text.size() : fed + cut.end;
    pieces.push_back({text.substr(0, end), origin});
    origin.byte_offset += end;
    origin.line += cut.lines;
    text.remove_prefix(end);
  }
  return pieces;
}

struct Outcome {
  std::string output;
  std::string rejects;
  uint64_t rows = 0;
  uint64_t rejected = 0;
  uint64_t blank = 0;
  uint64_t confidence_sum = 0;
  unsigned failed = 0;
  std::string reason;
};

// All pieces of a text through all lanes of an engine, results in input order.
inline Outcome process(engine::Engine& engine, Kept& sink, std::string_view text, size_t piece_size) {
  const auto job = engine::make_job(spec()).value();
  const auto pieces = cut(text, piece_size);
  struct Place : engine::Attachment {
    size_t index = 0;
  };
  for (size_t i = 0; i < pieces.size(); ++i) {
    auto call = std::make_unique<engine::ChunkCall>();
    call->job = job;
    call->lane = static_cast<unsigned>(i % engine.lanes().size());
    call->bytes = reinterpret_cast<const uint8_t*>(pieces[i].bytes.data());
    call->size = pieces[i].bytes.size();
    call->origin = pieces[i].origin;
    auto place = std::make_unique<Place>();
    place->index = i;
    call->attachment = std::move(place);
    engine.process(std::move(call));
  }
  std::vector<std::unique_ptr<engine::ChunkCall>> sorted(pieces.size());
  for (auto& call : sink.wait(pieces.size())) {
    const size_t index = static_cast<Place&>(*call->attachment).index;
    sorted[index].reset(static_cast<engine::ChunkCall*>(call.release()));
  }
  Outcome outcome;
  for (auto& call : sorted) {
    if (call->failure) {
      ++outcome.failed;
      outcome.reason = call->failure->reason;
      continue;
    }
    outcome.output += call->output;
    outcome.rejects += call->rejects;
    outcome.rows += call->totals.rows;
    outcome.rejected += call->rejected;
    outcome.blank += call->blank;
    outcome.confidence_sum += call->totals.confidence_sum;
    engine.recycler()->give(std::move(call->output));
    engine.recycler()->give(std::move(call->rejects));
  }
  return outcome;
}

inline engine::EngineOptions options(unsigned threads, engine::Choice choice, std::string library = "") {
  engine::EngineOptions options;
  options.threads = threads;
  options.choice = choice;
  options.cuda_library = std::move(library);
  options.gpu.struct_size = sizeof options.gpu;
  options.gpu.variant = "";
  return options;
}

}  // namespace engine_test
