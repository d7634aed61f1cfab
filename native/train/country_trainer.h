// The country classifier: softmax over hashed token features, trained with AdaGrad, stored in 8 bits.
#pragma once
#include <cstdint>
#include <vector>

#include "native/core/workspace.h"

namespace posthaste::train {

// Row keys of one address (before they are cut to the number of rows) and its country.
struct CountryExample {
  std::vector<uint32_t> keys;
  uint16_t country; // index
};

struct CountryRows {
  std::vector<int8_t> rows;
  uint32_t rows_log2 = 0;
  uint32_t stride = 0;

  void show(core::ModelView* view) const;
};

// The country keys of the tokens in a workspace, those that the core would add up.
void country_keys(const core::Workspace& workspace, std::vector<uint32_t>* keys);

CountryRows train_countries(const std::vector<const CountryExample*>& examples, uint32_t countries,
                            uint32_t stride, uint32_t rows_log2, uint32_t epochs, uint64_t seed);

// The index that the core would choose, and its margin.
uint32_t predict_country(const CountryRows& rows, uint32_t countries, const std::vector<uint32_t>& keys,
                         int32_t* margin);

} // namespace posthaste::train
