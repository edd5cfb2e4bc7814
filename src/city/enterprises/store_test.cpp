#include "city/enterprises/store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "city/enterprises/list_file.h"
#include "city/enterprises/list_store.h"
#include "city/journal/store.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::enterprises {
namespace {

constexpr const char* units_csv =
    "code,name,kind,parent\n"
    "yw,义乌市,city,\n"
    "t1,稠城街道,town,yw\n"
    "c1,江滨社区,community,t1\n"
    "g1,第一网格,grid,c1\n"
    "e1,拉链厂,enterprise,g1\n"
    "e2,袜厂,enterprise,g1\n";

class EnterprisesTest : public ::testing::TestWithParam<storage::Engine> {
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
  EnterprisesTest() {
    EXPECT_TRUE(db->migrate(schema()));
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<int> {
                const units::Roster roster = units::load_roster(t, clock.now());
                WARD_TRY(file, units::plan_file(units::FileKind::units, units_csv, roster, clock.now(),
                                                *Zone::find("Asia/Shanghai")));
                units::apply(t, clock, roster, file.plan, {}, "user:test");
                return 0;
              }),
              "");
    EXPECT_EQ(make(works, "e1", "Zipper works"), "");
  }
  ~EnterprisesTest() override {
    EXPECT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{});
    EXPECT_EQ(read([](storage::Transaction& t) { return incidents::verify(t); }), std::vector<Text>{});
  }

  Id unit_of(const std::string& code) {
    return read([&](storage::Transaction& t) { return units::find_open(t, code)->id; });
  }
  std::string make(const Id& id, const std::string& unit, const std::string& name, std::int64_t version = 0,
                   const std::string& code = "") {
    const Input input{.unit = unit_of(unit), .name = name, .credit_code = code, .version = version};
    return write([&](storage::Transaction& t) { return put(t, clock, id, input, "user:test"); });
  }
  Date today() {
    return read([&](storage::Transaction& t) { return incidents::day_of(t, clock.now()); });
  }
  std::string take(const Id& id, Step step, std::int64_t people = 50, std::optional<Id> step_id = {}) {
    Done done{.id = step_id.value_or(Id::make(clock.now())), .step = step, .note = "because", .at = clock.now()};
    if (step == Step::apply)
      done.plan = Plan{.resume_on = today(), .workers = {{"420000", 20}}, .responsible = "Wu", .phone = "1"};
    if (step == Step::check) done.passed = true;
    if (step == Step::approve || step == Step::set_cap || step == Step::reopen) done.cap = Cap{today(), people};
    return write([&](storage::Transaction& t) { return act(t, clock, id, done, "user:test"); });
  }
  void open(const Id& id) {
    for (const Step step : {Step::apply, Step::check, Step::approve}) EXPECT_EQ(take(id, step), "");
  }
  std::string say(const Id& id, const Day& day) {
    return write([&](storage::Transaction& t) -> Result<int> {
      WARD_TRY(reported, report_day(t, clock, id, day, "test", "user:test"));
      raised += reported.incident.has_value();
      return 0;
    });
  }
  Numbers numbers_at(const std::string& code) {
    return read([&](storage::Transaction& t) { return numbers(t, unit_of(code)); });
  }
  std::int64_t in(State state) { return numbers_at("yw").states[std::size_t(state)]; }
  std::int64_t with(Trouble trouble) { return numbers_at("yw").troubles[std::size_t(trouble)]; }
  int mark() {
    int count = 0;
    write([&](storage::Transaction& t) -> Result<int> { return count = int(mark_silent(t, clock, 100).size()); });
    return count;
  }

  ManualClock clock{parse_rfc3339("2020-03-02T12:00:00+08:00").value()};
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
  const Id works = Id::make(clock.now());
  int raised = 0;
};
INSTANTIATE_TEST_SUITE_P(On, EnterprisesTest, storage::both_engines, storage::engine_name);

