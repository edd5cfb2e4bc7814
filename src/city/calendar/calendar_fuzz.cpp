// Any bytes as a calendar and as amendments: either an error with a code, or a calendar that survives its own text and
// in which every term ends.
#include <cstdint>
#include <cstdlib>

#include "city/calendar/calendar.h"

using namespace ward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const auto calendar = city::calendar::calendar_from_json(*value);
  if (!calendar) {
    if (calendar.error().code.empty()) std::abort();
  } else {
    if (*city::calendar::calendar_from_json(city::calendar::to_json(*calendar)) != *calendar) std::abort();
    const Time start = from_millis(1'580'000'000'000);
    for (const auto pace : {city::calendar::Pace::working_hours, city::calendar::Pace::working_days})
      if (city::calendar::deadline(*calendar, {pace, 3}, start) <= start) std::abort();
  }
  if (const auto days = city::calendar::amendments_from_json(*value); !days && days.error().code.empty()) std::abort();
  return 0;
}
