#include "native/csv/fields.h"

#include <cstring>

namespace posthaste::csv {
namespace {

bool is_space(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

Field without_quotes(Field field, const Dialect& dialect) {
  if (!field.quoted(dialect)) return field;
  return {field.data + 1, field.size - 2};
}

bool is_letter(uint8_t byte) { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; }

}  // namespace

bool is_blank(Field field, const Dialect& dialect) {
  const Field value = without_quotes(field, dialect);
  for (size_t i = 0; i < value.size; ++i) {
    if (!is_space(value.data[i])) return false;
  }
  return true;
}

uint8_t* copy_value(Field field, const Dialect& dialect, uint8_t* out) {
  if (field.size == 0) return out;
  if (!field.quoted(dialect)) {
    std::memcpy(out, field.data, field.size);
    return out + field.size;
  }
  const uint8_t* from = field.data + 1;
  const uint8_t* const end = field.data + field.size - 1;
  while (from < end) {
    const auto left = static_cast<size_t>(end - from);
    const auto* quote = static_cast<const uint8_t*>(std::memchr(from, dialect.quote, left));
    if (quote == nullptr) {
      std::memcpy(out, from, left);
      return out + left;
    }
    const auto length = static_cast<size_t>(quote - from) + 1;
    std::memcpy(out, from, length);
    out += length;
    from = quote + 2;
  }
  return out;
}

uint16_t country_of(Field field, const Dialect& dialect) {
  Field value = without_quotes(field, dialect);
  while (value.size > 0 && is_space(value.data[0])) ++value.data, --value.size;
  while (value.size > 0 && is_space(value.data[value.size - 1])) --value.size;
  if (value.size != 2 || !is_letter(value.data[0]) || !is_letter(value.data[1])) return 0;
  return static_cast<uint16_t>((value.data[0] & 0xdf) << 8 | (value.data[1] & 0xdf));
}

}  // namespace posthaste::csv
