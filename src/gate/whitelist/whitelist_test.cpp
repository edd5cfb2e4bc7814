#include "gate/whitelist/whitelist.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <set>

#include "gate/testing.h"
#include "vision/enroll.h"

namespace ward::gate {
namespace {

using namespace std::chrono_literals;
using vision::MaskState;

class WhitelistTest : public testing::Test {
 protected:
  void reopen() {
    list_.reset();
    store_.database.reset();
    store_ = *GateStore::open(directory_.path());
    list_ = *Whitelist::open(store_, empty_matcher(), clock_);
  }
  static KnownPerson person(std::size_t number) {
    return {ids()[number], "Person " + std::to_string(number), std::nullopt,
            vision::Template{axis(number), axis(number)}};
  }
  static const std::vector<Id>& ids() {
    static const std::vector<Id> made = [] {
      std::vector<Id> out;
      for (int i = 0; i < 40; ++i) out.push_back(Id::make(ManualClock().now()));
      return out;
    }();
    return made;
  }
  Changes changes(std::int64_t version, std::vector<std::size_t> upserts, std::vector<std::size_t> removals = {}) {
    Changes out;
    out.whitelist_version = version;
    for (const auto number : upserts) out.upserts.push_back(person(number));
    for (const auto number : removals) out.removals.push_back(ids()[number]);
    return out;
  }
  bool knows(std::size_t number) const {
    const Found found = list_->find(axis(number), MaskState::none);
    return found.match.accepted && found.match.person == ids()[number];
  }

