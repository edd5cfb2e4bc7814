#include "city/verdicts/store.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "city/premises/store.h"
#include "city/residents/store.h"
#include "city/schema.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::verdicts {
namespace {

using rounds::Numbers;
using rounds::State;
using ::testing::ElementsAre;

// A city of one community with two grids, a house in each.
class VerdictsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  VerdictsTest() {
    EXPECT_TRUE(db->migrate(schema()));
    const auto unit = [&](const Id& id, const char* code, units::Kind kind, std::optional<Id> parent) {
      must([&](storage::Transaction& t) {
        return units::put(t, clock, id, {.code = code, .name = code, .kind = kind, .parent = parent}, by);
      });
    };
    unit(city, "yw", units::Kind::city, {});
    unit(community, "c1", units::Kind::community, city);
    unit(g1, "g1", units::Kind::grid, community);
    unit(g2, "g2", units::Kind::grid, community);
    house(h1, "h1", g1);
    house(h2, "h2", g2);
  }
  ~VerdictsTest() override {
    EXPECT_EQ(read([](storage::Transaction& t) { return rounds::verify(t); }), std::vector<Text>{});
  }

  template <class F>
  std::string write(F work) {
    const auto done = db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(work(t));
      return {};
    });
    return done ? "" : done.error().code;
  }
  template <class F>
  void must(F work) {
    EXPECT_EQ(write(work), "");
  }
  Id next() { return Id::make(clock.now()); }
  void house(const Id& id, const char* code, const Id& unit, std::int64_t version = 0) {
    must([&](storage::Transaction& t) {
      return premises::put(t, clock, id, {.unit = unit, .code = code, .address = code, .version = version}, by);
    });
  }
  Id room(const Id& in, const std::string& number) {
    const Id id = next();
    must([&](storage::Transaction& t) {
      return premises::put_room(t, clock, id, {.premises = in, .number = number}, by);
    });
    return id;
  }
  Id open(const Id& unit) {
    const Id id = next();
    must([&](storage::Transaction& t) { return rounds::put(t, clock, id, {.unit = unit, .title = "Round"}, by); });
    return id;
  }
  void close(const Id& round) {
    clock.advance(Millis{1000});
    must([&](storage::Transaction& t) { return rounds::close(t, clock, round, by); });
    clock.advance(Millis{1000});
  }
  Verdict verdict(const Id& room, Found found, std::optional<std::int64_t> people = {}, std::vector<Id> after = {}) {
    return {.id = next(),
            .room = room,
            .found = found,
            .people = people,
            .after = std::move(after),
            .at = clock.now(),
            .day = parse_date("2020-02-19").value(),
            .received_at = clock.now(),
            .author = "test"};
  }
  std::string send(const Id& round, const Verdict& one) {
    return write([&](storage::Transaction& t) {
      const auto house = premises::find(t, premises::find_room(t, one.room)->premises);
      return take(t, clock, *rounds::find_listed(t, round), one, house->path, by);
    });
  }
  Numbers numbers(const Id& round, const Id& unit) {
    return read([&](storage::Transaction& t) { return rounds::numbers(t, *rounds::find(t, round), unit); });
  }
  std::vector<std::string> list(const Id& round, const RoomFilter& filter) {
    std::vector<std::string> out;
    for (const RoomSeen& one : read([&](storage::Transaction& t) { return rooms(t, *rounds::find(t, round), filter); }))
      out.push_back(one.code + "-" + one.number);
    return out;
  }
  std::vector<Verdict> verdicts_on(const Id& room, const Id& round) {
    return read(
        [&](storage::Transaction& t) { return verdicts::verdicts_on(t, rounds::find(t, round)->number, room); });
  }
  std::string path(const Id& unit) {
    return read([&](storage::Transaction& t) { return units::find(t, unit)->path; });
  }

  ManualClock clock{parse_rfc3339("2020-02-19T08:00:00+08:00").value()};
  const std::string by = "user:test";
  const Id city = next(), community = next(), g1 = next(), g2 = next(), h1 = next(), h2 = next();
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
};
INSTANTIATE_TEST_SUITE_P(On, VerdictsTest, storage::both_engines, storage::engine_name);

