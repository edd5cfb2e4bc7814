#include "city/inspections/measures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "city/inspections/test_measure.h"

namespace ward::city::inspections {
namespace {

using testing::code_of;
using testing::Desk;
using testing::everybody;

Time at(const char* rfc3339) { return *parse_rfc3339(rfc3339); }
calendar::Calendar shanghai() { return {.zone = *Zone::find("Asia/Shanghai")}; }

// ---- the table ------------------------------------------------------------------------------------------------------

std::string who(const Rule& rule) {
  static const char* kinds[] = {"", "; fines", "; not fines", "; notices", "; not notices"};
  std::string out;
  for (unsigned bit = 1; bit <= unsigned(Part::reviewer); bit *= 2)
    if (rule.parts & bit) out += (out.empty() ? "" : ", ") + std::string(to_string(Part(bit)));
  return out + kinds[std::size_t(rule.kinds)];
}

TEST(MeasureState, TheTableOfTheDocumentationIsTheOneOfTheProgram) {
  std::ifstream file(std::filesystem::path(WARD_SOURCE_DIR) / "docs/design/inspections.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  std::string expected;
  for (std::size_t s = 0; s < state_count; ++s) {
    std::string steps;
    for (const Rule& rule : table())
      if (rule.from == State(s))
        steps += fmt::format("{}{} → {} ({})", steps.empty() ? "" : "; ", to_string(rule.action),
                             rule.to == rule.from ? "stays" : to_string(rule.to), who(rule));
    expected +=
        fmt::format("| {} {} | {} |\n", to_string(State(s)), words(State(s)).zh, steps.empty() ? "final" : steps);
  }
  EXPECT_NE(page.find(expected), std::string::npos) << expected;
}

TEST(MeasureState, EveryNameReadsBack) {
  for (std::size_t i = 0; i < state_count; ++i) EXPECT_EQ(state_from(to_string(State(i))), State(i));
  for (std::size_t i = 0; i < action_count; ++i) EXPECT_EQ(action_from(to_string(Action(i))), Action(i));
  for (const How how : {How::in_person, How::left, How::mail, How::electronic, How::by_notice})
    EXPECT_EQ(how_from(to_string(how)), how);
  for (const Kind kind : {Kind::instruction, Kind::notice, Kind::fine}) EXPECT_EQ(kind_from(to_string(kind)), kind);
  EXPECT_FALSE(state_from("lost"));
  EXPECT_FALSE(how_from(""));
}

TEST(MeasureState, EveryActionIsSomewhereAndEveryStateIsReached) {
  std::set<Action> used;
  std::set<State> reached{State::proposed};
  for (const Rule& rule : table()) used.insert(rule.action), reached.insert(rule.to);
  EXPECT_EQ(used.size(), action_count - 1);  // without propose
  EXPECT_EQ(reached.size(), state_count);
}

// ---- periods --------------------------------------------------------------------------------------------------------

TEST(Terms, EndWithTheLastMinuteOfTheLastDay) {
  const auto c = shanghai();
  EXPECT_EQ(after_days(c, at("2026-03-02T23:59:00+08:00"), 15), at("2026-03-18T00:00:00+08:00"));
  EXPECT_EQ(after_days(c, at("2026-03-02T00:00:00+08:00"), 15), at("2026-03-18T00:00:00+08:00"));
  EXPECT_EQ(after_days(c, at("2026-03-02T10:00:00+08:00"), 60), at("2026-05-02T00:00:00+08:00"));
}

TEST(Terms, AreNotOverOnADayWithoutOffices) {
  auto c = shanghai();
  EXPECT_EQ(after_days(c, at("2026-03-06T10:00:00+08:00"), 15), at("2026-03-24T00:00:00+08:00"));  // Saturday to Monday
  c.days[*parse_date("2026-03-23")] = {true, "a holiday"};
  EXPECT_EQ(after_days(c, at("2026-03-06T10:00:00+08:00"), 15), at("2026-03-25T00:00:00+08:00"));
  c.days[*parse_date("2026-03-21")] = {false, "worked for it"};
  EXPECT_EQ(after_days(c, at("2026-03-06T10:00:00+08:00"), 15), at("2026-03-22T00:00:00+08:00"));
}

TEST(Terms, MonthsEndOnTheSameDayOrTheLast) {
  const auto c = shanghai();
  EXPECT_EQ(after_months(c, at("2026-03-02T10:00:00+08:00"), 6), at("2026-09-03T00:00:00+08:00"));
  EXPECT_EQ(after_months(c, at("2025-08-31T10:00:00+08:00"), 6), at("2026-03-03T00:00:00+08:00"));  // a Saturday, 28
}

// ---- proposals ------------------------------------------------------------------------------------------------------

TEST(Measure, IsProposedWithItsBasisWithinTheLimits) {
  const Desk desk;
  const Measure fine = desk.proposed(Kind::fine);
  EXPECT_EQ(fine.state, State::proposed);
  EXPECT_EQ(fine.basis, "《某条例》第二十八条");
  EXPECT_EQ(fine.days, 15);
  EXPECT_EQ(desk.proposed(Kind::instruction).days, 3);

  const auto code = [&](auto change, const Actor& actor = {"user:li", Parts(Part::inspector)}) {
    Proposal proposal = desk.proposal(Kind::fine);
    change(proposal);
    return code_of(propose(proposal, actor, desk.context()));
  };
  EXPECT_EQ(code([](Proposal&) {}), "");
  EXPECT_EQ(code([](Proposal& p) { p.fen = 49'999; }), "measure.fen");
  EXPECT_EQ(code([](Proposal& p) { p.fen = 100'001; }), "measure.fen");
  EXPECT_EQ(code([](Proposal& p) { p.kind = Kind::notice; }), "measure.fen");
  EXPECT_EQ(code([](Proposal& p) { p.offence = "late"; }), "measure.kind");
  EXPECT_EQ(code([](Proposal& p) { p.offence = "else"; }), "measure.offence");
  EXPECT_EQ(code([](Proposal& p) { p.party = ""; }), "measure.party");
  EXPECT_EQ(code([](Proposal& p) { p.inspectors = {"user:li"}; }), "measure.inspectors");
  EXPECT_EQ(code([](Proposal& p) { p.inspectors = {"user:li", "user:li"}; }), "measure.inspectors");
  EXPECT_EQ(code([](Proposal& p) { p.inspectors = {"user:wu", "user:xu"}; }), "measure.inspectors");
  EXPECT_EQ(code([](Proposal&) {}, {"user:li", Parts(Part::office)}), "measure.part");

  const auto refused = propose({.id = {},
                                .finding = {},
                                .kind = Kind::fine,
                                .offence = "undeclared",
                                .party = "x",
                                .inspectors = {"user:li", "user:wu"},
                                .fen = 200'000},
                               {"user:li", Parts(Part::inspector)}, desk.context());
  EXPECT_EQ(refused.error().message.en,
            "A fine for \"tenants not declared\" lies between 500.00 and 1000.00 yuan by 《某条例》第二十八条.");
}

// ---- decisions ------------------------------------------------------------------------------------------------------

TEST(Measure, AFineIsToldOfAndDecidedByAnother) {
  const Desk desk;
  const Measure fine = desk.proposed(Kind::fine);
  EXPECT_EQ(code_of(desk.attempt(fine, Action::decide)), "measure.tell_first");
  const Measure told = desk.moved(fine, {Action::tell});
  const Request decide = desk.request(told, Action::decide);
  EXPECT_EQ(code_of(apply(told, decide, {"user:li", Parts(Part::inspector)}, desk.context())), "measure.part");
  EXPECT_EQ(code_of(apply(told, decide, {"user:wu", Parts(Part::chief)}, desk.context())), "measure.own_case");
  Request changed = decide;
  for (const auto& [fen, code] : std::map<std::int64_t, std::string>{
           {49'999, "measure.fen"}, {80'001, "measure.fen"}, {100'001, "measure.fen"}, {60'000, ""}}) {
    changed.fen = fen;
    EXPECT_EQ(code_of(desk.attempt(told, changed)), code) << fen;
  }
  changed.fen = 60'000;
  const Measure decided = desk.attempt(told, changed)->measure;
  EXPECT_EQ(decided.fen, 60'000);
  EXPECT_EQ(decided.decided_by, "user:chief");
  EXPECT_EQ(desk.moved(fine, {Action::drop}).state, State::dropped);
}

TEST(Measure, AnInspectorMayInstructAlone) {
  const Desk desk;
  const Measure instruction = desk.proposed(Kind::instruction);
  const auto step = apply(instruction, desk.request(instruction, Action::decide), {"user:li", Parts(Part::inspector)},
                          desk.context());
  EXPECT_EQ(step->measure.state, State::decided);
  EXPECT_EQ(*deadlines(step->measure, desk.calendar, desk.terms).deliver, at("2026-03-11T18:00:00+08:00"));
}

// ---- delivery -------------------------------------------------------------------------------------------------------

TEST(Measure, ItsTermRunsFromDelivery) {
  Desk desk;
  const Measure decided = desk.moved(desk.proposed(Kind::instruction), {Action::decide});
  desk.now += std::chrono::days{5};
  Request request = desk.request(decided, Action::deliver);
  request.at = at("2026-03-04T10:00:00+08:00");
  const Measure delivered = desk.attempt(decided, request)->measure;
  EXPECT_EQ(delivered.delivery->at, *request.at);
  EXPECT_EQ(*delivered.due, at("2026-03-10T00:00:00+08:00"));  // the third day after is a Saturday: Monday the 9th
  const Deadlines until = deadlines(delivered, desk.calendar, desk.terms);
  EXPECT_EQ(*until.review, at("2026-05-05T00:00:00+08:00"));  // the 60th day is a Sunday
  EXPECT_EQ(*until.sue, at("2026-09-05T00:00:00+08:00"));
  EXPECT_EQ(until.carry_out, delivered.due);
  EXPECT_FALSE(until.deliver);
}

TEST(Measure, ADeliveryIsProven) {
  const Desk desk;
  const Measure decided = desk.moved(desk.proposed(Kind::instruction), {Action::decide});
  const auto code = [&](auto change) {
    Request request = desk.request(decided, Action::deliver);
    change(request);
    return code_of(desk.attempt(decided, request));
  };
  EXPECT_EQ(code([](Request& r) { r.how.reset(); }), "measure.how");
  EXPECT_EQ(code([](Request& r) { r.to.clear(); }), "measure.to");
  EXPECT_EQ(code([](Request& r) { r.how = How::electronic; }), "measure.consent");
  EXPECT_EQ(code([](Request& r) { r.how = How::electronic, r.consent = true; }), "");
  EXPECT_EQ(code([&](Request& r) { r.at = desk.now + Millis{1}; }), "measure.at");
  EXPECT_EQ(code([&](Request& r) { r.at = *decided.decided_at - Millis{1}; }), "measure.at");
}

TEST(Measure, APublicNoticeCountsWhenItHasRun) {
  Desk desk;
  const Measure decided = desk.moved(desk.proposed(Kind::instruction), {Action::decide});
  Request request = desk.request(decided, Action::deliver);
  request.how = How::by_notice;
  request.at = desk.now;
  EXPECT_EQ(code_of(desk.attempt(decided, request)), "measure.notice_runs");
  desk.now = at("2026-04-02T00:00:00+08:00");
  EXPECT_EQ(desk.attempt(decided, request)->measure.delivery->at, desk.now);
}

TEST(Measure, AWrittenNoticeIsOverWhenItIsDelivered) {
  const Desk desk;
  const Measure notice = desk.moved(desk.proposed(Kind::notice), {Action::decide, Action::deliver});
  EXPECT_EQ(notice.state, State::carried_out);
  const Measure upheld = desk.moved(notice, {Action::ask_review, Action::uphold});
  EXPECT_EQ(upheld.state, State::carried_out);
}

// ---- appeals --------------------------------------------------------------------------------------------------------

TEST(Measure, IsAppealedInTimeAndOnce) {
  Desk desk;
  const Measure fine = desk.delivered_fine();
  const Time last = *deadlines(fine, desk.calendar, desk.terms).review;
  desk.now = last;
  EXPECT_EQ(code_of(desk.attempt(fine, Action::ask_review)), "measure.appeal_late");
  Request posted = desk.request(fine, Action::ask_review);
  posted.at = last - Millis{1};  // the postmark counts
  const Measure appealed = desk.attempt(fine, posted)->measure;
  EXPECT_EQ(appealed.state, State::appealed);
  EXPECT_EQ(code_of(desk.attempt(appealed, Action::sue)), "measure.state");

  const Measure upheld = desk.moved(appealed, {Action::uphold});
  EXPECT_EQ(upheld.review->outcome, Outcome::upheld);
  EXPECT_EQ(*upheld.due, after_days(desk.calendar, desk.now, 15)) << "the whole term once more";
  EXPECT_EQ(code_of(desk.attempt(desk.moved(upheld, {Action::carry_out}), Action::ask_review)), "measure.appeal_twice");
  EXPECT_EQ(*deadlines(upheld, desk.calendar, desk.terms).sue, after_days(desk.calendar, desk.now, 15));
  const Measure sued = desk.moved(upheld, {Action::sue, Action::reduce});
  EXPECT_EQ(sued.fen, 40'000);
  EXPECT_EQ(code_of(desk.attempt(sued, Action::sue)), "measure.appeal_twice");
}

TEST(Measure, AfterAReconsiderationACourtIsAskedWithinFifteenDays) {
  Desk desk;
  const Measure upheld = desk.moved(desk.delivered_fine(), {Action::ask_review, Action::uphold});
  desk.now = after_days(desk.calendar, desk.now, 15);
  EXPECT_EQ(code_of(desk.attempt(upheld, Action::sue)), "measure.appeal_late");
}

TEST(Measure, ACourtIsTheLast) {
  Desk desk;
  const Measure fine = desk.delivered_fine();
  const Time last = *deadlines(fine, desk.calendar, desk.terms).sue;
  desk.now = last - Millis{1};
  const Measure sued = desk.moved(fine, {Action::sue, Action::take_back});
  EXPECT_EQ(code_of(desk.attempt(desk.moved(sued, {Action::carry_out}), Action::ask_review)),
            "measure.appeal_after_lawsuit");
  desk.now = last;
  EXPECT_EQ(code_of(desk.attempt(fine, Action::sue)), "measure.appeal_late");
}

TEST(Measure, WhoTookAReviewBackMayStillSueInTheFirstPeriod) {
  Desk desk;
  const Measure back = desk.moved(desk.delivered_fine(), {Action::ask_review, Action::take_back});
  EXPECT_EQ(*deadlines(back, desk.calendar, desk.terms).sue, after_months(desk.calendar, back.delivery->at, 6));
  desk.now += std::chrono::days{100};
  EXPECT_EQ(desk.moved(back, {Action::sue}).state, State::appealed);
}

TEST(Measure, NobodyReviewsTheirOwnDecision) {
  const Desk desk;
  const Measure appealed = desk.moved(desk.delivered_fine(), {Action::ask_review});
  for (const char* name : {"user:chief", "user:li"})
    EXPECT_EQ(
        code_of(apply(appealed, desk.request(appealed, Action::uphold), {name, Parts(Part::reviewer)}, desk.context())),
        "measure.own_case");
  Request reduce = desk.request(appealed, Action::reduce);
  for (const std::int64_t fen : {std::int64_t{0}, appealed.fen, appealed.fen + 1}) {
    reduce.fen = fen;
    EXPECT_EQ(code_of(desk.attempt(appealed, reduce)), "measure.fen");
  }
  // But who decided may see that it was wrong.
  const auto withdrawn =
      apply(appealed, desk.request(appealed, Action::withdraw), {"user:chief", Parts(Part::chief)}, desk.context());
  EXPECT_EQ(withdrawn->measure.state, State::withdrawn);
  EXPECT_EQ(withdrawn->measure.review->outcome, Outcome::withdrawn);
}

TEST(Measure, WhatWasPaidUnderReviewIsPaid) {
  const Desk desk;
  const Measure paid = desk.moved(desk.delivered_fine(), {Action::ask_review, Action::carry_out});
  EXPECT_EQ(paid.state, State::appealed);
  EXPECT_EQ(code_of(desk.attempt(paid, Action::carry_out)), "measure.carried_out");
  EXPECT_EQ(desk.moved(paid, {Action::reduce}).state, State::carried_out);
}

// ---- the end --------------------------------------------------------------------------------------------------------

TEST(Measure, IsOverdueOnlyAfterItsTerm) {
  Desk desk;
  const Measure fine = desk.delivered_fine();
  EXPECT_EQ(code_of(desk.attempt(fine, Action::set_overdue)), "measure.not_due");
  desk.now = *fine.due;
  const Measure overdue = desk.moved(fine, {Action::set_overdue});
  EXPECT_EQ(overdue.state, State::overdue);
  Request defer = desk.request(overdue, Action::defer);
  EXPECT_EQ(code_of(desk.attempt(overdue, defer)), "measure.due");
  defer.due = desk.now + std::chrono::days{30};
  EXPECT_EQ(*desk.attempt(overdue, defer)->measure.due, *defer.due);
  EXPECT_EQ(desk.moved(overdue, {Action::carry_out}).state, State::carried_out);
}

TEST(Measure, ALateFineGrowsByThreePercentADayUpToItself) {
  Desk desk;
  const Measure fine = desk.delivered_fine();
  const auto late = [&](std::chrono::hours after) { return most_late_fen(fine, desk.terms, *fine.due + after); };
  EXPECT_EQ(late(std::chrono::hours{-1}), 0);
  EXPECT_EQ(late(std::chrono::hours{23}), 0);
  EXPECT_EQ(late(std::chrono::hours{24}), 2'400);
  EXPECT_EQ(late(std::chrono::hours{24 * 33}), 79'200);
  EXPECT_EQ(late(std::chrono::hours{24 * 365}), 80'000);
  // Ten days late, then 50 days under review, paid meanwhile: ten days count.
  desk.now = *fine.due + std::chrono::days{10};
  Measure paid = desk.moved(fine, {Action::ask_review});
  desk.now += std::chrono::days{50};
  paid = desk.moved(paid, {Action::carry_out});
  EXPECT_EQ(most_late_fen(paid, desk.terms, desk.now + std::chrono::days{100}), 24'000);
}

TEST(Measure, TellsWhoseStepItIsAndWhoWasFirst) {
  const Desk desk;
  const Measure fine = desk.delivered_fine();
  const auto refused =
      apply(fine, desk.request(fine, Action::carry_out), {"user:party", Parts(Part::party)}, desk.context());
  EXPECT_EQ(refused.error().message.en, "Only the office may \"write down that it was carried out\" now.");
  Request old = desk.request(fine, Action::carry_out);
  old.version = 1;
  EXPECT_EQ(code_of(desk.attempt(fine, old)), "measure.version");
  Request silent = desk.request(fine, Action::carry_out);
  silent.text.clear();
  EXPECT_EQ(code_of(desk.attempt(fine, silent)), "measure.text");
  Request dated = desk.request(fine, Action::defer);
  dated.at = desk.now;
  EXPECT_EQ(code_of(desk.attempt(fine, dated)), "measure.at");

  const Request paid = desk.request(fine, Action::carry_out);
  const auto once = desk.attempt(fine, paid);
  ASSERT_TRUE(once->happening);
  EXPECT_EQ(once->happening->from, State::delivered);
  EXPECT_EQ(once->happening->to, State::carried_out);
  const auto twice = desk.attempt(once->measure, paid);
  EXPECT_FALSE(twice->happening);
  EXPECT_EQ(twice->measure, once->measure);
}

// ---- the catalogue --------------------------------------------------------------------------------------------------

TEST(Offences, ReadBackAndNameTheFieldAtFault) {
  const OffenceCatalogue catalogue = testing::small_catalogue();
  EXPECT_EQ(*offences_from_json(*parse_json(json::serialize(to_json(catalogue)))), catalogue);
  const auto fault = [](const char* offence) {
    const auto read = offences_from_json(*parse_json(std::string(R"({"offences": [)") + offence + "]}"));
    return read ? "" : read.error().code + " at " + read.error().field;
  };
  const std::string good = R"({"code": "a", "name": {"en": "A", "zh": "甲"}, "basis": "x", "kinds": ["notice"]})";
  EXPECT_EQ(fault(good.c_str()), "");
  EXPECT_EQ(fault((good + "," + good).c_str()), "offence.twice at offences[1].code");
  EXPECT_EQ(fault(R"({"code": "A b", "name": {"en": "A", "zh": "甲"}, "basis": "x", "kinds": ["notice"]})"),
            "offence.code at offences[0].code");
  EXPECT_EQ(fault(R"({"code": "a", "name": {"en": "A", "zh": "甲"}, "basis": "x", "kinds": []})"),
            "offence.kinds at offences[0].kinds");
  EXPECT_EQ(fault(R"({"code": "a", "name": {"en": "A", "zh": "甲"}, "basis": "x", "kinds": ["fine"]})"),
            "offence.limits at offences[0].most_fen");
  EXPECT_EQ(fault(R"({"code": "a", "name": {"en": "A", "zh": "甲"}, "basis": "x", "kinds": ["fine"],
                     "least_fen": 3, "most_fen": 2})"),
            "offence.limits at offences[0].most_fen");
  EXPECT_EQ(fault(R"({"code": "a", "name": {"en": "A"}, "basis": "x", "kinds": ["notice"]})"),
            "field.missing at offences[0].name.zh");
}

}  // namespace
}  // namespace ward::city::inspections
