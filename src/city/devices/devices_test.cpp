#include "city/devices/devices.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "city/devices/offline.h"
#include "city/devices/store.h"
#include "city/schema.h"
#include "city/sites/store.h"
#include "storage/test_database.h"

namespace ward::city::devices {
namespace {

using namespace std::chrono_literals;

// Keeps what is published.
class Recorder final : public http::EventStream {
 public:
  void publish(const http::Event& event, const std::string& scope) override {
    published.emplace_back(event.name, scope);
  }
  void publish_here(const http::Event&, const std::string&) override {}
  void interrupt() override {}
  bool heard() const override { return true; }
  std::vector<std::pair<std::string, std::string>> published;
};

class Devices : public ::testing::TestWithParam<storage::Engine> {
 protected:
  Devices() {
    EXPECT_TRUE(db_->migrate(schema()));
    write([&](storage::Transaction& t) -> Result<> {
      sites::put(t, clock_, site_, {.name = "School"}, "test");
      return put_device(t, gate_, "key");
    });
  }
  ~Devices() override { db_.reset(); }
  void write(const std::function<Result<>(storage::Transaction&)>& work) {
    const auto written = db_->write(work);
    EXPECT_TRUE(written) << written.error().message.en;
  }
  Result<> put_device(storage::Transaction& t, const Id& id, const std::string& key) {
    const auto done = put(t, clock_, id, {.site = site_, .name = "Gate", .zone = "Lane", .sign = "Door"}, key, "test");
    return done ? Result<>() : std::unexpected(done.error());
  }
  std::unique_ptr<storage::Database> open() { return database_.open(); }
  void hear_from_gate() {
    write([&](storage::Transaction& t) -> Result<> {
      put_health(t, gate_, {{"journal_depth", 0}}, clock_.now());
      return {};
    });
  }
  std::optional<Device> by_key(const std::string& key) {
    std::optional<Device> found;
    db_->read([&](storage::Transaction& t) { found = find_by_key(t, key); });
    return found;
  }
  std::int64_t open_alarms() {
    std::int64_t n = 0;
    db_->read([&](storage::Transaction& t) {
      n = *t.first("SELECT count(*) FROM alarm WHERE kind = 'offline' AND over_at IS NULL",
                   [](const storage::Row& row) { return row.integer(0); });
    });
    return n;
  }

