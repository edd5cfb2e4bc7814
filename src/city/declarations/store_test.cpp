#include "city/declarations/store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "city/declarations/invitations.h"
#include "city/incidents/store.h"
#include "city/premises/store.h"
#include "city/residents/store.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::declarations {
namespace {

constexpr const char* units_csv =
    "code,name,kind,parent\n"
    "yw,义乌市,city,\n"
    "t1,稠城街道,town,yw\n"
    "c1,江滨社区,community,t1\n"
    "g1,第一网格,grid,c1\n"
    "g2,第二网格,grid,c1\n";

class DeclarationsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
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
  DeclarationsTest() {
    EXPECT_TRUE(db->migrate(schema()));
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<int> {
                const units::Roster roster = units::load_roster(t, clock.now());
                WARD_TRY(file, units::plan_file(units::FileKind::units, units_csv, roster, clock.now(),
                                                *Zone::find("Asia/Shanghai")));
                units::apply(t, clock, roster, file.plan, {}, "user:test");
                return 0;
              }),
              "");
    for (const auto& [at, unit] : {std::pair(&house, "g1"), std::pair(&other_house, "g2")}) {
      EXPECT_EQ(write([&](storage::Transaction& t) {
                  return premises::put(t, clock, *at, {.unit = unit_of(t, unit), .code = unit, .address = "Road"},
                                       "user:test");
                }),
                "");
    }
    EXPECT_EQ(write([&](storage::Transaction& t) {
                return premises::put_room(t, clock, room, {.premises = house, .number = "101"}, "user:test");
              }),
              "");
  }
  ~DeclarationsTest() override {
    const auto none = std::vector<Text>{};
    EXPECT_EQ(read([](storage::Transaction& t) { return verify(t); }), none);
    EXPECT_EQ(read([](storage::Transaction& t) { return premises::verify(t); }), none);
    EXPECT_EQ(read([](storage::Transaction& t) { return residents::verify(t); }), none);
    EXPECT_EQ(read([](storage::Transaction& t) { return incidents::verify(t); }), none);
  }

  static Id unit_of(storage::Transaction& t, const std::string& code) {
    for (const units::Unit& unit : units::load_roster(t, {}).units)
      if (unit.code == code) return unit.id;
    return {};
  }
  Id new_id() { return Id::make(clock.now()); }
  Declaration of_persons(int count, Source source = Source::landlord) {
    Declaration said{.id = new_id(),
                     .premises = house,
                     .room = room,
                     .source = source,
                     .arrives_at = clock.now() + (source == Source::found ? Millis{-1} : std::chrono::hours{24}),
                     .stays = {{.region = "420106"}}};
    for (int i = 0; i < count; ++i)
      said.persons.push_back({.person = {.id = new_id(), .name = fmt::format("王{}", i)}});
    return said;
  }
  std::string declare(const Declaration& said, std::int64_t version = 0) {
    return write([&](storage::Transaction& t) { return put(t, clock, said, version, "user:test"); });
  }
  Done step_of(const Declaration& said, Step step, std::vector<int> places = {0}) {
    Done done{.id = new_id(), .step = step, .at = clock.now(), .note = "because", .received_at = clock.now()};
    for (const int place : places) done.persons.push_back(said.persons[std::size_t(place)].person.id);
    if (step == Step::prepare) done.persons.clear();
    if (step == Step::observe) {
      const Date today = read([&](storage::Transaction& t) { return incidents::day_of(t, clock.now()); });
      done.observation = Observation{Observed::home, today, today + std::chrono::days{14}};
    }
    return done;
  }
  std::string take(const Declaration& said, const Done& done) {
    return write([&](storage::Transaction& t) { return act(t, clock, said.id, done, "user:test"); });
  }
  Numbers numbers_of(const std::string& code) {
    return read([&](storage::Transaction& t) { return numbers(t, unit_of(t, code)); });
  }
  std::int64_t in(const std::string& code, State state) { return numbers_of(code).persons[std::size_t(state)]; }

  ManualClock clock;
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
  const Id house = Id::make(clock.now()), other_house = Id::make(clock.now()), room = Id::make(clock.now());
};

