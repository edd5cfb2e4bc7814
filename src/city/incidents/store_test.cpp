#include "city/incidents/store.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "city/alarms/store.h"
#include "city/city.h"
#include "city/duty/store.h"
#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/schema.h"
#include "city/sites/store.h"
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
    db->read([](storage::Transaction& t) {
      EXPECT_EQ(journal::verify(t), std::vector<Text>{});
      EXPECT_EQ(verify(t), std::vector<Text>{});
    });
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
  Id reported(const std::string& code = "g1") {
    const Id id = Id::make(clock.now());
    write([&](storage::Transaction& t) {
      const Catalogue types = catalogue(t);
      const auto days = work_calendar(t);
      const auto grid = units::find_open(t, code);
      const Report input{
          .id = id, .type = "plain", .unit = grid->id, .place = {}, .description = "", .answers = {}, .pictures = {}};
      const auto step = report(input, {"user:li", Parts(Part::reporter)}, {types, days, clock.now()});
      ASSERT_TRUE(step);
      save(t, clock, *step, grid->path);
    });
    return id;
  }
  static Incident find_in(storage::Database& database, const Id& id) {
    Incident incident;
    database.read([&](storage::Transaction& t) { incident = find(t, id)->incident; });
    return incident;
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
        for (const Paged& one : send_due_pages(t, clock, 100)) pages += int(one.told.size());
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

  // How many are overdue in the city, which is what the incidents themselves say, there and in each unit right below.
  std::int64_t check_overdue() {
    return read([&](storage::Transaction& t) {
      const auto in_truth = [&](const units::Unit& unit) {
        return *t.first(
            "SELECT count(*) FROM incident i JOIN unit o ON o.id = i.unit JOIN unit u ON u.id = coalesce(o.merged_into,"
            " o.id) WHERE i.open = 1 AND i.deadline < ? AND u.path >= ? AND u.path < ?",
            [](const storage::Row& row) { return row.integer(0); }, clock.now(), unit.path, units::end_of(unit.path));
      };
      const units::Unit city = *units::root(t);
      for (const UnitCounts& one : counts_below(t, city.id, clock.now()))
        EXPECT_EQ(one.overdue, in_truth(one.unit)) << one.unit.code;
      const auto overdue = counts(t, {city}, clock.now()).overdue;
      EXPECT_EQ(overdue, in_truth(city));
      return overdue;
    });
  }

  ManualClock clock;
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db;
};