TEST_P(EnterprisesTest, EachStepCountsOnceAndIsCountedUpToTheCity) {
  const Id step = Id::make(clock.now());
  EXPECT_EQ(take(works, Step::apply, 0, step), "");
  EXPECT_EQ(take(works, Step::apply, 0, step), "") << "sent again";
  EXPECT_EQ(take(works, Step::withdraw, 0, step), "step.other");
  EXPECT_EQ(in(State::applied), 1);
  EXPECT_EQ(take(works, Step::check), "");
  EXPECT_EQ(take(works, Step::approve), "");
  EXPECT_EQ(in(State::approved), 1);
  EXPECT_EQ(with(Trouble::none), 1);
  EXPECT_EQ(numbers_at("g1"), numbers_at("yw"));
  EXPECT_EQ(read([&](storage::Transaction& t) { return steps_of(t, works); }).size(), 3U);
}

TEST_P(EnterprisesTest, AReportThatIsNotAsItShouldBeIsOneIncident) {
  open(works);
  EXPECT_EQ(say(works, {.day = today(), .present = 50, .version = 0}), "");
  EXPECT_EQ(raised, 0);
  EXPECT_EQ(say(works, {.day = today(), .present = 51, .version = 0}), "day.changed_meanwhile");
  EXPECT_EQ(say(works, {.day = today(), .present = 51, .version = 1}), "");
  EXPECT_EQ(with(Trouble::over_cap), 1);
  EXPECT_EQ(say(works, {.day = today(), .present = 52, .version = 2}), "");
  EXPECT_EQ(raised, 1) << "it was so before";
  EXPECT_EQ(say(works, {.day = today(), .present = 40, .fevers = 1, .version = 3}), "");
  EXPECT_EQ(raised, 2);
  EXPECT_EQ(say(works, {.day = today(), .present = 40, .version = 4}), "");
  EXPECT_EQ(with(Trouble::none), 1);
}

TEST_P(EnterprisesTest, WhoReportsNothingIsSilentTheNextMorning) {
  open(works);
  clock.advance(std::chrono::hours{21});  // 9:00 of the next day
  EXPECT_FALSE(read([&](storage::Transaction& t) { return silent_waits(t, clock.now()); }));
  clock.advance(std::chrono::hours{1});
  EXPECT_TRUE(read([&](storage::Transaction& t) { return silent_waits(t, clock.now()); }));
  EXPECT_EQ(mark(), 1);
  EXPECT_EQ(mark(), 0) << "once";
  EXPECT_EQ(with(Trouble::silent), 1);
  EXPECT_EQ(say(works, {.day = today() - std::chrono::days{1}, .present = 10, .version = 0}), "");
  EXPECT_EQ(with(Trouble::silent), 0);
  EXPECT_EQ(mark(), 0);
}

TEST_P(EnterprisesTest, OnlyDaysOnWhichItMayWorkAreReported) {
  EXPECT_EQ(say(works, {.day = today(), .version = 0}), "enterprise.not_open");
  open(works);
  EXPECT_EQ(say(works, {.day = today() - std::chrono::days{1}, .version = 0}), "enterprise.not_open");
  EXPECT_EQ(say(works, {.day = today() + std::chrono::days{1}, .version = 0}), "day.when");
  EXPECT_EQ(say(works, {.day = today() - std::chrono::days{8}, .version = 0}), "day.when");
  EXPECT_EQ(take(works, Step::close), "");
  EXPECT_EQ(say(works, {.day = today(), .version = 0}), "enterprise.not_open");
}

TEST_P(EnterprisesTest, BelongsToOneUnitAndOneCode) {
  const Id socks = Id::make(clock.now());
  EXPECT_EQ(make(socks, "e2", "Socks", 0, "91350100M000100Y43"), "");
  EXPECT_EQ(make(works, "e1", "Zipper works", 1, "91350100M000100Y43"), "enterprise.code_taken");
  EXPECT_EQ(make(works, "e1", "Zippers", 7), "enterprise.changed_meanwhile");
  EXPECT_EQ(make(works, "e2", "Zippers", 1), "");
  EXPECT_EQ(numbers_at("e1"), Numbers{});
  EXPECT_EQ(numbers_at("e2").states[0], 2);
  const auto names = [&](Filter filter) {
    std::vector<std::string> found;
    for (const Stored& one : read([&](storage::Transaction& t) { return list(t, filter); }))
      found.push_back(one.enterprise.name);
    return found;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names({.tops = {""}}), (Names{"Socks", "Zippers"}));
  EXPECT_EQ(names({.tops = {""}, .after = socks}), Names{"Zippers"});
  EXPECT_EQ(names({.tops = {""}, .beginning = "9135"}), Names{"Socks"});
  EXPECT_EQ(names({.tops = {}}), Names{});
  EXPECT_EQ(names({.tops = {""}, .state = State::approved}), Names{});
}

