// A model file that is cut, changed or out of bounds is refused with a reason; a sound one opens in place.
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "native/model/crc32.h"
#include "native/model/format.h"
#include "native/model/model.h"
#include "native/model/writer.h"
#include "test/native/check.h"
#include "test/native/tiny_model.h"

using namespace posthaste;

namespace {

using Bytes = std::vector<uint8_t>;

// Opens a copy at exactly its size, so that a read outside of it is seen by the sanitizer.
bool opens(const Bytes& bytes, std::string* reason, size_t shift = 0) {
  const size_t room = (bytes.size() + shift + 63) / 64 * 64;
  auto* memory = static_cast<uint8_t*>(std::aligned_alloc(64, room == 0 ? 64 : room));
  // The file ends where the allocation ends when the size is a multiple of 64; a copy of the rest is exact
  // enough, since sections are read only inside the size given.
  if (!bytes.empty()) std::memcpy(memory + shift, bytes.data(), bytes.size());
  core::ModelView view{};
  const bool opened = model::open(memory + shift, bytes.size(), &view, reason);
  if (opened) {
    const auto workspace = std::make_unique<core::Workspace>();
    core::Component components[16];
    const std::string text = "12 Stra\xc3\x9f" "e, 京都 (x) #4 \xff";
    core::parse(view, reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()), 0,
                *workspace, components, 16);
  } else {
    CHECK(view.rows == nullptr);
  }
  std::free(memory);
  return opened;
}

Bytes sound_file() {
  const test::TinyModel tiny(5);
  return model::write(tiny.view(), "{\"name\":\"tiny\"}");
}

void sign(Bytes* bytes) {
  const uint32_t checksum =
      model::crc32(bytes->data() + sizeof(model::Header), bytes->size() - sizeof(model::Header));
  std::memcpy(bytes->data() + offsetof(model::Header, checksum), &checksum, sizeof(checksum));
}

model::SectionEntry* entry(Bytes* bytes, uint32_t id) {
  return reinterpret_cast<model::SectionEntry*>(bytes->data() + sizeof(model::Header)) + (id - 1);
}

void round_trip() {
  const Bytes bytes = sound_file();
  std::string reason;
  CHECK_EQ_FOR(reason, opens(bytes, &reason), true);
  CHECK(bytes == sound_file());
  const test::TinyModel tiny(5);
  auto* memory = static_cast<uint8_t*>(std::aligned_alloc(64, bytes.size()));
  std::memcpy(memory, bytes.data(), bytes.size());
  core::ModelView view{};
  CHECK(model::open(memory, bytes.size(), &view, nullptr));
  CHECK(std::memcmp(view.rows, tiny.view().rows, size_t{core::kLabelLanes} * 1000) == 0);
  CHECK_EQ(view.row_count, tiny.view().row_count);
  CHECK_EQ(view.countries, tiny.view().countries);
  CHECK_EQ(view.margin_shift, tiny.view().margin_shift);
  CHECK(std::memcmp(view.ends, tiny.view().ends, core::kLabelLanes * sizeof(int16_t)) == 0);
  std::free(memory);
}

void cut_files() {
  const Bytes bytes = sound_file();
  uint32_t refused = 0, tried = 0;
  for (size_t size = 0; size < bytes.size(); size += size < 600 ? 1 : 997) {
    std::string reason;
    refused += !opens(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)), &reason) &&
               !reason.empty();
    ++tried;
  }
  CHECK_EQ(refused, tried);
  Bytes longer = bytes;
  longer.push_back(0);
  std::string reason;
  CHECK(!opens(longer, &reason));
  CHECK(!opens(bytes, &reason, 8));
  CHECK(!model::open(nullptr, 0, nullptr, &reason));
}