// A database of before there were lists: everything is found in them afterwards.
TEST_P(IncidentStoreTest, AnOlderDatabaseIsBroughtUpToDate) {
  storage::TestDatabase old_database{GetParam()};
  auto old = old_database.open();
  std::vector<storage::Migration> steps = schema();
  std::erase_if(steps, [](const storage::Migration& step) { return step.number >= 14; });
  ASSERT_TRUE(old->migrate(steps));
  const Incident open = find_in(*db, reported()), over = moved(reported(), Action::void_);
  const auto stored = old->write([&](storage::Transaction& t) -> Result<> {
    const auto one_below = [&](const std::string& code, std::optional<Id> parent, const std::string& path) {
      const Id id = unit(code).id;
      t.exec("INSERT INTO unit (id, code, name, kind, parent, path, since) VALUES (?, ?, 'x', 'grid', ?, ?, 0)", id,
             code, parent, path);
      return id;
    };
    const Id city = one_below("yw", {}, "1/"), town = one_below("t1", city, "1/2/");
    const Id merged = one_below("c1", town, "1/2/3/"), grid = one_below("g1", town, "1/2/4/");
    t.exec("UPDATE unit SET merged_into = ?, closed_at = 5 WHERE id = ?", grid, merged);
    for (const Incident& one : {open, over})
      t.exec(
          "INSERT INTO incident (id, type, unit, reporter, reported_at, state, open, deadline, sort, version, body)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          one.id, one.type, merged, one.reporter, one.reported_at, to_string(one.state), is_open(one.state),
          one.stage.deadline, one.stage.deadline.value_or(from_millis(253'402'300'799'000)), one.version,
          json::serialize(to_json(one)));
    return {};
  });
  ASSERT_TRUE(stored) << stored.error().message.en;
  ASSERT_TRUE(old->migrate(schema()));
  old->read([&](storage::Transaction& t) {
    EXPECT_EQ(verify(t), std::vector<Text>{});
    EXPECT_EQ(list(t, {.tops = {"1/2/4/"}}).size(), 2U);
    EXPECT_EQ(list(t, {.tops = {"1/2/"}, .order = Order::deadline}).at(0).incident.id, open.id);
    EXPECT_EQ(counts(t, {unit("yw")}, clock.now()).open, 1);
  });
}

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
  EXPECT_EQ(paged_within(minutes{99}), 0) << "an acknowledgement holds for the 100 minutes of the term";
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
  for (auto some = read([&](storage::Transaction& t) { return places(t, filter); }); !some.empty();
       some = read([&](storage::Transaction& t) { return places(t, filter); })) {
    for (const TimeCursor& one : some) seen.push_back(one.id);
    filter.after = some.back();
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

TEST_P(IncidentStoreTest, GoesToTheUnitThatItsOwnWasMergedInto) {
  import(units::FileKind::units,
         "code,name,kind,parent\nc2,Community,community,t1\ng2,Grid,grid,c2\n"
         "g3,Grid,grid,c2\n");
  const Id id = reported("g2");
  const auto merge = [&](const std::string& from, const std::string& into) {
    const Id a = unit(from).id, b = unit(into).id;
    write([&](storage::Transaction& t) { ASSERT_TRUE(units::merge(t, clock, a, b, "user:test")); });
  };
  merge("g2", "g3");
  EXPECT_EQ(read([&](storage::Transaction& t) { return find(t, id); })->path, unit("g3").path);
  merge("g3", "g1");  // another community's
  const auto stored = read([&](storage::Transaction& t) { return find(t, id); });
  EXPECT_EQ(stored->path, unit("g1").path);
  EXPECT_EQ(stored->incident.unit, unit("g1").id);
  EXPECT_EQ(open_below("c2"), 0);
  EXPECT_EQ(open_below("c1"), 1);
  EXPECT_EQ(read([&](storage::Transaction& t) { return list(t, {.tops = {units::find_open(t, "g1")->path}}); }).size(),
            1U);
  moved(id, Action::accept);
  EXPECT_EQ(open_below("g1"), 1);
  EXPECT_EQ(paged_within(hours{3}), 2) << "the town, then the city";
}

TEST_P(IncidentStoreTest, ListsByTypeByReporterAndWhatIsOverdue) {
  const Id first = reported();
  clock.advance(minutes{90});
  const Id second = reported();
  moved(second, Action::accept);
  clock.advance(minutes{20});
  const auto ids = [&](const Filter& filter) {
    std::vector<Id> all;
    for (const auto& one : read([&](storage::Transaction& t) { return places(t, filter); })) all.push_back(one.id);
    return all;
  };
  EXPECT_EQ(ids({}), (std::vector<Id>{second, first}));
  EXPECT_EQ(ids({.type = "plain"}), (std::vector<Id>{second, first}));
  EXPECT_EQ(ids({.type = "other"}), std::vector<Id>{});
  EXPECT_EQ(ids({.state = State::accepted}), std::vector<Id>{second});
  EXPECT_EQ(ids({.overdue_at = clock.now()}), std::vector<Id>{first});
  for (const Order order : {Order::newest, Order::deadline}) {
    EXPECT_EQ(ids({.reporter = "user:li", .order = order}).size(), 2U);
    EXPECT_EQ(ids({.reporter = "user:li", .overdue_at = clock.now(), .order = order}), std::vector<Id>{first});
  }
  EXPECT_EQ(ids({.reporter = "user:wu"}), std::vector<Id>{});
  const auto counted = read([&](storage::Transaction& t) { return counts(t, {*units::root(t)}, clock.now()); });
  EXPECT_EQ(counted.open, 2);
  EXPECT_EQ(counted.overdue, 1);
  EXPECT_EQ(counted.states.size(), 2U);
}

TEST_P(IncidentStoreTest, CountsWhatIsOverdueBeforeAndAfterItIsWrittenDown) {
  for (int i = 0; i < 5; ++i) reported();
  const Id last = reported();
  clock.advance(minutes{110});
  const auto overdue = [&] { return check_overdue(); };
  EXPECT_EQ(overdue(), 6);
  const auto more = [&](int limit) {
    bool left = false;
    write([&](storage::Transaction& t) { left = count_late(t, clock.now(), limit); });
    return left;
  };
  while (more(2)) EXPECT_EQ(overdue(), 6);
  EXPECT_EQ(overdue(), 6);
  moved(last, Action::accept);
  EXPECT_EQ(overdue(), 5) << "the next stage has its own time";
  reported();
  EXPECT_EQ(overdue(), 5);
}

TEST_P(IncidentStoreTest, CountsWhomNobodyHasHeard) {
  const Id id = reported();
  const auto unheard = [&] {
    return read([&](storage::Transaction& t) { return counts_below(t, units::root(t)->id, clock.now()); })
        .at(0)
        .unheard;
  };
  EXPECT_EQ(unheard(), 0);
  paged_within(minutes{90});
  EXPECT_EQ(unheard(), 1);
  write([&](storage::Transaction& t) { acknowledge(t, clock, *find(t, id), "user:zhou"); });
  EXPECT_EQ(unheard(), 0);
  paged_within(minutes{130});
  EXPECT_EQ(unheard(), 1) << "the acknowledgement ran out";
  moved(id, Action::accept);
  EXPECT_EQ(unheard(), 0) << "it is another stage";
}

// Whatever happens to the units and to the incidents, the lists and tallies say what the incidents say.
TEST_P(IncidentStoreTest, ListsStayTrueHoweverUnitsMoveAndMerge) {
  std::string csv = "code,name,kind,parent\nt2,Town,town,yw\n";
  for (const char* row : {"c2,C,community,t1", "c3,C,community,t2", "g2,G,grid,c1", "g3,G,grid,c2", "g4,G,grid,c3",
                          "b1,B,building,g1", "b2,B,building,g2", "b3,B,building,g3", "b4,B,building,g4"})
    csv += std::string(row) + "\n";
  import(units::FileKind::units, csv);
  std::mt19937_64 random(7);
  const auto any = [&](auto& list) { return list[random() % list.size()]; };
  std::vector<std::string> grids{"g1", "g2", "g3", "g4"}, communities{"c1", "c2", "c3"},
      buildings{"b1", "b2", "b3", "b4"};
  const auto put_below = [&](const std::string& code, const std::string& parent) {
    const units::Unit one = unit(code), above = unit(parent);
    write([&](storage::Transaction& t) {
      ASSERT_TRUE(
          units::put(t, clock, one.id, {.code = code, .name = "x", .kind = one.kind, .parent = above.id}, "user:test"));
    });
  };
  std::vector<Id> all;
  for (int i = 0; i < 60; ++i) {
    clock.advance(minutes{7});
    all.push_back(reported(random() % 2 ? any(grids) : any(buildings)));
    const Id id = any(all);
    const auto stored = read([&](storage::Transaction& t) { return find(t, id); });
    if (stored->incident.state == State::reported) moved(id, random() % 3 ? Action::accept : Action::void_);
    switch (random() % 6) {
      case 0:
        put_below(any(buildings), any(grids));
        break;
      case 1:
        put_below(any(grids), any(communities));
        break;
      case 2:
        import(units::FileKind::units, "code,name,kind,parent\n" + any(communities) + ",x,community," +
                                           (random() % 2 ? "t1" : "t2") + "\n" + any(grids) + ",x,grid," +
                                           any(communities) + "\n");
        break;
      case 3:
        paged_within(minutes{30});
        break;
      case 4:
        write([&](storage::Transaction& t) { count_late(t, clock.now(), 1 + int(random() % 5)); });
        break;
      default:
        break;
    }
    if (i == 20 || i == 40) {
      const std::string from = grids.back();
      grids.pop_back();
      const Id a = unit(from).id, b = unit(any(grids)).id;
      write([&](storage::Transaction& t) { ASSERT_TRUE(units::merge(t, clock, a, b, "user:test")); });
    }
    ASSERT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{}) << "step " << i;
    ASSERT_EQ(read([](storage::Transaction& t) { return units::verify(t); }), std::vector<Text>{}) << "step " << i;
    check_overdue();
  }
}