TEST_P(DeclarationsTest, FromTheDeclarationToTheRegister) {
  const Declaration said = of_persons(2);
  EXPECT_EQ(declare(said), "");
  EXPECT_EQ(declare(said), "") << "from a bad line, five times";
  EXPECT_EQ(in("yw", State::expected), 2);
  EXPECT_EQ(take(said, step_of(said, Step::meet, {0, 1})), "");
  EXPECT_EQ(take(said, step_of(said, Step::verify, {0, 1})), "");
  const Done enrol = step_of(said, Step::enrol, {0});
  EXPECT_EQ(take(said, enrol), "");
  EXPECT_EQ(take(said, enrol), "") << "sent again";
  Done other = enrol;
  other.note = "something else";
  EXPECT_EQ(take(said, other), "step.other");
  EXPECT_EQ(in("g1", State::registered), 1);
  EXPECT_EQ(in("g1", State::verified), 1);
  const auto living =
      read([&](storage::Transaction& t) { return residents::occupants(t, room, incidents::day_of(t, clock.now())); });
  ASSERT_EQ(living.size(), 1U);
  EXPECT_EQ(living[0].head, said.persons[0].person.id);
  EXPECT_EQ(read([&](storage::Transaction& t) { return steps_of(t, said.id); }).size(), 3U);
}

TEST_P(DeclarationsTest, WhoIsKnownBeyondDoubtIsTheSamePerson) {
  const auto key = crypto::Key::random().derived("test");
  const auto card = residents::keep({.kind = residents::DocumentKind::resident_card,
                                     .country = "CHN",
                                     .number = "11010519491231002X",
                                     .checked = true},
                                    key);
  const residents::Person known{.id = new_id(), .name = "王小明", .documents = {card}};
  EXPECT_EQ(write([&](storage::Transaction& t) { return residents::put(t, clock, known, 0, "user:test"); }), "");
  Declaration said = of_persons(1);
  said.persons[0].person.name = "王小明";
  said.persons[0].person.documents = {card};
  EXPECT_EQ(declare(said), "");
  for (const Step step : {Step::meet, Step::verify, Step::enrol}) EXPECT_EQ(take(said, step_of(said, step)), "");
  EXPECT_EQ(read([&](storage::Transaction& t) { return residents::head_of(t, said.persons[0].person.id); }), known.id);
}

TEST_P(DeclarationsTest, WhoHasNotComeIsOverdueOnceAndAnIncident) {
  const Declaration said = of_persons(3);
  EXPECT_EQ(declare(said), "");
  EXPECT_EQ(take(said, step_of(said, Step::meet, {0})), "");
  clock.advance(std::chrono::hours{24 + 12} + Millis{1});
  EXPECT_TRUE(read([&](storage::Transaction& t) { return overdue_waits(t, clock.now()); }));
  std::vector<Marked> marked;
  const auto mark = [&](storage::Transaction& t) -> Result<int> {
    marked = mark_overdue(t, clock, 10);
    return 0;
  };
  EXPECT_EQ(write(mark), "");
  ASSERT_EQ(marked.size(), 1U);
  ASSERT_TRUE(marked[0].incident);
  EXPECT_EQ(in("yw", State::overdue), 2);
  EXPECT_EQ(in("yw", State::arrived), 1);
  EXPECT_EQ(write(mark), "");
  EXPECT_TRUE(marked.empty());
  const auto stored =
      read([&](storage::Transaction& t) { return incidents::find(t, *find(t, said.id)->declaration.incident); });
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->incident.answers.at("people").as_int64(), 2);
  EXPECT_EQ(take(said, step_of(said, Step::meet, {1, 2})), "");
  EXPECT_EQ(in("yw", State::overdue), 0);
}

