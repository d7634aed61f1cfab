// The two numbers behind the mapping of docs/gpu.md: what an address needs, counted with the real model on
// real text. Reads addresses from standard input, one a line.
//   g++ -std=c++20 -O2 -I. cuda/bench/numbers.cpp native/model/model.cpp -o numbers
//   cut -f4 labelled.tsv | ./numbers model/posthaste.model
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <unordered_set>

#include "native/core/parse.h"
#include "native/engine/model_bytes.h"
#include "native/model/model.h"

namespace {

using namespace posthaste;

struct Sums {
  uint64_t addresses = 0, bytes = 0, tokens = 0, lookups = 0, probes = 0, meanings = 0, components = 0,
           country_rows = 0;
};

// The look-ups of core::find_phrases_at, counted.
void count_lookups(const core::ModelView& model, const core::Workspace& workspace, Sums* sums) {
  for (uint32_t first = 0; first < workspace.token_count; ++first) {
    uint32_t hash = core::phrase_start();
    for (uint32_t length = 1; length <= core::kMaxPhrase && first + length <= workspace.token_count; ++length) {
      const core::Token& last = core::token_at(workspace, first + length - 1);
      if (length > 1 && core::is_hard(last.gap)) break;
      hash = core::phrase_add(hash, last.word);
      ++sums->lookups;
      const uint16_t fingerprint = core::phrase_fingerprint(hash);
      for (uint32_t probe = 0, slot = core::phrase_slot(hash); probe < core::kMaxProbes; ++probe, ++slot) {
        ++sums->probes;
        const auto& found = model.slots[slot & model.slot_mask];
        if (found.fingerprint == fingerprint) ++sums->meanings;
        if (found.fingerprint == fingerprint || found.fingerprint == 0) break;
      }
      if ((core::find_phrase(model, hash) & core::kGazContinues) == 0) break;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "numbers: expected the model as the one argument\n";
    return 64;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const engine::ModelBytes aligned(bytes.data(), bytes.size());
  core::ModelView model;
  std::string why;
  if (!model::open(static_cast<const uint8_t*>(aligned.data()), aligned.size(), &model, &why)) {
    std::cerr << "numbers: " << why << '\n';
    return 65;
  }
  const auto workspace = std::make_unique<core::Workspace>();
  core::Component found[64];
  std::unordered_set<uint32_t> rows, country_rows;
  Sums sums;
  for (std::string line; std::getline(std::cin, line);) {
    const auto* text = reinterpret_cast<const uint8_t*>(line.data());
    const auto length = static_cast<uint32_t>(line.size());
    const core::Parse parse = core::parse(model, text, length, 0, *workspace, found, 64);
    ++sums.addresses;
    sums.bytes += length;
    sums.tokens += workspace->token_count;
    sums.components += parse.components;
    uint32_t numbers[core::kCountryTokens * core::kCountryFeatures];
    const uint32_t count = core::country_numbers(*workspace, model.country_shift, numbers);
    sums.country_rows += count;
    country_rows.insert(numbers, numbers + count);
    for (uint32_t i = 0; i < workspace->token_count; ++i) {
      uint32_t hashes[core::kFeatures];
      core::token_hashes(*workspace, i, hashes);
      for (const uint32_t hash : hashes) rows.insert(core::row_of(hash, model.row_count));
    }
    core::tokenise(model, text, length, *workspace);
    count_lookups(model, *workspace, &sums);
  }
  const auto each = [&](uint64_t sum) { return static_cast<double>(sum) / static_cast<double>(sums.addresses); };
  std::cout << "{\"addresses\": " << sums.addresses << ", \"bytes\": " << each(sums.bytes)
            << ", \"tokens\": " << each(sums.tokens) << ", \"components\": " << each(sums.components)
            << ", \"lookups\": " << each(sums.lookups) << ", \"probes\": " << each(sums.probes)
            << ", \"meanings\": " << each(sums.meanings)
            << ", \"rows\": " << each(sums.tokens * core::kFeatures)
            << ", \"row_bytes\": " << each(sums.tokens * core::kFeatures * core::kLabelLanes)
            << ", \"country_rows\": " << each(sums.country_rows)
            << ", \"country_bytes\": " << each(sums.country_rows * model.country_stride)
            << ", \"distinct_rows\": " << rows.size() << ", \"distinct_country_rows\": " << country_rows.size()
            << "}\n";
  return 0;
}
