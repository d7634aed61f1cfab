// The scanner: cuts by table, over every split of small inputs, and on random input at every SIMD level.
#include <algorithm>

#include "native/csv/scanner.h"
#include "test/native/check.h"
#include "test/native/csv_samples.h"

namespace {

using namespace posthaste;
using csv::Dialect;
using csv::Scanner;
using csv::Simd;

constexpr Dialect kComma{',', '"', false};
constexpr Dialect kCommaCr{',', '"', true};
constexpr Dialect kBare{',', 0, false};

const uint8_t* raw(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

std::vector<Simd> levels() {
  std::vector<Simd> all = {Simd::none, Simd::baseline};
  if (csv::best_simd() != Simd::baseline) all.push_back(csv::best_simd());
  return all;
}

// Line terminators in the first `size` bytes.
uint64_t lines_in(const Dialect& dialect, std::string_view text, size_t size) {
  uint64_t lines = 0;
  for (size_t i = 0; i < size; ++i) {
    const bool pair = i > 0 && text[i - 1] == '\r' && dialect.cr_ends_record;
    if ((text[i] == '\n' && !pair) || (text[i] == '\r' && dialect.cr_ends_record)) ++lines;
  }
  return lines;
}

// Feeds pieces that end at `edges` and at the end of the text, and checks each cut against the records meant.
void check_split(const Dialect& dialect, std::string_view text, const std::vector<size_t>& edges, Simd simd) {
  const std::vector<test::Meant> records = test::meaning(dialect, text);
  Scanner scanner(dialect, simd);
  size_t from = 0;
  size_t last_cut = 0;
  size_t told = 0;
  uint64_t lines = 0;
  const auto about = [&] { return test::shown(text) + ", simd " + std::to_string(static_cast<int>(simd)); };
  for (size_t piece = 0; piece <= edges.size(); ++piece) {
    const size_t to = piece < edges.size() ? edges[piece] : text.size();
    const Scanner::Cut cut = scanner.feed(raw(text) + from, to - from);
    // The last end that is certain from the bytes so far, and lies in this piece.
    size_t expected = 0;
    size_t count = 0;
    for (const test::Meant& record : records) {
      const bool open_cr = record.terminated && record.end == to && text[to - 1] == '\r';
      if (!record.terminated || record.end > to || open_cr) break;
      ++count;
      if (record.end > from) expected = record.end;
    }
    CHECK_EQ_FOR(about(), cut.end, expected == 0 ? 0 : expected - from);
    if (expected != 0) {
      CHECK_EQ_FOR(about(), cut.records, count - told);
      told = count;
      lines += cut.lines;
      CHECK_EQ_FOR(about(), lines, lines_in(dialect, text, expected));
      last_cut = expected;
    } else {
      CHECK_EQ_FOR(about(), cut.records + cut.lines, 0U);
    }
    from = to;
  }
  const Scanner::Tail tail = scanner.finish();
  CHECK_EQ_FOR(about(), tail.pending, last_cut < text.size());
  CHECK_EQ_FOR(about(), tail.records, records.size() - told);
  CHECK_EQ_FOR(about(), tail.open_quote, !records.empty() && records.back().open);
  if (!tail.pending) return;
  const bool line_open = lines_in(dialect, text, text.size()) == lines_in(dialect, text, text.size() - 1) &&
                         !(dialect.cr_ends_record && text.back() == '\n');
  CHECK_EQ_FOR(about(), lines + tail.lines, lines_in(dialect, text, text.size()) + (line_open ? 1 : 0));
}

void check_steps(const Dialect& dialect, std::string_view text, size_t step, Simd simd) {
  std::vector<size_t> edges;
  for (size_t at = step; at < text.size(); at += step) edges.push_back(at);
  check_split(dialect, text, edges, simd);
}

// Ends of all records, those at the end of the stream included; written down by hand.
void table() {
  struct Case {
    Dialect dialect;
    std::string_view text;
    std::vector<size_t> ends;
  };
  const std::vector<Case> cases = {
      {kComma, "", {}},
      {kComma, "a,b", {3}},
      {kComma, "a,b\nc,d\n", {4, 8}},
      {kComma, "a\r\nb\r\n", {3, 6}},
      {kComma, "a\rb\nc", {4, 5}},
      {kCommaCr, "a\rb\nc\r\n\r", {2, 4, 7, 8}},
      {kCommaCr, "\r\r\n\n", {1, 3, 4}},
      {kComma, "\n\na\n", {1, 2, 4}},
      {kComma, "\"a\nb\",c\nd", {8, 9}},
      {kComma, "\"a\"\"\nb\"\nc", {8, 9}},
      {kComma, "a\"b\nc\"\n", {4, 7}},
      {kComma, "\"a\"b\nc\n", {5, 7}},
      {kComma, "\"a\" \"b\nc\"\n", {7, 10}},
      {kComma, "\"a\"\rb\n\"c\n\"\n", {6, 11}},
      {kComma, "\"\"\"\n\"\n,\"\"\n", {6, 10}},
      {kComma, "a,\"b\nc", {6}},
      {kComma, "\"\"\"\"\n\"\"\n", {5, 8}},
      {kCommaCr, "\"a\rb\"\rc", {6, 7}},
      {kBare, "\"a\nb\"\n", {3, 6}},
      {kComma, std::string_view("\"a\"\0\"\n\"\n", 8), {6, 8}},
  };
  for (const Case& one : cases) {
    std::vector<size_t> ends;
    for (const test::Meant& record : test::meaning(one.dialect, one.text)) ends.push_back(record.end);
    CHECK(ends == one.ends) || (std::cerr << "  case " << test::shown(one.text) << '\n');
    // Every split into pieces, as the bits of a number.
    const size_t inner = one.text.empty() ? 0 : one.text.size() - 1;
    for (size_t bits = 0; bits < size_t{1} << inner; ++bits) {
      std::vector<size_t> edges;
      for (size_t i = 0; i < inner; ++i) {
        if (bits >> i & 1) edges.push_back(i + 1);
      }
      check_split(one.dialect, one.text, edges, Simd::none);
    }
  }
}

void random_small() {
  test::Random random(1);
  for (int round = 0; round < 4000; ++round) {
    const Dialect& dialect = test::dialects()[random.below(test::dialects().size())];
    const std::string text = test::wild_bytes(random, dialect, random.below(24), 1);
    for (size_t step = 1; step <= std::max<size_t>(text.size(), 1); ++step) {
      check_steps(dialect, text, step, Simd::none);
    }
  }
}

// Long enough for whole blocks, at levels of regularity from wild to well-formed.
void random_blocks() {
  test::Random random(2);
  for (int round = 0; round < 3000; ++round) {
    const Dialect& dialect = test::dialects()[random.below(test::dialects().size())];
    const auto plain = static_cast<unsigned>(random.below(8));
    const std::string text = test::wild_bytes(random, dialect, 64 + random.below(700), plain);
    for (const Simd simd : levels()) {
      check_split(dialect, text, {}, simd);
      check_steps(dialect, text, 64 + random.below(200), simd);
      check_split(dialect, text, {random.below(text.size())}, simd);
    }
  }
}

// Each quote, line end and delimiter at each place around the edge of a block.
void block_edges() {
  const std::string_view parts[] = {"\"\"", "\"",  ",",    "\n",   "\r\n",   "\r",
                                    "\",",  ",\"", "\"\n", "\n\"", "\"\r\n", "x"};
  for (const Dialect& dialect : {kComma, kCommaCr}) {
    for (const std::string_view lead : {"", "\"", "a,", "a\n"}) {
      for (size_t at = 58; at < 66; ++at) {
        for (const std::string_view first : parts) {
          for (const std::string_view second : parts) {
            std::string text(lead);
            text.append(at - lead.size(), 'a');
            text.append(first).append(second).append("b,\"c\nd\"\n\"e\"\n");
            text.append(140, 'z');
            text += "\n";
            for (const Simd simd : levels()) check_steps(dialect, text, text.size(), simd);
            check_steps(dialect, text, 64, csv::best_simd());
          }
        }
      }
    }
  }
}

}  // namespace

int main() {
  table();
  random_small();
  random_blocks();
  block_edges();
  return test::finish("csv_scanner");
}
