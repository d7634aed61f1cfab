// Labelled lines: set TAB country TAB copies TAB text TAB start:end:label,...
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace posthaste::train {

struct Span {
  uint32_t start, end; // bytes
  uint8_t label;
};

struct Line {
  uint32_t set;     // index into Lines::sets
  uint16_t country; // packed letters, 0 unknown
  uint16_t copies;
  std::string text;
  std::vector<Span> spans;
};

struct Lines {
  std::vector<std::string> sets;
  std::vector<Line> lines;
};

// Reads a whole file; false with a reason that names the first line that is not as expected.
bool read_lines(const std::string& path, Lines* out, std::string* reason);

// A number that depends on the text of a line alone, digits aside: chooses calibration lines and halves.
uint32_t line_hash(const Line& line);

} // namespace posthaste::train
