// Labelled lines.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace posthaste::train {

struct Span {
  uint32_t start, end; // bytes of the text
  uint8_t label;
};

struct Line {
  uint32_t set;     // index into Lines::sets
  uint16_t country; // packed letters, 0 unknown
  uint16_t copies;
  std::string text;
  std::vector<Span> spans; // by rising start, not overlapping
};

struct Lines {
  std::vector<std::string> sets;
  std::vector<Line> lines;
};

// A number that depends on the text of a line alone, digits aside: chooses calibration lines and halves.
uint32_t line_hash(const Line& line);

} // namespace posthaste::train
