#include "city/calendar/calendar.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace ward::city::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

Time at(const char* rfc3339) { return *parse_rfc3339(rfc3339); }
Calendar in_zone(const char* name) { return {.zone = *Zone::find(name)}; }
Calendar plain() { return in_zone("Asia/Shanghai"); }

json::value holidays_2020() {
  std::ifstream file(std::filesystem::path(WARD_SOURCE_DIR) / "src/city/calendar/testdata/2020.json");
  return *parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
}

// As published in November 2019, before the days of 31 January to 2 February were put off work.
Calendar as_published() {
  Calendar calendar = plain();
  for (const char* date : {"2020-01-24", "2020-01-27", "2020-01-28", "2020-01-29", "2020-01-30"})
    calendar.days[*parse_date(date)] = {true, "春节"};
  for (const char* date : {"2020-01-19", "2020-02-01"}) calendar.days[*parse_date(date)] = {false, "春节"};
  return calendar;
}

TEST(Calendar, UrgentTermsRunThroughNightsAndHolidays) {
  const Calendar calendar = amended(plain(), *amendments_from_json(holidays_2020()));
  EXPECT_EQ(deadline(calendar, {Pace::urgent, 120}, at("2020-01-25T23:30:00+08:00")), at("2020-01-26T01:30:00+08:00"));
}

TEST(Calendar, WorkingHoursStopAtNoonAtNightAndOverTheWeekend) {
  const Calendar c = plain();
  const Term four_hours{Pace::working_hours, 240};
  EXPECT_EQ(deadline(c, four_hours, at("2020-03-02T09:00:00+08:00")), at("2020-03-02T15:00:00+08:00"));
  EXPECT_EQ(deadline(c, four_hours, at("2020-03-02T12:30:00+08:00")), at("2020-03-02T18:00:00+08:00"));
  EXPECT_EQ(deadline(c, four_hours, at("2020-03-06T17:00:00+08:00")), at("2020-03-09T11:00:00+08:00"));
  EXPECT_EQ(deadline(c, four_hours, at("2020-03-07T09:00:00+08:00")), at("2020-03-09T12:00:00+08:00"));
}

TEST(Calendar, WorkingDaysEndWithTheLastHourOfTheLastDay) {
  const Calendar c = plain();
  EXPECT_EQ(deadline(c, {Pace::working_days, 1}, at("2020-03-02T00:10:00+08:00")), at("2020-03-03T18:00:00+08:00"));
  EXPECT_EQ(deadline(c, {Pace::working_days, 1}, at("2020-03-02T23:59:00+08:00")), at("2020-03-03T18:00:00+08:00"));
  EXPECT_EQ(deadline(c, {Pace::working_days, 3}, at("2020-03-05T10:00:00+08:00")), at("2020-03-10T18:00:00+08:00"));
  EXPECT_EQ(deadline(c, {Pace::working_days, 1}, at("2020-03-07T10:00:00+08:00")), at("2020-03-09T18:00:00+08:00"));
}

TEST(Calendar, AHolidayPutOffInTheMiddleOfItMovesWhatIsOpen) {
  const Term three_days{Pace::working_days, 3};
  const Time start = at("2020-01-23T15:00:00+08:00");
  const Calendar before = as_published(), after = amended(before, *amendments_from_json(holidays_2020()));
  EXPECT_EQ(deadline(before, three_days, start), at("2020-02-03T18:00:00+08:00"));  // Friday, worked Saturday, Monday
  EXPECT_EQ(deadline(after, three_days, start), at("2020-02-05T18:00:00+08:00"));   // Monday to Wednesday
  EXPECT_EQ(deadline(after, {Pace::urgent, 60}, start), deadline(before, {Pace::urgent, 60}, start));
  EXPECT_EQ(amended(after, *amendments_from_json(holidays_2020())), after);
}

TEST(Calendar, SharesOfATermAreSharesOfItsWork) {
  const Calendar c = plain();
  const Term a_day{Pace::working_days, 1};  // Monday 16:00 to Tuesday 18:00 holds ten working hours
  const Time start = at("2020-03-02T16:00:00+08:00");
  EXPECT_EQ(share_reached(c, a_day, start, 0), start);
  EXPECT_EQ(share_reached(c, a_day, start, 80), at("2020-03-03T16:00:00+08:00"));
  EXPECT_EQ(share_reached(c, a_day, start, 100), at("2020-03-03T18:00:00+08:00"));
  EXPECT_EQ(share_reached(c, a_day, start, 150), at("2020-03-04T15:00:00+08:00"));
  EXPECT_EQ(share_reached(c, {Pace::urgent, 100}, start, 150), start + minutes{150});
}

