#include "native/addon/spec.h"

#include "native/addon/guard.h"

namespace posthaste::addon {

namespace {

constexpr int64_t kMaxThreads = 1024;
constexpr int64_t kMaxBatch = int64_t{1} << 24;
constexpr int64_t kMaxGpuStreams = 64;
constexpr int64_t kMaxGpuQueue = 64;
constexpr int64_t kMaxColumns = 65536;

// One byte, or 0 for "".
bool read_byte(Napi::Value value, const char* name, bool may_be_empty, uint8_t* out) {
  std::string text;
  if (!read_string(value, name, &text)) return false;
  if (text.size() == 1 || (text.empty() && may_be_empty)) {
    *out = text.empty() ? uint8_t{0} : static_cast<uint8_t>(text[0]);
    return true;
  }
  expected(value.Env(), may_be_empty ? "one ASCII character or ''" : "one ASCII character", name, value);
  return false;
}

}  // namespace

bool read_engine_spec(Napi::Value value, engine::EngineOptions* out) {
  double memory = 0;
  unsigned choice = 0;
  engine::EngineOptions options;
  options.gpu.struct_size = sizeof options.gpu;
  Fields fields(value, "spec");
  fields.integer("threads", 1, kMaxThreads, &options.threads)
      .one_of("backend", {"auto", "cpu", "cuda", "hybrid"}, &choice)
      .string("cudaLibrary", &options.cuda_library)
      .integer("gpuBatchSize", 0, kMaxBatch, &options.gpu.batch_addresses)
      .number("gpuMemoryFraction", 0, 1, &memory)
      .integer("gpuQueueSize", 1, kMaxGpuQueue, &options.gpu.queue)
      .integer("numGpuStreams", 1, kMaxGpuStreams, &options.gpu.lanes);
  if (fields.has("cpuBatchSize")) fields.integer("cpuBatchSize", 0, kMaxBatch, &options.cpu_batch);
  if (fields.has("simd")) fields.string("simd", &options.simd);
  if (!fields.good()) return false;
  options.choice = static_cast<engine::Choice>(choice);
  options.gpu.memory_permille = static_cast<uint32_t>(memory * 1000);
  options.gpu.variant = "";
  *out = std::move(options);
  return true;
}

bool read_dialect(Napi::Value value, csv::Dialect* out) {
  Napi::Object object;
  csv::Dialect dialect;
  if (!read_object(value, "dialect", &object)) return false;
  if (!read_byte(object.Get("delimiter"), "delimiter", false, &dialect.delimiter)) return false;
  if (!read_byte(object.Get("quote"), "quote", true, &dialect.quote)) return false;
  if (!read_boolean(object.Get("crEndsRecord"), "crEndsRecord", &dialect.cr_ends_record)) return false;
  *out = dialect;
  return true;
}

bool read_job_spec(Napi::Value value, csv::JobSpec* out) {
  unsigned ragged = 0;
  unsigned schema = 0;
  csv::JobSpec spec;
  Fields fields(value, "job");
  if (!fields.good() || !read_dialect(value, &spec.dialect)) return false;
  fields.integer("columns", 1, kMaxColumns, &spec.columns)
      .integers("addressColumns", 0, kMaxColumns - 1, &spec.address_columns)
      .integer("countryColumn", -1, kMaxColumns - 1, &spec.country_column)
      .country("country", &spec.country)
      .one_of("ragged", {"reject", "pad"}, &ragged)
      .one_of("schema", {"libpostal", "india"}, &schema)
      .strings("constants", &spec.constants);
  if (!fields.good()) return false;
  spec.ragged = static_cast<csv::Ragged>(ragged);
  spec.schema = static_cast<csv::Schema>(schema);
  *out = std::move(spec);
  return true;
}

}  // namespace posthaste::addon
