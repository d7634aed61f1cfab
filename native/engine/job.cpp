#include "native/engine/job.h"

#include <algorithm>
#include <utility>

namespace posthaste::engine {

namespace {

Failure option(std::string reason) { return {Code::option, std::move(reason)}; }

bool usable(uint8_t byte) { return byte != 0 && byte < 0x80 && byte != '\r' && byte != '\n'; }

}  // namespace

std::optional<Failure> check_dialect(const csv::Dialect& dialect) {
  if (!usable(dialect.delimiter))
    return option("Expected an ASCII character that ends no line for delimiter");
  if (dialect.quote == 0) return {};
  if (!usable(dialect.quote))
    return option("Expected an ASCII character that ends no line, or '', for quote");
  if (dialect.quote == dialect.delimiter)
    return option("Expected different characters for delimiter and quote");
  return {};
}

Result<std::shared_ptr<const Job>> make_job(csv::JobSpec spec) {
  if (const auto failure = check_dialect(spec.dialect)) return *failure;
  const auto below = [&](uint32_t column) { return column < spec.columns; };
  const std::string range = "Expected columns from 0 to " + std::to_string(spec.columns - 1) + " for ";
  if (spec.columns == 0) return option("Expected 1 or more for columns");
  if (spec.address_columns.empty()) return option("Expected one column or more for addressColumns");
  if (!std::all_of(spec.address_columns.begin(), spec.address_columns.end(), below)) {
    return option(range + "addressColumns");
  }
  if (spec.country_column < -1 ||
      (spec.country_column >= 0 && !below(static_cast<uint32_t>(spec.country_column)))) {
    return option(range + "countryColumn, or -1");
  }
  return std::shared_ptr<const Job>(std::make_shared<const Job>(std::move(spec)));
}

}  // namespace posthaste::engine