  const storage::TestDatabase database_{GetParam()};
  std::unique_ptr<storage::Database> db_ = open();
  ManualClock clock_;
  const Id site_ = Id::make(clock_.now()), gate_ = Id::make(clock_.now());
  const std::shared_ptr<Recorder> live_ = std::make_shared<Recorder>();
  const crypto::Key vault_ = crypto::Key::random();
  City city_{.db = *db_, .clock = clock_, .live = live_, .changed = nullptr, .vault = vault_, .data = {}, .models = {}};
};
INSTANTIATE_TEST_SUITE_P(On, Devices, storage::both_engines, storage::engine_name);

TEST_P(Devices, AreKnownByTheirKeyAndStoreOnlyItsDigest) {
  EXPECT_EQ(by_key("key")->id, gate_);
  EXPECT_FALSE(by_key("kex"));
  EXPECT_FALSE(by_key(""));
  db_->read([&](storage::Transaction& t) {
    t.query("SELECT key_digest FROM device", [](const storage::Row& row) {
      const auto digest = crypto::sha256(crypto::as_bytes("key"));
      EXPECT_EQ(row.blob(0), storage::Blob(digest.begin(), digest.end()));
    });
  });
}

TEST_P(Devices, ARevokedKeyIsNoKeyAndARenewedOneIsAnother) {
  write([&](storage::Transaction& t) -> Result<> { return revoke(t, clock_, *find(t, gate_), "test"); });
  EXPECT_FALSE(by_key("key"));
  write([&](storage::Transaction& t) -> Result<> { return renew_key(t, clock_, *find(t, gate_), "new", "test"); });
  EXPECT_FALSE(by_key("key"));
  EXPECT_TRUE(by_key("new"));
}

TEST_P(Devices, PuttingOneAgainKeepsItsKey) {
  write([&](storage::Transaction& t) -> Result<> { return put_device(t, gate_, "other"); });
  EXPECT_TRUE(by_key("key"));
  EXPECT_FALSE(by_key("other"));
}

TEST_P(Devices, SilenceIsNoticedOnceAndEndsWithTheNextWord) {
  OfflineWatch watch(city_);
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(open_alarms(), 0);  // never heard of: not set up yet
  hear_from_gate();
  ASSERT_TRUE(watch.look());
  clock_.advance(online_for);
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(open_alarms(), 0);
  live_->published.clear();

  clock_.advance(1s);
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(open_alarms(), 1);
  const std::string scope = site_.str();
  EXPECT_EQ(live_->published, (std::vector<std::pair<std::string, std::string>>{{"device", scope}, {"alarm", scope}}));
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(live_->published.size(), 2u);

  hear_from_gate();
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(open_alarms(), 0);
}

TEST_P(Devices, AClockSetBackIsNoSilence) {
  hear_from_gate();
  clock_.jump(-1h);
  Device device;
  db_->read([&](storage::Transaction& t) { device = *find(t, gate_); });
  EXPECT_TRUE(online(device, clock_.now()));
}

TEST(Migration, WhatAGateSaidOfItsDriftLeavesItsHealth) {
  const auto directory = std::filesystem::temp_directory_path() / ("ward-migration-" + crypto::random_token(8));
  std::filesystem::create_directories(directory);
  auto db = *storage::open_sqlite(directory / "ward.db");
  std::vector<storage::Migration> before = schema();
  std::erase_if(before, [](const storage::Migration& step) { return step.number >= 9; });
  ASSERT_TRUE(db->migrate(before));
  const Id site = Id::make(from_millis(0)), gate = Id::make(from_millis(0)), silent = Id::make(from_millis(0));
  ASSERT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
    t.exec("INSERT INTO site (id, name, zone, capture_days, created_at) VALUES (?, 'School', 'UTC', 0, 0)", site);
    for (const Id& id : {gate, silent})
      t.exec(
          "INSERT INTO device (id, site, name, kind, zone, sign, key_digest, created_at, health)"
          " VALUES (?1, ?2, 'Gate', 'gate', 'Lane', 'Door', ?1, 0, ?3)",
          id, site,
          id == gate ? std::optional(R"({"drift_cc":-3,"drift_alarm":false,"journal_depth":2})") : std::nullopt);
    return {};
  }));
  ASSERT_TRUE(db->migrate(schema()));
  db->read([&](storage::Transaction& t) {
    EXPECT_EQ(find(t, gate)->health, (json::value{{"journal_depth", 2}}));
    EXPECT_TRUE(find(t, silent)->health.is_null());
    EXPECT_TRUE(find(t, gate)->drift.is_null());
  });
  db.reset();
  std::filesystem::remove_all(directory);
}

TEST(Health, IsStoredAsItWasSentAndNothingElse) {
  const json::value sent = json::parse(R"({"at": "2026-03-02T08:00:00.000Z", "version": "1", "camera_fps_milli": 15000,
    "camera_fault": "", "thermal_source": "lepton", "thermal_fault": "none", "simulated": false,
    "black_body_offset_cc": null, "journal_depth": 0, "clock_offset_ms": 12, "whitelist_version": 7,
    "whitelist_people": 1, "policy_version": "p", "frames_dropped": 2})");
  EXPECT_EQ(*health_from_json(sent), sent);
  for (const auto& field : sent.as_object()) {
    json::value without = sent;
    without.as_object().erase(field.key());
    const auto read = health_from_json(without);
    const bool optional =
        field.key() == "frames_dropped" || field.value().is_null() || field.key() == "clock_offset_ms";
    EXPECT_EQ(read.has_value(), optional) << field.key();
  }
}

}  // namespace
}  // namespace ward::city::devices
