// Extraction: which records become rows, rejects and blanks, and what is packed for the parser.
#include "native/csv/extraction.h"
#include "test/native/check.h"
#include "test/native/csv_samples.h"

namespace {

using namespace posthaste;
using csv::Dialect;
using csv::Extraction;
using csv::JobSpec;
using csv::Ragged;
using csv::Simd;

JobSpec spec_of(uint32_t columns, std::vector<uint32_t> address, Dialect dialect = {}) {
  JobSpec spec;
  spec.dialect = dialect;
  spec.columns = columns;
  spec.address_columns = std::move(address);
  return spec;
}

void extract(Extraction& extraction, const JobSpec& spec, std::string_view text, csv::Origin origin = {}) {
  extraction.extract(spec, reinterpret_cast<const uint8_t*>(text.data()), text.size(), origin);
}

std::string address(const Extraction& extraction, uint32_t i) {
  const auto* text = reinterpret_cast<const char*>(extraction.text());
  return {text + extraction.offsets()[i], text + extraction.offsets()[i + 1]};
}

std::string rejects(const Extraction& extraction) {
  std::string out;
  extraction.write_rejects(out);
  return out;
}

// All of it in one line: addresses in brackets, then counts.
std::string outcome(const JobSpec& spec, std::string_view text) {
  std::string first;
  for (const Simd simd : {Simd::none, Simd::baseline, csv::best_simd()}) {
    Extraction extraction(simd);
    extract(extraction, spec, text);
    std::string out;
    for (uint32_t i = 0; i < extraction.rows(); ++i) out += "[" + address(extraction, i) + "]";
    out +=
        " blank " + std::to_string(extraction.blank()) + " rejected " + std::to_string(extraction.rejected());
    if (first.empty()) first = out;
    CHECK_EQ(out, first);
  }
  return first;
}

void rows_and_blanks() {
  const JobSpec two = spec_of(2, {1});
  CHECK_EQ(outcome(two, ""), " blank 0 rejected 0");
  CHECK_EQ(outcome(two, "1,a"), "[a] blank 0 rejected 0");
  CHECK_EQ(outcome(two, "1,a\n2,b\r\n"), "[a][b] blank 0 rejected 0");
  CHECK_EQ(outcome(two, "\n1,a\n\r\n\n2,b\n"), "[a][b] blank 3 rejected 0");
  CHECK_EQ(outcome(two, "1,\"x, y\r\nz\"\"\"\n"), "[x, y\r\nz\"] blank 0 rejected 0");
  CHECK_EQ(outcome(two, "1,a\rb\n2,c\r\r\n3,d\r"), "[a\rb][c\r][d\r] blank 0 rejected 0");
  CHECK_EQ(outcome(two, "1,a \"b\" c\n"), "[a \"b\" c] blank 0 rejected 0");
  CHECK_EQ(outcome(two, "1,\n2,\"\"\n"), "[][] blank 0 rejected 0");
  CHECK_EQ(outcome(two, "1,a\n \n"), "[a] blank 0 rejected 1");
  CHECK_EQ(outcome(two, "1,a\n\"\"\n"), "[a] blank 0 rejected 1");
  const JobSpec one = spec_of(1, {0});
  CHECK_EQ(outcome(one, "a\n\n\"\"\n \r\n\r\n"), "[a][][][][] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(1, {0}, {',', '"', true}), "a\r\r\nb\r\r"), "[a][][b][] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(2, {0}, {'\t', 0, false}), "\"a\tb\"\n"), "[\"a] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(2, {1}, {';', '\'', false}), "\"1;'it''s; ok'\n"),
           "[it's; ok] blank 0 rejected 0");
}

void joined_addresses() {
  CHECK_EQ(outcome(spec_of(4, {2, 0, 1}), "b,c,a,\n"), "[a, b, c] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(3, {0, 1, 2}), "a,,b\n,,\n \t,\" \r\n\",c\n\"\",x,\n"),
           "[a, b][][c][x] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(2, {0, 1}), " a ,\"b,\"\n"), "[ a , b,] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(2, {1, 1}), "a,b\n"), "[b, b] blank 0 rejected 0");
  CHECK_EQ(outcome(spec_of(2, {}), "a,b\n"), "[] blank 0 rejected 0");
}

void hints() {
  JobSpec spec = spec_of(2, {0});
  spec.country_column = 1;
  spec.country = 'I' << 8 | 'N';
  Extraction extraction;
  extract(extraction, spec, "a,US\na,de\na,\" fr \"\na,\na,USA\na,1A\na,\xc3\xa9\n");
  const std::string_view expected[] = {"US", "DE", "FR", "IN", "IN", "IN", "IN"};
  CHECK_EQ(extraction.rows(), 7U);
  for (uint32_t i = 0; i < extraction.rows(); ++i) {
    const uint16_t hint = extraction.hints()[i];
    CHECK_EQ((std::string{static_cast<char>(hint >> 8), static_cast<char>(hint & 255)}), expected[i]);
  }
  spec.country = 0;
  extract(extraction, spec, "a,\n");
  CHECK_EQ(extraction.hints()[0], 0U);
}

