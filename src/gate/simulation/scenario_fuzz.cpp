// Any bytes as a scenario: a value or an error, never a crash; what is accepted can be played.
#include <cstddef>
#include <cstdint>

#include "gate/simulation/scenario.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenario = ward::gate::parse_scenario(text, "media");
  if (!scenario) return 0;
  for (const double at : {0.0, scenario->seconds() / 2, scenario->seconds(), scenario->seconds() * 3 + 1})
    if (const auto cue = cue_at(*scenario, at); cue && cue->scene >= scenario->scenes.size()) __builtin_trap();
  return 0;
}
