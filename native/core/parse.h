// The parser: one address in, its components and country out. Integers only, so every device agrees. The
// stages are functions over a workspace, to be run in this order.
#pragma once
#include "native/core/components.h"
#include "native/core/country.h"
#include "native/core/emissions.h"
#include "native/core/segments.h"
#include "native/core/tokenise.h"
#include "native/core/viterbi.h"

namespace posthaste::core {

struct Parse {
  uint16_t country;    // two ASCII letters, first << 8 | second; 0 unknown
  uint16_t confidence; // 0..10000, that every component is right
  uint32_t components;
};

// Everything before the scores: tokens, phrases, segments and the country.
PH_HD void prepare(const ModelView& model, const uint8_t* text, uint32_t length, uint16_t country_hint,
                   Workspace& workspace) {
  tokenise(model, text, length, workspace);
  look_up(model, workspace);
  find_segments(workspace);
  if (country_hint == 0) {
    infer_country(model, workspace);
  } else {
    workspace.country = country_index(model, country_hint);
    workspace.country_margin = 0;
  }
}

// Any bytes are accepted. Writes at most `capacity` components, in text order, inside the text and without
// overlap. A hint of 0 lets the model infer the country; another one is taken as true.
PH_HD Parse parse(const ModelView& model, const uint8_t* text, uint32_t length, uint16_t country_hint,
                  Workspace& workspace, Component* out, uint32_t capacity) {
  prepare(model, text, length, country_hint, workspace);
  const uint16_t country = country_hint != 0 ? country_hint : model.country_codes[workspace.country];
  if (workspace.token_count == 0) return Parse{country_hint, 0, 0};
  emit(model, workspace);
  score_forward(model, workspace);
  trace_back(model, workspace);
  measure_margins(model, workspace);
  int32_t margin = workspace.margins[0];
  for (uint32_t i = 1; i < workspace.token_count; ++i) {
    margin = workspace.margins[i] < margin ? workspace.margins[i] : margin;
  }
  const uint32_t components = write_components(model, text, length, workspace, out, capacity);
  return Parse{country, confidence_of(model, model.address_confidence, margin), components};
}

} // namespace posthaste::core
