#include "city/incidents/incidents.h"

#include <gtest/gtest.h>

#include "city/incidents/test_incident.h"

namespace ward::city::incidents {
namespace {

using testing::Desk;
using testing::everybody;
using A = Action;
using std::chrono::hours;
using std::chrono::minutes;

Time at(const char* rfc3339) { return *parse_rfc3339(rfc3339); }
constexpr Parts reporter = Parts(Part::reporter), centre = Parts(Part::centre), platform = Parts(Part::platform);

TEST(Incident, GoesFromReportToAssessed) {
  Desk desk;
  Incident i = desk.reported("both");
  EXPECT_EQ(i.stage.deadline, desk.now + minutes{30});
  desk.act(i, {A::accept, A::verify, A::file, A::dispatch, A::take_up, A::feedback, A::check, A::close, A::assess});
  EXPECT_EQ(i.state, State::assessed);
  EXPECT_TRUE(i.checked);
  EXPECT_EQ(i.version, 10);
  EXPECT_EQ(desk.finished.size(), 9U);
  EXPECT_TRUE(i.late.empty());
}

TEST(Incident, TellsTheJournalWhatHappenedWithoutWords) {
  Desk desk;
  const Incident i = desk.reported("plain");
  const auto step = desk.attempt(i, A::void_);
  ASSERT_TRUE(step);
  EXPECT_EQ(step->happening->text, "why");
  const journal::Entry row = entry(*step->happening);
  EXPECT_EQ(row.type, "incident.void");
  EXPECT_EQ(row.subject, i.id.str());
  EXPECT_EQ(row.unit, i.unit.str());
  EXPECT_EQ(json::serialize(row.payload), R"({"from":"reported","to":"void","version":2})");
}

TEST(Incident, WhoIsSecondHearsWhatTheFirstDid) {
  Desk desk;
  const Incident looked_at = desk.reported("plain");
  Incident i = looked_at;
  desk.act(i, {A::accept});
  const auto late = apply(i, desk.request(looked_at, A::void_), {"user:late", everybody}, desk.context());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "incident.version");
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_EQ(late.error().message.zh, "已有人先行操作：最近一步是“受理”，事件现为“已受理”。请刷新后再操作。");
}

TEST(Incident, WhatIsSentTwiceCountsOnce) {
  Desk desk;
  const Incident i = desk.reported("plain");
  const Request accept = desk.request(i, A::accept);
  const auto once = apply(i, accept, {"user:a", everybody}, desk.context());
  const auto twice = apply(once->incident, accept, {"user:a", everybody}, desk.context());
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->incident, once->incident);
  EXPECT_FALSE(twice->happening);
}

