#include "gate/barrier/barrier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <thread>

#include "gate/barrier/relays.h"
#include "gate/testing.h"
#include "http/http.h"

namespace ward::gate {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Waits until `condition` holds; how long that takes is the machine's affair, up to a bound that only a hang reaches.
template <class Condition>
bool eventually(Condition&& condition) {
  const auto give_up = std::chrono::steady_clock::now() + 60s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

// A relay that fails as told and remembers what it did.
struct World {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> done;  // guarded by mutex
  int failing = 0;                // so many commands; guarded by mutex
  bool answers_lost = false;      // openings are done, and reported as failed; guarded by mutex
  bool stuck = false;             // holds its caller; guarded by mutex
  bool held = false;              // a caller is held; guarded by mutex

  std::vector<std::string> commands() {
    std::lock_guard lock(mutex);
    return done;
  }
  bool holds_somebody() {
    std::lock_guard lock(mutex);
    return held;
  }
  void release() {
    {
      std::lock_guard lock(mutex);
      stuck = false;
    }
    changed.notify_all();
  }
};

class TestRelay final : public Relay {
 public:
  TestRelay(World& world, bool closes_itself) : world_(world), closes_itself_(closes_itself) {}
  Result<> open(std::chrono::seconds hold) override { return act("open " + std::to_string(hold.count())); }
  Result<> close() override { return act("close"); }
  bool closes_itself() const override { return closes_itself_; }
  std::string describe() const override { return "test"; }
  Result<std::string> ask() override { return describe(); }

 private:
  Result<> act(const std::string& command) {
    std::unique_lock lock(world_.mutex);
    world_.held = world_.stuck;
    world_.changed.wait(lock, [&] { return !world_.stuck; });
    if (world_.failing > 0) {
      --world_.failing;
      return fail(ErrorKind::unavailable, "barrier.timeout", {"No answer.", "无应答。"});
    }
    world_.done.push_back(command);
    if (world_.answers_lost && command != "close")
      return fail(ErrorKind::unavailable, "barrier.timeout", {"No answer.", "无应答。"});
    return {};
  }
  World& world_;
  const bool closes_itself_;
};

const SystemClock real_clock;

std::unique_ptr<Barrier> barrier_on(World& world, bool closes_itself = false, const Clock& clock = real_clock,
                                    AtStart start = AtStart::leave) {
  return make_barrier(std::make_unique<TestRelay>(world, closes_itself), clock, start);
}

TEST(Barrier, OpensAndClosesAfterItsTime) {
  World world;
  const auto barrier = barrier_on(world);
  ASSERT_TRUE(barrier->open(1s));
  ASSERT_TRUE(eventually([&] { return world.commands().size() == 2; }));
  EXPECT_THAT(world.commands(), ElementsAre("open 1", "close"));
  EXPECT_EQ(barrier->health().opened, 1u);
}

TEST(Barrier, LeavesClosingToADeviceThatClosesByItself) {
  World world;
  {
    const auto barrier = barrier_on(world, true);
    ASSERT_TRUE(barrier->open(1s));
    ASSERT_TRUE(barrier->open(2s));
  }
  EXPECT_THAT(world.commands(), ElementsAre("open 1", "open 2")) << "what waited was still carried out";
}

TEST(Barrier, ThePersonNeverWaitsForTheDevice) {
  World world;
  world.stuck = true;
  const ManualClock clock;
  const auto barrier = barrier_on(world, true, clock);
  ASSERT_TRUE(barrier->open(1s));
  ASSERT_TRUE(eventually([&] { return world.holds_somebody(); }));  // the worker has taken it: nothing else waits
  int taken = 1;
  Result<> answer = barrier->open(1s);
  for (; answer && taken < 100; answer = barrier->open(1s)) ++taken;
  EXPECT_EQ(taken, 1 + 64) << "bounded, and the one too many is told";
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "barrier.busy");
  EXPECT_EQ(barrier->health().fault, "barrier.busy");
  world.release();
  ASSERT_TRUE(eventually([&] { return world.commands().size() == std::size_t(taken); }));
}

TEST(Barrier, NothingOpensForThoseWhoHaveGone) {
  World world;
  world.stuck = true;
  ManualClock clock;
  const auto barrier = barrier_on(world, true, clock);
  ASSERT_TRUE(barrier->open(1s));
  ASSERT_TRUE(eventually([&] { return world.holds_somebody(); }));
  ASSERT_TRUE(barrier->open(2s));
  ASSERT_TRUE(barrier->open(2s));
  clock.advance(60s);
  world.release();
  ASSERT_TRUE(eventually([&] { return barrier->health().failed == 2; }));
  EXPECT_THAT(world.commands(), ElementsAre("open 1"));
  EXPECT_EQ(barrier->health().fault, "barrier.late");
  EXPECT_EQ(barrier->health().opened, 1u);
}

TEST(Barrier, FireGoesBeforeEverythingThatWaits) {
  World world;
  world.stuck = true;
  const ManualClock clock;
  const auto barrier = barrier_on(world, false, clock);
  ASSERT_TRUE(barrier->open(1s));
  ASSERT_TRUE(eventually([&] { return world.holds_somebody(); }));
  while (barrier->open(2s)) {
  }
  barrier->hold_open(true);
  world.release();
  ASSERT_TRUE(eventually([&] { return world.commands().size() >= 2; }));
  EXPECT_THAT(world.commands(), ElementsAre("open 1", "open 10")) << "held, and nothing else is needed";
}

TEST(Barrier, AnOpeningWhoseAnswerIsLostIsClosed) {
  for (const bool closes_itself : {false, true}) {
    World world;
    world.answers_lost = true;
    ManualClock clock;
    const auto barrier = barrier_on(world, closes_itself, clock);
    ASSERT_TRUE(barrier->open(5s));
    ASSERT_TRUE(eventually([&] { return !world.commands().empty(); }));
    clock.advance(4s);
    ASSERT_TRUE(eventually([&] { return world.commands().back() == "close"; }));
    EXPECT_EQ(barrier->health().failed, 1u);
  }
}

TEST(Barrier, WhatAKilledGateLeftOpenIsClosedFirst) {
  World world;
  world.failing = 1;
  const auto barrier = barrier_on(world, false, real_clock, AtStart::close);
  ASSERT_TRUE(eventually([&] { return !world.commands().empty(); })) << "tried until it worked";
  EXPECT_EQ(world.commands().front(), "close");
}

TEST(Barrier, TriesAgainWhileThePersonWaitsAndSaysWhenItIsWell) {
  World world;
  world.failing = 3;
  const auto barrier = barrier_on(world, true);
  ASSERT_TRUE(barrier->open(1s));
  ASSERT_TRUE(eventually([&] { return barrier->health().opened == 1; }));
  EXPECT_EQ(barrier->health().fault, "");
}

TEST(Barrier, GivesUpAnOpeningAndTellsIt) {
  World world;
  world.failing = 1'000'000;
  const auto barrier = barrier_on(world, true);
  ASSERT_TRUE(barrier->open(1s));
  ASSERT_TRUE(eventually([&] { return barrier->health().failed == 1; }));
  EXPECT_EQ(barrier->health().fault, "barrier.timeout");
  EXPECT_EQ(barrier->health().message.zh, "无应答。");
}

TEST(Barrier, ForFireItStaysOpenUntilToldAndNeverGivesUp) {
  World world;
  world.failing = 2;
  {
    const auto barrier = barrier_on(world);
    barrier->hold_open(true);
    ASSERT_TRUE(eventually([&] { return world.commands().size() == 1; })) << "tried until it worked";
    ASSERT_TRUE(barrier->open(1s)) << "somebody passes: nothing closes behind them";
    barrier->hold_open(false);
    ASSERT_TRUE(eventually([&] { return world.commands().back() == "close"; }));
  }
  EXPECT_THAT(world.commands().back(), "close");
}

TEST(Barrier, AGateThatEndsInAFireLeavesTheBarrierOpen) {
  World world;
  {
    const auto barrier = barrier_on(world);
    barrier->hold_open(true);
    ASSERT_TRUE(eventually([&] { return !world.commands().empty(); }));
  }
  EXPECT_THAT(world.commands(), ElementsAre(HasSubstr("open")));
}

TEST(Barrier, AGateThatEndsOtherwiseClosesWhatIsOpen) {
  World world;
  {
    const auto barrier = barrier_on(world);
    ASSERT_TRUE(barrier->open(60s));
    ASSERT_TRUE(eventually([&] { return !world.commands().empty(); }));
  }
  EXPECT_THAT(world.commands(), ElementsAre("open 60", "close"));
}

// A Modbus TCP device: a process of its own, on a port of its own.
class ModbusServer {
 public:
  ModbusServer() {
    int out[2];
    if (::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::execl(WARD_MODBUS_SERVER, WARD_MODBUS_SERVER, nullptr);
      ::_exit(127);
    }
    ::close(out[1]);
    said_ = ::fdopen(out[0], "r");
    port_ = std::stoi(line().substr(5));
  }
  ~ModbusServer() {
    end();
    ::fclose(said_);
  }
  void end() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
  }
  // As when its cable is pulled: connections stay, nothing answers.
  void freeze() const { ::kill(child_, SIGSTOP); }
  void thaw() const { ::kill(child_, SIGCONT); }
  int port() const { return port_; }
  std::string line() {
    char text[100] = "";
    if (!::fgets(text, sizeof text, said_)) return "gone";
    std::string all(text);
    all.pop_back();
    return all;
  }

