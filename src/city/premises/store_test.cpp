#include "city/premises/store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "city/journal/store.h"
#include "city/premises/files.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::premises {
namespace {

constexpr const char* units_csv =
    "code,name,kind,parent\n"
    "yw,义乌市,city,\n"
    "t1,稠城街道,town,yw\n"
    "c1,江滨社区,community,t1\n"
    "c2,下车门社区,community,t1\n"
    "g1,第一网格,grid,c1\n"
    "g2,第二网格,grid,c1\n"
    "g3,第三网格,grid,c2\n";

class PremisesTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  PremisesTest() {
    EXPECT_TRUE(db->migrate(schema()));
    import(units_csv);
  }
  ~PremisesTest() override {
    EXPECT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{});
    EXPECT_EQ(read([](storage::Transaction& t) { return units::verify(t); }), std::vector<Text>{});
  }

  void import(const std::string& bytes) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      const units::Roster roster = units::load_roster(t, clock.now());
      WARD_TRY(file,
               units::plan_file(units::FileKind::units, bytes, roster, clock.now(), *Zone::find("Asia/Shanghai")));
      units::apply(t, clock, roster, file.plan, {}, "user:test");
      return {};
    }));
  }
  // What a work in a transaction of its own answered: the code of its error, "" when it was done.
  template <class F>
  std::string write(F work) {
    const auto done = db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(work(t));
      return {};
    });
    return done ? "" : done.error().code;
  }
  Id unit(const char* code) {
    return read([&](storage::Transaction& t) { return units::find_open(t, code)->id; });
  }
  Tallies tally(const char* code) {
    return read([&](storage::Transaction& t) { return tallies(t, units::find_open(t, code)->id); });
  }
  PremisesInput input(const std::string& code, const char* in) {
    return {.unit = unit(in), .code = code, .address = "路 " + code + " 号"};
  }
  std::string put_house(const Id& id, const PremisesInput& wanted) {
    return write([&](storage::Transaction& t) { return put(t, clock, id, wanted, "user:test"); });
  }
  Id house(const std::string& code, const char* in) {
    const Id id = Id::make(clock.now());
    EXPECT_EQ(put_house(id, input(code, in)), "");
    return id;
  }
  std::string put_one(const Id& id, const RoomInput& wanted) {
    return write([&](storage::Transaction& t) { return put_room(t, clock, id, wanted, "user:test"); });
  }
  Id room(const Id& in, const std::string& number) {
    const Id id = Id::make(clock.now());
    EXPECT_EQ(put_one(id, {.premises = in, .number = number}), "");
    return id;
  }
  std::string rebuilt(const Id& in, const Rebuild& wanted) {
    return write([&](storage::Transaction& t) { return rebuild(t, clock, in, wanted, "user:test"); });
  }
  Room room_of(const Id& id) {
    return read([&](storage::Transaction& t) { return *find_room(t, id); });
  }
  std::size_t rows() {
    return read([](storage::Transaction& t) { return journal::list(t, {.limit = 500}).size(); });
  }

  const ManualClock clock{parse_rfc3339("2020-02-19T08:00:00+08:00").value()};
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
};
INSTANTIATE_TEST_SUITE_P(On, PremisesTest, storage::both_engines, storage::engine_name);

TEST_P(PremisesTest, StandInAUnitAndAreCountedUpToTheCity) {
  const Id one = house("h1", "g1");
  house("h2", "g2");
  room(one, "101");
  room(one, "102");
  EXPECT_EQ(tally("g1").rooms, 2);
  EXPECT_EQ(tally("c1").premises, 2);
  EXPECT_EQ(tally("yw").rooms, 2);
  EXPECT_EQ(tally("c2").premises, 0);

  auto moved = input("h1", "g3");
  moved.version = 1;
  EXPECT_EQ(put_house(one, moved), "");
  EXPECT_EQ(tally("c1").premises, 1);
  EXPECT_EQ(tally("c1").rooms, 0);
  EXPECT_EQ(tally("g3").rooms, 2);
}

TEST_P(PremisesTest, NobodyOverwritesUnseenAndTheSameTwiceIsOnce) {
  const Id id = house("h1", "g1");
  const auto before = rows();
  EXPECT_EQ(put_house(id, input("h1", "g1")), "") << "sent again";
  EXPECT_EQ(rows(), before);
  auto wanted = input("h1", "g1");
  wanted.address = "新路 1 号";
  EXPECT_EQ(put_house(id, wanted), "premises.changed_meanwhile");
  wanted.version = 1;
  EXPECT_EQ(put_house(id, wanted), "");
  wanted.address = "新路 2 号";
  EXPECT_EQ(put_house(id, wanted), "premises.changed_meanwhile");
  EXPECT_EQ(put_house(Id::make(clock.now()), input("h1", "g2")), "premises.code_taken");
  auto nowhere = input("h9", "g1");
  nowhere.unit = Id::make(clock.now());
  EXPECT_EQ(put_house(Id::make(clock.now()), nowhere), "premises.unit_unknown");
  auto nobodys = input("h9", "g1");
  nobodys.landlord = Id::make(clock.now());
  EXPECT_EQ(put_house(Id::make(clock.now()), nobodys), "premises.landlord_unknown");
}

