// The work calendar of a city: when its offices work, and the deadlines that follow from it. Holidays are moved in the
// middle of a crisis (China's of February 2020 were), so a deadline is never stored alone: it is asked again, with the
// calendar as amended. Pure functions; moments are UTC, hours of the day are those of the city's zone.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/zone.h"

namespace ward::city::calendar {

// Part of a day on the wall, from 00:00 to 24:00; `from` is before `to`.
struct Hours {
  std::chrono::minutes from, to;
  bool operator==(const Hours&) const = default;
};

// A day that does not follow its week: a holiday, or a Sunday that is worked for it.
struct Amendment {
  bool off = true;
  std::string name;  // of the holiday; may be empty
  bool operator==(const Amendment&) const = default;
};
using Amendments = std::map<Date, Amendment>;

struct Calendar {
  Zone zone;
  std::array<bool, 7> worked{true, true, true, true, true, false, false};    // Monday first; at least one
  std::vector<Hours> hours{{std::chrono::hours{8}, std::chrono::hours{12}},  // of a worked day: ascending, at least one
                           {std::chrono::hours{14}, std::chrono::hours{18}}};
  Amendments days{};
  bool operator==(const Calendar&) const = default;
};

// The three clocks of case work (the GB/T 30428 family).
enum class Pace {
  urgent,         // every minute counts, through nights and holidays
  working_hours,  // only the hours of worked days count
  working_days,   // whole worked days
};
std::string_view to_string(Pace pace);

// How long something may take: minutes of `urgent` and `working_hours` (1 to 525,600), days of `working_days` (1 to
// 366).
struct Term {
  Pace pace = Pace::urgent;
  int amount = 1;
  bool operator==(const Term&) const = default;
};

// A time that does not count.
struct Pause {
  Time from, to;
  bool operator==(const Pause&) const = default;
};

// Work that lies between two moments, without the pauses; 0 when `to` is not after `from`. For `urgent` all of it; for
// the other two the working hours, for a term of working days is spent in the hours of its days.
Millis elapsed(const Calendar& calendar, Pace pace, Time from, Time to, std::span<const Pause> pauses = {});

// The first moment at which a term that began at `start` is over.
//   urgent, working_hours: when that many minutes have elapsed.
//   working_days: at the end of the last working hour of the n-th worked day after the day of `start`, whatever the
//   hour of `start` and whether its day is worked.
// Pauses (ascending, apart from each other, none before `start`) put it off by what is left when each begins; a pause
// that begins after the term is over changes nothing.
Time deadline(const Calendar& calendar, const Term& term, Time start, std::span<const Pause> pauses = {});

// The first moment at which `percent` (0 to 1,000) of the work between `start` and the deadline have elapsed: 80 warns,
// 100 is the deadline itself, 150 comes after it.
Time share_reached(const Calendar& calendar, const Term& term, Time start, int percent,
                   std::span<const Pause> pauses = {});

// The first moment, not before `from`, at which `work` has elapsed.
Time after(const Calendar& calendar, Pace pace, Time from, Millis work);

// With the days of `amendments` put in, each in place of what was said of it before.
Calendar amended(Calendar calendar, const Amendments& amendments);

// {"zone": "Asia/Shanghai", "weekdays": [1, 2, 3, 4, 5], "hours": [{"from": "08:00", "to": "12:00"}, ...],
//  "days": [{"date": "2020-01-31", "off": true, "name": "春节"}, ...]}
json::value to_json(const Calendar& calendar);
// All but "days" may be absent: then as in Calendar, and Asia/Shanghai. Errors name the field: "calendar.*",
// "zone.unknown", "date.malformed", and those of JsonReader.
Result<Calendar> calendar_from_json(const json::value& value);
// Only {"days": [...]}, also as the yearly files of https://github.com/NateScarlet/holiday-cn spell it ("isOffDay").
Result<Amendments> amendments_from_json(const json::value& value);

json::value to_json(
    const Term& term);  // {"clock": "working_hours", "minutes": 240}, {"clock": "working_days", "days": 3}
Result<Term> term_from_json(const json::value& value, std::string path = {});

}  // namespace ward::city::calendar
