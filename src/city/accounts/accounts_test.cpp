#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "city/accounts/limiter.h"
#include "city/accounts/session.h"
#include "city/accounts/store.h"
#include "city/schema.h"
#include "storage/test_database.h"

namespace ward::city::accounts {
namespace {

using namespace std::chrono_literals;

TEST(Access, EveryOperationOfTheContractForPeopleHasARule) {
  std::ifstream file(std::filesystem::path(WARD_SOURCE_DIR) / "api/openapi.yaml");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  std::set<std::string> contract;
  static const std::regex operation("operationId: (\\w+)");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), operation); it != std::sregex_iterator(); ++it)
    contract.insert((*it)[1]);
  for (const char* without_a_person : {"logIn", "getHealth", "lookAtInvitation", "declareMyself", "listPublicNotices",
                                       "sendPassages", "sendCapture", "getChanges", "sendHealth"})
    EXPECT_EQ(contract.erase(without_a_person), 1u) << without_a_person;
  std::set<std::string> ruled;
  for (const Operation o : all_operations()) ruled.emplace(to_string(o));
  EXPECT_EQ(ruled, contract);
}

TEST(Access, RolesMayWhatTheyShould) {
  for (const Operation o : all_operations()) EXPECT_TRUE(may(Role::administrator, o)) << to_string(o);
  // Whoever only looks, changes nothing of anybody else.
  for (const Operation o : all_operations()) {
    const bool reads = to_string(o).starts_with("get") || to_string(o).starts_with("list") || o == Operation::live ||
                       o == Operation::exportUnits || o == Operation::exportPremises ||
                       o == Operation::searchResidents || o == Operation::countOccupants;
    const bool own = o == Operation::logOut || o == Operation::changeOwnPassword;
    EXPECT_EQ(may(Role::auditor, o), (reads && o != Operation::getCapture) || own) << to_string(o);
  }
  EXPECT_FALSE(may(Role::guard, Operation::getCapture));
  EXPECT_FALSE(may(Role::office, Operation::listJournal));
  EXPECT_TRUE(may(Role::guard, Operation::putOpenAll));
  EXPECT_FALSE(may(Role::auditor, Operation::putOpenAll));
}

TEST(Access, ALimitedCallerSeesItsSitesOnly) {
  const Id mine = Id::make(Time{}), other = Id::make(Time{});
  Caller caller{.user = {}, .name = {}, .sites = {mine}};
  EXPECT_TRUE(caller.sees(mine));
  EXPECT_EQ(caller.check_site(other).error().code, "access.site");
  EXPECT_FALSE(caller.check_all_sites());
  caller.sites.clear();
  EXPECT_TRUE(caller.sees(other));
  EXPECT_TRUE(caller.check_all_sites());
}

TEST(LimiterTest, LetsABurstThroughThenOneEachInterval) {
  ManualClock clock;
  Limiter limiter(clock, 3, 10s);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.take("a"), 0ms);
  EXPECT_EQ(limiter.take("a"), 10s);
  EXPECT_EQ(limiter.take("b"), 0ms);
  clock.advance(9s);
  EXPECT_EQ(limiter.take("a"), 1s);
  clock.advance(1s);
  EXPECT_EQ(limiter.take("a"), 0ms);
  EXPECT_GT(limiter.take("a"), 0ms);
  limiter.forgive("a");
  EXPECT_EQ(limiter.take("a"), 0ms);
}

TEST(LimiterTest, AWallClockThatJumpsChangesNothing) {
  ManualClock clock;
  Limiter limiter(clock, 1, 10s);
  limiter.take("a");
  clock.jump(24h);
  EXPECT_GT(limiter.take("a"), 0ms);
}

