// Whatever bytes arrive as a template: two directions that encode to the same bytes again, or an error.
#include <algorithm>
#include <cstdlib>

#include "vision/enroll.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto face = ward::vision::decode_template({data, size});
  if (face && !std::ranges::equal(ward::vision::encode(*face), std::span(data, size))) std::abort();
  return 0;
}
