// Any bytes as the server's answer: read whole, or an error with a code; never a template that is no direction.
#include <cmath>
#include <cstdlib>

#include "gate/whitelist/changes.h"

using namespace ward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto changes = gate::changes_from_json({reinterpret_cast<const char*>(data), size});
  if (!changes) {
    if (changes.error().code.empty()) std::abort();
    return 0;
  }
  for (const auto& person : changes->upserts)
    for (const float value : person.face.plain)
      if (!std::isfinite(value)) std::abort();
  return 0;
}
