#include "gate/pipeline/recorder.h"

#include <gtest/gtest.h>

#include "gate/pipeline/standing.h"

namespace ward::gate {
namespace {

class FakeDisplay final : public Display {
 public:
  void show(const ScreenState& state) override { shown.push_back(state); }
  void picture(const cv::Mat&, const std::vector<cv::Rect2f>&) override {}
  std::vector<ScreenState> shown;
};

class RecorderTest : public testing::Test {
 protected:
  RecordingBarrier barrier;
  FakeDisplay display;
  city::Policy policy;
  bool disk_full = false;
  std::vector<std::pair<city::Passage, std::size_t>> written;  // with the size of the picture
  std::size_t opened_before_write = 0;
  Recorder recorder{[this](const city::Passage& passage, std::span<const std::uint8_t> jpeg) -> Result<> {
                      opened_before_write += barrier.openings().size();
                      if (disk_full) return fail(ErrorKind::unavailable, "storage.full", {"Full.", "已满。"});
                      written.emplace_back(passage, jpeg.size());
                      return {};
                    },
                    barrier, display, true};

  Verdict verdict() {
    Verdict v;
    v.observation.whitelist_age = std::chrono::seconds{1};
    v.observation.mask = vision::MaskState::none;
    v.observation.live = 1.0F;
    v.observation.thermal = {.fault = thermal::ThermalFault::none,
                             .estimate = thermal::TemperatureEstimate{.celsius = 36.6F, .sd = 0.3F, .method = "canthi"},
                             .warmth = 0.9F};
    v.observation.recognition = Recognition{
        {.person = Id::make(Time{}), .similarity = 0.8F, .threshold = 0.4F, .accepted = true}, vision::MaskState::none};
    v.decision = decide(policy, v.observation);
    v.name = "Someone";
    v.passage.id = Id::make(Time{});
    return v;
  }
};

TEST_F(RecorderTest, WritesBeforeItOpensAndThenTellsThePerson) {
  recorder.record(verdict(), policy);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_TRUE(written[0].first.opened);
  EXPECT_EQ(opened_before_write, 0U);
  EXPECT_EQ(barrier.openings(), std::vector{std::chrono::seconds{5}});
  ASSERT_EQ(display.shown.size(), 1U);
  EXPECT_EQ(display.shown[0].mood, Mood::admitted);
  EXPECT_EQ(display.shown[0].name, "Someone");
}

TEST_F(RecorderTest, AFullDiskKeepsAFailSecureGateShutAndCallsStaff) {
  disk_full = true;
  const Decision decision = recorder.record(verdict(), policy);
  EXPECT_FALSE(decision.open);
  EXPECT_TRUE(barrier.openings().empty());
  EXPECT_EQ(decision.outcome, city::Outcome::call_staff);
  EXPECT_EQ(display.shown.at(0).mood, Mood::staff);
}

TEST_F(RecorderTest, AFullDiskLeavesAFailSafeGateOpening) {
  disk_full = true;
  policy.fail = city::Fail::safe;
  recorder.record(verdict(), policy);
  EXPECT_EQ(barrier.openings().size(), 1U);
}

TEST_F(RecorderTest, KeepsAPictureUnderItsOwnId) {
  Verdict v = verdict();
  v.picture = cv::Mat(240, 320, CV_8UC3, cv::Scalar(1, 2, 3));
  recorder.record(std::move(v), policy);
  EXPECT_TRUE(written.at(0).first.capture);
  EXPECT_GT(written.at(0).second, 100U);
}

TEST_F(RecorderTest, ARefusalOpensNothing) {
  Verdict v = verdict();
  v.observation.recognition->match.accepted = false;
  v.decision = decide(policy, v.observation);
  recorder.record(std::move(v), policy);
  EXPECT_TRUE(barrier.openings().empty());
  EXPECT_FALSE(written.at(0).first.opened);
  EXPECT_EQ(display.shown.at(0).name, "") << "no names of people who are not let in";
}

TEST(StandingTest, FireIsRecordedOnceHoldsTheBarrierAndEnds) {
  Standing standing{Id{}};
  city::Policy policy;
  EXPECT_FALSE(standing.update(policy, CameraFault::none, Time{}, 0).verdict);
  policy.open_all = true;
  const auto begun = standing.update(policy, CameraFault::none, Time{}, 0);
  ASSERT_TRUE(begun.verdict);
  EXPECT_TRUE(begun.verdict->decision.hold_open);
  EXPECT_FALSE(standing.update(policy, CameraFault::none, Time{}, 0).verdict) << "once";
  EXPECT_FALSE(standing.update(policy, CameraFault::black, Time{}, 0).verdict) << "a blind camera changes nothing";
  policy.open_all = false;
  EXPECT_TRUE(standing.update(policy, CameraFault::none, Time{}, 0).release);
}

TEST(StandingTest, ABlindCameraCallsStaffOnceAndOpensOnlyWhereThePolicySaysSo) {
  Standing secure{Id{}}, safe{Id{}};
  city::Policy policy;
  const auto shut = secure.update(policy, CameraFault::unplugged, Time{}, 0);
  ASSERT_TRUE(shut.verdict);
  EXPECT_FALSE(shut.verdict->decision.open);
  EXPECT_FALSE(secure.update(policy, CameraFault::unplugged, Time{}, 0).verdict);
  EXPECT_FALSE(secure.update(policy, CameraFault::none, Time{}, 0).release) << "nothing was held";
  EXPECT_TRUE(secure.update(policy, CameraFault::frozen, Time{}, 0).verdict) << "the next fault is told again";

  policy.fail = city::Fail::safe;
  const auto open = safe.update(policy, CameraFault::black, Time{}, 0);
  ASSERT_TRUE(open.verdict);
  EXPECT_TRUE(open.verdict->decision.hold_open);
  EXPECT_TRUE(safe.update(policy, CameraFault::none, Time{}, 0).release);
}

}  // namespace
}  // namespace ward::gate
