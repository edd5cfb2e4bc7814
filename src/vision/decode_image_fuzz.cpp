// Whatever bytes arrive as a picture: a picture within the limits or an error, never a crash.
#include <cstdlib>

#include "vision/face_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto picture = ward::vision::decode_image({data, size});
  if (picture && (picture->empty() || picture->type() != CV_8UC3 || picture->total() > 24'000'000)) std::abort();
  return 0;
}
