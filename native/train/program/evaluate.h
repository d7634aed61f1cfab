// Reports of a model on labelled lines: accuracy and speed.
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>

#include "native/core/model_view.h"
#include "native/train/lines.h"

namespace posthaste::train {

// Prints full, token, by set, by label and country accuracy. Up to `errors` wrong lines are shown.
void evaluate(const core::ModelView& model, const Lines& lines, bool by_country, uint32_t errors,
              std::FILE* out);

// Prints addresses a second on one core, for the best of several rounds.
void bench(const core::ModelView& model, const Lines& lines, uint32_t rounds, std::FILE* out);

} // namespace posthaste::train
