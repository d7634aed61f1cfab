// Random inputs through scanner, extraction and row writer: nothing lost, doubled or changed, however it is
// cut.
#include "test/native/check.h"
#include "test/native/csv_agreement.h"

int main() {
  using namespace posthaste;
  test::Random random(3);
  uint64_t rows = 0;
  for (int round = 0; round < 12000; ++round) {
    std::string header;
    for (int i = 0; i < 4; ++i) header += static_cast<char>(random.next());
    std::string_view rest = header;
    size_t step = 1;
    const csv::JobSpec spec = test::chosen_spec(rest, step);
    const auto plain = static_cast<unsigned>(random.below(8));
    const size_t length = random.below(round % 3 == 0 ? 1500 : 100);
    std::string text = test::wild_bytes(random, spec.dialect, length, plain);
    // Half of the inputs are UTF-8 throughout.
    for (size_t i = 0; round % 2 == 0 && i < text.size(); ++i) {
      if (text[i] == '\xc3') text[i] = 'u';
    }
    CHECK_EQ_FOR(test::shown(header) + " " + test::shown(text), test::disagreement(spec, text, step), "");
    rows += test::meaning(spec.dialect, text).size();
  }
  CHECK(rows > 100000);
  return test::finish("csv_round_trip");
}
