// What JavaScript needs for header rows.
#include <string_view>
#include <vector>

#include "native/addon/addon.h"
#include "native/addon/guard.h"
#include "native/csv/row_writer.h"

namespace posthaste::addon {

namespace {

Napi::Value schema_columns(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  std::string name;
  if (!read_string(info[0], "schema", &name)) return {};
  if (name != "libpostal" && name != "india")
    return expected(env, "'libpostal' or 'india'", "schema", info[0]);
  const auto columns = csv::schema_columns(name == "india" ? csv::Schema::india : csv::Schema::libpostal);
  Napi::Array array = Napi::Array::New(env, columns.size());
  for (uint32_t i = 0; i < columns.size(); ++i) array.Set(i, std::string(columns[i]));
  return array;
}

Napi::Value format_row(const Napi::CallbackInfo& info) {
  std::vector<std::string> cells;
  if (!read_strings(info[0], "cells", &cells)) return {};
  const std::string row = csv::format_row({cells.begin(), cells.end()});
  return Napi::Buffer<char>::Copy(info.Env(), row.data(), row.size());
}

}  // namespace

void export_rows(Napi::Env env, Napi::Object exports) {
  exports.Set("schemaColumns", Napi::Function::New<schema_columns>(env, "schemaColumns"));
  exports.Set("formatRow", Napi::Function::New<format_row>(env, "formatRow"));
}

}  // namespace posthaste::addon