TEST_P(PremisesTest, RoomsHaveANumberOfTheirOwn) {
  const Id here = house("h1", "g1"), there = house("h2", "g1");
  const Id one = room(here, "101");
  EXPECT_EQ(put_one(one, {.premises = here, .number = "101"}), "") << "sent again";
  EXPECT_EQ(put_one(Id::make(clock.now()), {.premises = here, .number = "101"}), "room.number_taken");
  EXPECT_EQ(put_one(Id::make(clock.now()), {.premises = there, .number = "101"}), "");
  EXPECT_EQ(put_one(one, {.premises = there, .number = "101"}), "room.moved");
  EXPECT_EQ(put_one(one, {.premises = here, .number = "103"}), "room.changed_meanwhile");
  EXPECT_EQ(put_one(one, {.premises = here, .number = "103", .floor = "1", .version = 1}), "");
  EXPECT_EQ(room_of(one).version, 2);
  EXPECT_EQ(put_one(Id::make(clock.now()), {.premises = Id::make(clock.now()), .number = "1"}), "premises.unknown");
}

TEST_P(PremisesTest, RoomsAreSplitMergedAndDemolishedAndKeepTheirHistory) {
  const Id here = house("h1", "g1"), there = house("h2", "g1");
  const Id a = room(here, "101"), b = room(here, "102"), other = room(there, "101");
  const Id left = Id::make(clock.now()), right = Id::make(clock.now()), hall = Id::make(clock.now());
  const Rebuild split{.how = End::split, .rooms = {a}, .into = {{left, "101"}, {right, "101A"}}};
  EXPECT_EQ(rebuilt(here, split), "");
  EXPECT_EQ(tally("g1").rooms, 4);
  const auto before = rows();
  EXPECT_EQ(rebuilt(here, split), "") << "sent again";
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(room_of(a).end, End::split);
  EXPECT_EQ(room_of(a).into, (std::vector{left, right}));
  EXPECT_EQ(room_of(left).from, std::vector{a});

  EXPECT_EQ(rebuilt(here, {.how = End::merged, .rooms = {a, b}, .into = {{hall, "1"}}}), "room.ended");
  EXPECT_EQ(rebuilt(here, {.how = End::merged, .rooms = {other, b}, .into = {{hall, "1"}}}), "room.unknown");
  EXPECT_EQ(rebuilt(here, {.how = End::merged, .rooms = {right, b}, .into = {{hall, "101"}}}), "room.number_taken");
  EXPECT_EQ(rebuilt(here, {.how = End::merged, .rooms = {right, b}, .into = {{other, "1"}}}), "room.taken");
  EXPECT_TRUE(room_of(b).stands()) << "what was refused left nothing behind";
  EXPECT_EQ(rebuilt(here, {.how = End::merged, .rooms = {right, b}, .into = {{hall, "102"}}}), "");
  EXPECT_EQ(rebuilt(here, {.how = End::demolished, .rooms = {left}}), "");
  EXPECT_EQ(tally("g1").rooms, 2);
  EXPECT_EQ(put_one(left, {.premises = here, .number = "9", .version = 2}), "room.ended");

  const auto rooms = read([&](storage::Transaction& t) { return rooms_of(t, here); });
  ASSERT_EQ(rooms.size(), 5U);
  EXPECT_EQ(rooms[0].id, hall) << "what stands comes first";
  EXPECT_EQ(rooms[0].from, (std::vector{std::min(right, b), std::max(right, b)}));
}

TEST_P(PremisesTest, AHouseIsTornDownWithItsRooms) {
  const Id id = house("h1", "g1");
  const Id one = room(id, "101");
  const auto torn = [&] { return write([&](storage::Transaction& t) { return close(t, clock, id, "user:test"); }); };
  EXPECT_EQ(torn(), "");
  EXPECT_EQ(torn(), "") << "sent again";
  EXPECT_EQ(tally("yw").premises, 0);
  EXPECT_EQ(tally("yw").rooms, 0);
  EXPECT_EQ(room_of(one).end, End::demolished);
  EXPECT_EQ(put_one(Id::make(clock.now()), {.premises = id, .number = "1"}), "premises.closed");
  EXPECT_EQ(put_house(id, input("h1", "g1")), "premises.closed");
  house("h1", "g1");  // the code is free again
}

