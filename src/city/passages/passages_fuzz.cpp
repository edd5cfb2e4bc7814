// A batch from outside: whatever it is, it is read or refused, and what was read goes to JSON and back unchanged.
#include "city/passages/intake.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward;
  const auto body = parse_json({reinterpret_cast<const char*>(data), size});
  if (!body) return 0;
  (void)city::passages::read_batch(*body, Id{});
  const auto passage = city::passage_from_json(*body);
  if (!passage) return 0;
  const auto again = city::passage_from_json(city::to_json(*passage));
  if (!again || city::to_json(*again) != city::to_json(*passage)) __builtin_trap();
  return 0;
}
