// Any bytes as JSON: every getter keeps to its limits, and a fault has a code.
#include <cstdint>
#include <cstdlib>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward;
  const auto value = parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  JsonReader in(*value);
  const auto text = in.maybe_text("a", 1, 5);
  const auto integer = in.maybe_integer("b", -3, 3);
  const auto number = in.maybe_number("c", -0.5, 0.5);
  (void)in.maybe_boolean("d");
  (void)in.maybe_id("e");
  const auto time = in.maybe_time("f");
  if (in.has("g") && in.array("g", 2).size() > 2) std::abort();
  if (in.has("h")) (void)JsonReader(in.any("h"), "h").finish();
  (void)in.choice("i", {"x", "y"});
  if (text && (text->empty() || text->size() > 5)) std::abort();
  if (integer && (*integer < -3 || *integer > 3)) std::abort();
  if (number && !(*number >= -0.5 && *number <= 0.5)) std::abort();
  if (time && parse_rfc3339(to_rfc3339(*time)) != *time) std::abort();
  if (const auto faults = in.finish(); !faults && faults.error().code.empty()) std::abort();
  return 0;
}