TEST_P(VerdictsTest, EveryRoomIsCountedFromTheGridUpToTheCity) {
  const Id a = room(h1, "101"), b = room(h1, "102"), c = room(h2, "101");
  const Id round = open(city);
  EXPECT_EQ(numbers(round, city).in(State::none), 3);
  const Verdict first = verdict(a, Found::nobody);
  EXPECT_EQ(send(round, first), "");
  EXPECT_EQ(send(round, first), "") << "sent again";
  Verdict other = first;
  other.found = Found::empty;
  EXPECT_EQ(send(round, other), "verdict.other");
  EXPECT_EQ(send(round, verdict(c, Found::empty)), "");
  EXPECT_EQ(numbers(round, g1).in(State::nobody), 1);
  EXPECT_EQ(numbers(round, g1).in(State::none), 1);
  EXPECT_EQ(numbers(round, city).all(), 3);
  EXPECT_EQ(numbers(round, community).in(State::empty), 1);
  EXPECT_EQ(send(round, verdict(a, Found::seen, 0)), "");
  EXPECT_EQ(numbers(round, city).in(State::nobody), 0);
  room(h2, "102");
  EXPECT_EQ(numbers(round, g2).in(State::none), 1) << "a new room has no verdict";
  EXPECT_THAT(list(round, {.top = path(city), .state = State::none}), ElementsAre("h1-102", "h2-102"));
  EXPECT_THAT(list(round, {.top = path(city), .state = State::none, .after = b}), ElementsAre("h2-102"));
  EXPECT_THAT(list(round, {.top = path(city), .after = a, .limit = 2}), ElementsAre("h1-102", "h2-101"));
  EXPECT_THAT(list(round, {.top = path(g2), .state = State::empty}), ElementsAre("h2-101"));
  EXPECT_EQ(verdicts_on(a, round).size(), 2u);
}

TEST_P(VerdictsTest, TheCountIsHeldAgainstTheRegisterWheneverThatIsTold) {
  const Id a = room(h1, "101");
  const Id round = open(g1);
  EXPECT_EQ(send(round, verdict(a, Found::seen, 2)), "");
  EXPECT_EQ(numbers(round, city).differing, 1);
  EXPECT_THAT(list(round, {.top = path(g1), .differing = true}), ElementsAre("h1-101"));
  std::vector<Id> people;
  for (const char* name : {"王小明", "李静"}) {
    people.push_back(next());
    must([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(residents::put(t, clock, {.id = people.back(), .name = name}, 0, by));
      WARD_CHECK(residents::put_tenancy(
          t, clock, next(), {.resident = people.back(), .room = a, .since = parse_date("2020-02-01").value()}, by));
      return {};
    });
  }
  EXPECT_EQ(numbers(round, g1).differing, 0);
  must([&](storage::Transaction& t) { return residents::merge(t, clock, people[0], people[1], by); });
  EXPECT_EQ(numbers(round, g1).differing, 1) << "they are one person";
  must([&](storage::Transaction& t) { return residents::unmerge(t, clock, people[0], by); });
  EXPECT_EQ(numbers(round, g1).differing, 0);
}

TEST_P(VerdictsTest, ARoomThatEndsLeavesTheRoundAndKeepsItsVerdicts) {
  const Id a = room(h1, "101"), b = room(h1, "102");
  const Id round = open(city);
  EXPECT_EQ(send(round, verdict(a, Found::seen, 0)), "");
  EXPECT_EQ(send(round, verdict(b, Found::empty)), "");
  const Id both = next();
  must([&](storage::Transaction& t) {
    return premises::rebuild(t, clock, h1, {.how = premises::End::merged, .rooms = {a, b}, .into = {{both, "101"}}},
                             by);
  });
  EXPECT_EQ(numbers(round, city).all(), 1);
  EXPECT_EQ(numbers(round, city).in(State::none), 1);
  EXPECT_EQ(send(round, verdict(a, Found::refused)), "") << "from a phone that does not know yet";
  EXPECT_EQ(verdicts_on(a, round).size(), 2u);
  EXPECT_EQ(numbers(round, city).all(), 1);
  EXPECT_EQ(send(round, verdict(both, Found::seen, 0)), "");
  EXPECT_EQ(numbers(round, city).in(State::seen), 1);
  must([&](storage::Transaction& t) { return premises::close(t, clock, h1, by); });
  EXPECT_EQ(numbers(round, city), Numbers{});
}

TEST_P(VerdictsTest, WhatComesAfterTheRoundWasClosedIsTakenIn) {
  const Id a = room(h1, "101"), b = room(h1, "102"), c = room(h2, "101");
  const Id round = open(community);
  EXPECT_EQ(send(round, verdict(a, Found::seen, 0)), "");
  const Verdict offline = verdict(b, Found::empty);
  close(round);
  EXPECT_EQ(numbers(round, city).in(State::none), 2);
  const Id later = room(h1, "103");
  EXPECT_EQ(numbers(round, community).all(), 3) << "the rooms that stood when it was closed";
  EXPECT_EQ(send(round, offline), "");
  EXPECT_EQ(send(round, verdict(later, Found::empty)), "");
  EXPECT_EQ(numbers(round, community).in(State::empty), 1);
  EXPECT_EQ(numbers(round, community).in(State::none), 1);
  EXPECT_THAT(list(round, {.top = path(community), .state = State::none}), ElementsAre("h2-101"));
  must([&](storage::Transaction& t) { return premises::close(t, clock, h2, by); });
  EXPECT_EQ(numbers(round, community).all(), 3) << "torn down after it was closed";
  EXPECT_EQ(send(round, verdict(c, Found::refused)), "");
  EXPECT_EQ(numbers(round, community).in(State::none), 0);
  EXPECT_EQ(write([&](storage::Transaction& t) {
              return rounds::put(t, clock, round, {.unit = community, .title = "Other", .version = 2}, by);
            }),
            "round.closed");
}