// Any flipped bit is found: by the checks of the header, or by the checksum.
void flipped_bits() {
  const Bytes bytes = sound_file();
  uint32_t refused = 0, tried = 0;
  for (size_t at = 0; at < bytes.size(); at += at < 512 ? 1 : 4999) {
    for (uint32_t bit = 0; bit < 8; bit += at < 64 ? 1 : 5) {
      Bytes flipped = bytes;
      flipped[at] = static_cast<uint8_t>(flipped[at] ^ 1U << bit);
      std::string reason;
      refused += !opens(flipped, &reason) && !reason.empty();
      ++tried;
    }
  }
  CHECK_EQ(refused, tried);
}

// Bad contents under a right checksum: what an attacker would write.
void hostile_contents() {
  const auto refuse = [](const char* what, const std::function<void(Bytes*)>& spoil) {
    Bytes bytes = sound_file();
    spoil(&bytes);
    sign(&bytes);
    std::string reason;
    CHECK_EQ_FOR(what, opens(bytes, &reason), false);
    CHECK_EQ_FOR(what, reason.empty(), false);
  };
  for (uint32_t id = 1; id < model::kSectionIdEnd; ++id) {
    refuse("offset behind the end", [id](Bytes* b) { entry(b, id)->offset = b->size() + 64; });
    refuse("offset not aligned", [id](Bytes* b) { entry(b, id)->offset += 4; });
    refuse("offset at the top of 64 bits", [id](Bytes* b) { entry(b, id)->offset = ~uint64_t{63}; });
    refuse("size over the end", [id](Bytes* b) { entry(b, id)->size = ~uint64_t{0}; });
    refuse("unknown id", [id](Bytes* b) { entry(b, id)->id = 77; });
    refuse("two of one id", [id](Bytes* b) { entry(b, id)->id = id == 1 ? 2 : 1; });
    if (id != model::kText && id != model::kExpansions && id != model::kMeanings) {
      refuse("smaller than told", [id](Bytes* b) { entry(b, id)->size -= 4; });
      refuse("empty", [id](Bytes* b) { entry(b, id)->size = 0; });
    }
  }
  for (uint32_t field = 0; field < sizeof(model::Shape) / 4; ++field) {
    refuse("a shape out of bounds", [field](Bytes* b) {
      const uint32_t value = 0xffffffff;
      std::memcpy(b->data() + entry(b, model::kShape)->offset + field * 4, &value, 4);
    });
  }
  refuse("no meanings", [](Bytes* b) { entry(b, model::kMeanings)->size = 0; });
  refuse("a block that is not there", [](Bytes* b) {
    const uint16_t value = 0xffff;
    std::memcpy(b->data() + entry(b, model::kUnicodeIndex)->offset, &value, 2);
  });
  refuse("an expansion that is not there", [](Bytes* b) {
    const uint32_t value = core::kLatin | core::kExpansionBit | 0xffffff00;
    std::memcpy(b->data() + entry(b, model::kUnicodeEntries)->offset, &value, 4);
  });
  refuse("an unknown kind", [](Bytes* b) { (*b)[entry(b, model::kUnicodeEntries)->offset] = 0x3f; });
  refuse("a meaning that is not there", [](Bytes* b) { (*b)[entry(b, model::kSlots)->offset + 3] = 0xff; });
  refuse("no letters", [](Bytes* b) { (*b)[entry(b, model::kCountryCodes)->offset + 2] = 1; });
  refuse("a falling table", [](Bytes* b) { (*b)[entry(b, model::kConfidence)->offset + 1] = 3; });
  refuse("too many sections", [](Bytes* b) { (*b)[offsetof(model::Header, section_count)] = 65; });
}

void checksums() {
  const std::string text = "123456789";
  CHECK_EQ(model::crc32(reinterpret_cast<const uint8_t*>(text.data()), text.size()), 0xcbf43926U);
  CHECK_EQ(model::crc32(nullptr, 0), 0U);
}

} // namespace

int main() {
  checksums();
  round_trip();
  cut_files();
  flipped_bits();
  hostile_contents();
  return test::finish("model_open");
}