TEST_P(PremisesTest, AreListedInTheOrderOfTheTreeAPageAtATime) {
  for (const char* code : {"h3", "h1", "h2"}) house(code, "g2");
  house("h0", "g1");
  house("h9", "g3");
  Filter filter{.tops = {""}, .limit = 2};
  std::vector<std::string> codes;
  while (true) {
    const auto page = read([&](storage::Transaction& t) { return list(t, filter); });
    for (const Listed& one : page) codes.push_back(one.premises.code);
    if (page.size() < 2) break;
    filter.after = Filter::Place{page.back().path, page.back().premises.code};
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"h0", "h1", "h2", "h3", "h9"}));
  const auto of = [&](const Filter& wanted) {
    return read([&](storage::Transaction& t) { return list(t, wanted); }).size();
  };
  const std::string community = read([&](storage::Transaction& t) { return units::find_open(t, "c1")->path; });
  EXPECT_EQ(of({.tops = {community}}), 4U);
  EXPECT_EQ(of({.tops = {community}, .beginning = "h2"}), 1U);
  EXPECT_EQ(of({.tops = {""}, .beginning = "路 h9"}), 1U);
  EXPECT_EQ(of({.tops = {}}), 0U) << "who sees no unit sees no house";
}

TEST_P(PremisesTest, GoAlongWhenTheirUnitMovesOrIsMerged) {
  const Id id = house("h1", "g1");
  room(id, "101");
  import("code,name,kind,parent\ng1,第一网格,grid,c2\n");
  EXPECT_EQ(tally("c1").rooms, 0);
  EXPECT_EQ(tally("c2").rooms, 1);
  EXPECT_EQ(write([&](storage::Transaction& t) { return units::merge(t, clock, unit("g1"), unit("g3"), "user:test"); }),
            "");
  EXPECT_EQ(tally("g3").rooms, 1);
  const auto listed = read([&](storage::Transaction& t) { return *find_listed(t, id); });
  EXPECT_EQ(listed.unit_name, "第三网格");
  EXPECT_EQ(listed.rooms, 1);
}

TEST_P(PremisesTest, AFileIsStoredWithItsNumbersAndOneRowOfTheJournal) {
  const auto lay = [&](const std::string& csv) {
    RegisterPlan plan;
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<> {
                WARD_TRY(file, plan_file(csv, load_register(t), [](std::string_view) { return true; }, clock.now()));
                plan = file.plan;
                apply(t, clock, plan, {}, "user:test");
                return {};
              }),
              "");
    return plan;
  };
  const auto before = rows();
  const std::string csv = "unit,code,address,room,floor\ng1,h1,A,101,1\ng1,h1,,102,1\ng3,h2,B,,\n";
  EXPECT_TRUE(lay(csv).faults.empty());
  EXPECT_EQ(rows(), before + 1);
  EXPECT_EQ(tally("c1").rooms, 2);
  EXPECT_EQ(tally("yw").premises, 2);
  EXPECT_TRUE(lay(csv).changes_nothing());
  EXPECT_EQ(rows(), before + 1);
  EXPECT_EQ(lay("code,unit\nh1,g3\n").changed_premises.size(), 1U);
  EXPECT_EQ(tally("c2").rooms, 2);
}

// Whatever is done in whatever order: the numbers written down are those that stand (the destructor looks).
TEST_P(PremisesTest, WhateverIsDoneTheNumbersAreRight) {
  std::mt19937 random(7);
  std::vector<Id> houses, rooms;
  const auto any = [&](const auto& all) { return all[random() % all.size()]; };
  const std::vector<const char*> grids = {"g1", "g2", "g3"};
  for (int step = 0; step < 300; ++step) {
    const auto what = random() % 10;
    const std::string name = fmt::format("x{}", step);
    if (houses.empty() || what == 0) {
      houses.push_back(house(name, any(grids)));
    } else if (rooms.empty() || what < 5) {
      const Id id = Id::make(clock.now());
      if (put_one(id, {.premises = any(houses), .number = name}).empty()) rooms.push_back(id);
    } else if (what == 5) {
      auto wanted = input(name, any(grids));
      const Id id = any(houses);
      wanted.version = read([&](storage::Transaction& t) { return find(t, id)->premises.version; });
      put_house(id, wanted);
    } else if (what == 6 && random() % 4 == 0) {
      const Id id = any(houses);
      write([&](storage::Transaction& t) { return close(t, clock, id, "user:test"); });
    } else {
      Rebuild wanted{.how = End(random() % 3), .rooms = {any(rooms)}};
      const Id in = room_of(wanted.rooms[0]).premises;
      if (wanted.how == End::merged) wanted.rooms.push_back(any(rooms));
      const int fresh = wanted.how == End::split ? 3 : wanted.how == End::merged ? 1 : 0;
      for (int k = 0; k < fresh; ++k) wanted.into.push_back({Id::make(clock.now()), fmt::format("{}-{}", name, k)});
      if (rebuilt(in, wanted).empty())
        for (const NewRoom& one : wanted.into) rooms.push_back(one.id);
    }
  }
  import("code,name,kind,parent\ng2,第二网格,grid,c2\n");
  EXPECT_GT(tally("yw").rooms, 10);
}

}  // namespace
}  // namespace ward::city::premises
