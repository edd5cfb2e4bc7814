#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate/testing.h"
#include "gate/uplink/fake_server.h"
#include "gate/uplink/reporter.h"
#include "gate/uplink/sender.h"

namespace ward::gate {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAreArray;
using testing::SizeIs;

class UplinkTest : public testing::Test {
 protected:
  std::vector<std::string> append(int count) {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) {
      const auto passage = a_passage(clock_);
      EXPECT_TRUE(journal_->append(passage));
      ids.push_back(passage.id.str());
    }
    return ids;
  }
  // Steps until there is nothing to do; the number of steps is bounded, time is not waited for.
  int drain(Sender& sender, int most = 2'000) {
    for (int steps = 0; steps < most; ++steps)
      if (sender.step() == Sender::nothing_to_do) return steps;
    ADD_FAILURE() << "never done";
    return most;
  }

  TemporaryDirectory directory_;
  ManualClock clock_;
  GateStore store_ = *GateStore::open(directory_.path());
  std::unique_ptr<Journal> journal_ = *Journal::open(store_, [] {
    JournalOptions options;
    options.free_space = [] { return std::uintmax_t{1} << 40; };
    options.reserve = 4096;
    return options;
  }());
  FakeServer server_;
  UplinkStatus status_;
  Sender sender_{*journal_, server_, status_, 5};
};

TEST_F(UplinkTest, SendsInBatchesInOrderAndForgetsWhatIsConfirmed) {
  const auto ids = append(1'001);
  EXPECT_EQ(drain(sender_), 3);
  EXPECT_EQ(journal_->depth(), 0u);
  EXPECT_THAT(server_.order, ElementsAreArray(ids));
  EXPECT_EQ(status_.get().sent, 1'001u);
  EXPECT_TRUE(status_.get().online);
}

TEST_F(UplinkTest, AfterALostAnswerTheServerSeesADuplicateAndKeepsOne) {
  append(3);
  server_.answer_lost = 100;
  EXPECT_GT(sender_.step(), 0ms);
  EXPECT_EQ(journal_->depth(), 3u);
  EXPECT_EQ(status_.get().fault, "net.timeout");
  server_.answer_lost = 0;
  drain(sender_);
  EXPECT_EQ(journal_->depth(), 0u);
  EXPECT_THAT(server_.stored, SizeIs(3));
}

TEST_F(UplinkTest, AStopOfItsOwnIsNoFault) {
  status_.answered();
  status_.failed(Error::make(ErrorKind::unavailable, "net.stopped", {"Stopped.", "已停止。"}));
  EXPECT_TRUE(status_.get().online);
  EXPECT_EQ(status_.get().fault, "");
}

// Any mixture of failures, reorderings and reboots: each passage becomes one row, and the journal empties.
TEST_F(UplinkTest, EachArrivesOnceUnderAnyFailures) {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    std::mt19937_64 random(seed);
    FakeServer server(seed);
    server.lost = int(random() % 40), server.answer_lost = int(random() % 40), server.error = int(random() % 30);
    server.reverse = random() % 2 == 0;
    std::vector<std::string> ids;
    auto sender = std::make_unique<Sender>(*journal_, server, status_, seed);
    for (int round = 0; round < 8; ++round) {
      for (const auto& id : append(int(random() % 12))) ids.push_back(id);
      for (std::uint64_t steps = random() % 4; steps > 0; --steps) sender->step();
      if (random() % 4 == 0) {  // the gate reboots
        sender.reset();
        journal_.reset();
        journal_ = *Journal::open(store_);
        sender = std::make_unique<Sender>(*journal_, server, status_, random());
      }
    }
    server.lost = server.answer_lost = server.error = 0;
    drain(*sender);
    ASSERT_EQ(journal_->depth(), 0u);
    ASSERT_EQ(server.stored.size(), ids.size()) << "seed " << seed;
    for (const auto& id : ids) ASSERT_EQ(server.stored[id], 1) << "seed " << seed;
  }
}

TEST_F(UplinkTest, ARefusedRowIsKeptAsideAndTheOthersGo) {
  const auto ids = append(5);
  server_.unacceptable = {ids[2]};
  drain(sender_);
  EXPECT_EQ(journal_->rejected(), 1u);
  EXPECT_EQ(journal_->depth(), 0u);
  EXPECT_EQ(server_.sent[ids[2]], 1) << "not tried for ever";
  EXPECT_THAT(server_.stored, SizeIs(4));
}

TEST_F(UplinkTest, ABatchThatIsRefusedWholeIsHalvedUntilTheRowIsFound) {
  const auto ids = append(400);
  server_.unreadable = {ids[257]};
  EXPECT_LE(drain(sender_), 40);
  EXPECT_EQ(journal_->rejected(), 1u);
  EXPECT_THAT(server_.stored, SizeIs(399));
}

TEST_F(UplinkTest, AnErrorOfSomethingInBetweenCondemnsNothing) {
  append(1);
  server_.always = http::Answer{400, "text/html", "<h1>proxy</h1>"};
  for (int i = 0; i < 20; ++i) sender_.step();
  EXPECT_EQ(journal_->rejected(), 0u);
  EXPECT_EQ(journal_->depth(), 1u);
}

TEST_F(UplinkTest, AnAnswerThatIsNoneLeavesTheJournalAlone) {
  append(2);
  for (const char* body : {"", "{}", "[]", R"({"results":[]})", R"({"results":[{"id":null,"status":"stored"}]})",
                           R"({"results":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","status":"stored"}]})",
                           R"({"results":[{"id":"x","status":"stored"}]})", R"({"results":[{"status":"gone"}]})"}) {
    server_.always = http::Answer{200, "application/json", body};
    EXPECT_GT(sender_.step(), 0ms) << body;
    EXPECT_EQ(journal_->depth(), 2u) << body;
    EXPECT_EQ(status_.get().fault, "uplink.answer") << body;
  }
}

