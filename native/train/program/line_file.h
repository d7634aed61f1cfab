// Files of labelled lines: set TAB country TAB copies TAB text TAB start:end:label,...
#pragma once
#include <string>

#include "native/train/lines.h"

namespace posthaste::train {

// Reads a whole file; false with a reason that names the first line that is not as expected.
bool read_lines(const std::string& path, Lines* out, std::string* reason);

} // namespace posthaste::train
