// Any bytes as a policy in JSON and in TOML: either an error that names something, or a policy that survives its own
// text.
#include <cstdint>
#include <cstdlib>

#include "city/policies/policy.h"

using namespace ward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = parse_json(text)) {
    const auto policy = city::policy_from_json(*value);
    if (policy ? city::policy_from_json(city::to_json(*policy))->version() != policy->version()
               : policy.error().code.empty())
      std::abort();
  }
  if (auto config = Config::parse(text)) {
    const auto policy = city::policy_from_config(*config);
    if (!policy && policy.error().field.empty()) std::abort();
  }
  return 0;
}
