#include "city/passages/drift.h"

#include <gtest/gtest.h>

#include "city/alarms/store.h"
#include "city/devices/store.h"
#include "city/passages/drift_watch.h"
#include "city/passages/store.h"
#include "city/passages/temperatures.h"
#include "city/schema.h"
#include "city/sites/store.h"
#include "storage/test_database.h"

namespace ward::city::passages {
namespace {

using namespace std::chrono_literals;

std::vector<Counts> days_of(std::int64_t cc, int days) {
  return std::vector<Counts>(std::size_t(days), Counts{{cc - 10, 10}, {cc, 10}, {cc + 10, 10}});
}
std::vector<Counts> and_then(std::vector<Counts> days, Counts last) {
  days.push_back(std::move(last));
  return days;
}

TEST(Drift, IsFurtherFromTheDaysBeforeThanTheLimit) {
  const auto before = days_of(3'650, days_before);
  for (const std::int64_t off : {0, 20, -20}) {
    const Drift drift = judge(and_then(before, {{3'650 + off, 30}}));
    EXPECT_EQ(drift.verdict, Verdict::usual) << off;
    EXPECT_EQ(drift.drift_cc, off);
  }
  for (const std::int64_t off : {21, -21}) {
    const Drift drift = judge(and_then(before, {{3'650 + off, 30}}));
    EXPECT_EQ(drift.verdict, Verdict::drifted) << off;
    EXPECT_EQ(drift.drift_cc, off);
    EXPECT_EQ(drift.baseline_cc, 3'650);
  }
}

TEST(Drift, OneWithAFeverIsNoDrift) {
  EXPECT_EQ(judge(and_then(days_of(3'650, 5), {{3'650, 29}, {3'980, 1}})).verdict, Verdict::usual);
}

TEST(Drift, TooFewIsSaidAndNotCalledUsual) {
  EXPECT_EQ(judge({}).verdict, Verdict::too_few_people);
  EXPECT_EQ(judge(and_then(days_of(3'650, 28), {})).verdict, Verdict::too_few_people);
  const Drift few = judge(and_then(days_of(3'650, 28), {{3'700, 29}}));
  EXPECT_EQ(few.verdict, Verdict::too_few_people);
  EXPECT_EQ(few.drift_cc, std::nullopt);
  EXPECT_EQ(few.baseline_cc, 3'650);
  EXPECT_EQ(judge(and_then(days_of(3'650, min_days - 1), {{3'700, 30}})).verdict, Verdict::too_few_days);
  EXPECT_EQ(judge(and_then(days_of(3'650, min_days), {{3'700, 30}})).verdict, Verdict::drifted);
}

TEST(Drift, DaysWithTooFewPeopleAreNoPartOfTheBaseline) {
  auto days = days_of(3'650, min_days);
  for (int i = 0; i < 20; ++i) days.push_back({{3'900, 29}});
  EXPECT_EQ(judge(and_then(days, {{3'650, 30}})).drift_cc, 0);
}

TEST(Drift, WhatIsShownIsWhatWasJudged) {
  auto counts = days_of(3'650, min_days + 1);
  counts.front() = {{3'600, 3}};
  counts.push_back({{3'671, 40}});
  const auto end = from_millis(86'400'000LL * 30);
  const json::value shown = to_json(Days{.end = end, .counts = counts});
  EXPECT_EQ(shown.at("verdict"), "drifted");
  EXPECT_EQ(shown.at("drift_cc"), 21);
  EXPECT_EQ(shown.at("band"), (json::value{{"low_cc", 3'630}, {"high_cc", 3'670}}));
  const json::array& days = shown.at("days").as_array();
  ASSERT_EQ(days.size(), counts.size());
  EXPECT_EQ(days.back(), (json::value{{"to", to_rfc3339(end)}, {"count", 40}, {"median_cc", 3'671}, {"enough", true}}));
  EXPECT_EQ(days.front().at("to"), to_rfc3339(end - 24h * 6).c_str());
  EXPECT_EQ(days.front().at("enough"), false);
  EXPECT_EQ(to_json(Days{.end = end, .counts = {{}, {}}}).at("band"), nullptr);
}

TEST(Median, IsTheLowerOne) {
  EXPECT_EQ(median({}), std::nullopt);
  EXPECT_EQ(median({{1, 1}, {2, 1}}), 1);
}

class Heard final : public http::EventStream {
 public:
  void publish(const http::Event& event, const std::string&) override { names.push_back(event.name); }
  void publish_here(const http::Event&, const std::string&) override {}
  void interrupt() override {}
  bool heard() const override { return true; }
  std::vector<std::string> names;
};

class DriftWatchTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  DriftWatchTest() {
    EXPECT_TRUE(db->migrate(schema()));
    write([&](storage::Transaction& t) {
      sites::put(t, clock, site, {.name = "School"}, "test");
      EXPECT_TRUE(devices::put(t, clock, gate, {.site = site, .name = "East gate", .zone = "Lane", .sign = "Door"},
                               "key", "test"));
    });
  }
  ~DriftWatchTest() override { db.reset(); }
  std::unique_ptr<storage::Database> open() { return database.open(); }
  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> { return work(t), Result<>{}; }));
  }
  // `people` who came in the last hours.
  void come(int people, int cc, Outcome outcome = Outcome::admit, bool simulated = false) {
    std::vector<Incoming> batch;
    for (int i = 0; i < people; ++i) {
      Passage p;
      p.id = Id::make(clock.now());
      p.device = gate;
      p.at = clock.now() - 1min * i - 1ms;
      p.outcome = outcome;
      p.temperature_cc = cc;
      p.simulated = simulated;
      batch.push_back({p, digest_of(p, site, clock.now())});
    }
    write([&](storage::Transaction& t) { store(t, clock, site, clock.now(), batch); });
  }
  void days_pass(int days, int cc) {
    for (int i = 0; i < days; ++i) {
      come(30, cc);
      clock.advance(24h);
    }
  }
  // As a server that was started just now looks.
  void look() {
    DriftWatch watch(city);
    EXPECT_TRUE(watch.look());
  }
  Days days() {
    Days found;
    db->read([&](storage::Transaction& t) { found = days_until(t, gate, clock.now()); });
    return found;
  }
  json::value kept() {
    json::value found;
    db->read([&](storage::Transaction& t) { found = devices::find(t, gate)->drift; });
    return found;
  }
  std::vector<alarms::Alarm> alarms_now() {
    std::vector<alarms::Alarm> found;
    db->read([&](storage::Transaction& t) { found = alarms::list(t, {}); });
    return found;
  }

  const storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = open();
  ManualClock clock;
  const Id site = Id::make(clock.now()), gate = Id::make(clock.now());
  const std::shared_ptr<Heard> live = std::make_shared<Heard>();
  const crypto::Key vault = crypto::Key::random();
  City city{.db = *db, .clock = clock, .live = live, .changed = nullptr, .vault = vault, .data = {}, .models = {}};
};
INSTANTIATE_TEST_SUITE_P(On, DriftWatchTest, storage::both_engines, storage::engine_name);

TEST_P(DriftWatchTest, AnAlarmBeginsAndEndsAndIsKeptWithTheDevice) {
  look();
  EXPECT_EQ(kept(), (json::value{{"verdict", "too_few_people"}, {"drift_cc", nullptr}}));
  days_pass(6, 3'650);
  come(30, 3'652);
  look();
  EXPECT_EQ(kept(), (json::value{{"verdict", "usual"}, {"drift_cc", 2}}));
  EXPECT_TRUE(alarms_now().empty());

  clock.advance(24h);
  come(30, 3'680);
  live->names.clear();
  look();
  EXPECT_EQ(kept(), (json::value{{"verdict", "drifted"}, {"drift_cc", 30}}));
  EXPECT_EQ(live->names, (std::vector<std::string>{"device", "alarm"}));
  ASSERT_EQ(alarms_now().size(), 1u);
  EXPECT_EQ(alarms::sentence(alarms_now()[0]).en,
            "East gate: the temperatures of all people have moved by +0.30 °C; the sensor must be checked.");
  look();
  EXPECT_EQ(live->names.size(), 2u);  // nothing new, nothing said

  clock.advance(24h);
  come(30, 3'650);
  look();
  EXPECT_TRUE(alarms_now()[0].over_at);
  EXPECT_EQ(alarms_now()[0].repeats, 0);
}

TEST_P(DriftWatchTest, AWeekendEndsNoAlarm) {
  days_pass(6, 3'650);
  come(30, 3'680);
  look();
  clock.advance(48h);
  look();
  EXPECT_EQ(kept().at("verdict"), "too_few_people");
  ASSERT_EQ(alarms_now().size(), 1u);
  EXPECT_FALSE(alarms_now()[0].over_at);
  come(30, 3'680);
  look();
  EXPECT_EQ(alarms_now()[0].repeats, 0);
}

TEST_P(DriftWatchTest, AGateThatIsRevokedIsNotWatched) {
  days_pass(6, 3'650);
  come(30, 3'680);
  look();
  write([&](storage::Transaction& t) { EXPECT_TRUE(devices::revoke(t, clock, *devices::find(t, gate), "test")); });
  look();
  EXPECT_TRUE(kept().is_null());
  EXPECT_TRUE(alarms_now()[0].over_at);
}

TEST_P(DriftWatchTest, ARetestIsNoPersonMore) {
  come(5, 3'730, Outcome::retest);
  come(2, 3'650);
  come(1, 3'790, Outcome::refuse);
  EXPECT_EQ(days().counts.back(), (Counts{{3'650, 2}, {3'790, 1}}));
}

TEST_P(DriftWatchTest, PaintedTemperaturesAreNeverMixedWithMeasuredOnes) {
  come(3, 3'700, Outcome::admit, true);
  EXPECT_TRUE(days().simulated);
  EXPECT_EQ(days().counts.back(), (Counts{{3'700, 3}}));
  clock.advance(24h);
  come(1, 3'650);
  EXPECT_FALSE(days().simulated);
  EXPECT_EQ(days().counts.back(), (Counts{{3'650, 1}}));
  EXPECT_TRUE(days().counts.at(days_before - 1).empty());
}

TEST_P(DriftWatchTest, ADistributionIsOfItsWindowAndOfOneKind) {
  come(2, 3'649);
  come(1, -5, Outcome::admit, true);
  const Time start = clock.now();
  clock.advance(1h);
  come(1, 3'650);
  db->read([&](storage::Transaction& t) {
    EXPECT_EQ(distribution(t, gate, start - 24h, start, false), (Counts{{3'649, 2}}));
    EXPECT_EQ(distribution(t, gate, start, start + 24h, false), (Counts{{3'650, 1}}));
    const auto painted = to_json(distribution(t, gate, start - 24h, start, true));
    EXPECT_EQ(painted.at("bins"), (json::value(json::array{{{"from_cc", -10}, {"count", 1}}})));
  });
}

}  // namespace
}  // namespace ward::city::passages
