// e^x for floats from plain arithmetic, so that training gives the same bits with every maths library.
#pragma once
#include <cstdint>
#include <cstring>

namespace posthaste::train {

inline float exponential(float x) {
  x = x < -87.0f ? -87.0f : x > 87.0f ? 87.0f : x;
  const float scaled = x * 1.44269504f;
  const float whole = static_cast<float>(static_cast<int32_t>(scaled + (scaled < 0 ? -0.5f : 0.5f)));
  const float rest = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float power = 1.9875691500e-4f;
  power = power * rest + 1.3981999507e-3f;
  power = power * rest + 8.3334519073e-3f;
  power = power * rest + 4.1665795894e-2f;
  power = power * rest + 1.6666665459e-1f;
  power = power * rest + 5.0000001201e-1f;
  const float mantissa = power * rest * rest + rest + 1.0f;
  const uint32_t bits = static_cast<uint32_t>(static_cast<int32_t>(whole) + 127) << 23;
  float factor;
  std::memcpy(&factor, &bits, sizeof(factor));
  return mantissa * factor;
}

} // namespace posthaste::train
