#include "city/inspections/terms.h"

namespace ward::city::inspections {

namespace {

using std::chrono::days;

Date date_of(const calendar::Calendar& calendar, Time at) {
  return std::chrono::floor<days>(calendar.zone.to_local(at));
}

Time midnight(const calendar::Calendar& calendar, Date date) { return calendar.zone.to_utc(LocalTime{date}); }

bool is_worked(const calendar::Calendar& calendar, Date date) {
  return calendar::elapsed(calendar, calendar::Pace::working_hours, midnight(calendar, date),
                           midnight(calendar, date + days{1})) > Millis{0};
}

Time end_of(const calendar::Calendar& calendar, Date last) {
  while (!is_worked(calendar, last)) last += days{1};  // ends: some weekday is worked
  return midnight(calendar, last + days{1});
}

}  // namespace

Time after_days(const calendar::Calendar& calendar, Time from, int count) {
  return end_of(calendar, date_of(calendar, from) + days{count});
}

Time after_months(const calendar::Calendar& calendar, Time from, int months) {
  using namespace std::chrono;
  const year_month_day date{date_of(calendar, from)};
  const year_month month = date.year() / date.month() + std::chrono::months{months};
  const year_month_day same = month / date.day();
  return end_of(calendar, local_days{same.ok() ? same : year_month_day{month / last}});
}

}  // namespace ward::city::inspections
