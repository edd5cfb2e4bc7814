#include "city/alarms/alarms.h"

#include <gtest/gtest.h>

#include "city/alarms/store.h"
#include "city/schema.h"
#include "storage/test_database.h"

namespace ward::city::alarms {
namespace {

using namespace std::chrono_literals;

class AlarmsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  AlarmsTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
    write([&](storage::Transaction& t) {
      t.exec("INSERT INTO site (id, name, zone, capture_days, created_at) VALUES (?, 'School', 'UTC', 0, 0)", site);
      for (const Id& id : {gate, other})
        t.exec(
            "INSERT INTO device (id, site, name, kind, zone, sign, key_digest, created_at)"
            " VALUES (?1, ?2, 'East gate', 'gate', 'Lane', 'Door', ?1, 0)",
            id, site);
    });
  }
  ~AlarmsTest() override { db.reset(); }

  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> { return work(t), Result<>{}; }));
  }
  City city() {
    return {.db = *db, .clock = clock, .live = nullptr, .changed = nullptr, .vault = key, .data = {}, .models = {}};
  }
  // Each is a second after the one before; returns how many alarms were raised or changed.
  std::size_t health(const Id& device, const json::value& report) {
    return change([&](storage::Transaction& t, City& c) { return from_health(t, c, device, report); });
  }
  std::size_t silence(const Id& device, bool is_offline) {
    return change([&](storage::Transaction& t, City& c) { return offline(t, c, device, is_offline); });
  }
  std::size_t happens(const Id& device, const std::vector<Event>& events) {
    return change([&](storage::Transaction& t, City& c) { return from_events(t, c, device, events); });
  }
  void acknowledge_all(const std::string& name = "guard") {
    for (const Alarm& alarm : alarms({.open = true}))
      write([&](storage::Transaction& t) { acknowledge(t, clock, alarm, name, "user:" + name, "seen"); });
  }
  std::vector<Alarm> alarms(const Filter& filter = {}) {
    std::vector<Alarm> found;
    db->read([&](storage::Transaction& t) { found = list(t, filter); });
    return found;
  }
  // Rows of the journal of this type.
  std::int64_t journalled(const std::string& type) {
    std::int64_t n = 0;
    db->read([&](storage::Transaction& t) {
      n = *t.first(
          "SELECT count(*) FROM journal WHERE type = ?", [](const storage::Row& row) { return row.integer(0); }, type);
    });
    return n;
  }

  const storage::TestDatabase database{GetParam()};
  ManualClock clock;
  const crypto::Key key = crypto::Key::random();
  const Id site = Id::make(clock.now()), gate = Id::make(clock.now()), other = Id::make(clock.now());
  std::unique_ptr<storage::Database> db;

 private:
  std::size_t change(const std::function<std::vector<Id>(storage::Transaction&, City&)>& work) {
    clock.advance(1s);
    City c = city();
    std::size_t changed = 0;
    write([&](storage::Transaction& t) { changed = work(t, c).size(); });
    return changed;
  }
};
INSTANTIATE_TEST_SUITE_P(On, AlarmsTest, storage::both_engines, storage::engine_name);

const json::value well = {{"camera_fault", ""}, {"thermal_fault", "none"}, {"clock_offset_ms", 12}};