 private:
  pid_t child_ = -1;
  FILE* said_ = nullptr;
  int port_ = 0;
};

ModbusRelayOptions at(const ModbusServer& server, int coil = 3) {
  ModbusRelayOptions options;
  options.host = "127.0.0.1";
  options.port = server.port();
  options.coil = coil;
  options.timeout = 300ms;
  return options;
}

TEST(ModbusRelay, SwitchesItsCoil) {
  ModbusServer server;
  const auto relay = make_modbus_relay(at(server));
  EXPECT_TRUE(relay->open(5s));
  EXPECT_EQ(server.line(), "coil 3 on");
  EXPECT_FALSE(relay->closes_itself());
  EXPECT_TRUE(relay->close());
  EXPECT_EQ(server.line(), "coil 3 off");
}

TEST(ModbusRelay, IsAskedWithoutMovingAnything) {
  ModbusServer server;
  const auto relay = make_modbus_relay(at(server));
  EXPECT_THAT(*relay->ask(), HasSubstr("off"));
  EXPECT_TRUE(relay->open(5s));
  EXPECT_EQ(server.line(), "coil 3 on");
  EXPECT_THAT(*relay->ask(), HasSubstr("coil 3: on"));
  server.end();
  EXPECT_FALSE(relay->ask());
}

