#include "gate/uplink/follower.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "gate/testing.h"
#include "gate/uplink/fake_server.h"
#include "http/http.h"

namespace ward::gate {
namespace {

using namespace std::chrono_literals;

std::string answer(std::int64_t version, const json::value& policy = nullptr, bool more = false) {
  return json::serialize(json::object{{"server_time", "2026-03-02T00:00:00.000Z"},
                                      {"whitelist_version", version},
                                      {"full", false},
                                      {"upserts", json::array{}},
                                      {"removals", json::array{}},
                                      {"more", more},
                                      {"policy_version", "p"},
                                      {"policy", policy}});
}

class FollowerTest : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  ManualClock clock_;
  GateStore store_ = *GateStore::open(directory_.path());
  std::unique_ptr<Whitelist> list_ = *Whitelist::open(store_, empty_matcher(), clock_);
  FakeServer server_;
  UplinkStatus status_;
  Follower follower_{*list_, server_, status_, clock_, 3};
};

TEST_F(FollowerTest, AsksFromWhereItStandsAndAppliesTheAnswer) {
  city::Policy policy;
  policy.open_all = true;
  server_.changes = answer(4, city::to_json(policy), true);
  EXPECT_EQ(follower_.step(), 0ms);
  EXPECT_EQ(server_.requests.back(), "GET /device/changes?whitelist=0&policy=&wait=25");
  EXPECT_EQ(list_->policy(), policy);
  EXPECT_FALSE(list_->age()) << "more to come";
  server_.changes = answer(6);
  EXPECT_EQ(follower_.step(), 0ms);
  EXPECT_EQ(server_.requests.back(), "GET /device/changes?whitelist=4&policy=" + policy.version() + "&wait=25");
  EXPECT_EQ(list_->age(), 0s);
  EXPECT_EQ(list_->version(), 6);
}

TEST_F(FollowerTest, AServerThatDoesNotHoldItsAnswerIsNotAskedInACircle) {
  server_.changes = answer(0);
  EXPECT_EQ(follower_.step(), Follower::at_least);
}

TEST_F(FollowerTest, AnAnswerThatIsNoneChangesNothingAndIsTold) {
  server_.changes = answer(5);
  follower_.step();
  for (const char* body : {"", "{}", "<html>"}) {
    server_.changes = body;
    EXPECT_GT(follower_.step(), 0ms);
    EXPECT_EQ(list_->version(), 5);
    EXPECT_FALSE(status_.get().online);
  }
  server_.always = http::Answer{401, "application/problem+json", "{}"};
  EXPECT_EQ(follower_.step(), wrong_key_pause);
  EXPECT_EQ(status_.get().fault, "uplink.wrong_key");
}

// Over a real connection: the stop does not wait for the server's patience.
TEST_F(FollowerTest, TheUplinkEndsWhileTheServerHoldsItsAnswer) {
  std::mutex mutex;
  std::condition_variable changed;
  bool asked = false, release = false;
  http::Router router;
  router.on("GET", "/api/v1/device/changes", [&](const http::Request&) -> Result<http::Response> {
    std::unique_lock lock(mutex);
    asked = true;
    changed.notify_all();
    changed.wait(lock, [&] { return release; });
    return http::Response::nothing();
  });
  router.on("POST", "/api/v1/device/health", [](const http::Request&) -> Result<http::Response> {
    return http::Response::of(json::object{{"server_time", "2026-03-02T00:00:00.000Z"}});
  });
  auto server = *http::Server::start({}, router);
  const auto journal = *Journal::open(store_);
  auto uplink = Uplink::start({"http://127.0.0.1:" + std::to_string(server->port()), "key", ""}, *journal, list_.get(),
                              clock_, {.health = [] { return Health{}; }});
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return asked; });
  }
  uplink.reset();  // the test hangs here if the stop waits for the answer
  std::lock_guard lock(mutex);
  release = true;
  changed.notify_all();
}

}  // namespace
}  // namespace ward::gate
