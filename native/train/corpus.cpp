#include "native/train/corpus.h"

#include "native/core/tokenise.h"

namespace posthaste::train {

namespace {

constexpr uint32_t kPlaceBits = core::kGazPlaces | 0xffU << core::kGazCountryShift;

void hide_phrases(const Noise& noise, Random& random, core::Workspace& workspace) {
  const bool all = random.chance(noise.hide_all_places);
  uint32_t hidden = 0;
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    core::Token& token = core::token_at(workspace, i);
    if (token.phrase_offset == 0 || i == 0) {
      hidden = all || random.chance(noise.hide_phrase) ? kPlaceBits : 0;
      if (all || random.chance(noise.hide_road)) hidden |= core::kGazRoad;
    }
    token.word_mask &= ~hidden;
    token.phrase_mask &= ~hidden;
    if (token.phrase_mask == 0) token.phrase_length = token.phrase_offset = 0;
  }
}

void hide_words(const Noise& noise, Random& random, core::Workspace& workspace) {
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    core::Token& token = core::token_at(workspace, i);
    if (token.digits != 0 || token.word_mask != 0 || !random.chance(noise.hide_word)) continue;
    token.word = token.general = static_cast<uint32_t>(random.next());
    for (uint32_t k = 0; k < core::kAffixes; ++k) {
      if (token.prefix[k] != 0) token.prefix[k] = static_cast<uint32_t>(random.next());
      if (k > 1 && token.suffix[k] != 0) token.suffix[k] = static_cast<uint32_t>(random.next());
    }
  }
}

// One wrong letter in one word: the word is unknown, and so are the affixes that hold the letter.
void add_typo(const Noise& noise, Random& random, core::Workspace& workspace) {
  if (!random.chance(noise.typo) || workspace.token_count == 0) return;
  core::Token& token = core::token_at(workspace, random.below(workspace.token_count));
  if (token.digits != 0 || token.length < 4) return;
  token.word = token.general = static_cast<uint32_t>(random.next());
  const uint32_t wrong = 1 + random.below(token.length - 1U);
  for (uint32_t k = 0; k < core::kAffixes; ++k) {
    if (k >= wrong) token.prefix[k] = static_cast<uint32_t>(random.next());
    if (k >= token.length - 1 - wrong) token.suffix[k] = static_cast<uint32_t>(random.next());
  }
}

void change_case(const Noise& noise, Random& random, core::Workspace& workspace) {
  if (!random.chance(noise.other_case)) return;
  const bool upper = random.chance(600);
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    core::Token& token = core::token_at(workspace, i);
    if (token.kind < core::kLatin || token.kind > core::kGreek) continue;
    token.upper = !upper ? core::kLower : token.length - token.digits == 1 ? core::kTitle : core::kUpper;
  }
}

void drop_commas(const Noise& noise, Random& random, core::Workspace& workspace) {
  if (!random.chance(noise.no_commas)) return;
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    core::Token& token = core::token_at(workspace, i);
    if (token.gap != core::kGapComma) continue;
    token.gap = core::kGapSpace;
    token.gap_kinds = core::kind_bit(core::kSpace);
  }
}

} // namespace

std::vector<uint8_t> gold_labels(const Line& line, const core::Workspace& workspace) {
  std::vector<uint8_t> labels(workspace.token_count, 0);
  size_t span = 0;
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    const core::Token& token = core::token_at(workspace, i);
    while (span < line.spans.size() && line.spans[span].end <= token.start) ++span;
    if (span < line.spans.size() && line.spans[span].start < token.end) labels[i] = line.spans[span].label;
  }
  return labels;
}

void prepare_line(const core::ModelView& view, const Line& line, uint32_t country, uint32_t predicted,
                  const Noise& noise, Random& random, core::Workspace& workspace) {
  core::tokenise(view, reinterpret_cast<const uint8_t*>(line.text.data()),
                 static_cast<uint32_t>(line.text.size()), workspace);
  drop_commas(noise, random, workspace);
  add_typo(noise, random, workspace);
  core::look_up(view, workspace);
  hide_phrases(noise, random, workspace);
  hide_words(noise, random, workspace);
  change_case(noise, random, workspace);
  core::find_segments(workspace);
  const uint32_t chosen = random.below(1000);
  workspace.country = chosen < noise.unknown_country                                            ? 0
                      : chosen < noise.unknown_country + noise.true_country && country != 0 ? country
                                                                                              : predicted;
}

void count_features(const core::Workspace& workspace, uint32_t times, FeatureCounts* counts) {
  uint32_t hashes[core::kFeatures];
  for (uint32_t i = 0; i < workspace.token_count; ++i) {
    core::token_hashes(workspace, i, hashes);
    for (const uint32_t hash : hashes) counts->add(hash, times);
  }
}

void make_chain(const Line& line, const core::Workspace& workspace, uint32_t row_count,
                const FeatureCounts& counts, uint32_t rare, const Noise& noise, Random& random, Chain* chain) {
  const uint32_t count = workspace.token_count;
  const size_t cells = size_t{count} * core::kFeatures;
  chain->labels = gold_labels(line, workspace);
  chain->rows.resize(cells);
  chain->learns.resize(cells);
  chain->gaps.resize(count);
  for (uint32_t i = 0; i < count; ++i) {
    core::token_hashes(workspace, i, &chain->rows[size_t{i} * core::kFeatures]);
    chain->gaps[i] = static_cast<uint8_t>(core::gap_class(core::token_at(workspace, i).gap));
  }
  for (size_t i = 0; i < cells; ++i) {
    chain->learns[i] = counts.of(chain->rows[i]) >= rare ? 1 : 0;
    chain->rows[i] = core::row_of(chain->rows[i], row_count);
    if (noise.hide_feature != 0 && random.chance(noise.hide_feature)) {
      chain->rows[i] = row_count;
      chain->learns[i] = 0;
    }
  }
  chain->boost = 1000.0f / static_cast<float>(1000 - noise.hide_feature);
}

} // namespace posthaste::train
