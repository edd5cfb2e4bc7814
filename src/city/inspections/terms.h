// The periods that a measure follows, as Chinese law has them; a city whose law differs sets its own. Moments are UTC,
// days those of the calendar's zone. Engineering, not legal advice.
#pragma once

#include "city/calendar/calendar.h"

namespace ward::city::inspections {

struct Terms {
  int review_days = 60;    // to ask for reconsideration: Administrative Reconsideration Law 行政复议法 2023, article 20
  int lawsuit_months = 6;  // to sue: Administrative Litigation Law 行政诉讼法 2017, article 46
  int lawsuit_after_days = 15;  // to sue after a reconsideration: the same, article 45
  int pay_days = 15;            // to pay a fine: Administrative Penalty Law 行政处罚法 2021, article 67
  int notice_days = 30;         // until a public notice counts as delivered: Civil Procedure Law 民事诉讼法, article 95
  int deliver_work_days = 7;    // to deliver a decision: Administrative Penalty Law, articles 61 and 85
  int late_percent = 3;         // of a fine, for each day it is late, at most as much as the fine: the same, article 72
};

// The moment at which a period of whole days is over: the midnight that ends its last day. The day of `from` does not
// count; a last day on which the city's offices do not work is put off to the next on which they do (Civil Procedure
// Law, article 85, which the others follow).
Time after_days(const calendar::Calendar& calendar, Time from, int days);
// The same for months: the day of the same number, or the last of a shorter month.
Time after_months(const calendar::Calendar& calendar, Time from, int months);

}  // namespace ward::city::inspections