void ragged() {
  JobSpec spec = spec_of(3, {2});
  Extraction extraction;
  extract(extraction, spec, "a,b,c\nd,e\n\"f\nf\",g,h,i\nj\n", {1000, 7, false});
  CHECK_EQ(extraction.rows(), 1U);
  CHECK_EQ(rejects(extraction),
           "8,1006,ERR_CSV,\"expected 3 columns, found 2\",\"d,e\"\n"
           "9,1010,ERR_CSV,\"expected 3 columns, found 4\",\"\"\"f\nf\"\",g,h,i\"\n"
           "11,1022,ERR_CSV,\"expected 3 columns, found 1\",\"j\"\n");
  spec.ragged = Ragged::pad;
  extract(extraction, spec, "a,b,c\nd,e\n\n\"f\",g,h,i\nj\n");
  CHECK_EQ(extraction.rows(), 3U);
  CHECK_EQ(extraction.blank(), 1U);
  CHECK_EQ(address(extraction, 1), "");
  CHECK_EQ(extraction.field(extraction.row(2), 1).size, 0U);
  CHECK_EQ(rejects(extraction),
           "4,11,ERR_CSV,\"expected 3 columns, found 4; a surplus cell has no column, only short records are "
           "padded\","
           "\"\"\"f\"\",g,h,i\"\n");
}

void bad_quotes() {
  const JobSpec spec = spec_of(2, {1});
  Extraction extraction;
  extract(extraction, spec, "1,\"a\"b\n2,\"a\" \n3,\"a\"\rb\n4,\"ok\"\r\n5,\"a\r\nb", {0, 1, false});
  CHECK_EQ(extraction.rows(), 1U);
  const std::string reason =
      ",ERR_CSV,text follows a closing quote; a quote inside a quoted cell must be doubled,";
  CHECK_EQ(rejects(extraction),
           "1,0" + reason + "\"1,\"\"a\"\"b\"\n" + "2,7" + reason + "\"2,\"\"a\"\" \"\n" + "3,14" + reason +
               "\"3,\"\"a\"\"\rb\"\n" +
               "5,30,ERR_CSV,a quote is still open at the end of the file,\"5,\"\"a\r\nb\"\n");
  CHECK_EQ(outcome(spec, "1,\"a\"\r"), " blank 0 rejected 1");
  CHECK_EQ(outcome(spec, "1,\"a\""), "[a] blank 0 rejected 0");
  CHECK_EQ(outcome(spec, "1,\""), " blank 0 rejected 1");
}

void encoding() {
  const JobSpec spec = spec_of(2, {1});
  Extraction extraction;
  extract(extraction, spec, "1,\xc3\xa9\n2,a\xc3\n3,\xed\xa0\x80\n\xff\n4,\xe6\x9d\xb1\n5,\xc0\xaf");
  CHECK_EQ(extraction.rows(), 2U);
  CHECK_EQ(address(extraction, 1), "\xe6\x9d\xb1");
  CHECK_EQ(rejects(extraction),
           "2,5,ERR_ENCODING,invalid UTF-8 at byte 4 of the record,\"2,a\xc3\"\n"
           "3,10,ERR_ENCODING,invalid UTF-8 at byte 3 of the record,\"3,\xed\xa0\x80\"\n"
           "4,16,ERR_ENCODING,invalid UTF-8 at byte 1 of the record,\"\xff\"\n"
           "6,24,ERR_ENCODING,invalid UTF-8 at byte 3 of the record,\"5,\xc0\xaf\"\n");
}

void oversized() {
  const std::string head =
      "12,34,ERR_RECORD_TOO_LARGE,the record is larger than the limit; its beginning follows,\"";
  const JobSpec spec = spec_of(2, {1});
  Extraction extraction;
  extract(extraction, spec, "a,\"b\nc", {34, 12, true});
  CHECK_EQ(extraction.rows() + extraction.blank(), 0U);
  CHECK_EQ(rejects(extraction), head + "a,\"\"b\nc\"\n");

  // A raw text is cut between characters.
  std::string text(csv::kMaxRaw - 1, 'a');
  const std::string kept = text;
  text += "\xe6\x9d\xb1" + std::string(100, 'b');
  extract(extraction, spec, text, {34, 12, true});
  CHECK_EQ(rejects(extraction), head + kept + "\"\n");
  text = std::string(csv::kMaxRaw, '\x80') + "x";
  extract(extraction, spec, text, {34, 12, true});
  CHECK_EQ(rejects(extraction), head + std::string(csv::kMaxRaw, '\x80') + "\"\n");

  // Where a lone CR ends records, one at the edge of a block may have been taken along.
  const JobSpec cr_spec = spec_of(2, {1}, {',', '"', true});
  extract(extraction, cr_spec, "1,a\rb,cdef", {30, 11, true});
  CHECK_EQ(extraction.rows(), 1U);
  CHECK_EQ(rejects(extraction), head + "b,cdef\"\n");
}

// An object that is used again behaves like a new one, and what it packs is padded with zeros.
void used_again() {
  const JobSpec two = spec_of(2, {1});
  const JobSpec one = spec_of(1, {0});
  Extraction extraction;
  extract(extraction, two, "1,long address here\n\xff\n\n2,b\n3\n");
  CHECK_EQ(extraction.rows(), 2U);
  CHECK_EQ(extraction.rejected() + extraction.blank(), 3U);
  extract(extraction, one, "x\n");
  CHECK_EQ(extraction.rows(), 1U);
  CHECK_EQ(extraction.rejected() + extraction.blank(), 0U);
  CHECK_EQ(address(extraction, 0), "x");
  for (size_t i = 0; i < Extraction::kPadding; ++i) CHECK_EQ(extraction.text()[1 + i], 0);
  extraction.clear();
  CHECK_EQ(extraction.rows(), 0U);
  CHECK_EQ(extraction.offsets()[0], 0U);
}

}  // namespace

int main() {
  rows_and_blanks();
  joined_addresses();
  hints();
  ragged();
  bad_quotes();
  encoding();
  oversized();
  used_again();
  return test::finish("csv_extraction");
}
