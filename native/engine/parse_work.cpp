#include "native/engine/parse_work.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "native/engine/engine.h"
#include "native/engine/utf16.h"

namespace posthaste::engine {

void SharedParse::prepare(uint32_t slices) {
  components_.resize(slices);
  taken_.resize(slices, 0);
  call_->first.resize(size_t{call_->count} + 1);
  call_->countries.resize(call_->count);
  call_->confidences.resize(call_->count);
}

SharedParse::~SharedParse() {
  if (call_ == nullptr) return;
  if (!call_->failure) {
    try {
      assemble();
    } catch (const std::exception& error) {
      call_->failure =
          Failure{Code::internal, std::string("the parses could not be put together: ") + error.what()};
    }
  }
  sink_.done(std::move(call_));
}

void SharedParse::take(uint32_t slice, uint32_t begin, const Batch& batch) {
  std::vector<uint32_t>& out = components_[slice];
  for (uint32_t i = 0; i < batch.size(); ++i) {
    const ph_result& result = batch.result(i);
    const uint32_t address = begin + i;
    // A count for now; `assemble` adds them up.
    call_->first[address + 1] = result.count;
    call_->countries[address] = result.country;
    call_->confidences[address] = result.confidence;
    const char* text = call_->text + call_->offsets[address];
    uint32_t bytes = 0;
    uint32_t units = 0;
    const auto advance = [&](uint32_t to) {
      units += utf16_units(text + bytes, text + to);
      bytes = to;
      return units;
    };
    for (const ph_component& component : batch.components(i)) {
      const uint32_t start = advance(component.start);
      out.insert(out.end(), {component.label, start, advance(component.end), component.confidence});
    }
  }
  taken_[slice] = 1;
}

void SharedParse::fail(Failure failure) {
  const std::lock_guard lock(mutex_);
  if (!call_->failure) call_->failure = std::move(failure);
}

void SharedParse::assemble() {
  if (std::find(taken_.begin(), taken_.end(), 0) != taken_.end()) {
    call_->failure = Engine::closed();
    return;
  }
  for (uint32_t i = 0; i < call_->count; ++i) call_->first[i + 1] += call_->first[i];
  call_->components.reserve(size_t{call_->first.back()} * 4);
  for (const auto& part : components_) {
    call_->components.insert(call_->components.end(), part.begin(), part.end());
  }
}

ParseWork::ParseWork(Engine& engine, bool parsed, std::shared_ptr<SharedParse> shared, uint32_t slice,
                     uint32_t begin, uint32_t end)
    : engine_(engine), parsed_(parsed), shared_(std::move(shared)), slice_(slice), begin_(begin) {
  const ParseCall& call = shared_->call();
  if (call.country != 0) hints_.assign(end - begin, call.country);
  batch_.assign(call.text, call.offsets + begin, end - begin, hints_.empty() ? nullptr : hints_.data());
}

void ParseWork::run(unsigned thread, std::unique_ptr<Work>) noexcept {
  try {
    if (!parsed_) failure = engine_.parse_on_cpu(thread, batch_, 0, batch_.size());
    if (failure) return shared_->fail(std::move(*failure));
    shared_->take(slice_, begin_, batch_);
  } catch (const std::exception& error) {
    shared_->fail({Code::internal, std::string("the addresses could not be parsed: ") + error.what()});
  }
}

}  // namespace posthaste::engine
