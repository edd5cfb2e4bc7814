#include <gtest/gtest.h>

#include "city/duty/store.h"
#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::duty {
namespace {

using namespace std::chrono_literals;

TEST(Shifts, GapsAreWhatNobodyCovers) {
  const Time from = from_millis(0), to = from + 24h;
  const auto shift = [&](std::chrono::hours a, std::chrono::hours b) {
    return Shift{Id::make(from), Id::make(from), Id::make(from), from + a, from + b};
  };
  EXPECT_EQ(uncovered({}, from, to), (std::vector<Gap>{{from, to}}));
  EXPECT_EQ(uncovered({shift(-2h, 30h)}, from, to), std::vector<Gap>{});
  EXPECT_EQ(uncovered({shift(8h, 16h), shift(-5h, 4h), shift(10h, 12h), shift(30h, 40h)}, from, to),
            (std::vector<Gap>{{from + 4h, from + 8h}, {from + 16h, to}}));
}

class DutyTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  DutyTest() {
    EXPECT_TRUE(db->migrate(schema()));
    import(units::FileKind::units,
           "code,name,kind,parent\nyw,City,city,\nt1,Town,town,yw\nc1,Community,community,t1\n");
    import(units::FileKind::members,
           "unit,name,phone,duty\nt1,Zhou,10000000001,commander\nyw,Zhou,10000000001,member\n"
           "t1,Wu,10000000002,member\nc1,Li,10000000003,member\nyw,Hu,10000000004,member\n");
  }
  ~DutyTest() override {
    db->read([](storage::Transaction& t) { EXPECT_EQ(journal::verify(t), std::vector<Text>{}); });
    db.reset();
  }
  void import(units::FileKind kind, const std::string& bytes) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      const units::Roster roster = units::load_roster(t, clock.now());
      const auto file = units::plan_file(kind, bytes, roster, clock.now(), *Zone::find("Asia/Shanghai"));
      units::apply(t, clock, roster, file->plan, {}, "user:test");
      return {};
    }));
  }
  Id member(const std::string& phone) {
    Id id;
    db->read([&](storage::Transaction& t) { id = units::list_members(t, phone, 1).front().id; });
    return id;
  }
  Id unit(const std::string& code) {
    Id id;
    db->read([&](storage::Transaction& t) { id = units::find_open(t, code)->id; });
    return id;
  }
  Shift shift(const std::string& phone, Millis from, Millis to) {
    return {Id::make(clock.now()), unit("t1"), member(phone), clock.now() + from, clock.now() + to};
  }
  std::string put(const Shift& shift) {  // the code of the error, "" when it was put
    const auto result = db->write([&](storage::Transaction& t) { return duty::put(t, clock, shift, "user:test"); });
    return result ? "" : result.error().code;
  }
  std::vector<Id> now() {
    const Id town = unit("t1");
    std::vector<Id> members;
    db->read([&](storage::Transaction& t) { members = on_duty(t, town, clock.now()); });
    return members;
  }

  const storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
  ManualClock clock;
};
INSTANTIATE_TEST_SUITE_P(On, DutyTest, storage::both_engines, storage::engine_name);

TEST_P(DutyTest, SaysWhoIsOnDutyNow) {
  const Shift one = shift("10000000002", 1h, 9h);
  EXPECT_EQ(put(one), "");
  EXPECT_EQ(put(one), "") << "sent again it counts once";
  EXPECT_TRUE(now().empty());
  clock.advance(1h);
  EXPECT_EQ(now(), std::vector<Id>{one.member});
  clock.advance(8h);
  EXPECT_TRUE(now().empty()) << "up to and without its end";
  db->read([&](storage::Transaction& t) {
    EXPECT_EQ(notices::list(t, one.member, false, 10).size(), 1u);
    EXPECT_EQ(between(t, one.unit, clock.now() - 24h, clock.now()).size(), 1u);
  });
}

TEST_P(DutyTest, RefusesWhatCannotBe) {
  EXPECT_EQ(put(shift("10000000002", 9h, 9h)), "shift.order");
  EXPECT_EQ(put(shift("10000000002", 0h, 25h)), "shift.long");
  EXPECT_EQ(put(shift("10000000002", -9h, -1h)), "shift.past");
  EXPECT_EQ(put(shift("10000000003", 0h, 8h)), "shift.member") << "somebody of a community";
  EXPECT_EQ(put(shift("10000000004", 0h, 8h)), "") << "somebody of the team above stands in";
  EXPECT_EQ(put(shift("10000000002", 0h, 8h)), "");
  EXPECT_EQ(put(shift("10000000002", 7h, 9h)), "shift.twice");
  EXPECT_EQ(put(shift("10000000002", 8h, 9h)), "") << "one right after the other";
}

TEST_P(DutyTest, AShiftThatHasBegunCanOnlyEndEarlierOrLater) {
  Shift one = shift("10000000002", 1h, 9h);
  EXPECT_EQ(put(one), "");
  clock.advance(2h);
  const auto take = [&] {
    const auto result = db->write([&](storage::Transaction& t) { return take_back(t, clock, one.id, "user:test"); });
    return result ? "" : result.error().code;
  };
  EXPECT_EQ(take(), "shift.begun");
  Shift other = one;
  other.from += 1h;
  EXPECT_EQ(put(other), "shift.begun");
  one.to = clock.now() + 1min;
  EXPECT_EQ(put(one), "");
  one = shift("10000000001", 5h, 6h);
  EXPECT_EQ(put(one), "");
  EXPECT_EQ(take(), "");
  EXPECT_EQ(take(), "shift.none");
}

TEST_P(DutyTest, NotesStayAsTheyWereWritten) {
  const Id id = Id::make(clock.now()), town = unit("t1");
  ASSERT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
    Handover note{id, town, "user:wu", "Wu", clock.now(), "Two calls are open."};
    EXPECT_EQ(write_down(t, clock, note).words, "Two calls are open.");
    note.words = "None.";
    EXPECT_EQ(write_down(t, clock, note).words, "Two calls are open.");
    EXPECT_EQ(handovers(t, note.unit, clock.now() - 1h, clock.now()).size(), 1u);
    return {};
  }));
}

}  // namespace
}  // namespace ward::city::duty
