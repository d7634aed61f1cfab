// The row writer: original cells, parsed cells, constants, and the counts over rows.
#include "native/csv/row_writer.h"
#include "test/native/check.h"

namespace {

using namespace posthaste;
using core::Component;
using csv::Dialect;
using csv::Extraction;
using csv::JobSpec;
using csv::Schema;

JobSpec spec_of(uint32_t columns, Dialect dialect = {}, Schema schema = Schema::india) {
  JobSpec spec;
  spec.dialect = dialect;
  spec.columns = columns;
  spec.address_columns = {columns - 1};
  spec.schema = schema;
  return spec;
}

// The rows of a chunk, each with the same components.
std::string written(const JobSpec& spec, std::string_view text, const std::vector<Component>& components = {},
                    uint16_t confidence = 0, uint16_t country = 0, csv::RowTotals* totals = nullptr) {
  const csv::RowFormat format(spec);
  Extraction extraction;
  extraction.extract(format.spec(), reinterpret_cast<const uint8_t*>(text.data()), text.size(), {});
  std::string out = "before\n";
  csv::RowTotals counted;
  {
    csv::RowWriter writer(format, extraction, out, totals == nullptr ? counted : *totals);
    const core::Parse parse{country, confidence, static_cast<uint32_t>(components.size())};
    for (uint32_t i = 0; i < extraction.rows(); ++i) writer.write(i, parse, components.data());
  }
  CHECK_EQ(out.substr(0, 7), "before\n");
  return out.substr(7);
}

const std::string kNothing = ",,,,,,,,,,,,,0.0000\n";

void original_cells() {
  // Records that are clean are copied, quotes and all.
  CHECK_EQ(written(spec_of(2), "\"1\",a\r\n2,\"b\"\"\n\"\n"),
           "\"1\",a" + kNothing + "2,\"b\"\"\n\"" + kNothing);
  // A quote or a CR in a cell without quotes is not RFC 4180.
  CHECK_EQ(written(spec_of(2), "\"1\",a\"b\n2,c\rd\n\"3\",e\n"),
           "1,\"a\"\"b\"" + kNothing + "2,\"c\rd\"" + kNothing + "\"3\",e" + kNothing);
  CHECK_EQ(written(spec_of(2, {';', '"', false}), "\"1\";a,b\n2;\"c;\"\"d\"\n"),
           "1,\"a,b\"" + kNothing + "2,\"c;\"\"d\"" + kNothing);
  CHECK_EQ(written(spec_of(2, {'\t', 0, false}), "\"1\"\ta\n"), "\"\"\"1\"\"\",a" + kNothing);
  CHECK_EQ(written(spec_of(2, {',', '\'', false}), "'1''',\"x\n"), "1',\"\"\"x\"" + kNothing);
  CHECK_EQ(written(spec_of(2, {',', '"', true}), "1,\"a\rb\"\r2,c\r\n"),
           "1,\"a\rb\"" + kNothing + "2,c" + kNothing);
  CHECK_EQ(written(spec_of(1), "\n\"\"\na"), kNothing + "\"\"" + kNothing + "a" + kNothing);
  CHECK_EQ(written(spec_of(1, {';', '"', false}), "\n\"\"\n"), kNothing + kNothing);
  JobSpec padded = spec_of(3);
  padded.ragged = csv::Ragged::pad;
  CHECK_EQ(written(padded, "1\n\"2\",b\n"), "1,," + kNothing + "\"2\",b," + kNothing);
  padded.dialect.delimiter = '|';
  CHECK_EQ(written(padded, "1\n\"2\"|b\n"), "1,," + kNothing + "2,b," + kNothing);
}

void libpostal() {
  const std::string names =
      "house near house_number road unit level staircase entrance po_box postcode suburb "
      "city_district city island state_district state country_region country other "
      "country_code confidence ";
  std::string found;
  for (const std::string_view name : csv::schema_columns(Schema::libpostal)) found.append(name) += ' ';
  CHECK_EQ(found, names);

  const std::string_view text = "\"12 \"\"A\"\" St, Baner, Aundh, x\ny\"\n";
  // 12 | "A" St | Baner | Aundh | x\ny, in the address without the outer quotes.
  const std::vector<Component> components = {{0, 2, core::kHouseNumber, 9000},
                                             {3, 9, core::kRoad, 9000},
                                             {11, 16, core::kSuburb, 9000},
                                             {18, 23, core::kSuburb, 9000},
                                             {25, 28, core::kOther, 9000}};
  CHECK_EQ(written(spec_of(1, {}, Schema::libpostal), text, components, 9731, 'I' << 8 | 'N'),
           std::string(text.substr(0, text.size() - 1)) +
               ",,,12,\"\"\"A\"\" St\",,,,,,,\"Baner, Aundh\",,,,,,,,\"x\ny\",IN,0.9731\n");
}

std::string india(const std::vector<Component>& components) {
  const std::string row = written(spec_of(1), "abcdefghijklmnop\n", components, 10000);
  return row.substr(16);
}

void india_columns() {
  std::string found;
  for (const std::string_view name : csv::schema_columns(Schema::india)) found.append(name) += ' ';
  CHECK_EQ(
      found,
      "unit_number society_name landmark road sub_locality locality city district state country pin_code "
      "country_code confidence ");
  const auto one = [](uint32_t at, core::Label label) { return Component{at, at + 1, label, 1}; };
  CHECK_EQ(
      india({one(0, core::kUnit), one(1, core::kHouse), one(2, core::kNear), one(3, core::kRoad),
             one(4, core::kSuburb), one(5, core::kSuburb), one(6, core::kCity), one(7, core::kStateDistrict),
             one(8, core::kState), one(9, core::kCountry), one(10, core::kPostcode)}),
      ",a,b,c,d,e,f,g,h,i,j,k,,1.0000\n");
  CHECK_EQ(india({one(0, core::kHouseNumber), one(3, core::kSuburb)}), ",a,,,,,d,,,,,,,1.0000\n");
  CHECK_EQ(india({one(0, core::kHouseNumber), one(1, core::kUnit)}), ",b,,,,,,,,,,,,1.0000\n");
  CHECK_EQ(india({one(0, core::kHouseNumber), one(2, core::kHouseNumber)}), ",\"a, c\",,,,,,,,,,,,1.0000\n");
  CHECK_EQ(india({one(0, core::kSuburb), one(1, core::kSuburb), one(2, core::kSuburb)}),
           ",,,,,a,c,,,,,,,1.0000\n");
  CHECK_EQ(india({one(0, core::kOther), one(1, core::kLevel), one(2, core::kIsland)}),
           ",,,,,,,,,,,,,1.0000\n");
}

void constants_and_confidence() {
  JobSpec spec = spec_of(1);
  spec.constants = {"posthaste 1", "a,\"b\"", "", "\xc3\xa9"};
  for (const auto& [confidence, shown] : {std::pair<uint16_t, std::string>{0, "0.0000"},
                                          {1, "0.0001"},
                                          {70, "0.0070"},
                                          {9999, "0.9999"},
                                          {10000, "1.0000"}}) {
    CHECK_EQ(written(spec, "x\n", {}, confidence),
             "x,,,,,,,,,,,,," + shown + ",posthaste 1,\"a,\"\"b\"\"\",,\xc3\xa9\n");
  }
}

void totals() {
  csv::RowTotals totals;
  const JobSpec spec = spec_of(1);
  written(spec, "abc\nabc\n", {{0, 1, core::kRoad, 1}, {1, 2, core::kRoad, 1}, {2, 3, core::kOther, 1}}, 9999,
          0, &totals);
  written(spec, "a\n", {}, 499, 0, &totals);
  written(spec, "a\n", {}, 500, 0, &totals);
  written(spec, "a\n", {{0, 1, core::kHouse, 1}}, 10000, 0, &totals);
  CHECK_EQ(totals.rows, 5U);
  CHECK_EQ(totals.confidence_sum, 2U * 9999 + 499 + 500 + 10000);
  CHECK_EQ(totals.confidence_histogram[0], 1U);
  CHECK_EQ(totals.confidence_histogram[1], 1U);
  CHECK_EQ(totals.confidence_histogram[19], 3U);
  CHECK_EQ(totals.label_rows[0], 2U);
  CHECK_EQ(totals.label_rows[core::kRoad], 2U);
  CHECK_EQ(totals.label_rows[core::kOther], 2U);
  CHECK_EQ(totals.label_rows[core::kHouse], 1U);
  CHECK_EQ(totals.label_rows[core::kCity], 0U);
}

// Rows larger than any step in which the output grows.
void large_rows() {
  const std::string address(300000, '"');
  std::string cell = "\"" + address + address + "\"";
  const std::vector<Component> components = {{0, 300000, core::kRoad, 1}};
  const std::string text = "1," + cell + "\n2," + cell + "\n";
  const std::string rest = ",,,," + cell + ",,,,,,,,,0.0000\n";
  CHECK(written(spec_of(2), text, components) == "1," + cell + rest + "2," + cell + rest);
  std::string semicolons = text;
  for (char& c : semicolons) c = c == ',' ? ';' : c;
  CHECK(written(spec_of(2, {';', '"', false}), semicolons, components) ==
        "1," + cell + rest + "2," + cell + rest);
}

}  // namespace

int main() {
  original_cells();
  libpostal();
  india_columns();
  constants_and_confidence();
  totals();
  large_rows();
  CHECK_EQ(csv::format_row({"a", "b,c", "", "d\"\r", "\xc3\xa9 x"}), "a,\"b,c\",,\"d\"\"\r\",\xc3\xa9 x\n");
  CHECK_EQ(csv::format_row({}), "\n");
  return test::finish("csv_rows");
}
