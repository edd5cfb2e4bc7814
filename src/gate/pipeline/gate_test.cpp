// A whole gate with its threads: a camera and a thermal sensor that fail when the test says so, the real thermometer,
// faces that are told instead of found. Both devices answer only when the test hands an answer over, and the clock
// moves only in between, so that nothing here depends on speed.
#include "gate/pipeline/gate.h"

#include <gtest/gtest.h>

#include <condition_variable>

#include "gate/pipeline/fake_senses.h"
#include "thermal/simulated.h"
#include "thermal/test_face.h"

namespace ward::gate {
namespace {

using city::Outcome;
using city::Reason;
using thermal::SensorFault;

constexpr Millis camera_time{57}, sensor_time{114};
constexpr Millis error_time{2000};  // how often a broken sensor is asked
constexpr float healthy = 36.4F;    // °C

// Gives one thing at a time from the test to a thread of the gate.
template <class T>
class Handover {
 public:
  // Returns when the thread has dealt with it and asks for the next one.
  void give(T item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asking_; });
    item_.emplace(std::move(item));
    asking_ = false;
    changed_.notify_all();
    changed_.wait(lock, [&] { return asking_; });
  }
  // Nothing when the test is over.
  std::optional<T> take() {
    std::unique_lock lock(mutex_);
    asking_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return item_ || closed_; });
    return std::exchange(item_, std::nullopt);
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<T> item_;  // guarded by mutex_
  bool asking_ = false, closed_ = false;
};

class HandedCamera final : public Camera {
 public:
  explicit HandedCamera(Handover<Result<Frame>>& answers) : answers_(answers) {}
  Result<Frame> next(Millis) override {
    auto answer = answers_.take();
    return answer ? std::move(*answer) : camera_end("fake");
  }
  std::string describe() const override { return "fake"; }

 private:
  Handover<Result<Frame>>& answers_;
};

// The simulated sensor, a frame whenever the test wants one.
struct Turn {
  bool& failed;  // set by the sensor
};

class HandedSensor final : public thermal::ThermalSource {
 public:
  HandedSensor(Handover<Turn>& turns, std::shared_ptr<const thermal::Scene> scene, const Clock& clock)
      : turns_(turns), sensor_(unpaced(), std::nullopt, std::move(scene), clock) {}
  Result<thermal::ThermalFrame> next(Millis) override {
    const auto turn = turns_.take();
    if (!turn) return fail(ErrorKind::unavailable, "thermal.silent", {"Over.", "结束。"});
    auto frame = sensor_.next(Millis{0});
    turn->failed = !frame;
    return frame;
  }
  std::string describe() const override { return sensor_.describe(); }

 private:
  static thermal::SimulatedSettings unpaced() {
    thermal::SimulatedSettings settings;
    settings.paced = false;
    return settings;
  }
  Handover<Turn>& turns_;
  thermal::SimulatedSource sensor_;
};

class WatchedDisplay final : public Display {
 public:
  void show(const ScreenState& state) override {
    std::lock_guard lock(mutex_);
    shown_.push_back(state);
    if (state.mood == Mood::fault) ++looks_;
    changed_.notify_all();
  }
  void picture(const cv::Mat&, const std::vector<cv::Rect2f>&) override {
    std::lock_guard lock(mutex_);
    ++looks_;
    changed_.notify_all();
  }
  // Until so many frames, or reasons why there is none, were looked at.
  void wait_for_looks(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return looks_ >= count; });
  }
  bool said(const Text& why) const {
    std::lock_guard lock(mutex_);
    return std::ranges::any_of(shown_,
                               [&](const auto& s) { return s.mood == Mood::fault && s.why.at(0).en == why.en; });
  }
  Mood last() const {
    std::lock_guard lock(mutex_);
    return shown_.back().mood;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<ScreenState> shown_;  // guarded by mutex_
  int looks_ = 0;                   // guarded by mutex_
};