TEST(ModbusRelay, PulsesWhereTheBarrierTimesItself) {
  ModbusServer server;
  auto options = at(server);
  options.pulse = 20ms;
  const auto relay = make_modbus_relay(options);
  EXPECT_TRUE(relay->closes_itself());
  EXPECT_TRUE(relay->open(5s));
  EXPECT_EQ(server.line(), "coil 3 on");
  EXPECT_EQ(server.line(), "coil 3 off");
}

TEST(ModbusRelay, SaysThatTheDeviceRefusesTheCoil) {
  ModbusServer server;
  const auto relay = make_modbus_relay(at(server, 99));
  const auto opened = relay->open(5s);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "barrier.answer");
  EXPECT_THAT(opened.error().message.en, HasSubstr("coil 99"));
}

TEST(ModbusRelay, SaysThatNobodyListens) {
  ModbusServer server;
  const auto options = at(server);
  server.end();
  EXPECT_EQ(make_modbus_relay(options)->open(5s).error().code, "barrier.refused");
}

TEST(ModbusRelay, APulledCableIsATimeoutAndHealsByItself) {
  ModbusServer server;
  const auto relay = make_modbus_relay(at(server));
  ASSERT_TRUE(relay->open(5s));
  EXPECT_EQ(server.line(), "coil 3 on");
  server.freeze();
  const auto closed = relay->close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, "barrier.timeout");
  server.thaw();
  ASSERT_TRUE(eventually([&] { return relay->close().has_value(); }));
  EXPECT_EQ(server.line(), "coil 3 off");
}

