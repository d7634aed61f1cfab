// Extraction and row writer: any bytes, cut anyhow, against their meaning. Four bytes choose the job and the
// step.
#include <string>

#include "test/fuzz/csv_replay.h"
#include "test/native/csv_agreement.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  size_t step = 1;
  const posthaste::csv::JobSpec spec = posthaste::test::chosen_spec(text, step);
  const std::string what = posthaste::test::disagreement(spec, text, step);
  if (!what.empty()) found(what);
  return 0;
}
