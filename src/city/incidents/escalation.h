// What happens when nobody acts: people are paged, one level of the pyramid higher with each step, until somebody
// acknowledges. Nothing here sends anything: it is asked what is due next, and told what was sent.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "city/calendar/calendar.h"
#include "city/incidents/incidents.h"

namespace ward::city::incidents {

struct Ladder {
  // Of the term of the stage, in percent; ascending. When units are left above, each further step comes 50 percent
  // later.
  std::array<int, 3> shares{80, 100, 150};
  // How long an acknowledgement holds, on the clock of the stage: who acknowledged at night is not asked at night
  // again. Not longer than the term itself.
  Millis holds = std::chrono::hours{2};
};

// A page that was sent for the stage that is open.
struct Page {
  int step = 0;
  Id unit;
  Time at;
};

struct Due {
  Time at;  // may be past: then it is due now
  int step = 0;
  Id unit;  // whose commander is paged
  bool operator==(const Due&) const = default;
};

// The next page of an incident, or nothing: it is suspended, closed or has no clock; all were paged and nobody
// acknowledged. Step n goes to the unit n levels above the owner, or to the topmost. Each step is there once: who asks
// again after every page sends none twice. An acknowledgement puts the next page off until it has run out; once all
// steps are used, one that ran out brings one more. `chain` is the owner of the stage and the units above it; `pages`
// and `acknowledged` (moments) are those of the open stage, in any order; what is older than the stage is not counted.
std::optional<Due> next_due(const Incident& incident, const calendar::Calendar& calendar, std::span<const Id> chain,
                            std::span<const Page> pages, std::span<const Time> acknowledged, const Ladder& ladder = {});

}  // namespace ward::city::incidents
