// What a device sends of its health: nothing crashes, and what is accepted is accepted again in its stored form.
#include <cstdlib>

#include "city/devices/devices.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward;
  const auto value = parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  (void)city::devices::device_from_json(*value);
  if (const auto health = city::devices::health_from_json(*value))
    if (city::devices::health_from_json(*health) != health) std::abort();
  return 0;
}