TEST(LimiterTest, AFloodOfNamesDoesNotFreeTheOneThatWasGuessedMost) {
  ManualClock clock;
  Limiter limiter(clock, 3, 10s, 100);
  for (int i = 0; i < 4; ++i) limiter.take("victim");
  for (int i = 0; i < 1'000; ++i) limiter.take("name " + std::to_string(i));
  EXPECT_GT(limiter.take("victim"), 0ms);
}

class Accounts : public ::testing::TestWithParam<storage::Engine> {
 protected:
  Accounts() {
    db_ = database_.open();
    EXPECT_TRUE(db_->migrate(schema()));
  }
  ~Accounts() override { db_.reset(); }
  Result<User> put(const Id& id, const UserInput& input, std::optional<std::string> hash = "hash") {
    Result<User> user;
    const auto written = db_->write([&](storage::Transaction& t) -> Result<> {
      user = put_user(t, clock_, id, input, hash, "test");
      if (!user) return std::unexpected(user.error());
      return {};
    });
    EXPECT_EQ(written.has_value(), user.has_value());
    return user;
  }
  std::optional<Session> session(const crypto::Digest& digest) {
    std::optional<Session> found;
    db_->read([&](storage::Transaction& t) { found = find_session(t, digest, clock_.now()); });
    return found;
  }
  void open_session(const crypto::Digest& digest, const Id& user) {
    ASSERT_TRUE(db_->write([&](storage::Transaction& t) -> Result<> {
      add_session(t, digest, user, clock_.now());
      return {};
    }));
  }
  Id make_id() { return Id::make(clock_.now()); }

  const storage::TestDatabase database_{GetParam()};
  std::unique_ptr<storage::Database> db_;
  ManualClock clock_;
  const crypto::Digest one_ = crypto::sha256(crypto::as_bytes("one")), two_ = crypto::sha256(crypto::as_bytes("two"));
};
INSTANTIATE_TEST_SUITE_P(On, Accounts, storage::both_engines, storage::engine_name);

TEST_P(Accounts, ComeBackAsTheyWent) {
  const Id id = make_id(), site = make_id();
  const UserInput input{.name = "门卫 'a'", .role = Role::guard, .sites = {site}};
  ASSERT_TRUE(put(id, input));
  std::optional<Stored> stored;
  db_->read([&](storage::Transaction& t) { stored = find_user(t, "门卫 'a'"); });
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->user.id, id);
  EXPECT_EQ(stored->user.sites, std::vector<Id>{site});
  EXPECT_EQ(stored->user.role, Role::guard);
  EXPECT_EQ(stored->password_hash, "hash");
}

TEST_P(Accounts, AChangeWithoutAPasswordKeepsTheOldOne) {
  const Id id = make_id();
  EXPECT_EQ(put(id, {.name = "a"}, std::nullopt).error().code, "user.password_needed");
  ASSERT_TRUE(put(id, {.name = "a"}, "first"));
  ASSERT_TRUE(put(id, {.name = "b"}, std::nullopt));
  std::optional<Stored> stored;
  db_->read([&](storage::Transaction& t) { stored = find_user(t, id); });
  EXPECT_EQ(stored->password_hash, "first");
  EXPECT_EQ(stored->user.name, "b");
}

TEST_P(Accounts, TheLastWhoRulesAllStays) {
  const Id first = make_id(), second = make_id();
  ASSERT_TRUE(put(first, {.name = "a", .role = Role::administrator}));
  ASSERT_TRUE(put(second, {.name = "b", .role = Role::administrator, .sites = {make_id()}}));  // not of all sites
  EXPECT_EQ(put(first, {.name = "a", .role = Role::office}).error().code, "user.last_administrator");
  EXPECT_EQ(put(first, {.name = "a", .role = Role::administrator, .sites = {make_id()}}).error().code,
            "user.last_administrator");
  ASSERT_TRUE(put(second, {.name = "b", .role = Role::administrator}));
  EXPECT_TRUE(put(first, {.name = "a", .role = Role::office}));
}

TEST_P(Accounts, ASessionEndsWhenIdleAndAtTheEndOfItsLife) {
  const Id user = make_id();
  ASSERT_TRUE(put(user, {.name = "a"}));
  open_session(one_, user);
  clock_.advance(12h - 1s);
  EXPECT_TRUE(session(one_));
  clock_.advance(1s);
  EXPECT_FALSE(session(one_));

  open_session(two_, user);
  for (int i = 0; i < 7 * 24 - 1; ++i) {
    clock_.advance(1h);
    ASSERT_TRUE(session(two_)) << i;
    ASSERT_TRUE(db_->write([&](storage::Transaction& t) -> Result<> {
      touch_session(t, two_, clock_.now());
      return {};
    }));
  }
  clock_.advance(1h);
  EXPECT_FALSE(session(two_));
  std::int64_t swept = 0;
  ASSERT_TRUE(db_->write([&](storage::Transaction& t) -> Result<> {
    swept = sweep_sessions(t, clock_.now());
    return {};
  }));
  EXPECT_EQ(swept, 2);
}

