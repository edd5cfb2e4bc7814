#include <algorithm>

#include "city/inspections/measures.h"

namespace ward::city::inspections {

namespace {

std::optional<Time> review_until(const Measure& measure, const calendar::Calendar& calendar, const Terms& terms) {
  if (!measure.delivery || measure.review || measure.lawsuit) return std::nullopt;
  return after_days(calendar, measure.delivery->at, terms.review_days);
}

std::optional<Time> sue_until(const Measure& measure, const calendar::Calendar& calendar, const Terms& terms) {
  if (!measure.delivery || measure.lawsuit || open_appeal(measure)) return std::nullopt;
  if (measure.review && measure.review->outcome != Outcome::taken_back)
    return after_days(calendar, *measure.review->decided_at, terms.lawsuit_after_days);
  return after_months(calendar, measure.delivery->at, terms.lawsuit_months);
}

// How much of the time between the two the appeal lasted.
Millis under_review(const std::optional<Appeal>& appeal, Time from, Time to) {
  if (!appeal) return Millis{0};
  return std::max(Millis{0}, std::min(appeal->decided_at.value_or(to), to) - std::max(appeal->asked_at, from));
}

}  // namespace

Deadlines deadlines(const Measure& measure, const calendar::Calendar& calendar, const Terms& terms) {
  Deadlines out;
  if (is_final(measure.state)) return out;
  if (measure.state == State::decided)
    out.deliver =
        calendar::deadline(calendar, {calendar::Pace::working_days, terms.deliver_work_days}, *measure.decided_at);
  out.review = review_until(measure, calendar, terms);
  out.sue = sue_until(measure, calendar, terms);
  if (is_open(measure.state) && measure.state != State::appealed) out.carry_out = measure.due;
  return out;
}

std::int64_t most_late_fen(const Measure& measure, const Terms& terms, Time now) {
  if (measure.kind != Kind::fine || !measure.due || is_final(measure.state)) return 0;
  const Time end = measure.carried_out_at.value_or(now);
  const Millis late = end - *measure.due - under_review(measure.review, *measure.due, end) -
                      under_review(measure.lawsuit, *measure.due, end);
  const std::int64_t days = std::max<std::int64_t>(0, std::chrono::floor<std::chrono::days>(late).count());
  return std::min(measure.fen, measure.fen * terms.late_percent * days / 100);
}

}  // namespace ward::city::inspections
