#include "native/train/program/line_file.h"

#include <charconv>
#include <fstream>
#include <map>
#include <string_view>

#include "native/core/labels.h"

namespace posthaste::train {

namespace {

bool unescape(std::string_view from, std::string* to) {
  to->clear();
  to->reserve(from.size());
  for (size_t i = 0; i < from.size(); ++i) {
    if (from[i] != '\\') {
      to->push_back(from[i]);
      continue;
    }
    if (++i == from.size()) return false;
    const char escaped = from[i];
    if (escaped == '\\') to->push_back('\\');
    else if (escaped == 't') to->push_back('\t');
    else if (escaped == 'n') to->push_back('\n');
    else if (escaped == 'r') to->push_back('\r');
    else return false;
  }
  return true;
}

bool number(std::string_view text, uint32_t* out) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), *out);
  return result.ec == std::errc{} && result.ptr == text.data() + text.size();
}

bool label_of(std::string_view name, uint8_t* out) {
  for (uint32_t label = 1; label < core::kLabels; ++label) {
    if (name == core::label_name(label)) {
      *out = static_cast<uint8_t>(label);
      return true;
    }
  }
  return false;
}

std::string_view cut(std::string_view* rest, char separator) {
  const size_t at = rest->find(separator);
  const std::string_view part = rest->substr(0, at);
  *rest = at == std::string_view::npos ? std::string_view{} : rest->substr(at + 1);
  return part;
}

bool read_spans(std::string_view text, Line* line) {
  uint32_t limit = 0;
  while (!text.empty()) {
    std::string_view item = cut(&text, ',');
    Span span{};
    if (!number(cut(&item, ':'), &span.start) || !number(cut(&item, ':'), &span.end)) return false;
    if (!label_of(item, &span.label)) return false;
    if (span.start < limit || span.end <= span.start || span.end > line->text.size()) return false;
    limit = span.end;
    line->spans.push_back(span);
  }
  return true;
}

} // namespace

bool read_lines(const std::string& path, Lines* out, std::string* reason) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    *reason = "cannot open " + path;
    return false;
  }
  std::map<std::string, uint32_t, std::less<>> sets;
  std::string row;
  for (size_t number_of_line = 1; std::getline(file, row); ++number_of_line) {
    std::string_view rest = row;
    const std::string_view set = cut(&rest, '\t');
    const std::string_view country = cut(&rest, '\t');
    uint32_t copies = 0;
    Line line{};
    bool valid = number(cut(&rest, '\t'), &copies) && copies >= 1 && copies <= 1000;
    valid = valid && unescape(cut(&rest, '\t'), &line.text) && read_spans(rest, &line);
    valid = valid && (country == "-" || country.size() == 2);
    if (!valid) {
      *reason = path + ":" + std::to_string(number_of_line) +
                ": expected set, country, copies, text and sorted spans, divided by tabs";
      return false;
    }
    const auto [place, added] = sets.try_emplace(std::string(set), static_cast<uint32_t>(out->sets.size()));
    if (added) out->sets.emplace_back(set);
    line.set = place->second;
    line.copies = static_cast<uint16_t>(copies);
    if (country != "-") {
      line.country =
          static_cast<uint16_t>(static_cast<uint8_t>(country[0]) << 8 | static_cast<uint8_t>(country[1]));
    }
    out->lines.push_back(std::move(line));
  }
  return true;
}

} // namespace posthaste::train