TEST_F(UplinkTest, AWrongKeyIsToldAndAskedAgainSlowly) {
  append(1);
  server_.always = http::Answer{401, "application/problem+json", "{}"};
  EXPECT_EQ(sender_.step(), wrong_key_pause);
  EXPECT_EQ(status_.get().fault, "uplink.wrong_key");
  EXPECT_EQ(journal_->depth(), 1u);
}

TEST_F(UplinkTest, ADayWithoutTheServerCostsAboutOneAttemptAMinuteThenItCatchesUp) {
  append(1);
  server_.lost = 100;
  Millis waited{0};
  int attempts = 0;
  while (waited < 24h) {
    const Millis pause = sender_.step();
    EXPECT_GE(pause, Backoff::first / 2);
    EXPECT_LE(pause, Backoff::longest);
    waited += pause;
    if (++attempts % 300 == 0) append(50);
  }
  EXPECT_GT(attempts, 24 * 60);
  EXPECT_LT(attempts, 24 * 60 * 2 + 20);
  const auto waiting = journal_->depth();
  EXPECT_GT(waiting, 200u);
  server_.lost = 0;
  drain(sender_);
  EXPECT_EQ(server_.stored.size(), waiting);
}

TEST(BackoffTest, GrowsIsJitteredAndStartsAnewAfterASuccess) {
  Backoff one(1), other(2);
  int different = 0;
  for (int i = 0; i < 20; ++i) different += one.failed() != other.failed();
  EXPECT_GT(different, 10);
  EXPECT_GE(one.failed(), Backoff::longest / 2);
  one.succeeded();
  EXPECT_LE(one.failed(), Backoff::first);
}

TEST_F(UplinkTest, APictureFollowsItsPassageAndIsSentOnce) {
  auto passage = a_passage(clock_);
  passage.capture = Id::make(clock_.now());
  ASSERT_TRUE(journal_->append(passage, crypto::as_bytes("jpeg")));
  drain(sender_);
  EXPECT_THAT(server_.requests,
              testing::ElementsAre("POST /device/passages", "PUT /device/captures/" + passage.capture->str()));
  EXPECT_EQ(server_.captures.at(passage.capture->str()), "jpeg");
  EXPECT_FALSE(journal_->next_capture());
}

TEST_F(UplinkTest, HealthCarriesTheJournalAndBringsTheOffsetOfTheClocks) {
  append(2);
  const auto health_of_the_gate = [] {
    Health health;
    health.camera_fps_milli = 15'000;
    health.barrier_fault = "barrier.timeout";
    return health;
  };
  std::int64_t told = 0;
  Reporter reporter(*journal_, nullptr, server_, status_, clock_,
                    {.health = health_of_the_gate, .clock_offset = [&](std::int64_t ms) { told = ms; }});
  server_.time = to_rfc3339(clock_.now() + 1'500ms);
  EXPECT_EQ(reporter.step(), Reporter::every);
  EXPECT_EQ(status_.get().clock_offset_ms, -1'500) << "the gate is behind";
  EXPECT_EQ(told, -1'500) << "and the gate knows";
  clock_.jump(10min);
  reporter.step();
  EXPECT_EQ(status_.get().clock_offset_ms, 598'500);
  reporter.step();
  const auto& health = server_.health.as_object();
  EXPECT_EQ(health.at("journal_depth"), 2);
  EXPECT_EQ(std::string(health.at("journal_fault").as_string()), "");
  EXPECT_EQ(health.at("clock_offset_ms"), 598'500);
  EXPECT_EQ(health.at("camera_fps_milli"), 15'000);
  EXPECT_EQ(std::string(health.at("barrier_fault").as_string()), "barrier.timeout");
  EXPECT_EQ(std::string(health.at("at").as_string()), to_rfc3339(clock_.now()));
}

TEST_F(UplinkTest, IdsAscendAlsoWhenTheClockJumpsBack) {
  const auto before = append(50);
  clock_.jump(-24h);
  const auto after = append(50);
  EXPECT_TRUE(std::ranges::is_sorted(before) && std::ranges::is_sorted(after));
  EXPECT_LT(before.back(), after.front());
}

TEST(UplinkConfig, TheKeyMayLieInAFileAndMustBeThere) {
  TemporaryDirectory directory;
  const auto file = directory.path() / "key";
  std::ofstream(file) << "secret\n";
  Config with = *Config::parse("[server]\nurl = \"http://x\"\nkey_file = \"" + file.string() + "\"");
  EXPECT_EQ(uplink_from_config(with)->key, "secret");
  Config without = *Config::parse("[server]\nurl = \"http://x\"");
  EXPECT_EQ(uplink_from_config(without).error().field, "server.key");
  Config missing = *Config::parse("[server]\nurl = \"http://x\"\nkey_file = \"/nowhere\"");
  EXPECT_EQ(uplink_from_config(missing).error().field, "server.key_file");
  Config alone;
  EXPECT_EQ(uplink_from_config(alone)->server, "");
}

}  // namespace
}  // namespace ward::gate
