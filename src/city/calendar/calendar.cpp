#include "city/calendar/calendar.h"

#include <algorithm>

namespace ward::city::calendar {

namespace {

using std::chrono::days;
using std::chrono::floor;

bool is_worked(const Calendar& calendar, Date date) {
  const auto amendment = calendar.days.find(date);
  if (amendment != calendar.days.end()) return !amendment->second.off;
  return calendar.worked[std::chrono::weekday{date}.iso_encoding() - 1];
}

// The working hours of a day as moments, ascending; none when it is off, or when the zone left that day out.
std::vector<Pause> hours_of(const Calendar& calendar, Date date) {
  std::vector<Pause> out;
  if (!is_worked(calendar, date)) return out;
  for (const Hours& hours : calendar.hours) {
    const Pause span{calendar.zone.to_utc(date + hours.from), calendar.zone.to_utc(date + hours.to)};
    if (span.from < span.to) out.push_back(span);
  }
  return out;
}

Date date_of(const Calendar& calendar, Time at) { return floor<days>(calendar.zone.to_local(at)); }

Millis overlap(const Pause& span, Time from, Time to) {
  return std::max(Millis{0}, std::min(span.to, to) - std::max(span.from, from));
}

Millis elapsed_without_pauses(const Calendar& calendar, Pace pace, Time from, Time to) {
  if (to <= from) return Millis{0};
  if (pace == Pace::urgent) return to - from;
  Millis work{0};
  const Date last =
      date_of(calendar, to) + days{1};  // a day to spare on both sides: clocks are set back at midnight too
  for (Date date = date_of(calendar, from) - days{1}; date <= last; date += days{1})
    for (const Pause& span : hours_of(calendar, date)) work += overlap(span, from, to);
  return work;
}

// The end of the n-th worked day after the day of `start`.
Time end_of_days(const Calendar& calendar, int n, Time start) {
  for (Date date = date_of(calendar, start) + days{1};; date += days{1}) {  // ends: some weekday is worked
    const auto hours = hours_of(calendar, date);
    if (!hours.empty() && --n == 0) return hours.back().to;
  }
}

Time deadline_without_pauses(const Calendar& calendar, const Term& term, Time start) {
  if (term.pace == Pace::working_days) return end_of_days(calendar, term.amount, start);
  return after(calendar, term.pace, start, std::chrono::minutes{term.amount});
}

}  // namespace

Millis elapsed(const Calendar& calendar, Pace pace, Time from, Time to, std::span<const Pause> pauses) {
  Millis work = elapsed_without_pauses(calendar, pace, from, to);
  for (const Pause& pause : pauses)
    work -= elapsed_without_pauses(calendar, pace, std::max(pause.from, from), std::min(pause.to, to));
  return work;
}

Time after(const Calendar& calendar, Pace pace, Time from, Millis work) {
  if (pace == Pace::urgent || work <= Millis{0}) return from + std::max(work, Millis{0});
  for (Date date = date_of(calendar, from) - days{1};; date += days{1})  // ends: some weekday is worked
    for (const Pause& span : hours_of(calendar, date)) {
      const Millis here = overlap(span, from, span.to);
      if (here >= work) return std::max(span.from, from) + work;
      work -= here;
    }
}

Time deadline(const Calendar& calendar, const Term& term, Time start, std::span<const Pause> pauses) {
  return share_reached(calendar, term, start, 100, pauses);
}

Time share_reached(const Calendar& calendar, const Term& term, Time start, int percent, std::span<const Pause> pauses) {
  const Time end = deadline_without_pauses(calendar, term, start);
  Millis left = elapsed_without_pauses(calendar, term.pace, start, end) * percent / 100;
  Time at = start;
  for (const Pause& pause : pauses) {
    const Millis before = elapsed_without_pauses(calendar, term.pace, at, pause.from);
    if (before >= left) break;
    left -= before;
    at = pause.to;
  }
  return after(calendar, term.pace, at, left);
}

Calendar amended(Calendar calendar, const Amendments& amendments) {
  for (const auto& [date, amendment] : amendments) calendar.days.insert_or_assign(date, amendment);
  return calendar;
}

}  // namespace ward::city::calendar