TEST_P(IncidentStoreTest, WhoIsOnDutyIsPagedInsteadOfTheCommander) {
  import(units::FileKind::members, "unit,name,phone,duty\nt1,Wu,10000000003,member\n");
  const Id wu = read([](storage::Transaction& t) { return units::list_members(t, "10000000003", 1); }).at(0).id;
  const Id town = unit("t1").id;
  write([&](storage::Transaction& t) {
    const duty::Shift shift{Id::make(clock.now()), town, wu, clock.now(), clock.now() + hours{2}};
    ASSERT_TRUE(duty::put(t, clock, shift, "user:test"));
  });
  reported();
  EXPECT_EQ(paged_within(minutes{90}), 1);
  EXPECT_EQ(notices_of("10000000003").size(), 2U) << "of the shift, and of the incident";
  EXPECT_EQ(notices_of("10000000001").size(), 0U);
  clock.advance(hours{1});
  reported();
  EXPECT_EQ(paged_within(minutes{90}), 2) << "the city for the first one, the town's commander for the second";
  EXPECT_EQ(notices_of("10000000001").size(), 1U) << "nobody is on duty any more";
}

// Random people do random things to many incidents while pages are sent in batches of any size: in each stage, and
// after each acknowledgement that ran out, a member is told once at most, and every notice has its page.
TEST_P(IncidentStoreTest, NobodyIsToldTwiceHoweverItGoes) {
  std::mt19937_64 random(11);
  std::vector<Id> all;
  std::set<std::tuple<Id, Id, std::int64_t, std::size_t>> told;  // whom, of what, in which stage, after how many
  int pages = 0;
  for (int i = 0; i < 250; ++i) {
    clock.advance(minutes{random() % 40});
    if (i % 5 == 0) all.push_back(reported());
    const Id id = all[random() % all.size()];
    const auto stored = *read([&](storage::Transaction& t) { return find(t, id); });
    const auto next = possible(stored.incident.state, 31, false, false);
    if (random() % 4 == 0 && is_open(stored.incident.state))
      write([&](storage::Transaction& t) { acknowledge(t, clock, stored, "user:zhou"); });
    else if (const auto action = next.empty() ? std::nullopt : std::optional(next[random() % next.size()]);
             random() % 3 == 0 && (action == Action::accept || action == Action::file || action == Action::void_))
      moved(id, *action);
    write([&](storage::Transaction& t) {
      for (const Paged& one : send_due_pages(t, clock, 1 + int(random() % 3))) {
        const Incident incident = find(t, one.changed.incident)->incident;
        const auto heard = escalation(t, incident).acknowledged.size();
        for (const Id& member : one.told) {
          ++pages;
          EXPECT_TRUE(told.emplace(member, one.changed.incident, to_millis(incident.stage.entered), heard).second)
              << "step " << i;
        }
      }
    });
  }
  EXPECT_GT(pages, 20);
  const auto count = [&](const char* sql) {
    return *read(
        [&](storage::Transaction& t) { return t.first(sql, [](const storage::Row& row) { return row.integer(0); }); });
  };
  EXPECT_EQ(count("SELECT count(*) FROM notice"), pages);
  EXPECT_EQ(count("SELECT count(*) FROM incident_page"),
            count("SELECT count(*) FROM journal WHERE type = 'incident.paged'"));
}