TEST_P(DeclarationsTest, WhoIsLateOnceMoreIsNoSecondIncidentWhileTheFirstIsInHand) {
  Declaration said = of_persons(1);
  EXPECT_EQ(declare(said), "");
  std::vector<Marked> marked;
  const auto late = [&] {
    clock.advance(std::chrono::hours{24 + 12} + Millis{1});
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<int> {
                marked = mark_overdue(t, clock, 10);
                return 0;
              }),
              "");
    return marked.at(0).incident;
  };
  const auto first = late();
  said.arrives_at = clock.now() + std::chrono::hours{24};
  EXPECT_EQ(declare(said, 2), "");
  EXPECT_EQ(in("yw", State::expected), 1) << "they are expected again";
  EXPECT_EQ(late(), first);
}

TEST_P(DeclarationsTest, IsChangedUntilSomebodyArrives) {
  Declaration said = of_persons(2);
  EXPECT_EQ(declare(said), "");
  said.persons.pop_back();
  said.arrives_at += std::chrono::hours{48};
  EXPECT_EQ(declare(said), "declaration.changed_meanwhile");
  EXPECT_EQ(declare(said, 1), "");
  EXPECT_EQ(in("g1", State::expected), 1);
  Declaration elsewhere = said;
  elsewhere.premises = other_house;
  elsewhere.room.reset();
  EXPECT_EQ(declare(elsewhere, 2), "declaration.moved");
  EXPECT_EQ(take(said, step_of(said, Step::meet)), "");
  said.note = "late";
  EXPECT_EQ(declare(said, 3), "declaration.begun");
  Declaration twice = of_persons(1);
  twice.persons[0].person.id = said.persons[0].person.id;
  EXPECT_EQ(declare(twice), "declaration.person_taken");
}

TEST_P(DeclarationsTest, AHouseTakesItsNumbersAlong) {
  EXPECT_EQ(declare(of_persons(3)), "");
  EXPECT_EQ(declare(of_persons(2, Source::found)), "");
  EXPECT_EQ(write([&](storage::Transaction& t) {
              return premises::put(t, clock, house,
                                   {.unit = unit_of(t, "g2"), .code = "g1", .address = "Road", .version = 1}, "user:a");
            }),
            "");
  EXPECT_EQ(numbers_of("g1").all(), 0);
  EXPECT_EQ(in("g2", State::expected), 3);
  EXPECT_EQ(numbers_of("g2").found, 2);
  EXPECT_EQ(numbers_of("c1"), numbers_of("g2"));
}

TEST_P(DeclarationsTest, TheSumOfTheChildrenIsTheParentWhateverIsDone) {
  std::mt19937 random(19);
  std::vector<Declaration> all;
  const Step every_one[] = {Step::prepare, Step::meet,     Step::verify, Step::enrol,  Step::observe,
                            Step::release, Step::withdraw, Step::miss,   Step::correct};
  for (int i = 0; i < 150; ++i) {
    clock.advance(std::chrono::hours{1});
    if (all.empty() || random() % 6 == 0) {
      all.push_back(of_persons(1 + int(random() % 3), random() % 4 ? Source::landlord : Source::found));
      if (random() % 2) all.back().premises = other_house, all.back().room.reset();
      EXPECT_EQ(declare(all.back()), "");
    } else if (random() % 10 == 0) {
      write([&](storage::Transaction& t) -> Result<int> { return int(mark_overdue(t, clock, 5).size()); });
    } else {
      const Declaration& said = all[random() % all.size()];
      Done done = step_of(said, every_one[random() % std::size(every_one)], {int(random() % said.persons.size())});
      if (done.step == Step::enrol) done.room = room;
      take(said, done);
    }
    const auto below = read([&](storage::Transaction& t) { return numbers_of_children(t, unit_of(t, "c1")); });
    Numbers sum;
    for (const auto& [unit, numbers] : below) {
      for (std::size_t k = 0; k < state_count; ++k) sum.persons[k] += numbers.persons[k];
      sum.found += numbers.found;
    }
    ASSERT_EQ(sum, numbers_of("c1"));
    ASSERT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{});
  }
}