// Faces are told, warmth is measured.
class MeasuringSenses final : public FakeSenses {
 public:
  explicit MeasuringSenses(thermal::Thermometer& thermometer) : thermometer_(thermometer) {}
  thermal::ThermalReading measure(const vision::FaceReading& seen, cv::Size size, Time time) override {
    return thermometer_.measure(seen.face.box, thermal::frontal_landmarks(seen.face.box), size, time);
  }
  thermal::ThermalFault sensor_fault() override { return thermometer_.health().fault; }

 private:
  thermal::Thermometer& thermometer_;
};

class GateTest : public testing::Test {
 protected:
  GateTest() {
    senses_->known[1] = {someone, "Someone"};
    city::Policy policy;
    policy.mask = city::Level::off;
    GateSettings settings;
    settings.on_verdict = [this](const Verdict& verdict, const Decision&) { verdicts_.push_back(verdict); };
    gate = Gate::start({.camera = std::make_unique<HandedCamera>(camera_),
                        .sensor = std::make_unique<HandedSensor>(sensor_, scene, clock),
                        .senses = std::unique_ptr<Senses>(senses_),
                        .thermometer = thermometer_,
                        .append = [](const city::Passage&, std::span<const std::uint8_t>) -> Result<> { return {}; },
                        .barrier = barrier,
                        .display = display,
                        .clock = clock},
                       std::move(settings), policy);
    run(Millis{1500}, [this] { return alive(); });
  }
  ~GateTest() override { stop(); }

  using Answer = Result<Frame>;
  // As a sensor gives it: never twice the same.
  Answer alive() {
    cv::Mat picture(thermal::test_colour_size, CV_8UC3, cv::Scalar::all(120));
    picture.col(0) = cv::Scalar::all(static_cast<double>(++sequence_ % 256));
    return Frame{std::move(picture), clock.now(), clock.steady(), sequence_};
  }

  void run(Millis time, const std::function<Answer()>& next) {
    for (Millis passed{0}; passed < time; passed += camera_time) {
      clock.advance(camera_time);
      if (clock.steady() >= sensor_due_) {
        bool failed = false;
        sensor_.give({failed});
        sensor_due_ = clock.steady() + (failed ? error_time : sensor_time);
      }
      Answer answer = next();
      const bool picture = answer.has_value();
      camera_.give(std::move(answer));
      // Silence that is not yet a fault leads to nothing.
      if (picture || !gate->health().camera_fault.empty()) display.wait_for_looks(++looks_);
    }
  }
  void arrive() {
    FakePerson person;
    person.box = thermal::test_face().box;
    senses_->people = {person};
    scene->set_faces({thermal::test_face(healthy)}, thermal::test_colour_size);
  }
  void leave() {
    senses_->people.clear();
    scene->set_faces({}, thermal::test_colour_size);
  }
  // Ends the gate; everything that was decided is recorded then.
  std::vector<Verdict> stop() {
    camera_.close();
    sensor_.close();
    gate.reset();
    return verdicts_;
  }

  ManualClock clock;
  Id someone = Id::make(Time{Millis{1}});
  RecordingBarrier barrier;
  WatchedDisplay display;
  std::shared_ptr<thermal::Scene> scene = std::make_shared<thermal::Scene>();
  std::unique_ptr<Gate> gate;

 private:
  thermal::Thermometer open_thermometer() {
    auto config = Config::parse("[thermometer.black_body]\nx = 5\ny = 5\nwidth = 12\nheight = 12\ncelsius = 35\n");
    auto opened = thermal::Thermometer::open(*config, "models", clock);
    EXPECT_TRUE(opened) << opened.error().message.en;
    return std::move(*opened);
  }

  thermal::Thermometer thermometer_ = open_thermometer();
  MeasuringSenses* senses_ = new MeasuringSenses(thermometer_);  // the gate's
  Handover<Answer> camera_;
  Handover<Turn> sensor_;
  std::vector<Verdict> verdicts_;  // the recorder's until the gate has stopped
  std::uint64_t sequence_ = 0;
  Steady sensor_due_{};
  int looks_ = 0;
};

