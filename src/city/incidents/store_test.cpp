#include "city/incidents/store.h"

#include <gtest/gtest.h>

#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "city/units/tally.h"
#include "storage/test_database.h"

namespace ward::city::incidents {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr const char* units_csv =
    "code,name,kind,parent\nyw,City,city,\nt1,Town,town,yw\nc1,Community,community,t1\ng1,Grid,grid,c1\n";
constexpr const char* members_csv =
    "unit,name,phone,duty\nyw,Hu,10000000009,commander\nt1,Zhou,10000000001,commander\nyw,Zhou,10000000001,member\n";

// Grid g1 has no commander; the town's is Zhou, the city's is Hu. It is a Monday morning.
class IncidentStoreTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  IncidentStoreTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
    import(units::FileKind::units, units_csv);
    import(units::FileKind::members, members_csv);
    Type type{.code = "plain", .name = {"A type", "类型"}};
    for (const State state :
         {State::reported, State::accepted, State::filed, State::dispatched, State::handling, State::feedback})
      type.deadlines[state] = {calendar::Pace::urgent, 100};
    write([&](storage::Transaction& t) { put_catalogue(t, clock, {{type}}, "user:test"); });
  }
  ~IncidentStoreTest() override {
    db->read([](storage::Transaction& t) { EXPECT_EQ(journal::verify(t), std::vector<Text>{}); });
    db.reset();
  }

  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      work(t);
      return {};
    }));
  }
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  void import(units::FileKind kind, const std::string& bytes) {
    write([&](storage::Transaction& t) {
      const units::Roster roster = units::load_roster(t, clock.now());
      const auto file = units::plan_file(kind, bytes, roster, clock.now(), *Zone::find("Asia/Shanghai"));
      ASSERT_TRUE(file);
      units::apply(t, clock, roster, file->plan, {}, "user:test");
    });
  }
  units::Unit unit(const std::string& code) {
    return *read([&](storage::Transaction& t) { return units::find_open(t, code); });
  }
  Id reported() {
    const Id id = Id::make(clock.now());
    write([&](storage::Transaction& t) {
      const Catalogue types = catalogue(t);
      const auto days = work_calendar(t);
      const auto grid = units::find_open(t, "g1");
      const Report input{
          .id = id, .type = "plain", .unit = grid->id, .place = {}, .description = "", .answers = {}, .pictures = {}};
      const auto step = report(input, {"user:li", Parts(Part::reporter)}, {types, days, clock.now()});
      ASSERT_TRUE(step);
      save(t, clock, *step, grid->path);
    });
    return id;
  }
  Incident moved(const Id& id, Action action) {
    write([&](storage::Transaction& t) {
      const Catalogue types = catalogue(t);
      const auto days = work_calendar(t);
      const auto stored = find(t, id);
      const Request request{
          .id = Id::make(clock.now()), .action = action, .version = stored->incident.version, .text = "why"};
      const auto step = apply(stored->incident, request, {"user:desk", 31}, {types, days, clock.now()});
      ASSERT_TRUE(step) << step.error().message.en;
      save(t, clock, *step, stored->path);
    });
    return read([&](storage::Transaction& t) { return find(t, id); })->incident;
  }
  // Looks every minute whether somebody is to be paged, as the server does every second.
  int paged_within(Millis time) {
    int pages = 0;
    for (const Time end = clock.now() + time; clock.now() < end; clock.advance(minutes{1}))
      write([&](storage::Transaction& t) {
        for (const Id& id : due(t, clock.now(), 100)) pages += int(page(t, clock, id).size());
      });
    return pages;
  }
  std::vector<notices::Notice> notices_of(const std::string& phone) {
    return read([&](storage::Transaction& t) {
      return notices::list(t, units::list_members(t, phone, 1).front().id, true, 100);
    });
  }
  std::int64_t open_below(const std::string& code) {
    return read(
        [&](storage::Transaction& t) { return units::tally_of(t, "incidents", units::find_open(t, code)->id); });
  }

  ManualClock clock;
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db;
};

TEST_P(IncidentStoreTest, WhatIsStoredReadsBackEqual) {
  const Id id = reported();
  const auto stored = read([&](storage::Transaction& t) { return find(t, id); });
  EXPECT_EQ(stored->incident.state, State::reported);
  EXPECT_EQ(stored->path, unit("g1").path);
  EXPECT_EQ(read([&](storage::Transaction& t) { return story(t, id); }).size(), 1U);
}

TEST_P(IncidentStoreTest, CountsWhatIsOpenAtEveryLevel) {
  const Id one = reported(), two = reported();
  EXPECT_EQ(open_below("yw"), 2);
  moved(one, Action::void_);
  EXPECT_EQ(open_below("yw"), 1);
  EXPECT_EQ(open_below("g1"), 1);
  moved(two, Action::accept);
  EXPECT_EQ(open_below("c1"), 1);
}

