// Any JSON as a site: refused with the field at fault, or a site that is read the same again.
#include "city/sites/sites.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward;
  const auto body = parse_json({reinterpret_cast<const char*>(data), size});
  if (!body) return 0;
  const auto site = city::sites::site_from_json(*body);
  if (!site) {
    if (site.error().code.empty()) std::abort();
    return 0;
  }
  const auto again = city::sites::site_from_json({{"name", site->name},
                                                  {"zone", site->zone},
                                                  {"capture_days", site->capture_days},
                                                  {"unit", site->unit ? json::value(site->unit->str()) : nullptr}});
  if (!again || again->name != site->name || again->zone != site->zone || again->capture_days != site->capture_days ||
      again->unit != site->unit)
    std::abort();
  return 0;
}