struct BrokenCamera {
  CameraFault fault;
  std::function<Result<Frame>(const Frame& good)> answer;  // made of a good frame
};
const std::array broken_cameras{
    BrokenCamera{CameraFault::unplugged, [](const Frame&) -> Result<Frame> { return camera_lost("fake"); }},
    BrokenCamera{CameraFault::unplugged, [](const Frame&) -> Result<Frame> { return camera_silent("fake"); }},
    BrokenCamera{CameraFault::frozen,
                 [](Frame good) -> Result<Frame> {
                   good.bgr.setTo(cv::Scalar::all(120));
                   return good;
                 }},
    BrokenCamera{CameraFault::black,
                 [](Frame good) -> Result<Frame> {
                   good.bgr.colRange(1, good.bgr.cols) = cv::Scalar::all(3);
                   return good;
                 }},
    BrokenCamera{CameraFault::wrong_format,
                 [](Frame good) -> Result<Frame> {
                   good.bgr = good.bgr.reshape(1);  // one channel of three times the width
                   return good;
                 }},
    BrokenCamera{CameraFault::wrong_format,
                 [](const Frame&) -> Result<Frame> {
                   return fail(ErrorKind::invalid, "camera.wrong_format", {"Not what was asked for.", "格式不对。"});
                 }},
};

class GateWithBrokenCamera : public GateTest, public testing::WithParamInterface<BrokenCamera> {
 protected:
  void run_broken(Millis time) {
    run(time, [this] { return GetParam().answer(*alive()); });
  }
};

TEST_P(GateWithBrokenCamera, SaysSoJudgesNobodyAndRecovers) {
  EXPECT_EQ(gate->health().camera_fault, "");
  run_broken(Millis{2500});  // until it is told for sure
  EXPECT_EQ(gate->health().camera_fault, to_string(GetParam().fault));
  EXPECT_TRUE(display.said(describe(GetParam().fault)));

  arrive();
  run_broken(Millis{5000});
  EXPECT_TRUE(barrier.openings().empty());
  const Time back = clock.now();
  run(Millis{1500}, [this] { return alive(); });
  EXPECT_EQ(gate->health().camera_fault, "");

  const auto verdicts = stop();
  ASSERT_EQ(verdicts.size(), 2U);
  EXPECT_EQ(verdicts[0].decision.outcome, Outcome::call_staff);
  EXPECT_EQ(verdicts[0].passage.reasons, std::vector{Reason::camera_fault});
  EXPECT_FALSE(verdicts[0].passage.person);
  EXPECT_EQ(verdicts[1].decision.outcome, Outcome::admit);
  EXPECT_EQ(verdicts[1].passage.person, someone);
  EXPECT_GT(verdicts[1].passage.at, back);
  EXPECT_EQ(barrier.openings().size(), 1U);
  EXPECT_EQ(display.last(), Mood::admitted);
}

INSTANTIATE_TEST_SUITE_P(Faults, GateWithBrokenCamera, testing::ValuesIn(broken_cameras), [](const auto& each) {
  return std::to_string(each.index) + "_" + std::string(to_string(each.param.fault));
});

TEST_F(GateTest, BeginsAgainWithWhoeverWasBeingJudgedWhenThePictureWasLost) {
  arrive();
  run(3 * camera_time, [this] { return alive(); });  // seen, and not yet long enough
  run(2 * camera_time, [] { return camera_lost("fake"); });
  const Time back = clock.now();
  run(Millis{1500}, [this] { return alive(); });
  const auto verdicts = stop();
  ASSERT_EQ(verdicts.size(), 2U);
  EXPECT_EQ(verdicts[0].passage.reasons, std::vector{Reason::camera_fault});
  EXPECT_EQ(verdicts[1].decision.outcome, Outcome::admit);
  EXPECT_GE(verdicts[1].passage.at - back, VisitTimes{}.gather) << "nothing from before counts";
}