TEST(Incident, SaysWhyAStepIsNotPossible) {
  Desk desk;
  Incident i = desk.reported("both");
  EXPECT_EQ(desk.attempt(i, A::close).error().code, "incident.state");
  EXPECT_EQ(desk.attempt(i, A::accept, reporter).error().code, "incident.part");
  EXPECT_EQ(desk.attempt(i, A::accept, platform).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(desk.attempt(i, A::move_deadline).error().code, "incident.state");
  Request silent = desk.request(i, A::void_);
  silent.text = "";
  EXPECT_EQ(apply(i, silent, {"", everybody}, desk.context()).error().field, "text");
  desk.act(i, {A::accept});
  EXPECT_EQ(desk.attempt(i, A::file).error().code, "incident.verify_first");
  desk.act(i, {A::verify, A::file});
  Request nowhere = desk.request(i, A::dispatch);
  nowhere.assignee.reset();
  EXPECT_EQ(apply(i, nowhere, {"", everybody}, desk.context()).error().field, "assignee");
  desk.act(i, {A::dispatch, A::take_up, A::feedback});
  EXPECT_EQ(desk.attempt(i, A::close).error().code, "incident.check_first");
  i.type = "gone";
  EXPECT_EQ(desk.attempt(i, A::check).error().code, "incident.type_unknown");
}

TEST(Incident, AReturnGoesToWhoDecidesAgain) {
  Desk desk;
  Incident i = desk.reported("to_check");
  desk.act(i, {A::accept, A::file, A::dispatch, A::return_});
  EXPECT_EQ(i.state, State::filed);
  EXPECT_EQ(i.returned->from, State::dispatched);
  EXPECT_EQ(i.returned->reason, "why");
  EXPECT_FALSE(i.assignee);
  EXPECT_FALSE(desk.attempt(i, A::take_up, platform));
  EXPECT_EQ(desk.attempt(i, A::dispatch, platform).error().code, "incident.part");
  desk.act(i, {A::dispatch});
  EXPECT_FALSE(i.returned);
  EXPECT_EQ(i.returns, 1);
  desk.act(i, {A::take_up, A::feedback, A::check, A::return_});
  EXPECT_FALSE(i.checked);
}

TEST(Incident, AnExtensionIsAskedInTimeAndMovesTheDeadlineWhenGranted) {
  Desk desk;
  Incident i = desk.reported("plain");
  desk.act(i, {A::accept, A::file, A::dispatch, A::take_up});
  EXPECT_EQ(i.stage.deadline, at("2020-03-03T18:00:00+08:00"));
  EXPECT_EQ(desk.attempt(i, A::grant_extension).error().code, "incident.extension_none");
  desk.act(i, {A::ask_extension});
  EXPECT_EQ(desk.attempt(i, A::ask_extension).error().code, "incident.extension_open");
  EXPECT_EQ(i.stage.deadline, at("2020-03-03T18:00:00+08:00"));
  EXPECT_EQ(desk.attempt(i, A::grant_extension, platform).error().code, "incident.part");
  desk.act(i, {A::refuse_extension, A::ask_extension});
  desk.now = at("2020-03-04T09:00:00+08:00");  // decided when the deadline is over
  desk.act(i, {A::grant_extension});
  EXPECT_EQ(i.stage.deadline, at("2020-03-05T18:00:00+08:00"));
  desk.now = at("2020-03-05T18:00:00.001+08:00");
  EXPECT_EQ(desk.attempt(i, A::ask_extension).error().code, "incident.extension_late");
  Desk other;
  Incident young = other.reported("plain");
  other.act(young, {A::accept, A::file, A::dispatch, A::take_up});
  Request ask = other.request(young, A::ask_extension);
  ask.amount = 367;
  EXPECT_EQ(apply(young, ask, {"", everybody}, other.context()).error().field, "amount");
}

TEST(Incident, ASuspendedClockStandsAndComesBackWithWhatWasLeft) {
  Desk desk;
  Incident i = desk.reported("plain");
  desk.act(i, {A::accept, A::file});
  EXPECT_EQ(i.stage.deadline, at("2020-03-02T15:00:00+08:00"));
  desk.now = at("2020-03-02T11:00:00+08:00");
  desk.act(i, {A::suspend});
  EXPECT_EQ(i.state, State::suspended);
  EXPECT_FALSE(i.stage.deadline);
  desk.now = at("2020-03-09T08:00:00+08:00");
  desk.act(i, {A::resume});
  EXPECT_EQ(i.state, State::filed);
  EXPECT_EQ(i.stage.deadline, at("2020-03-09T10:00:00+08:00"));
}

TEST(Incident, VoidedWhileSuspendedItIsNotLate) {
  Desk desk;
  Incident i = desk.reported("plain");
  desk.act(i, {A::accept, A::file, A::suspend});
  desk.now += hours{1'000};
  desk.act(i, {A::void_});
  EXPECT_TRUE(i.late.empty());
  EXPECT_TRUE(desk.finished.back().on_time());
}

TEST(Incident, OneAppealAfterClosureWhenSomethingWasLate) {
  Desk desk;
  Incident punctual = desk.reported("plain");
  desk.act(punctual, {A::accept, A::file, A::dispatch, A::take_up, A::feedback, A::close});
  EXPECT_EQ(desk.attempt(punctual, A::appeal).error().code, "incident.appeal_on_time");

  Incident i = desk.reported("plain");
  desk.act(i, {A::accept, A::file, A::dispatch, A::take_up});
  desk.now += hours{24 * 7};
  desk.act(i, {A::feedback, A::close});
  EXPECT_EQ(i.late, std::vector{State::handling});
  desk.act(i, {A::appeal});
  EXPECT_EQ(desk.attempt(i, A::assess).error().code, "incident.appeal_open");
  desk.act(i, {A::grant_appeal});
  EXPECT_TRUE(i.appeal->granted);
  EXPECT_EQ(i.late, std::vector{State::handling});  // the fact stays
  EXPECT_EQ(desk.attempt(i, A::appeal).error().code, "incident.appeal_twice");
  EXPECT_EQ(desk.attempt(i, A::refuse_appeal).error().code, "incident.appeal_none");
  desk.act(i, {A::reopen});
  EXPECT_EQ(i.state, State::filed);
  EXPECT_EQ(i.reopened, 1);
}

TEST(Incident, ADuplicateClosesWithItsOriginal) {
  Desk desk;
  Incident original = desk.reported("to_check"), copy = desk.reported("to_check");
  copy = desk.attempt(copy, A::mark_duplicate, centre, &original)->incident;
  EXPECT_EQ(copy.duplicate_of, original.id);
  EXPECT_FALSE(copy.stage.deadline);
  EXPECT_EQ(desk.attempt(copy, A::close_with_original, centre, &original).error().code, "incident.original_open");
  desk.act(original, {A::accept, A::file, A::dispatch, A::take_up, A::feedback, A::check, A::close});
  const auto closed = desk.attempt(copy, A::close_with_original, centre, &original);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->incident.state, State::closed);
  EXPECT_EQ(closed->incident.duplicate_of, original.id);

  desk.act(copy, {A::separate});
  EXPECT_EQ(copy.state, State::reported);
  EXPECT_FALSE(copy.duplicate_of);
}

TEST(Incident, NoDuplicateOfItselfOfADuplicateOrOfWhatIsOver) {
  Desk desk;
  Incident original = desk.reported("to_check"), copy = desk.reported("to_check");
  const auto marked = [&](const Incident& one, const Incident* of) {
    const auto step = desk.attempt(one, A::mark_duplicate, centre, of);
    return step ? "" : step.error().code;
  };
  EXPECT_EQ(marked(copy, nullptr), "incident.original");
  EXPECT_EQ(marked(copy, &copy), "incident.original");
  const Incident linked = desk.attempt(copy, A::mark_duplicate, centre, &original)->incident;
  EXPECT_EQ(marked(original, &linked), "incident.original_over");  // no circle
  const Incident unchecked = desk.reported("plain");
  EXPECT_EQ(marked(copy, &unchecked), "incident.original_unchecked");
  desk.act(original, {A::void_});
  EXPECT_EQ(marked(copy, &original), "incident.original_over");
}

TEST(Incident, AnAmendedCalendarMovesWhatIsOpen) {
  Desk desk;
  Incident i = desk.reported("plain");
  desk.act(i, {A::accept, A::file, A::dispatch, A::take_up});
  const Id amendment = Id::make(desk.now);
  EXPECT_FALSE(redeadline(i, desk.calendar, desk.now, amendment, "user:a"));
  const auto amended = calendar::amended(desk.calendar, {{*parse_date("2020-03-03"), {true, "停工"}}});
  const auto step = redeadline(i, amended, desk.now, amendment, "user:a");
  ASSERT_TRUE(step);
  EXPECT_EQ(step->incident.stage.deadline, at("2020-03-04T18:00:00+08:00"));
  EXPECT_EQ(step->incident.version, i.version + 1);
  EXPECT_EQ(entry(*step->happening).type, "incident.move_deadline");
  desk.act(i, {A::suspend});
  EXPECT_FALSE(redeadline(i, amended, desk.now, amendment, "user:a"));
}

TEST(Incident, AClockSetBackChangesNothing) {
  Desk desk;
  Incident i = desk.reported("plain");
  desk.act(i, {A::accept, A::file, A::suspend});
  desk.now -= hours{5};
  desk.act(i, {A::resume});
  EXPECT_EQ(i.last.at, at("2020-03-02T09:00:00+08:00"));
  EXPECT_EQ(i.stage.pauses.front().from, i.stage.pauses.front().to);
}

TEST(Report, IsReadWithItsAnswersAndNamesWhatIsWrong) {
  const auto good = *parse_json(R"({
    "id": "01902b5c-0000-7000-8000-000000000001", "type": "garbage", "unit": "01902b5c-0000-7000-8000-000000000002",
    "place": {"latitude_e6": 29306841, "longitude_e6": 120075058, "address": "后宅街道 5 幢"}, "description": "三天没有清运",
    "answers": {"kind": "household", "picture": "01902b5c-0000-7000-8000-000000000003"},
    "pictures": ["01902b5c-0000-7000-8000-000000000003"]})");
  const auto read = report_from_json(good, default_catalogue());
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(read->place.point->longitude_e6, 120'075'058);
  EXPECT_EQ(read->answers.at("kind"), "household");

  const struct {
    const char* key;
    json::value wrong;
    const char *code, *field;
  } cases[] = {
      {"id", "x", "id.malformed", "id"},
      {"type", "nothing", "incident.type_unknown", "type"},
      {"place", {{"latitude_e6", 1}}, "field.missing", "place.longitude_e6"},
      {"place", {{"latitude_e6", 90'000'001}, {"longitude_e6", 0}}, "field.range", "place.latitude_e6"},
      {"answers", {{"kind", "gold"}}, "answer.choice", "answers.kind"},
      {"answers", nullptr, "field.missing", "answers.kind"},
      {"pictures", {1}, "id.malformed", "pictures[0]"},
      {"reporter", "me", "field.unknown", "reporter"},
  };
  for (const auto& c : cases) {
    json::value value = good;
    value.as_object()[c.key] = c.wrong;
    const auto wrong = report_from_json(value, default_catalogue());
    ASSERT_FALSE(wrong) << c.key;
    EXPECT_EQ(wrong.error().code, c.code);
    EXPECT_EQ(wrong.error().field, c.field);
  }

  Catalogue retired = default_catalogue();
  for (Type& type : retired.types) type.retired = true;
  Desk desk;
  EXPECT_EQ(report(*read, {"user:a", reporter}, {retired, desk.calendar, desk.now}).error().code,
            "incident.type_retired");
}

TEST(Request, IsReadAndNamesWhatIsWrong) {
  const auto read = request_from_json(*parse_json(
      R"({"id":"01902b5c-0000-7000-8000-000000000001","action":"return","version":3,"text":"不属于本单位职责"})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->action, A::return_);
  EXPECT_EQ(read->version, 3);
  EXPECT_EQ(request_from_json({{"id", read->id.str()}, {"action", "delete"}, {"version", 1}}).error().field, "action");
  EXPECT_EQ(request_from_json({{"id", read->id.str()}, {"action", "file"}}).error().field, "version");
}

}  // namespace
}  // namespace ward::city::incidents
