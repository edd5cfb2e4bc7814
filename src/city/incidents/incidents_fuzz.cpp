// Any bytes as an incident, a report and a request: either an error with a code, or something that survives its own
// text and can be acted on.
#include <cstdint>
#include <cstdlib>

#include "city/incidents/incidents.h"

using namespace ward;
using namespace ward::city;
using namespace ward::city::incidents;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const auto incident = incident_from_json(*value);
  if (incident ? *incident_from_json(to_json(*incident)) != *incident : incident.error().code.empty()) std::abort();
  static const calendar::Calendar work{.zone = *Zone::find("Asia/Shanghai")};
  const Context context{default_catalogue(), work, from_millis(1'583'000'000'000)};
  if (const auto read = report_from_json(*value, default_catalogue()))
    if (const auto step = report(*read, {"user:a", 1}, context);
        step && *incident_from_json(to_json(step->incident)) != step->incident)
      std::abort();
  if (const auto request = request_from_json(*value); !request && request.error().code.empty()) std::abort();
  return 0;
}