TEST_P(VerdictsTest, HousesAndUnitsThatMoveTakeTheirRoomsAlong) {
  const Id a = room(h1, "101");
  const Id round = open(city), before = open(g1);
  EXPECT_EQ(send(round, verdict(a, Found::seen, 1)), "");
  EXPECT_EQ(send(before, verdict(a, Found::empty)), "");
  close(before);
  house(h1, "h1", g2, 1);
  EXPECT_EQ(numbers(round, g1), Numbers{});
  EXPECT_EQ(numbers(round, g2).in(State::seen), 1);
  EXPECT_EQ(numbers(round, g2).differing, 1);
  must([&](storage::Transaction& t) { return units::merge(t, clock, g2, g1, by); });
  EXPECT_EQ(numbers(round, g1).in(State::seen), 1);
  EXPECT_THAT(list(round, {.top = path(g1), .state = State::seen}), ElementsAre("h1-101"));
}

TEST_P(VerdictsTest, ANumberThatIsWrongIsFound) {
  const Id a = room(h1, "101");
  const Id round = open(city);
  EXPECT_EQ(send(round, verdict(a, Found::empty)), "");
  const auto add = [&](std::int64_t by) {
    must([&](storage::Transaction& t) -> Result<> {
      t.exec("UPDATE unit_tally SET value = value + ? WHERE unit = ? AND name = ?", by, g1,
             rounds::tally_name(1, State::empty));
      return {};
    });
  };
  add(1);
  const auto faults = read([](storage::Transaction& t) { return rounds::verify(t); });
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].en, "Rounds: r1:empty of g1 is 1, but 2 are written down.");
  add(-1);
}

// Two phones, any order of arrival, things sent twice, houses that are rebuilt in between: one state, and no verdict
// lost; the children sum up to their parent at each step.
TEST_P(VerdictsTest, AnyOrderEndsTheSame) {
  std::mt19937 random(7);
  std::vector<Id> rooms_of_both;
  for (int i = 0; i < 4; ++i) {
    rooms_of_both.push_back(room(h1, fmt::format("{}", i)));
    rooms_of_both.push_back(room(h2, fmt::format("{}", i)));
  }
  std::vector<Verdict> written;
  for (int i = 0; i < 24; ++i) {
    clock.advance(Millis{60'000});
    const auto found = Found(random() % 4);
    std::vector<Id> after;
    const Id where = rooms_of_both[random() % rooms_of_both.size()];
    for (const Verdict& one : written)
      if (one.room == where && random() % 2 == 0) after.push_back(one.id);
    written.push_back(
        verdict(where, found, found == Found::seen ? std::optional(std::int64_t(random() % 2)) : std::nullopt, after));
  }
  std::vector<std::map<std::string, Numbers>> ends;
  for (int history = 0; history < 6; ++history) {
    const Id round = open(city);
    std::vector<Verdict> sent = written;
    for (Verdict& one : sent) one.id = Id::make(one.at);  // ids are once for all rounds
    for (std::size_t i = 0; i < sent.size(); ++i)
      for (Verdict& other : sent)
        for (Id& known : other.after)
          if (known == written[i].id) known = sent[i].id;
    for (Verdict& one : sent) std::ranges::sort(one.after);
    const std::vector<Verdict> twice(sent.begin(), sent.begin() + 8);
    sent.insert(sent.end(), twice.begin(), twice.end());
    std::ranges::shuffle(sent, random);
    for (const Verdict& one : sent) {
      EXPECT_EQ(send(round, one), "");
      const Numbers top = numbers(round, community), left = numbers(round, g1), right = numbers(round, g2);
      for (std::size_t i = 0; i < rounds::state_count; ++i) EXPECT_EQ(top.rooms[i], left.rooms[i] + right.rooms[i]);
      EXPECT_EQ(top.all(), 8);
    }
    std::size_t stored = 0;
    for (const Id& one : rooms_of_both) stored += verdicts_on(one, round).size();
    EXPECT_EQ(stored, written.size());
    ends.push_back(read([&](storage::Transaction& t) { return rounds::all_numbers(t, *rounds::find(t, round)); }));
    EXPECT_EQ(ends.back(), ends.front());
  }
}

}  // namespace
}  // namespace ward::city::verdicts
