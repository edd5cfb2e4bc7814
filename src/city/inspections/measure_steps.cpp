#include "city/inspections/measure_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace ward::city::inspections {

namespace {

std::unexpected<Error> own_case(Text message) {
  return fail(ErrorKind::forbidden, "measure.own_case", std::move(message));
}

// The last day of a period as people write it: the one before the midnight that ends it.
std::string last_day(const calendar::Calendar& calendar, Time until) {
  return to_text(std::chrono::floor<std::chrono::days>(calendar.zone.to_local(until - Millis{1})));
}

Result<> in_time(Time at, Time until, const calendar::Calendar& calendar) {
  if (at < until) return {};
  const std::string day = last_day(calendar, until);
  return conflict("measure.appeal_late", {fmt::format("It is too late to appeal: the last day was {}.", day),
                                          fmt::format("已超过期限，最后一天为 {}。", day)});
}

bool found_it(const Move& move) {
  return std::ranges::find(move.measure.inspectors, move.actor.name) != move.measure.inspectors.end();
}

Result<> decide(Move& move) {
  Measure& measure = move.measure;
  WARD_TRY(offence, offence_for(move.context.catalogue, measure.offence, measure.kind));
  if (measure.kind == Kind::fine && found_it(move))
    return own_case({"Who found it does not decide on the fine.", "检查人员不得自行决定罚款。"});
  const std::int64_t fen = move.request.fen.value_or(measure.fen);
  WARD_CHECK(check_fen(*offence, measure.kind, fen));
  if (fen > measure.fen)
    return wrong("fen",
                 {fmt::format("The party was told of {} yuan: being heard makes no fine heavier.", yuan(measure.fen)),
                  fmt::format("已告知的金额为 {} 元，不得因当事人申辩而加重处罚。", yuan(measure.fen))});
  measure.fen = fen;
  measure.decided_by = move.actor.name;
  measure.decided_at = move.at;
  return {};
}

Result<> deliver(Move& move) {
  const Request& request = move.request;
  if (!request.how) return wrong("how", {"Say how it was delivered.", "请填写送达方式。"});
  if (request.to.empty() || characters(request.to) > max_name)
    return wrong("to", {"Say who took it, or where it was left or published.", "请填写签收人，或留置、公告的地点。"});
  if (request.how == How::electronic && !request.consent)
    return wrong("consent",
                 {"Electronic delivery needs the party's consent in writing.", "电子送达须经当事人书面同意。"});
  Time at = move.at;
  if (request.how == How::by_notice) {
    at = after_days(move.context.calendar, at, move.context.terms.notice_days);
    if (move.context.now < at) {
      const std::string day = last_day(move.context.calendar, at);
      return conflict("measure.notice_runs",
                      {fmt::format("The public notice runs until {}; only then it counts as delivered.", day),
                       fmt::format("公告期至 {}，期满方视为送达。", day)});
    }
  }
  Measure& measure = move.measure;
  measure.delivery = Delivery{*request.how, at, request.to};
  if (measure.kind == Kind::notice)
    measure.carried_out_at = at;
  else
    measure.due = after_days(move.context.calendar, at, measure.days);
  return {};
}

Deadlines until(const Move& move) { return deadlines(move.measure, move.context.calendar, move.context.terms); }

Result<> ask_review(Move& move) {
  if (move.measure.review)
    return conflict("measure.appeal_twice",
                    {"Reconsideration was asked for before; once only.", "行政复议只能申请一次。"});
  if (move.measure.lawsuit)
    return conflict("measure.appeal_after_lawsuit",
                    {"A court has it or has decided it: there is no reconsideration any more.",
                     "已提起行政诉讼，不能再申请行政复议。"});
  WARD_CHECK(in_time(move.at, *until(move).review, move.context.calendar));
  move.measure.review = Appeal{move.at};
  return {};
}

Result<> sue(Move& move) {
  if (move.measure.lawsuit)
    return conflict("measure.appeal_twice", {"It was taken to court before; once only.", "行政诉讼只能提起一次。"});
  WARD_CHECK(in_time(move.at, *until(move).sue, move.context.calendar));
  move.measure.lawsuit = Appeal{move.at};
  return {};
}

// What was carried out meanwhile is over again; else there is the whole term once more from the outcome on.
void end_appeal(Move& move, Outcome outcome) {
  Measure& measure = move.measure;
  Appeal& appeal = measure.lawsuit && !measure.lawsuit->decided_at ? *measure.lawsuit : *measure.review;
  appeal.decided_at = move.at;
  appeal.outcome = outcome;
  if (outcome == Outcome::withdrawn) return;
  if (measure.carried_out_at) {
    measure.state = State::carried_out;
  } else {
    measure.due = std::max(*measure.due, after_days(move.context.calendar, move.at, measure.days));
  }
}

Result<> review_outcome(Move& move, Outcome outcome) {
  if (outcome != Outcome::taken_back && (move.actor.name == move.measure.decided_by || found_it(move)))
    return own_case({"Who found it or decided it does not review it.", "检查人员和作出决定的人员不得复核本案。"});
  if (outcome == Outcome::reduced) {
    const std::int64_t fen = move.request.fen.value_or(0);
    if (fen < 1 || fen >= move.measure.fen)
      return wrong("fen",
                   {fmt::format("Reduced is less than {} yuan and not nothing; else uphold or withdraw it.",
                                yuan(move.measure.fen)),
                    fmt::format("变更后的金额应低于 {} 元且大于零；否则请维持或撤销。", yuan(move.measure.fen))});
    move.measure.fen = fen;
  }
  end_appeal(move, outcome);
  return {};
}

// In review: by who reviews, or by the authority that sees that it was wrong.
Result<> withdraw(Move& move) {
  if (!open_appeal(move.measure)) return {};
  if (move.actor.parts & Parts(Part::chief)) {
    end_appeal(move, Outcome::withdrawn);
    return {};
  }
  return review_outcome(move, Outcome::withdrawn);
}

Result<> carry_out(Move& move) {
  if (move.measure.carried_out_at)
    return conflict("measure.carried_out", {"It was carried out before.", "此前已履行。"});
  move.measure.carried_out_at = move.at;
  return {};
}

Result<> set_overdue(Move& move) {
  if (move.at >= *move.measure.due) return {};
  const std::string day = last_day(move.context.calendar, *move.measure.due);
  return conflict("measure.not_due",
                  {fmt::format("It is not due before the end of {}.", day), fmt::format("期限至 {}，尚未逾期。", day)});
}

Result<> defer(Move& move) {
  const auto due = move.request.due;
  if (!due || *due <= *move.measure.due || *due <= move.at || *due > move.at + std::chrono::days{366})
    return wrong("due", {"Give a later date, within a year.", "请填写更晚的日期，且在一年之内。"});
  move.measure.due = *due;
  return {};
}

}  // namespace

Result<> take_step(Move& move) {
  switch (move.request.action) {
    case Action::decide:
      return decide(move);
    case Action::deliver:
      return deliver(move);
    case Action::ask_review:
      return ask_review(move);
    case Action::sue:
      return sue(move);
    case Action::take_back:
      return review_outcome(move, Outcome::taken_back);
    case Action::uphold:
      return review_outcome(move, Outcome::upheld);
    case Action::reduce:
      return review_outcome(move, Outcome::reduced);
    case Action::withdraw:
      return withdraw(move);
    case Action::carry_out:
      return carry_out(move);
    case Action::set_overdue:
      return set_overdue(move);
    case Action::defer:
      return defer(move);
    case Action::propose:
    case Action::tell:
    case Action::drop:
      return {};
  }
  return {};
}

}  // namespace ward::city::inspections