TEST(Calendar, APausePutsOffWhatIsLeft) {
  const Calendar c = plain();
  const Term four_hours{Pace::working_hours, 240};
  const Time start = at("2020-03-02T08:00:00+08:00");
  const Pause three_days{at("2020-03-02T11:00:00+08:00"), at("2020-03-05T09:30:00+08:00")};
  EXPECT_EQ(deadline(c, four_hours, start, {{three_days}}), at("2020-03-05T10:30:00+08:00"));
  const Pause too_late{at("2020-03-02T13:00:00+08:00"), at("2020-03-05T09:30:00+08:00")};
  EXPECT_EQ(deadline(c, four_hours, start, {{too_late}}), at("2020-03-02T12:00:00+08:00"));
  const Pause over_night{at("2020-03-02T20:00:00+08:00"), at("2020-03-02T22:00:00+08:00")};
  EXPECT_EQ(deadline(c, {Pace::working_days, 1}, start, {{over_night}}), at("2020-03-03T18:00:00+08:00"));
}

TEST(Calendar, ADayThatTheZoneLeftOutIsNoWorkingDay) {
  const Calendar apia = in_zone("Pacific/Apia");  // after Thursday 29 December 2011 came Saturday
  EXPECT_EQ(deadline(apia, {Pace::working_days, 1}, at("2011-12-29T10:00:00-10:00")), at("2012-01-02T18:00:00+14:00"));
}

// ---- rules that hold for every calendar, term and moment
// ---------------------------------------------------------------

struct Any {
  std::mt19937_64 random;
  int below(int n) { return int(random() % std::uint64_t(n)); }