TEST_P(IncidentStoreTest, PagesTheCentreThenTheOneAboveAndNobodyTwice) {
  reported();
  EXPECT_EQ(paged_within(minutes{79}), 0) << "80 percent of 100 minutes are not over";
  EXPECT_EQ(paged_within(minutes{10}), 1);
  EXPECT_EQ(notices_of("10000000001").size(), 1U) << "the town decides whether to accept it";
  EXPECT_EQ(notices_of("10000000009").size(), 0U);
  EXPECT_EQ(paged_within(minutes{30}), 1) << "at the deadline the city";
  EXPECT_EQ(notices_of("10000000009").size(), 1U);
  EXPECT_EQ(notices_of("10000000001").size(), 1U);
}

TEST_P(IncidentStoreTest, AnAcknowledgementHoldsForItsTimeAndThenItGoesOn) {
  const Id id = reported();
  EXPECT_EQ(paged_within(minutes{90}), 1);
  write([&](storage::Transaction& t) { acknowledge(t, clock, *find(t, id), "user:zhou"); });
  EXPECT_EQ(notices_of("10000000001").size(), 0U) << "what is acknowledged is read";
  EXPECT_EQ(paged_within(minutes{119}), 0) << "an acknowledgement holds for two hours";
  EXPECT_EQ(paged_within(minutes{5}), 1);
}

TEST_P(IncidentStoreTest, NobodyIsPagedForWhatIsOver) {
  const Id id = reported();
  moved(id, Action::void_);
  EXPECT_EQ(paged_within(hours{24}), 0);
  const Id other = reported();
  EXPECT_EQ(paged_within(minutes{90}), 1);
  moved(other, Action::void_);
  EXPECT_EQ(notices_of("10000000001").size(), 0U) << "a notice for what is over asks for nothing";
}

TEST_P(IncidentStoreTest, AnAmendedCalendarMovesWhatIsOpenAlone) {
  Type type{.code = "slow", .name = {"A type", "类型"}};
  for (const State state :
       {State::reported, State::accepted, State::filed, State::dispatched, State::handling, State::feedback})
    type.deadlines[state] = {calendar::Pace::working_days, 1};
  write([&](storage::Transaction& t) {
    Catalogue types = catalogue(t);
    types.types[0].deadlines = type.deadlines;
    put_catalogue(t, clock, types, "user:test");
  });
  const Id open = reported(), over = reported();
  moved(over, Action::void_);
  const auto deadline = [&] {
    return read([&](storage::Transaction& t) { return find(t, open); })->incident.stage.deadline;
  };
  const auto before = deadline();
  std::int64_t moved_ones = 0;
  write([&](storage::Transaction& t) {
    const auto amendments = calendar::amendments_from_json(
        json::parse(R"({"days": [{"date": "2026-03-02", "off": true}, {"date": "2026-03-03", "off": true}]})"));
    moved_ones = put_calendar(t, clock, calendar::amended(work_calendar(t), *amendments), "user:test");
  });
  EXPECT_EQ(moved_ones, 1);
  EXPECT_GT(*deadline(), *before);
}

TEST_P(IncidentStoreTest, ListsByDeadlineAndInPages) {
  std::vector<Id> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(reported());
    clock.advance(minutes{1});
  }
  Filter filter{.tops = {unit("t1").path}, .open = true, .order = Order::deadline, .limit = 2};
  std::vector<Id> seen;
  for (auto some = read([&](storage::Transaction& t) { return list(t, filter); }); !some.empty();
       some = read([&](storage::Transaction& t) { return list(t, filter); })) {
    for (const Stored& one : some) seen.push_back(one.incident.id);
    filter.after = cursor_of(some.back().incident, filter.order);
  }
  EXPECT_EQ(seen, all);
  EXPECT_TRUE(read([&](storage::Transaction& t) { return list(t, {.tops = {"ffff/"}}); }).empty());
}

TEST_P(IncidentStoreTest, GoesAlongWhenItsUnitMovesByAFile) {
  const Id id = reported();
  import(units::FileKind::units, "code,name,kind,parent\nt2,Other town,town,yw\nc1,Community,community,t2\n");
  EXPECT_EQ(open_below("t1"), 0);
  EXPECT_EQ(open_below("t2"), 1);
  EXPECT_EQ(open_below("yw"), 1);
  const auto seen_from = [&](const std::string& code) {
    const Filter filter{.tops = {unit(code).path}};
    return read([&](storage::Transaction& t) { return list(t, filter); }).size();
  };
  EXPECT_EQ(seen_from("t1"), 0U);
  EXPECT_EQ(seen_from("t2"), 1U);
  moved(id, Action::void_);
  EXPECT_EQ(open_below("t2"), 0);
}

INSTANTIATE_TEST_SUITE_P(On, IncidentStoreTest, storage::both_engines, storage::engine_name);

}  // namespace
}  // namespace ward::city::incidents