TEST_P(DeclarationsTest, ListsByUnitStateAndDay) {
  const Declaration first = of_persons(1);
  clock.advance(std::chrono::hours{1});
  Declaration second = of_persons(1);
  second.premises = other_house;
  second.room.reset();
  EXPECT_EQ(declare(second), "");
  EXPECT_EQ(declare(first), "");
  const auto ids = [&](Filter filter) {
    std::vector<Id> found;
    for (const Stored& one : read([&](storage::Transaction& t) { return list(t, filter); }))
      found.push_back(one.declaration.id);
    return found;
  };
  using Ids = std::vector<Id>;
  EXPECT_EQ(ids({.tops = {""}}), (Ids{first.id, second.id}));
  EXPECT_EQ(ids({.tops = {""}, .descending = true}), (Ids{second.id, first.id}));
  EXPECT_EQ(ids({.tops = {""}, .after = Filter::Place{first.arrives_at, first.id}}), (Ids{second.id}));
  EXPECT_EQ(ids({.tops = {}}), Ids{});
  EXPECT_EQ(ids({.tops = {read([&](storage::Transaction& t) { return units::find(t, unit_of(t, "g2"))->path; })}}),
            (Ids{second.id}));
  EXPECT_EQ(ids({.tops = {""}, .premises = house}), (Ids{first.id}));
  EXPECT_EQ(ids({.tops = {""}, .state = State::arrived}), Ids{});
  EXPECT_EQ(take(first, step_of(first, Step::withdraw)), "");
  EXPECT_EQ(ids({.tops = {""}, .state = State::withdrawn}), (Ids{first.id}));
  EXPECT_EQ(ids({.tops = {""}, .open = true}), (Ids{second.id}));
  const Date day = read([&](storage::Transaction& t) { return incidents::day_of(t, first.arrives_at); });
  EXPECT_EQ(ids({.tops = {""}, .from = day + std::chrono::days{1}}), Ids{});
}

TEST_P(DeclarationsTest, EveryVersionOfTheRulesIsKept) {
  const auto day = parse_date("2020-02-10").value();
  Rules rules_now{.rules = {{.regions = {"420000"}, .from = day, .why = {{"en", "a"}, {"zh", "b"}}}}};
  const auto set = [&](const Rules& wanted) {
    return write([&](storage::Transaction& t) { return put_rules(t, clock, wanted, "user:test"); });
  };
  EXPECT_EQ(set(rules_now), "");
  EXPECT_EQ(set(rules_now), "") << "the same again";
  rules_now.rules[0].kind = Observed::central;
  rules_now.rules[0].days = 14;
  EXPECT_EQ(set(rules_now), "rules.changed_meanwhile");
  rules_now.version = 1;
  EXPECT_EQ(set(rules_now), "");
  EXPECT_EQ(read([](storage::Transaction& t) { return rules(t); }).version, 2);
  EXPECT_EQ(read([](storage::Transaction& t) { return rules_of(t, 1).value(); }).rules[0].days, 0);
  EXPECT_EQ(read([](storage::Transaction& t) { return rules_of(t, 9).error().code; }), "rules.unknown");
}

TEST_P(DeclarationsTest, ALinkIsFoundByItsCodeAlone) {
  const auto key = crypto::Key::random().derived("test"), other_key = crypto::Key::random().derived("test");
  const Id id = new_id();
  const std::string code = link_code(id, key);
  EXPECT_EQ(code.size(), 64U);
  EXPECT_EQ(invited_by(code, key), id);
  EXPECT_EQ(invited_by(code, other_key), std::nullopt);
  std::string wrong = code;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(invited_by(wrong, key), std::nullopt);
  EXPECT_EQ(invited_by("", key), std::nullopt);
  const Invitation wanted{.id = id, .premises = house, .room = room};
  const auto make = [&](const Invitation& one) {
    return write([&](storage::Transaction& t) { return invite(t, clock, one, "user:test"); });
  };
  EXPECT_EQ(make(wanted), "");
  EXPECT_EQ(make(wanted), "");
  EXPECT_EQ(make({.id = id, .premises = other_house}), "invitation.other");
  EXPECT_EQ(make({.id = new_id(), .premises = other_house, .room = room}), "room.unknown");
}

INSTANTIATE_TEST_SUITE_P(On, DeclarationsTest, storage::both_engines, storage::engine_name);

}  // namespace
}  // namespace ward::city::declarations