TEST_F(GateTest, ASecondWithoutAPictureIsNoFault) {
  run(Millis{1000}, [] { return camera_silent("fake"); });
  EXPECT_EQ(gate->health().camera_fault, "");
  EXPECT_TRUE(stop().empty());
}

struct BrokenSensor {
  SensorFault fault;
  Reason reason;
  std::string_view told;  // in the health, by now
};

class GateWithBrokenSensor : public GateTest, public testing::WithParamInterface<BrokenSensor> {};

TEST_P(GateWithBrokenSensor, RecordsWhyNobodyWasMeasuredAndRecovers) {
  EXPECT_EQ(gate->health().thermal_fault, "none");
  scene->set_fault(GetParam().fault);
  run(Millis{3000}, [this] { return alive(); });
  EXPECT_EQ(gate->health().thermal_fault, GetParam().told);
  arrive();
  run(Millis{8000}, [this] { return alive(); });
  EXPECT_TRUE(barrier.openings().empty());
  leave();
  scene->set_fault(SensorFault::none);
  run(Millis{5000}, [this] { return alive(); });
  EXPECT_EQ(gate->health().thermal_fault, "none");
  arrive();
  run(Millis{1500}, [this] { return alive(); });

  const auto verdicts = stop();
  ASSERT_EQ(verdicts.size(), 2U);
  EXPECT_EQ(verdicts[0].decision.outcome, Outcome::call_staff);
  EXPECT_EQ(verdicts[0].passage.reasons.front(), GetParam().reason);
  EXPECT_FALSE(verdicts[0].passage.temperature_cc);
  EXPECT_EQ(verdicts[1].decision.outcome, Outcome::admit);
  EXPECT_NEAR(verdicts[1].passage.temperature_cc.value_or(0), healthy * 100, 60);
  EXPECT_TRUE(verdicts[1].passage.simulated);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, GateWithBrokenSensor,
    testing::Values(BrokenSensor{SensorFault::silent, Reason::sensor_fault, "no_frame"},
                    BrokenSensor{SensorFault::lost, Reason::sensor_fault, "no_frame"},
                    BrokenSensor{SensorFault::wrong_size, Reason::sensor_fault, "corrupt"},
                    BrokenSensor{SensorFault::corrupt, Reason::sensor_fault, "corrupt"},
                    BrokenSensor{SensorFault::frozen, Reason::sensor_fault, "frozen"},
                    BrokenSensor{SensorFault::black_body_covered, Reason::black_body_lost, "black_body_lost"},
                    BrokenSensor{SensorFault::black_body_moved, Reason::black_body_lost, "black_body_moved"}),
    [](const auto& each) { return std::string(to_string(each.param.fault)); });

TEST_F(GateTest, MeasuresThroughABadLineOfTheSensor) {
  scene->set_fault(SensorFault::bad_line);
  run(Millis{1000}, [this] { return alive(); });
  arrive();
  run(Millis{1500}, [this] { return alive(); });
  const auto verdicts = stop();
  ASSERT_EQ(verdicts.size(), 1U);
  EXPECT_EQ(verdicts[0].decision.outcome, Outcome::admit);
  EXPECT_NEAR(verdicts[0].passage.temperature_cc.value_or(0), healthy * 100, 60);
}

TEST_F(GateTest, FramesThatComeTooLateMeasureNobody) {
  scene->set_fault(SensorFault::late);
  run(Millis{3000}, [this] { return alive(); });
  arrive();
  run(Millis{8000}, [this] { return alive(); });
  const auto verdicts = stop();
  ASSERT_EQ(verdicts.size(), 1U);
  EXPECT_EQ(verdicts[0].decision.outcome, Outcome::call_staff);
  EXPECT_EQ(verdicts[0].passage.reasons.front(), Reason::sensor_fault);
}

TEST_F(GateTest, LateFramesAreToldBeforeAnybodyComes) {
  scene->set_fault(SensorFault::late);
  run(Millis{3000}, [this] { return alive(); });
  EXPECT_EQ(gate->health().thermal_fault, "late");
}

}  // namespace
}  // namespace ward::gate