TEST_P(Accounts, ANewPasswordOrAnEndEndsSessions) {
  const Id user = make_id(), other = make_id();
  ASSERT_TRUE(put(user, {.name = "a"}));
  ASSERT_TRUE(put(other, {.name = "b"}));
  const auto third = crypto::sha256(crypto::as_bytes("three"));
  open_session(one_, user);
  open_session(two_, user);
  open_session(third, other);
  ASSERT_TRUE(db_->write([&](storage::Transaction& t) -> Result<> {
    set_password(t, clock_, user, "new", "test", one_);
    return {};
  }));
  EXPECT_TRUE(session(one_));
  EXPECT_FALSE(session(two_));
  EXPECT_TRUE(session(third));
  ASSERT_TRUE(put(user, {.name = "a", .disabled = true}, std::nullopt));
  EXPECT_FALSE(session(one_));
}

TEST_P(Accounts, RequireAsksForASessionAHeaderAndARole) {
  const crypto::Key vault = crypto::Key::random();
  City city{.db = *db_, .clock = clock_, .live = nullptr, .changed = nullptr, .vault = vault, .data = {}, .models = {}};
  const Id user = make_id();
  ASSERT_TRUE(put(user, {.name = "a", .role = Role::guard}));
  open_session(crypto::sha256(crypto::as_bytes("token")), user);
  http::Request request;
  request.method = "GET";
  EXPECT_EQ(require(city, request, Operation::listSites).error().code, "session.none");
  request.headers["cookie"] = "ward_session=token";
  EXPECT_EQ(require(city, request, Operation::listSites)->user, user);
  EXPECT_EQ(require(city, request, Operation::listJournal).error().code, "access.role");
  request.method = "PUT";
  EXPECT_EQ(require(city, request, Operation::putOpenAll).error().code, "session.csrf");
  request.headers["x-ward-csrf"] = "1";
  EXPECT_TRUE(require(city, request, Operation::putOpenAll));
  clock_.advance(6h);
  EXPECT_TRUE(require(city, request, Operation::putOpenAll));  // and so it is not idle
  clock_.advance(11h);
  EXPECT_TRUE(require(city, request, Operation::putOpenAll));
}

// Reads as before, and has no room for anything.
class FullDisk final : public storage::Database {
 public:
  explicit FullDisk(storage::Database& db) : db_(db) {}
  void read(const std::function<void(storage::Transaction&)>& work) override { db_.read(work); }
  Result<> write(const std::function<Result<>(storage::Transaction&)>&) override {
    return fail(ErrorKind::unavailable, "storage.full", {"The disk is full.", "磁盘已满。"});
  }
  Result<int> migrate(const std::vector<storage::Migration>& steps) override { return db_.migrate(steps); }
  std::unique_ptr<storage::Exchange> exchange(std::function<void(std::string_view)>, std::function<void()>) override {
    return nullptr;
  }
  std::vector<Text> damaged_pages() override { return {}; }
  std::vector<Text> broken_references() override { return {}; }

 private:
  storage::Database& db_;
};

TEST_P(Accounts, AFullDiskDoesNotStopReading) {
  const crypto::Key vault = crypto::Key::random();
  FullDisk full(*db_);
  City city{.db = full, .clock = clock_, .live = nullptr, .changed = nullptr, .vault = vault, .data = {}, .models = {}};
  const Id user = make_id();
  ASSERT_TRUE(put(user, {.name = "a", .role = Role::guard}));
  open_session(crypto::sha256(crypto::as_bytes("token")), user);
  clock_.advance(1h);  // it would be marked as used now
  http::Request request;
  request.method = "GET";
  request.headers["cookie"] = "ward_session=token";
  const auto caller = require(city, request, Operation::listAlarms);
  ASSERT_TRUE(caller) << caller.error().message.en;
  EXPECT_EQ(caller->user, user);
}

TEST(UserInput, NamesWhatIsWrong) {
  const auto field = [](const char* text) { return user_from_json(json::parse(text)).error().field; };
  EXPECT_EQ(field(R"({"role": "guard"})"), "name");
  EXPECT_EQ(field(R"({"name": "a\n", "role": "guard"})"), "name");
  EXPECT_EQ(field(R"({"name": "a", "role": "king"})"), "role");
  EXPECT_EQ(field(R"({"name": "a", "role": "guard", "sites": ["x"]})"), "sites");
  EXPECT_EQ(field(R"({"name": "a", "role": "guard", "password": "short"})"), "password");
  EXPECT_EQ(field(R"({"name": "abcdefghij", "role": "guard", "password": "abcdefghij"})"), "password");
  EXPECT_TRUE(user_from_json(json::parse(R"({"name": "a", "role": "guard", "sites": []})")));
}

}  // namespace
}  // namespace ward::city::accounts
