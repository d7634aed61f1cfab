#include "cuda/room.cuh"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace posthaste::cuda {

namespace {

// Components that a batch is expected to have at most; room for more is made when it comes.
uint32_t likely_components(const Limits& limits) {
  return std::min<uint32_t>(limits.tokens(), core::kMaxTokens + 8 * limits.addresses);
}


}  // namespace

uint64_t Workspace::bytes(const Limits& limits) {
  const uint64_t a_token = sizeof(uint32_t) + sizeof(core::Token) + sizeof(core::Segment) + 2 +
                           kScores * sizeof(int16_t) + (core::kLabels + 1) * sizeof(int32_t);
  const uint64_t an_address = 3 * sizeof(uint32_t) + 2 * core::kBorder * sizeof(core::Token);
  return limits.tokens() * a_token + (limits.addresses + uint64_t{1}) * an_address;
}

ph_status Workspace::allocate(const Limits& limits, ph_reason* reason) {
  const size_t addresses = limits.addresses, tokens = limits.tokens();
  token_capacity_ = limits.tokens();
  PH_TRY(first_.allocate(addresses + 1, reason));
  PH_TRY(segments_in_.allocate(addresses, reason));
  PH_TRY(countries_.allocate(addresses, reason));
  PH_TRY(owner_.allocate(tokens, reason));
  PH_TRY(tokens_.allocate(tokens + addresses * 2 * core::kBorder, reason));
  PH_TRY(segments_.allocate(tokens, reason));
  PH_TRY(table_.allocate(tokens, reason));
  PH_TRY(labels_.allocate(tokens, reason));
  PH_TRY(emissions_.allocate(tokens * kScores, reason));
  PH_TRY(forward_.allocate(tokens * core::kLabels, reason));
  PH_TRY(margins_.allocate(tokens, reason));
  return PH_OK;
}

void Workspace::fill(Pass* pass) const {
  pass->first = first_.data();
  pass->segments_in = segments_in_.data();
  pass->countries = countries_.data();
  pass->token_capacity = token_capacity_;
  pass->tokens = tokens_.data();
  pass->segments = segments_.data();
  pass->owner = owner_.data();
  pass->table = table_.data();
  pass->emissions = emissions_.data();
  pass->forward = forward_.data();
  pass->margins = margins_.data();
  pass->labels = labels_.data();
}

uint64_t Staging::bytes(const Limits& limits) {
  const uint64_t an_address = sizeof(uint32_t) + sizeof(uint16_t) + sizeof(ph_result);
  return limits.text_bytes + (limits.addresses + uint64_t{1}) * an_address +
         limits.tokens() * sizeof(ph_component) + sizeof(Header);
}

ph_status Staging::allocate(const Limits& limits, ph_reason* reason) {
  const size_t addresses = limits.addresses;
  token_capacity_ = limits.tokens();
  PH_TRY(text_.allocate(limits.text_bytes, reason));
  PH_TRY(offsets_.allocate(addresses + 1, reason));
  PH_TRY(hints_.allocate(addresses, reason));
  PH_TRY(results_.allocate(addresses, reason));
  PH_TRY(components_.allocate(likely_components(limits), reason));
  PH_TRY(header_.allocate(1, reason));
  PH_TRY(device_text_.allocate(limits.text_bytes, reason));
  PH_TRY(device_offsets_.allocate(addresses + 1, reason));
  PH_TRY(device_hints_.allocate(addresses, reason));
  PH_TRY(device_results_.allocate(addresses, reason));
  PH_TRY(device_components_.allocate(limits.tokens(), reason));
  PH_TRY(device_header_.allocate(1, reason));
  return PH_OK;
}

ph_status Staging::checked(ph_reason* reason) const {
  if (header().tokens > token_capacity_) {
    std::snprintf(reason->text, sizeof reason->text,
                  "the batch has %u tokens, the device has room for %u; send fewer addresses at once",
                  header().tokens, token_capacity_);
    return PH_OOM;
  }
  if (header().components > std::min(token_capacity_, component_capacity_)) {
    std::snprintf(reason->text, sizeof reason->text,
                  "the device says that it found %u components in %u bytes", header().components, text_bytes_);
    return PH_FAILED;
  }
  return PH_OK;
}

void Staging::take(const ph_batch& batch) {
  const uint32_t begin = batch.offsets[0];
  count_ = batch.count;
  component_capacity_ = batch.component_capacity;
  text_bytes_ = batch.offsets[batch.count] - begin;
  hinted_ = batch.hints != nullptr;
  uint8_t* text = text_.data();
  if (text_bytes_ > text_.size()) {
    long_text_.resize(text_bytes_);
    text = long_text_.data();
  }
  if (text_bytes_ != 0) std::memcpy(text, batch.text + begin, text_bytes_);
  std::memcpy(offsets_.data(), batch.offsets, (count_ + size_t{1}) * sizeof(uint32_t));
  if (hinted_) std::memcpy(hints_.data(), batch.hints, count_ * sizeof(uint16_t));
}

ph_status Staging::send(Pass* pass, cudaStream_t stream, ph_reason* reason) {
  const bool is_long = !long_text_.empty();
  if (is_long) PH_TRY(device_long_text_.allocate(text_bytes_, reason));
  uint8_t* text = is_long ? device_long_text_.data() : device_text_.data();
  const uint8_t* from = is_long ? long_text_.data() : text_.data();
  if (text_bytes_ != 0) PH_CUDA(cudaMemcpyAsync(text, from, text_bytes_, cudaMemcpyHostToDevice, stream));
  PH_CUDA(cudaMemcpyAsync(device_offsets_.data(), offsets_.data(), (count_ + size_t{1}) * sizeof(uint32_t),
                          cudaMemcpyHostToDevice, stream));
  if (hinted_) {
    PH_CUDA(cudaMemcpyAsync(device_hints_.data(), hints_.data(), count_ * sizeof(uint16_t),
                            cudaMemcpyHostToDevice, stream));
  }
  pass->text = text;
  pass->offsets = device_offsets_.data();
  pass->hints = hinted_ ? device_hints_.data() : nullptr;
  pass->count = count_;
  pass->results = device_results_.data();
  pass->components = device_components_.data();
  pass->header = device_header_.data();
  return PH_OK;
}

ph_status Staging::receive_results(cudaStream_t stream, ph_reason* reason) {
  PH_CUDA(cudaMemcpyAsync(results_.data(), device_results_.data(), count_ * sizeof(ph_result),
                          cudaMemcpyDeviceToHost, stream));
  PH_CUDA(cudaMemcpyAsync(header_.data(), device_header_.data(), sizeof(Header), cudaMemcpyDeviceToHost,
                          stream));
  return PH_OK;
}

ph_status Staging::receive_components(cudaStream_t stream, ph_reason* reason) {
  const size_t used = header().components;
  if (used > components_.size()) PH_TRY(components_.allocate(used + used / 4, reason));
  if (used == 0) return PH_OK;
  PH_CUDA(cudaMemcpyAsync(components_.data(), device_components_.data(), used * sizeof(ph_component),
                          cudaMemcpyDeviceToHost, stream));
  return PH_OK;
}

void Staging::give(ph_batch* batch) const {
  std::memcpy(batch->results, results_.data(), count_ * sizeof(ph_result));
  const size_t used = header().components;
  if (used != 0) std::memcpy(batch->components, components_.data(), used * sizeof(ph_component));
  batch->component_count = header().components;
}

void Staging::settle() {
  std::vector<uint8_t>().swap(long_text_);
  device_long_text_.reset();
}

}  // namespace posthaste::cuda
