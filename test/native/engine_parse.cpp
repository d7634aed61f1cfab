// Addresses without a file: slices put together again, offsets in UTF-16.
#include "native/engine/utf16.h"
#include "test/native/check.h"
#include "test/native/engine_support.h"

namespace {

using namespace engine_test;
using engine::Choice;

std::string& model() {
  static std::string bytes = read_model();
  return bytes;
}

std::unique_ptr<engine::ParseCall> parse(engine::EngineOptions options,
                                         const std::vector<std::string>& addresses, uint16_t country = 0) {
  Kept sink;
  auto opened = engine::Engine::open(model().data(), model().size(), std::move(options), sink);
  if (!CHECK(static_cast<bool>(opened))) return nullptr;
  std::string text;
  std::vector<uint32_t> offsets{0};
  for (const auto& address : addresses) {
    text += address;
    offsets.push_back(static_cast<uint32_t>(text.size()));
  }
  auto call = std::make_unique<engine::ParseCall>();
  call->text = text.data();
  call->offsets = offsets.data();
  call->count = static_cast<uint32_t>(addresses.size());
  call->country = country;
  opened.value()->parse(std::move(call));
  auto done = std::move(sink.wait(1).front());
  return std::unique_ptr<engine::ParseCall>(static_cast<engine::ParseCall*>(done.release()));
}

void units_are_counted() {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
  CHECK_EQ(posthaste::engine::utf16_units(text.data(), text.data() + text.size()), 6U);
  CHECK_EQ(posthaste::engine::utf16_units(text.data(), text.data()), 0U);
}

void offsets_are_utf16() {
  const auto call = parse(options(1, Choice::cpu), {"\xf0\x9f\x98\x80 12 Main Street, Austin, TX 78701"});
  if (call == nullptr || !CHECK(!call->failure)) return;
  CHECK_EQ(call->first.size(), 2U);
  CHECK(call->first[1] >= 3U);
  // "78701" is the last word: the smile takes two units and four bytes.
  const auto& numbers = call->components;
  CHECK_EQ(numbers[numbers.size() - 2], 35U);
  CHECK_EQ(numbers[numbers.size() - 3], 30U);
}

void slices_and_devices_do_not_show() {
  std::vector<std::string> addresses;
  for (unsigned i = 0; i < 3000; ++i) {
    addresses.push_back(i % 97 == 0 ? ""
                                    : std::to_string(i) +
                                          " Hauptstra\xc3\x9f"
                                          "e, 10115 Berlin");
  }
  const auto one = parse(options(1, Choice::cpu), addresses);
  const auto many = parse(options(4, Choice::cpu), addresses);
  const auto device = parse(options(2, Choice::cuda, backend("short_memory")), addresses);
  for (const auto* call : {one.get(), many.get(), device.get()}) {
    if (call == nullptr || !CHECK(!call->failure)) return;
    CHECK_EQ(call->first.size(), 3001U);
    CHECK_EQ(call->components.size(), call->first.back() * 4ULL);
    CHECK(call->first == one->first);
    CHECK(call->components == one->components);
    CHECK(call->countries == one->countries);
    CHECK(call->confidences == one->confidences);
  }
}

void a_country_is_a_hint() {
  const auto call = parse(options(1, Choice::cpu), {"12 Main Street"}, 'A' * 256 + 'U');
  if (call == nullptr || !CHECK(!call->failure)) return;
  CHECK_EQ(call->countries[0], 'A' * 256 + 'U');
}

void nothing_gives_nothing() {
  const auto call = parse(options(2, Choice::cpu), {});
  if (call == nullptr || !CHECK(!call->failure)) return;
  CHECK_EQ(call->first.size(), 1U);
  CHECK(call->components.empty());
}

}  // namespace

int main() {
  units_are_counted();
  if (model().empty()) return kSkipped;
  offsets_are_utf16();
  slices_and_devices_do_not_show();
  a_country_is_a_hint();
  nothing_gives_nothing();
  return posthaste::test::finish("engine_parse");
}
