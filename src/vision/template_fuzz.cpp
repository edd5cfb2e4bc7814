// Whatever bytes arrive as a template: two directions that encode to the same bytes again, or an error.
#include <algorithm>
#include <cstdlib>

#include "vision/enroll.h"

namespace {

using namespace ward::vision;

void decode(std::span<const std::uint8_t> bytes) {
  const auto face = decode_template(bytes);
  if (face && !std::ranges::equal(encode(*face), bytes)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  decode({data, size});
  if (size == 0) return 0;
  // The same bytes over and over, up to the length of a template: few inputs have it by themselves.
  std::vector<std::uint8_t> repeated(2048);
  for (std::size_t i = 0; i < repeated.size(); ++i) repeated[i] = data[i % size];
  decode(repeated);
  return 0;
}
