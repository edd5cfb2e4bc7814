#include "city/units/store.h"

#include <gtest/gtest.h>

#include "city/journal/store.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "storage/test_database.h"

namespace ward::city::units {
namespace {

using std::chrono::hours;

constexpr const char* units_csv =
    "编号,名称,类型,上级编号\n"
    "yw,义乌市,市指挥部,\n"
    "t1,稠城街道,镇街指挥部,yw\n"
    "c1,江滨社区,社区,t1\n"
    "c2,下车门社区,社区,t1\n"
    "g1,第一网格,网格,c1\n"
    "g2,第二网格,网格,c1\n"
    "b1,一号楼,楼栋,g1\n";
constexpr const char* members_csv =
    "unit,name,phone,duty\n"
    "t1,Zhou,10000000001,commander\n"
    "yw,Zhou,10000000001,member\n"
    "c1,Wu,10000000002,commander\n"
    "t1,Wu,10000000002,\n"
    "g1,Li,10000000003,commander\n"
    "c1,Li,10000000003,member\n";

class UnitsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  UnitsTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
    import(FileKind::units, units_csv);
    import(FileKind::members, members_csv);
  }
  ~UnitsTest() override { EXPECT_EQ(faults(), std::vector<Text>{}) << "tallies and paths hold after every test"; }

  Result<> write(const std::function<Result<>(storage::Transaction&)>& work) { return db->write(work); }
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  Plan import(FileKind kind, const std::string& bytes) {
    Plan plan;
    EXPECT_TRUE(write([&](storage::Transaction& t) -> Result<> {
      const Roster roster = load_roster(t, clock.now());
      WARD_TRY(file, plan_file(kind, bytes, roster, clock.now(), *Zone::find("Asia/Shanghai")));
      plan = file.plan;
      apply(t, clock, roster, plan, {}, "user:test");
      return {};
    }));
    return plan;
  }
  Unit unit(const std::string& code) {
    return read([&](storage::Transaction& t) { return find_open(t, code); }).value();
  }
  std::vector<Posted> team_of(const std::string& code) {
    return read([&](storage::Transaction& t) { return team(t, unit_id(t, code)); });
  }
  static Id unit_id(storage::Transaction& t, const std::string& code) { return find_open(t, code)->id; }
  Tallies counted(const std::string& code) {
    return read([&](storage::Transaction& t) { return tallies(t, unit_id(t, code)); });
  }
  std::vector<Text> faults() {
    return read([](storage::Transaction& t) { return verify(t); });
  }
  Result<> move(const std::string& code, const std::string& parent) {
    return write([&](storage::Transaction& t) -> Result<> {
      const Unit before = *find_open(t, code);
      WARD_CHECK(put(t, clock, before.id,
                     {.code = before.code, .name = before.name, .kind = before.kind, .parent = unit_id(t, parent)},
                     "user:test"));
      return {};
    });
  }
  Result<> post(Post post) {
    return write([&](storage::Transaction& t) { return put_post(t, clock, post, "user:test"); });
  }

  ManualClock clock;
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db;
};

TEST_P(UnitsTest, ImportsAndCountsEverySubtree) {
  EXPECT_EQ(counted("yw").units, 6);
  EXPECT_EQ(counted("c1").units, 3);
  EXPECT_EQ(counted("yw").posts, 6);
  EXPECT_EQ(counted("c1").posts, 3) << "Wu and Li in c1, Li in g1";
  EXPECT_EQ(team_of("c1").front().member.name, "Wu") << "the commander first";
}

TEST_P(UnitsTest, TheSameFilesAgainChangeNothingAndAreNotJournalled) {
  const auto rows = read([](storage::Transaction& t) { return journal::list(t, {}).size(); });
  clock.advance(hours{1});
  EXPECT_TRUE(import(FileKind::units, units_csv).changes_nothing());
  EXPECT_TRUE(import(FileKind::members, members_csv).changes_nothing());
  EXPECT_EQ(read([](storage::Transaction& t) { return journal::list(t, {}).size(); }), rows);
}

TEST_P(UnitsTest, WhatIsExportedAndImportedAgainChangesNothing) {
  const Roster roster = read([&](storage::Transaction& t) { return load_roster(t, clock.now()); });
  for (const FileKind kind : {FileKind::units, FileKind::members})
    for (const std::string& file : {write_csv(kind, roster), *write_xlsx(kind, roster)})
      EXPECT_TRUE(import(kind, file).changes_nothing()) << write_csv(kind, roster);
}

TEST_P(UnitsTest, AMoveTakesThoseBelowAndKeepsHowItWas) {
  const Unit before = unit("g1");
  ASSERT_TRUE(post({.id = Id::make(clock.now()),
                    .unit = unit("c2").id,
                    .member = team_of("g1")[0].member.id,
                    .span = {clock.now(), {}}}));
  clock.advance(hours{1});
  ASSERT_TRUE(move("g1", "c2"));
  EXPECT_EQ(counted("c1").units, 1);
  EXPECT_EQ(counted("c2").units, 2);
  EXPECT_TRUE(is_within(unit("b1").path, unit("c2").path));
  const auto past_of = read([&](storage::Transaction& t) { return past(t, before.id); });
  ASSERT_EQ(past_of.size(), 1U);
  EXPECT_EQ(past_of[0].unit.parent, before.parent);
  EXPECT_EQ(past_of[0].until, clock.now());
}