  Calendar calendar() {
    static const char* zones[] = {"Asia/Shanghai", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe",
                                  "Asia/Kathmandu"};  // Havana changes at midnight, Lord Howe by half an hour
    Calendar c = in_zone(zones[below(5)]);
    if (below(3) == 0) c.hours = {{hours{0}, hours{3}}, {hours{3}, minutes{7 * 60 + 30}}, {hours{22}, hours{24}}};
    if (below(3) == 0) c.worked = {false, false, true, false, false, true, true};
    for (int i = below(60); i > 0; --i) c.days[first + days{below(500)}] = {below(2) == 0, ""};
    return c;
  }
  Time moment() { return Time{first.time_since_epoch()} + Millis{random() % std::uint64_t(Millis(days{400}).count())}; }
  Term term() {
    const Pace pace = Pace(below(3));
    return {pace, 1 + below(pace == Pace::working_days ? 12 : 5'000)};
  }
  std::vector<Pause> pauses(Time start) {
    std::vector<Pause> out;
    Time t = start;
    for (int i = below(4); i > 0; --i) {
      const Time from = t + minutes{below(3'000)};
      out.push_back({from, t = from + minutes{below(6'000)}});
    }
    return out;
  }
  Date first = *parse_date("2020-01-01");
};

// Worked days after that of `from` whose last hour is over at `to`, counted one by one.
int whole_days(const Calendar& c, Time from, Time to) {
  int n = 0;
  for (Date d = std::chrono::floor<days>(c.zone.to_local(from)) + days{1};; d += days{1}) {
    const Time end = c.zone.to_utc(d + c.hours.back().to);
    if (end > to) return n;
    const auto amendment = c.days.find(d);
    n += amendment != c.days.end() ? !amendment->second.off : c.worked[std::chrono::weekday{d}.iso_encoding() - 1];
  }
}

TEST(CalendarProperty, WhatElapsesUntilTheDeadlineIsTheTerm) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Any any{std::mt19937_64(seed)};
    const Calendar c = any.calendar();
    const Time start = any.moment();
    const Term term = any.term();
    const Time end = deadline(c, term, start);
    ASSERT_GT(end, start) << seed;
    if (term.pace == Pace::working_days)
      ASSERT_EQ(whole_days(c, start, end), term.amount) << seed;
    else
      ASSERT_EQ(elapsed(c, term.pace, start, end), Millis(minutes{term.amount})) << seed;
    ASSERT_LT(elapsed(c, term.pace, start, end - Millis{1}), elapsed(c, term.pace, start, end)) << seed;  // the first

    const Time later = start + Millis{any.random() % 400'000'000};
    ASSERT_LE(end, deadline(c, term, later)) << seed;
    ASSERT_LT(end, deadline(c, {term.pace, term.amount + 1}, start)) << seed;
    ASSERT_EQ(elapsed(c, term.pace, start, later) + elapsed(c, term.pace, later, later + hours{99}),
              elapsed(c, term.pace, start, later + hours{99}))
        << seed;
  }
}

TEST(CalendarProperty, PausesAndSharesLoseNothing) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Any any{std::mt19937_64(seed)};
    const Calendar c = any.calendar();
    const Time start = any.moment();
    const Term term = any.term();
    const auto pauses = any.pauses(start);
    const Millis whole = elapsed(c, term.pace, start, deadline(c, term, start));
    Time last = start;
    for (const int percent : {0, 1, 80, 100, 150, 1'000}) {
      const Time reached = share_reached(c, term, start, percent, pauses);
      ASSERT_GE(reached, last) << seed;
      ASSERT_EQ(elapsed(c, term.pace, start, reached, pauses), whole * percent / 100) << seed << ' ' << percent;
      last = reached;
    }
    ASSERT_GE(deadline(c, term, start, pauses), deadline(c, term, start)) << seed;
  }
}

TEST(CalendarProperty, ADayMoreOffNeverBringsADeadlineForward) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Any any{std::mt19937_64(seed)};
    const Calendar c = any.calendar();
    const Time start = any.moment();
    const Term term = any.term();
    const Date day = std::chrono::floor<days>(c.zone.to_local(start)) + days{1 + any.below(30)};
    ASSERT_GE(deadline(amended(c, {{day, {true, "off"}}}), term, start), deadline(c, term, start)) << seed;
    ASSERT_LE(deadline(amended(c, {{day, {false, ""}}}), term, start), deadline(c, term, start)) << seed;
  }
}

TEST(CalendarProperty, ReadsBackWhatItWrote) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Any any{std::mt19937_64(seed)};
    const Calendar c = any.calendar();
    const auto back = calendar_from_json(*parse_json(json::serialize(to_json(c))));
    ASSERT_TRUE(back) << back.error().message.en;
    ASSERT_EQ(*back, c) << seed;
    ASSERT_EQ(calendar_from_json(to_json(c)), c) << seed;  // also without text between
    const Term term = any.term();
    ASSERT_EQ(*term_from_json(to_json(term)), term);
  }
}

// ---- from outside
// ------------------------------------------------------------------------------------------------------

TEST(CalendarJson, DaysAloneAreEnough) {
  const auto calendar = calendar_from_json(*parse_json(R"({"days":[{"date":"2020-01-31","off":true,"name":"春节"}]})"));
  ASSERT_TRUE(calendar);
  Calendar expected = plain();
  expected.days[*parse_date("2020-01-31")] = {true, "春节"};
  EXPECT_EQ(*calendar, expected);
}

TEST(CalendarJson, ReadsThePublishedHolidays) {
  const auto read = amendments_from_json(holidays_2020());
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(read->at(*parse_date("2020-02-02")), (Amendment{true, "春节"}));
  EXPECT_EQ(read->at(*parse_date("2020-10-10")), (Amendment{false, "国庆节、中秋节"}));
}

TEST(CalendarJson, NamesTheFieldThatIsWrong) {
  const struct {
    const char *text, *code, *field;
  } cases[] = {
      {"[]", "field.type", ""},
      {"{}", "field.missing", "days"},
      {R"({"days":[{"date":"2020-02-30","off":true}]})", "date.malformed", "days[0].date"},
      {R"({"days":[{"date":"2020-02-03"}]})", "field.missing", "days[0].off"},
      {R"({"days":[{"date":"2020-02-03","off":1}]})", "field.type", "days[0].off"},
      {R"({"days":[{"date":"2020-02-03","off":true},{"date":"2020-02-03","off":false}]})", "calendar.day_twice",
       "days[1]"},
      {R"({"zone":"Asia/Yiwu","days":[]})", "zone.unknown", "zone"},
      {R"({"weekdays":[1,1],"days":[]})", "calendar.weekday", "weekdays[1]"},
      {R"({"weekdays":[0],"days":[]})", "calendar.weekday", "weekdays[0]"},
      {R"({"weekdays":[],"days":[]})", "calendar.never", "weekdays"},
      {R"({"hours":[],"days":[]})", "calendar.never", "hours"},
      {R"({"hours":[{"from":"8:000","to":"12:00"}],"days":[]})", "calendar.clock", "hours[0].from"},
      {R"({"hours":[{"from":"08:00","to":"24:01"}],"days":[]})", "calendar.clock", "hours[0].to"},
      {R"({"hours":[{"from":"12:00","to":"08:00"}],"days":[]})", "calendar.hours", "hours[0]"},
      {R"({"hours":[{"from":"08:00","to":"12:00"},{"from":"11:00","to":"13:00"}],"days":[]})", "calendar.hours",
       "hours[1]"},
  };
  for (const auto& c : cases) {
    const auto read = calendar_from_json(*parse_json(c.text));
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error().code, c.code) << c.text;
    EXPECT_EQ(read.error().field, c.field) << c.text;
  }
  EXPECT_EQ(term_from_json({{"clock", "urgent"}, {"days", 1}}, "t").error().field, "t.minutes");
  EXPECT_EQ(term_from_json({{"clock", "working_days"}, {"days", 0}}, "t").error().field, "t.days");
  EXPECT_EQ(term_from_json({{"clock", "soon"}, {"days", 1}}, "t").error().field, "t.clock");
}

}  // namespace
}  // namespace ward::city::calendar