TEST_P(EnterprisesTest, AListIsStoredWithItsNumbersAndLeavesTheWayBackToWorkAlone) {
  open(works);
  const auto lay = [&](const std::string& csv) {
    ListPlan plan;
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<int> {
                WARD_TRY(file, plan_file(csv, load_known(t), [](std::string_view) { return true; }, clock.now()));
                apply(t, clock, file.plan, crypto::sha256(crypto::as_bytes(csv)), "user:test");
                plan = file.plan;
                return 0;
              }),
              "");
    return plan;
  };
  const auto rows = [&] {
    return read([](storage::Transaction& t) {
      return *t.first("SELECT count(*) FROM journal", [](const storage::Row& row) { return row.integer(0); });
    });
  };
  const auto before = rows();
  const std::string csv =
      "credit_code,unit,name,kind\n91350100M000100Y43,e1,Zipper works,factory\n,e2,Socks,factory\n,g1,Shop,shop\n";
  const ListPlan first = lay(csv);
  EXPECT_EQ(first.new_enterprises.size(), 2U);
  EXPECT_EQ(first.changed_enterprises.size(), 1U);
  EXPECT_EQ(rows(), before + 1);
  const auto stored = read([&](storage::Transaction& t) { return find(t, works); });
  EXPECT_EQ(stored->enterprise.state, State::approved);
  EXPECT_EQ(stored->enterprise.caps.size(), 1U);
  EXPECT_EQ(stored->enterprise.plan->people(), 20);
  EXPECT_EQ(stored->enterprise.credit_code, "91350100M000100Y43");
  EXPECT_EQ(stored->enterprise.version, 5);
  EXPECT_EQ(in(State::known), 2);
  EXPECT_EQ(numbers_at("g1").states[std::size_t(State::known)], 2);
  EXPECT_EQ(lay(csv).unchanged, 3);
  EXPECT_EQ(rows(), before + 1) << "the same file twice changes nothing";
  EXPECT_EQ(lay("credit_code,unit,name\n91350100M000100Y43,e2,\n").changed_enterprises.size(), 1U);
  EXPECT_EQ(numbers_at("e1"), Numbers{});
  EXPECT_EQ(numbers_at("e2").states[std::size_t(State::approved)], 1);
  EXPECT_EQ(take(works, Step::close), "") << "it goes on from where it was";
}

TEST_P(EnterprisesTest, TheSumOfTheChildrenIsTheParentWhateverIsDone) {
  std::mt19937 random(7);
  std::vector<Id> all{works};
  const Step every[] = {Step::apply,   Step::check, Step::check,  Step::approve, Step::send_back,
                        Step::set_cap, Step::close, Step::reopen, Step::withdraw};
  for (int i = 0; i < 150; ++i) {
    clock.advance(std::chrono::hours{2});
    const Id& one = all[random() % all.size()];
    if (random() % 12 == 0) {
      all.push_back(Id::make(clock.now()));
      EXPECT_EQ(make(all.back(), random() % 2 ? "e1" : "e2", fmt::format("x{}", i)), "");
    } else if (random() % 5 == 0) {
      say(one, {.day = today(), .present = std::int64_t(random() % 80), .fevers = 0, .version = 0});
    } else if (random() % 8 == 0) {
      mark();
    } else {
      take(one, every[random() % std::size(every)]);
    }
    Numbers sum;
    for (const auto& [unit, part] :
         read([&](storage::Transaction& t) { return numbers_of_children(t, unit_of("g1")); })) {
      for (std::size_t k = 0; k < state_count; ++k) sum.states[k] += part.states[k];
      for (std::size_t k = 0; k < trouble_count; ++k) sum.troubles[k] += part.troubles[k];
    }
    ASSERT_EQ(sum, numbers_at("g1"));
  }
}

}  // namespace
}  // namespace ward::city::enterprises
