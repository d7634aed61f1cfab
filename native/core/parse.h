// The parser: one address in, its components and country out. Integers only, so every device agrees.
#pragma once
#include "native/core/base.h"
#include "native/core/labels.h"
#include "native/core/model_view.h"
#include "native/core/workspace.h"

namespace posthaste::core {

struct Component {
  uint32_t start, end; // bytes in the address, end exclusive
  uint16_t label;      // 1..19
  uint16_t confidence; // 0..10000
};

struct Parse {
  uint16_t country;    // two ASCII letters, first << 8 | second; 0 unknown
  uint16_t confidence; // 0..10000, that every component is right
  uint32_t components;
};

PH_HD Parse parse(const ModelView& model, const uint8_t* text, uint32_t length, uint16_t country_hint,
                  Workspace& workspace, Component* out, uint32_t capacity) {
  (void)model, (void)text, (void)length, (void)country_hint, (void)workspace, (void)out, (void)capacity;
  return {0, 0, 0};
}

} // namespace posthaste::core