TEST_P(IncidentStoreTest, AFeverAtAGateIsAnIncidentOfTheSitesUnitOnce) {
  const Id school = Id::make(clock.now()), elsewhere = Id::make(clock.now()), grid = unit("g1").id;
  const Id gate = Id::make(clock.now()), other_gate = Id::make(clock.now());
  const crypto::Key vault = crypto::Key::random();
  City city{.db = *db, .clock = clock, .live = nullptr, .changed = nullptr, .vault = vault, .data = {}, .models = {}};
  const auto fever = [&](const Id& at, const std::optional<Id>& passage = {}) {
    write([&](storage::Transaction& t) {
      alarms::from_events(t, city, at,
                          std::vector<alarms::Event>{{alarms::Kind::fever, {{"temperature_cc", 3850}}, passage}});
    });
  };
  write([&](storage::Transaction& t) {
    t.exec("DELETE FROM setting");
    ASSERT_TRUE(sites::put(t, clock, school, {.id = school, .name = "School", .unit = grid}, "user:test"));
    ASSERT_TRUE(sites::put(t, clock, elsewhere, {.id = elsewhere, .name = "Works"}, "user:test"));
    for (const auto& [id, site] : {std::pair{gate, school}, {other_gate, elsewhere}})
      t.exec(
          "INSERT INTO device (id, site, name, kind, zone, sign, key_digest, created_at) VALUES (?, ?, 'Gate', 'gate', "
          "'Lane', 'Door', ?, 0)",
          id, site, id);
  });
  const auto report_all = [&] {
    std::size_t count = 0;
    write([&](storage::Transaction& t) { count = report_alarms(t, clock, 100).size(); });
    return count;
  };
  fever(gate);
  fever(gate);  // counted on the alarm that waits
  fever(other_gate);
  EXPECT_TRUE(read([](storage::Transaction& t) { return alarms_wait(t); }));
  EXPECT_EQ(report_all(), 1U);
  EXPECT_EQ(report_all(), 0U);
  EXPECT_FALSE(read([](storage::Transaction& t) { return alarms_wait(t); }));
  const auto of_school = [&] {
    return read([&](storage::Transaction& t) { return list(t, {.sites = std::vector{school}}); });
  };
  const auto found = of_school();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].incident.site, school);
  EXPECT_TRUE(found[0].incident.alarm);
  EXPECT_EQ(found[0].incident.unit, grid);
  EXPECT_EQ(found[0].incident.type, gate_type);
  EXPECT_TRUE(read([&](storage::Transaction& t) { return list(t, {.sites = std::vector{elsewhere}}); }).empty());
  EXPECT_EQ(open_below("yw"), 1);
  EXPECT_EQ(read([&](storage::Transaction& t) {
              return journal::list(t, {.type = "incident.report", .subject = found[0].incident.id.str()});
            })
                .at(0)
                .payload.find("3850"),
            std::string::npos)
      << "no temperature in the journal of incidents";

  // Nobody has acknowledged the alarm: who comes now is an incident all the same, once.
  const Id next = Id::make(clock.now());
  fever(gate, next);
  fever(gate, next);
  EXPECT_EQ(report_all(), 1U);
  EXPECT_EQ(of_school().size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(On, IncidentStoreTest, storage::both_engines, storage::engine_name);

}  // namespace
}  // namespace ward::city::incidents
