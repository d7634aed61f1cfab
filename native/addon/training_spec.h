// The lines and settings of a training as JavaScript hands them over. False: an exception is pending.
#pragma once

#include <memory>
#include <vector>

#include "native/addon/addon.h"
#include "native/engine/model_bytes.h"
#include "native/train/adapt.h"

namespace posthaste::addon {

struct TrainingSpec {
  std::unique_ptr<engine::ModelBytes> model; // of the base
  core::ModelView base{};
  std::vector<train::Line> lines, kept_apart;
  train::Adaptation settings;
};

// Opens the base too: ERR_MODEL when it is not a model.
bool read_training_spec(Napi::Value value, TrainingSpec* out);

}  // namespace posthaste::addon
