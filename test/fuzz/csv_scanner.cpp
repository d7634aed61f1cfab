// The scanner at every SIMD level and two ways of feeding: same cuts. Bytes: dialect, step, then the stream.
#include <string>

#include "native/csv/scanner.h"
#include "test/fuzz/csv_replay.h"
#include "test/native/csv_samples.h"

namespace {

using namespace posthaste;

// Where the stream is cut for good, and what was counted up to there.
struct Sums {
  size_t end = 0;
  uint64_t records = 0, lines = 0;
  csv::Scanner::Tail tail;
};

Sums sums(const csv::Dialect& dialect, csv::Simd simd, const uint8_t* data, size_t size, size_t step) {
  csv::Scanner scanner(dialect, simd);
  Sums all;
  for (size_t at = 0; at < size; at += step) {
    const csv::Scanner::Cut cut = scanner.feed(data + at, std::min(step, size - at));
    if (cut.end > step || (cut.end == 0 && cut.records + cut.lines != 0)) found("a cut is out of bounds");
    if (cut.end > 0) all.end = at + cut.end;
    all.records += cut.records;
    all.lines += cut.lines;
  }
  all.tail = scanner.finish();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  const csv::Dialect& dialect = test::dialects()[data[0] % test::dialects().size()];
  const size_t step = 1 + data[1];
  data += 2;
  size -= 2;
  const Sums meant = sums(dialect, csv::Simd::none, data, size, size);
  for (const csv::Simd simd : {csv::Simd::none, csv::Simd::baseline, csv::best_simd()}) {
    const Sums whole = sums(dialect, simd, data, size, size);
    if (whole.end != meant.end || whole.records != meant.records || whole.lines != meant.lines)
      found("simd differs");
    const Sums pieces = sums(dialect, simd, data, size, step);
    // A lone CR at the edge of a piece may leave the last cut out.
    if (pieces.end > meant.end) found("a cut that is not one");
    if (pieces.records + pieces.tail.records != meant.records + meant.tail.records) found("records differ");
    if (pieces.lines + pieces.tail.lines != meant.lines + meant.tail.lines) found("lines differ");
    if (pieces.tail.open_quote != meant.tail.open_quote) found("the open quote differs");
  }
  return 0;
}
