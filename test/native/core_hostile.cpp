// Any bytes are accepted: components stay in order and inside the text, and the compilations of the one body
// for the baseline and for AVX2 give the same bytes.
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

struct Result {
  core::Parse parse;
  std::vector<core::Component> components;
};

template <class Function>
Result run(Function function, const core::ModelView& model, const std::string& text, uint16_t hint,
           uint32_t capacity) {
  // Exactly as many bytes as the text has, so that a read outside of them is seen by the sanitizer.
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  static const auto workspace = std::make_unique<core::Workspace>();
  Result result{{}, std::vector<core::Component>(capacity)};
  result.parse = function(model, bytes.data(), static_cast<uint32_t>(bytes.size()), hint, *workspace,
                          result.components.data(), capacity);
  CHECK(result.parse.components <= capacity);
  result.components.resize(result.parse.components);
  return result;
}

core::Parse baseline(const core::ModelView& model, const uint8_t* text, uint32_t length, uint16_t hint,
                     core::Workspace& workspace, core::Component* out, uint32_t capacity) {
  return core::parse(model, text, length, hint, workspace, out, capacity);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) core::Parse wide(const core::ModelView& model, const uint8_t* text,
                                                 uint32_t length, uint16_t hint, core::Workspace& workspace,
                                                 core::Component* out, uint32_t capacity) {
  return core::parse(model, text, length, hint, workspace, out, capacity);
}
bool has_wide() { return __builtin_cpu_supports("avx2"); }
#else
constexpr auto wide = baseline;
bool has_wide() { return false; }
#endif

void check_text(const core::ModelView& model, const std::string& text, uint16_t hint = 0,
                uint32_t capacity = core::kMaxTokens) {
  const Result one = run(baseline, model, text, hint, capacity);
  uint32_t limit = 0;
  bool sound = one.parse.confidence <= 10000;
  for (const core::Component& component : one.components) {
    sound = sound && component.start >= limit && component.end > component.start &&
            component.end <= text.size() && component.label >= 1 && component.label < core::kLabels &&
            component.confidence <= 10000;
    limit = component.end;
  }
  CHECK_EQ_FOR(test::shown(text.substr(0, 60)), sound, true);
  if (hint != 0) CHECK_EQ(one.parse.country, hint);
  if (!has_wide()) return;
  const Result other = run(wide, model, text, hint, capacity);
  const bool same = std::memcmp(&one.parse, &other.parse, sizeof(one.parse)) == 0 &&
                    one.components.size() == other.components.size() &&
                    (one.components.empty() ||
                     std::memcmp(one.components.data(), other.components.data(),
                                 one.components.size() * sizeof(core::Component)) == 0);
  CHECK_EQ_FOR(test::shown(text.substr(0, 60)), same, true);
}

std::string random_text(train::Random& random, uint32_t length, uint32_t flavour) {
  static const char* const pieces[] = {
      "Main", " ",   ", ",   "12",     "St.", "#", "(",    ")",        "\n", "京", "都",    "-", "/",
      "é",    "\\n", "<br>", "&nbsp;", "&",   "<", "\xff", "\xe2\x82", "№",  "ß",  "12345", ";"};
  std::string text;
  while (text.size() < length) {
    if (flavour == 0) text.push_back(static_cast<char>(random.below(256)));
    else text += pieces[random.below(sizeof(pieces) / sizeof(*pieces))];
  }
  return text;
}

void random_bytes(const core::ModelView& model) {
  train::Random random(7);
  for (uint32_t round = 0; round < 600; ++round) {
    check_text(model, random_text(random, random.below(200), round & 1), round % 5 == 0 ? 0x5553 : 0);
  }
}

void long_texts(const core::ModelView& model) {
  train::Random random(8);
  check_text(model, random_text(random, 65536, 0));
  check_text(model, random_text(random, 65536, 1));
  std::string many;
  for (uint32_t i = 0; i < 5000; ++i) many.append("w").append(std::to_string(i)).append(i % 7 ? " " : ", ");
  check_text(model, many);
  check_text(model, std::string(65536, 'a'));
  check_text(model, std::string(65536, '('));
  check_text(model, std::string(65536, '1'));
  check_text(model, std::string(65536, '&'));
  std::string han;
  for (uint32_t i = 0; i < 4000; ++i) han += "市";
  check_text(model, han);
}

void odd_texts(const core::ModelView& model) {
  for (const std::string& text :
       {std::string(), std::string(" "), std::string(1, '\0'), std::string("a\0b", 3), std::string("\\"),
        std::string("<br"), std::string("&"), std::string("&nbsp"), std::string("#"), std::string("(a"),
        std::string("a)"), std::string("№ 5"), std::string("\xe2\x84"), std::string("\xf0\x9f\x8f\xa0 x"),
        std::string("\xf0\xa0\x80\x80"), std::string("\xf3\xa0\x80\x81"), std::string("\xf4\x8f\xbf\xbf")}) {
    check_text(model, text);
  }
  check_text(model, "12 Main St, Springfield", 0, 0);
  check_text(model, "12 Main St, Springfield", 0, 1);
}

} // namespace

int main() {
  for (const uint64_t seed : {3, 4}) {
    const test::TinyModel model(seed);
    random_bytes(model.view());
    long_texts(model.view());
    odd_texts(model.view());
  }
  return test::finish("core_hostile");
}
