// A JobSpec that was checked, with what is the same in all its chunks.
#pragma once

#include <memory>
#include <optional>

#include "native/csv/dialect.h"
#include "native/csv/row_writer.h"
#include "native/engine/status.h"

namespace posthaste::engine {

using Job = csv::RowFormat;

// Fails with Code::option on a specification that the CSV code must not see.
Result<std::shared_ptr<const Job>> make_job(csv::JobSpec spec);

// Empty when the dialect is one: ASCII bytes, different from each other, neither CR nor LF.
std::optional<Failure> check_dialect(const csv::Dialect& dialect);

}  // namespace posthaste::engine
