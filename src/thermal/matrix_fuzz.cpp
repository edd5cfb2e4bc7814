// A temperature matrix from outside: whatever the bytes, a picture of finite temperatures or an error.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "thermal/matrix.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto matrix = ward::thermal::parse_matrix(std::as_bytes(std::span(data, size)));
  if (!matrix) return 0;
  for (auto at = matrix->begin<float>(); at != matrix->end<float>(); ++at)
    if (!std::isfinite(*at)) __builtin_trap();
  return 0;
}