TEST(ModbusRelay, BehindTheWorkerItOpensAndCloses) {
  ModbusServer server;
  const auto barrier = make_barrier(make_modbus_relay(at(server, 0)), real_clock, AtStart::close);
  EXPECT_EQ(server.line(), "coil 0 off");
  ASSERT_TRUE(barrier->open(1s));
  EXPECT_EQ(server.line(), "coil 0 on");
  EXPECT_EQ(server.line(), "coil 0 off");
}

TEST(HttpRelay, CallsTheControllerAndTellsWhatItAnswers) {
  std::mutex mutex;
  std::vector<std::string> calls;
  http::Router router;
  for (const char* path : {"/open", "/close", "/broken"})
    router.on("POST", path, [&mutex, &calls, path](const http::Request& request) -> Result<http::Response> {
      std::lock_guard lock(mutex);
      calls.push_back(path + (" " + request.header("authorization")));
      if (std::string(path) == "/broken") return fail(ErrorKind::internal, "x", {"x", "x"});
      return http::Response::nothing();
    });
  auto server = *http::Server::start({}, router);
  const std::string base = "http://127.0.0.1:" + std::to_string(server->port());
  HttpRelayOptions options;
  options.open_url = base + "/open", options.close_url = base + "/close", options.authorization = "Bearer k";
  const auto relay = make_http_relay(options);
  EXPECT_FALSE(relay->closes_itself());
  EXPECT_TRUE(relay->open(5s));
  EXPECT_TRUE(relay->close());
  EXPECT_THAT(calls, ElementsAre("/open Bearer k", "/close Bearer k"));
  options.open_url = base + "/broken";
  EXPECT_EQ(make_http_relay(options)->open(5s).error().code, "barrier.answer");
  server.reset();
  EXPECT_EQ(relay->open(5s).error().code, "barrier.refused");
}

TEST(LogRelay, WritesALineForEachCommand) {
  TemporaryDirectory directory;
  const ManualClock clock;
  const auto file = directory.path() / "barrier.log";
  const auto relay = make_log_relay(file.string(), clock);
  EXPECT_TRUE(relay->open(5s));
  EXPECT_TRUE(relay->close());
  EXPECT_EQ(read_whole(file), "2026-03-02T00:00:00.000Z open 5\n2026-03-02T00:00:00.000Z close\n");
  EXPECT_EQ(make_log_relay("/nowhere/barrier.log", clock)->open(5s).error().code, "barrier.log");
}

TEST(RelayConfig, MakesEachKindAndNamesWhatIsMissing) {
  const ManualClock clock;
  const auto made = [&](std::string_view toml) {
    Config config = *Config::parse(toml);
    const auto relay = relay_from_config(config, clock);
    EXPECT_TRUE(config.finish());
    return relay ? (*relay)->describe() : relay.error().field;
  };
  EXPECT_EQ(made(""), "log");
  EXPECT_EQ(made("[barrier]\nkind = 'modbus'\nhost = '192.0.2.7'\ncoil = 4"),
            "Modbus TCP 192.0.2.7:502, unit 1, coil 4");
  EXPECT_EQ(made("[barrier]\nkind = 'modbus'"), "barrier.host");
  EXPECT_EQ(made("[barrier]\nkind = 'http'"), "barrier.open_url");
  EXPECT_EQ(made("[barrier]\nkind = 'http'\nopen_url = 'http://192.0.2.8/open'"), "POST http://192.0.2.8/open");
}

}  // namespace
}  // namespace ward::gate