TEST_P(UnitsTest, RefusesAMoveAwayFromTheTeamThatKnowsTheCommander) {
  const auto moved = move("g1", "c2");
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, "unit.commander_outside");
  EXPECT_NE(moved.error().message.en.find("Take Li into that team first"), std::string::npos);
}

TEST_P(UnitsTest, RefusesToEndTheMembershipThatACommandRestsOn) {
  Post li = team_of("c1")[1].post;
  li.span.until = clock.now() + hours{1};
  EXPECT_EQ(post(li).error().code, "unit.commander_outside");
  Post command = team_of("g1")[0].post;
  command.span.until = clock.now() + hours{1};
  EXPECT_TRUE(post(command));
  EXPECT_TRUE(post(li));
}

TEST_P(UnitsTest, RefusesASecondCommanderAndOneFromOutside) {
  const Id wu = team_of("c1")[0].member.id, li = team_of("g1")[0].member.id;
  EXPECT_EQ(post({.id = Id::make(clock.now()),
                  .unit = unit("g1").id,
                  .member = wu,
                  .duty = Duty::commander,
                  .span = {clock.now(), {}}})
                .error()
                .code,
            "unit.two_commanders");
  EXPECT_EQ(post({.id = Id::make(clock.now()),
                  .unit = unit("c2").id,
                  .member = li,
                  .duty = Duty::commander,
                  .span = {clock.now(), {}}})
                .error()
                .code,
            "unit.commander_outside");
}

TEST_P(UnitsTest, APostThatIsOverLeavesTheTallies) {
  Post command = team_of("g1")[0].post;
  command.span.until = clock.now() + hours{1};
  ASSERT_TRUE(post(command));
  EXPECT_EQ(counted("yw").posts, 6);
  clock.advance(hours{2});
  std::int64_t over = 0;
  ASSERT_TRUE(write([&](storage::Transaction& t) -> Result<> {
    over = sweep_posts(t, clock);
    return {};
  }));
  EXPECT_EQ(over, 1);
  EXPECT_EQ(counted("yw").posts, 5);
}

TEST_P(UnitsTest, ClosesOnlyWhatHasNothingBelow) {
  const auto closing = [&](const std::string& code) {
    return write([&](storage::Transaction& t) { return close(t, clock, unit_id(t, code), "user:test"); });
  };
  EXPECT_EQ(closing("g1").error().code, "unit.has_units");
  EXPECT_TRUE(closing("b1"));
  EXPECT_TRUE(closing("g1"));
  EXPECT_EQ(counted("yw").units, 4);
  EXPECT_EQ(counted("yw").posts, 5) << "Li's command ended with the unit";
}

TEST_P(UnitsTest, AMergeTakesUnitsAndTeamOver) {
  const Id c1 = unit("c1").id, c2 = unit("c2").id;
  ASSERT_TRUE(write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(merge(t, clock, c1, c2, "user:test"));
    return {};
  }));
  EXPECT_EQ(counted("c2").units, 3);
  EXPECT_EQ(team_of("c2").size(), 2U);
  const auto merged = read([&](storage::Transaction& t) { return find(t, c1); });
  EXPECT_FALSE(merged->is_open());
  EXPECT_EQ(merged->merged_into, c2);
}

TEST_P(UnitsTest, ReadsAFileInGB18030) {
  // "编号,名称,类型,上级编号\ng3,网格,网格,c1\n"
  const std::string bytes =
      "\xb1\xe0\xba\xc5,\xc3\xfb\xb3\xc6,\xc0\xe0\xd0\xcd,\xc9\xcf\xbc\xb6\xb1\xe0\xba\xc5\n"
      "g3,\xcd\xf8\xb8\xf1,\xcd\xf8\xb8\xf1,c1\n";
  EXPECT_EQ(import(FileKind::units, bytes).new_units.size(), 1U);
  EXPECT_EQ(unit("g3").name, "网格");
}

TEST_P(UnitsTest, CheckFindsATallyThatIsWrong) {
  ASSERT_TRUE(write([&](storage::Transaction& t) -> Result<> {
    t.exec("UPDATE unit_tally SET value = value + 1 WHERE name = 'units' AND unit = ?", unit_id(t, "c1"));
    return {};
  }));
  EXPECT_EQ(faults().size(), 1U);
  ASSERT_TRUE(write([&](storage::Transaction& t) -> Result<> { return rebuild_tallies(t), Result<>{}; }));
}

INSTANTIATE_TEST_SUITE_P(On, UnitsTest, storage::both_engines, storage::engine_name);

}  // namespace
}  // namespace ward::city::units