TEST(Conditions, EachFaultOfAGateIsOneCondition) {
  const auto present = [](const json::value& health) {
    std::vector<Kind> kinds;
    for (const Condition& condition : conditions_of(health))
      if (condition.present) kinds.push_back(condition.kind);
    return kinds;
  };
  using Kinds = std::vector<Kind>;
  EXPECT_EQ(present(well), Kinds{});
  EXPECT_EQ(present(json::object()), Kinds{});
  EXPECT_EQ(present({{"camera_fault", "unplugged"}}), Kinds{Kind::camera});
  EXPECT_EQ(present({{"thermal_fault", "late"}}), Kinds{Kind::sensor});
  EXPECT_EQ(present({{"thermal_fault", "black_body_lost"}}), Kinds{Kind::black_body});
  EXPECT_EQ(present({{"journal_fault", "storage.full"}}), Kinds{Kind::storage});
  EXPECT_EQ(present({{"clock_offset_ms", 60'000}}), Kinds{});
  EXPECT_EQ(present({{"clock_offset_ms", -60'001}}), Kinds{Kind::clock});
  EXPECT_EQ(present({{"open_all", true}}), Kinds{Kind::open_all});
  EXPECT_EQ(present({{"barrier_fault", "barrier.timeout"}}), Kinds{Kind::barrier});
  EXPECT_EQ(present({{"barrier_fault", ""}, {"passages_rejected", 0}}), Kinds{});
  EXPECT_EQ(present({{"passages_rejected", 1}}), Kinds{Kind::rejected});
  EXPECT_EQ(present({{"camera_fault", "black"}, {"thermal_fault", "late"}}), (Kinds{Kind::camera, Kind::sensor}));
}

TEST_P(AlarmsTest, AConditionIsRaisedOnceAndOverWhenTheGateIsWell) {
  EXPECT_EQ(health(gate, well), 0u);
  EXPECT_EQ(health(gate, {{"camera_fault", "frozen"}}), 1u);
  EXPECT_EQ(health(gate, {{"camera_fault", "frozen"}}), 0u);
  ASSERT_EQ(alarms().size(), 1u);
  EXPECT_FALSE(alarms()[0].over_at);
  EXPECT_EQ(sentence(alarms()[0]).en, "East gate: the camera shows the same picture all the time.");

  EXPECT_EQ(health(gate, well), 1u);
  EXPECT_EQ(health(gate, well), 0u);
  ASSERT_EQ(alarms({.open = true}).size(), 1u);  // over, yet nobody has looked at it
  EXPECT_EQ(alarms()[0].over_at, clock.now() - 1s);
  EXPECT_EQ(sentence(alarms()[0]).en, "East gate: the camera shows the same picture all the time. It is over.");
  EXPECT_EQ(journalled("alarm.raised"), 1);
}

TEST_P(AlarmsTest, AConditionThatReturnsIsCountedUntilItIsAcknowledged) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(health(gate, {{"thermal_fault", "late"}}), 1u);
    EXPECT_EQ(health(gate, well), 1u);
  }
  ASSERT_EQ(alarms().size(), 1u);
  EXPECT_EQ(alarms()[0].repeats, 2);
  EXPECT_EQ(health(gate, {{"thermal_fault", "late"}}), 1u);
  EXPECT_FALSE(alarms()[0].over_at);

  acknowledge_all();
  EXPECT_EQ(health(gate, {{"thermal_fault", "late"}}), 0u);  // still the one that was acknowledged
  EXPECT_TRUE(alarms({.open = true}).empty());
  health(gate, well);
  EXPECT_EQ(health(gate, {{"thermal_fault", "late"}}), 1u);
  EXPECT_EQ(alarms({.open = true}).size(), 1u);
  EXPECT_EQ(alarms().size(), 2u);
}

TEST_P(AlarmsTest, MorePassagesThatTheServerRefusesAreNews) {
  EXPECT_EQ(health(gate, {{"passages_rejected", 2}}), 1u);
  EXPECT_EQ(health(gate, {{"passages_rejected", 2}}), 0u);
  ASSERT_EQ(alarms().size(), 1u);
  EXPECT_EQ(sentence(alarms()[0]).en, "East gate: the server refused 2 of its passages; the gate keeps them aside.");
  EXPECT_EQ(sentence(alarms()[0]).zh, "East gate：服务器拒收其 2 条通行记录，已另存在闸机上。");
  acknowledge_all();
  EXPECT_EQ(health(gate, {{"passages_rejected", 2}}), 0u);
  EXPECT_EQ(health(gate, {{"passages_rejected", 3}}), 1u);
  ASSERT_EQ(alarms({.open = true}).size(), 1u);
  EXPECT_EQ(alarms().size(), 2u);
  EXPECT_EQ(health(gate, well), 1u);
  for (const Alarm& alarm : alarms()) EXPECT_TRUE(alarm.over_at);
}

TEST_P(AlarmsTest, ABarrierThatDoesNotAnswerIsAnAlarm) {
  EXPECT_EQ(health(gate, {{"barrier_fault", "barrier.timeout"}}), 1u);
  EXPECT_EQ(
      sentence(alarms()[0]).en,
      "East gate: the barrier does not do what it is told (barrier.timeout); look whether it stands open or shut.");
  EXPECT_EQ(health(gate, well), 1u);
}

TEST_P(AlarmsTest, OneWaitsForEachDeviceAndKind) {
  const json::value both = {{"camera_fault", "black"}, {"thermal_fault", "black_body_lost"}};
  EXPECT_EQ(health(gate, both), 2u);
  EXPECT_EQ(health(other, both), 2u);
  EXPECT_EQ(silence(gate, true), 1u);
  EXPECT_EQ(silence(gate, true), 0u);
  EXPECT_EQ(alarms({.open = true}).size(), 5u);
  EXPECT_EQ(health(gate, well), 2u);  // the silence is not the report's to end
  std::size_t over = 0;
  for (const Alarm& alarm : alarms()) {
    EXPECT_FALSE(alarm.over_at && (alarm.device == other || alarm.kind == Kind::offline));
    over += alarm.over_at.has_value();
  }
  EXPECT_EQ(over, 2u);
  EXPECT_EQ(silence(gate, false), 1u);
  EXPECT_EQ(silence(Id::make(clock.now()), true), 0u);
  EXPECT_EQ(health(Id::make(clock.now()), both), 0u);
}

TEST_P(AlarmsTest, EventsOfOneBatchAreOneAlarmThatShowsTheNewest) {
  const Id last = Id::make(clock.now());
  EXPECT_EQ(happens(gate, {{Kind::fever, {{"temperature_cc", 3'810}}},
                           {Kind::fever, {{"temperature_cc", 3'850}}, last},
                           {Kind::spoof}}),
            2u);
  EXPECT_EQ(happens(gate, {}), 0u);
  const auto found = alarms();
  ASSERT_EQ(found.size(), 2u);
  const Alarm& fever = found[0].kind == Kind::fever ? found[0] : found[1];
  EXPECT_EQ(fever.repeats, 1);
  EXPECT_EQ(fever.passage, last);
  EXPECT_EQ(sentence(fever).en, "East gate: a raised screening temperature, 38.5 °C. 1 more since then.");
  EXPECT_EQ(sentence(fever).zh, "East gate：筛查体温偏高，38.5 °C。此后又发生 1 次。");
}

TEST_P(AlarmsTest, TheFirstToAcknowledgeStaysAndIsJournalledOnce) {
  happens(gate, {{Kind::staff}});
  const Alarm waiting = alarms()[0];
  acknowledge_all("guard");
  write([&](storage::Transaction& t) { acknowledge(t, clock, waiting, "office", "user:office", "late"); });
  EXPECT_EQ(alarms()[0].acknowledged_by, "guard");
  EXPECT_EQ(alarms()[0].note, "seen");
  EXPECT_EQ(journalled("alarm.acknowledged"), 1);
}

TEST_P(AlarmsTest, PagesGoFromTheNewestToTheOldestAndKeepToTheirSites) {
  for (int i = 0; i < 5; ++i) {
    happens(gate, {{Kind::stranger}});
    acknowledge_all();
  }
  std::vector<Id> seen;
  Filter filter{.limit = 2};
  for (auto page = alarms(filter); !page.empty(); page = alarms(filter)) {
    for (const Alarm& alarm : page) seen.push_back(alarm.id);
    filter.before = TimeCursor{page.back().at, page.back().id};
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_TRUE(std::ranges::is_sorted(seen, std::ranges::greater{}));
  EXPECT_TRUE(alarms({.sites = {Id::make(clock.now())}}).empty());
  EXPECT_EQ(alarms({.sites = {site}}).size(), 5u);
}

}  // namespace
}  // namespace ward::city::alarms