  TemporaryDirectory directory_;
  ManualClock clock_;
  GateStore store_ = *GateStore::open(directory_.path());
  std::unique_ptr<Whitelist> list_ = *Whitelist::open(store_, empty_matcher(), clock_);
};

TEST_F(WhitelistTest, KnowsPeopleByNameAlsoAfterARebootWithoutTheServer) {
  EXPECT_EQ(list_->version(), 0);
  EXPECT_FALSE(list_->age());
  Changes first = changes(7, {1, 2, 3});
  first.policy = city::Policy{};
  first.policy->threshold_cc = 3745;
  ASSERT_TRUE(list_->apply(first));
  ASSERT_TRUE(list_->apply(changes(8, {4}, {2})));
  clock_.advance(30min);
  reopen();
  EXPECT_EQ(list_->version(), 8);
  EXPECT_EQ(list_->people(), 3u);
  EXPECT_TRUE(knows(1) && knows(3) && knows(4));
  EXPECT_FALSE(knows(2));
  EXPECT_EQ(list_->find(axis(3), MaskState::none).name, "Person 3");
  EXPECT_EQ(list_->find(axis(9), MaskState::none).name, "");
  EXPECT_EQ(list_->age(), 30min);
  EXPECT_EQ(list_->policy()->threshold_cc, 3745);
}

TEST_F(WhitelistTest, NothingOfAPersonLiesOpenOnTheDisk) {
  ASSERT_TRUE(list_->apply(changes(1, {5})));
  for (const char* file : {"journal.db", "journal.db-wal"})
    EXPECT_EQ(read_whole(directory_.path() / file).find("Person 5"), std::string::npos) << file;
}

TEST_F(WhitelistTest, AFullListReplacesTheOldOneOnlyWithItsLastPage) {
  ASSERT_TRUE(list_->apply(changes(3, {1, 2})));
  Changes page = changes(5, {2, 3});
  page.full = page.more = true;
  ASSERT_TRUE(list_->apply(page));
  EXPECT_EQ(list_->version(), 5) << "goes on where the page ended";
  EXPECT_TRUE(knows(1) && knows(2) && knows(3)) << "nobody is unknown in between";
  {
    GateStore again = *GateStore::open(directory_.path());
    const auto rebooted = *Whitelist::open(again, empty_matcher(), clock_);
    EXPECT_EQ(rebooted->version(), 3) << "a reboot in between begins again";
    EXPECT_EQ(rebooted->people(), 2u);
  }
  reopen();
  ASSERT_TRUE(list_->apply(page));
  ASSERT_TRUE(list_->apply(changes(9, {4})));
  EXPECT_EQ(list_->version(), 9);
  EXPECT_FALSE(knows(1));
  EXPECT_TRUE(knows(2) && knows(3) && knows(4));
  reopen();
  EXPECT_EQ(list_->people(), 3u);
  EXPECT_EQ(list_->version(), 9);
}

TEST_F(WhitelistTest, AgeIsOfTheLastCompleteAnswerAndNoClockJumpChangesIt) {
  Changes page = changes(1, {1});
  page.full = page.more = true;
  ASSERT_TRUE(list_->apply(page));
  EXPECT_FALSE(list_->age());
  ASSERT_TRUE(list_->apply(changes(2, {2})));
  EXPECT_EQ(list_->age(), 0s);
  clock_.advance(2h);
  EXPECT_EQ(list_->age(), 2h);
  clock_.jump(-24h);
  EXPECT_EQ(list_->age(), 2h);
  clock_.jump(480h);
  EXPECT_EQ(list_->age(), 2h);
  ASSERT_TRUE(list_->apply(changes(2, {})));
  EXPECT_EQ(list_->age(), 0s) << "nothing new is a confirmation too";
}

TEST_F(WhitelistTest, AnotherKeyMeansTheWholeListIsAskedForAgain) {
  ASSERT_TRUE(list_->apply(changes(6, {1, 2})));
  list_.reset();
  store_.key = crypto::Key::random();
  list_ = *Whitelist::open(store_, empty_matcher(), clock_);
  EXPECT_EQ(list_->people(), 0u);
  EXPECT_EQ(list_->version(), 0);
}

TEST_F(WhitelistTest, TellsTheNewPolicy) {
  std::vector<int> heard;
  list_->on_policy([&](const city::Policy& policy) { heard.push_back(policy.threshold_cc); });
  Changes with = changes(1, {});
  ASSERT_TRUE(list_->apply(with));
  with.policy = city::Policy{};
  with.policy->threshold_cc = 3700;
  ASSERT_TRUE(list_->apply(with));
  EXPECT_EQ(heard, std::vector<int>{3700});
}

// "Open all" is told before anything is written.
TEST_F(WhitelistTest, AFullDiskDoesNotKeepAFireFromTheDoor) {
  bool open_all = false;
  list_->on_policy([&](const city::Policy& policy) { open_all = policy.open_all; });
  ASSERT_TRUE(store_.database->write([](storage::Transaction& tx) -> Result<> {
    std::int64_t pages = 0;
    tx.query("PRAGMA page_count", [&](const storage::Row& row) { pages = row.integer(0); });
    tx.query("PRAGMA max_page_count = " + std::to_string(pages), [](const storage::Row&) {});
    return {};
  }));
  std::vector<std::size_t> many(ids().size());
  std::iota(many.begin(), many.end(), 0);
  Changes fire = changes(1, many);
  fire.policy = city::Policy{};
  fire.policy->open_all = true;
  EXPECT_FALSE(list_->apply(fire)) << "the list did not fit";
  EXPECT_TRUE(open_all);
  EXPECT_FALSE(list_->policy()) << "and the server is asked for it again";
}

TEST_F(WhitelistTest, AClockThatStandsBehindAtTheStartLeavesTheAgeUnknown) {
  ASSERT_TRUE(list_->apply(changes(2, {2})));
  clock_.jump(-48h);
  reopen();
  EXPECT_FALSE(list_->age());
  ASSERT_TRUE(list_->apply(changes(2, {})));
  EXPECT_EQ(list_->age(), 0s);
}

TEST_F(WhitelistTest, APassIsFoundAlsoAfterARebootUntilItIsTakenAway) {
  const auto digest = [](std::string_view text) { return crypto::sha256(crypto::as_bytes(text)); };
  const crypto::Digest first = digest("first"), second = digest("second");
  Changes list = changes(1, {1, 2});
  list.upserts[0].pass = first;
  list.upserts[1].face.reset();  // known by the pass alone
  list.upserts[1].pass = second;
  EXPECT_FALSE(list_->has_passes());
  ASSERT_TRUE(list_->apply(list));
  for (int boot = 0; boot < 2; ++boot) {
    EXPECT_EQ(list_->people(), 2u);
    EXPECT_TRUE(knows(1));
    EXPECT_FALSE(knows(2));
    EXPECT_EQ(list_->find_pass(first)->match.person, ids()[1]);
    EXPECT_EQ(list_->find_pass(second)->name, "Person 2");
    EXPECT_TRUE(list_->find_pass(second)->match.accepted);
    EXPECT_FALSE(list_->find_pass(digest("third")));
    reopen();
  }
  Changes renewed = changes(2, {1}, {2});
  renewed.upserts[0].pass = digest("fourth");
  ASSERT_TRUE(list_->apply(renewed));
  EXPECT_FALSE(list_->find_pass(first)) << "replaced";
  EXPECT_FALSE(list_->find_pass(second)) << "its holder has gone";
  EXPECT_TRUE(list_->find_pass(digest("fourth")));
  ASSERT_TRUE(list_->apply(changes(3, {1})));
  EXPECT_FALSE(list_->has_passes());
}

TEST_F(WhitelistTest, AnotherMatcherKnowsTheSamePeople) {
  ASSERT_TRUE(list_->apply(changes(1, {1, 2})));
  vision::Embedding halfway{};
  halfway[1] = 0.8F, halfway[300] = 0.6F;
  EXPECT_TRUE(list_->find(halfway, MaskState::none).match.accepted);
  list_->replace_matcher(empty_matcher(0.9));
  EXPECT_FALSE(list_->find(halfway, MaskState::none).match.accepted) << "stricter";
  EXPECT_TRUE(knows(1) && knows(2));
  EXPECT_EQ(list_->people(), 2u);
}

// Any run of answers ends in what the server has, on disk and in the matcher.
TEST_F(WhitelistTest, FollowsAnyRunOfAnswers) {
  std::mt19937 random(11);
  std::set<std::size_t> server;
  for (std::int64_t version = 1; version <= 150; ++version) {
    const std::size_t number = random() % ids().size();
    Changes step = changes(version, {}, {});
    switch (random() % 4) {
      case 0:
      case 1:
        step = changes(version, {number}), server.insert(number);
        break;
      case 2:
        step = changes(version, {}, {number}), server.erase(number);
        break;
      case 3:
        step = changes(version, {server.begin(), server.end()}), step.full = true;
        break;
    }
    ASSERT_TRUE(list_->apply(step));
    if (version % 50 == 0) reopen();
    ASSERT_EQ(list_->people(), server.size());
  }
  for (std::size_t number = 0; number < ids().size(); ++number)
    EXPECT_EQ(knows(number), server.contains(number)) << number;
}

std::string answer(const std::string& upserts, const std::string& removals = "", const std::string& policy = "null") {
  return R"({"server_time":"2026-03-02T08:00:00.000Z","whitelist_version":12,"full":false,"upserts":[)" + upserts +
         R"(],"removals":[)" + removals + R"(],"more":false,"policy_version":"abc","policy":)" + policy + "}";
}
std::string upsert(const std::string& face) {
  return R"({"person":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","name":"李雷","group":null,"template":")" + face + "\"}";
}

TEST(Changes, AreReadAsTheyAreSent) {
  const vision::Template face{axis(3), axis(4)};
  const auto changes =
      changes_from_json(answer(upsert(crypto::base64(vision::encode(face))), "\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c\"",
                               json::serialize(city::to_json(city::Policy{}))));
  ASSERT_TRUE(changes) << changes.error().message.en << changes.error().field;
  EXPECT_EQ(changes->whitelist_version, 12);
  EXPECT_EQ(changes->upserts.at(0).name, "李雷");
  EXPECT_FALSE(changes->upserts.at(0).group);
  EXPECT_EQ(changes->upserts.at(0).face->masked, axis(4));
  EXPECT_EQ(changes->removals.size(), 1u);
  EXPECT_EQ(changes->policy, city::Policy{});
}

TEST(Changes, ErrorsNameTheField) {
  const auto field = [](const std::string& text) {
    const auto changes = changes_from_json(text);
    EXPECT_FALSE(changes) << text;
    return changes ? std::string() : changes.error().field;
  };
  EXPECT_EQ(field(answer(upsert("AAAA"))), "upserts[0].template");
  EXPECT_EQ(field(answer(upsert("=="))), "upserts[0].template");
  EXPECT_EQ(field(answer(upsert(crypto::base64(crypto::Bytes(2048))))), "upserts[0].template");
  EXPECT_EQ(field(answer("{}")), "upserts[0].person");
  EXPECT_EQ(field(answer("", "7")), "removals[0]");
  EXPECT_EQ(field(answer("", "", R"({"order":"up"})")), "policy.order");
  EXPECT_EQ(field("[]"), "");
  EXPECT_EQ(changes_from_json("{").error().code, "json.syntax");
}

}  // namespace
}  // namespace ward::gate
