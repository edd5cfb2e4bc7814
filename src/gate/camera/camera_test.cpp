#include "gate/camera/camera.h"

#include <gtest/gtest.h>

#include <deque>
#include <opencv2/videoio.hpp>

#include "gate/camera/clip.h"
#include "gate/camera/reconnecting.h"
#include "gate/camera/v4l2.h"

namespace ward::gate {
namespace {

// Answers with what it was given, in order; then it is silent.
class CameraByScript final : public Camera {
 public:
  explicit CameraByScript(std::deque<Result<Frame>> script) : script_(std::move(script)) {}
  Result<Frame> next(Millis) override {
    if (script_.empty()) return camera_silent("fake");
    auto answer = std::move(script_.front());
    script_.pop_front();
    return answer;
  }
  std::string describe() const override { return "fake"; }

 private:
  std::deque<Result<Frame>> script_;
};

Frame some_frame() { return {cv::Mat(240, 320, CV_8UC3, cv::Scalar(1, 2, 3)), Time{}, Steady{}, 77}; }

class Reconnecting : public testing::Test {
 protected:
  ManualClock clock;
  std::vector<Result<std::unique_ptr<Camera>>> devices;  // what the next openings give
  std::vector<Millis> opened_at;                         // since the start
  Steady start = clock.steady();
  std::unique_ptr<Camera> camera = reconnecting(
      "fake",
      [this]() -> Result<std::unique_ptr<Camera>> {
        opened_at.push_back(std::chrono::duration_cast<Millis>(clock.steady() - start));
        if (devices.empty()) return camera_lost("fake");
        auto device = std::move(devices.front());
        devices.erase(devices.begin());
        return device;
      },
      clock, [this](Millis time) { clock.advance(time); });

  void plug(std::deque<Result<Frame>> script) {
    devices.emplace_back(std::make_unique<CameraByScript>(std::move(script)));
  }
};

TEST_F(Reconnecting, CountsFramesOverReconnections) {
  plug({some_frame(), some_frame(), camera_lost("fake")});
  plug({some_frame()});
  EXPECT_EQ(camera->next(Millis{500})->sequence, 1U);
  EXPECT_EQ(camera->next(Millis{500})->sequence, 2U);
  EXPECT_EQ(camera->next(Millis{500}).error().code, "camera.lost");
  EXPECT_EQ(camera->next(Millis{500}).error().code, "camera.lost") << "half a second is too early";
  EXPECT_EQ(camera->next(Millis{500})->sequence, 3U);
}

TEST_F(Reconnecting, TriesAgainAfterOneTwoFourSecondsAtMostThirty) {
  while (opened_at.size() < 8) EXPECT_EQ(camera->next(Millis{500}).error().code, "camera.lost");
  std::vector<long> pauses;
  for (std::size_t i = 1; i < opened_at.size(); ++i) pauses.push_back((opened_at[i] - opened_at[i - 1]).count());
  EXPECT_EQ(pauses, (std::vector<long>{1000, 2000, 4000, 8000, 16000, 30000, 30000}));
}

TEST_F(Reconnecting, OpensASilentCameraAgain) {
  plug({some_frame()});
  plug({some_frame()});
  EXPECT_TRUE(camera->next(Millis{500}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(camera->next(Millis{500}).error().code, "camera.silent");
  while (opened_at.size() < 2) camera->next(Millis{500});
  EXPECT_EQ(opened_at.size(), 2U);
}

TEST_F(Reconnecting, TheEndOfARecordingIsTheEnd) {
  plug({some_frame(), camera_end("fake"), camera_end("fake")});
  EXPECT_TRUE(camera->next(Millis{500}));
  EXPECT_EQ(camera->next(Millis{500}).error().code, "camera.end");
  EXPECT_EQ(camera->next(Millis{500}).error().code, "camera.end");
  EXPECT_EQ(opened_at.size(), 1U);
}

class Clip : public testing::Test {
 protected:
  ManualClock clock;
  std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "clip_test.avi";

  // Ten frames at 10/s; frame k is as bright as 20 + 20 k.
  void SetUp() override {
    cv::VideoWriter writer(file.string(), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, {320, 240});
    ASSERT_TRUE(writer.isOpened());
    for (int k = 0; k < 10; ++k) writer.write(cv::Mat(240, 320, CV_8UC3, cv::Scalar::all(20 + 20 * k)));
  }
  std::unique_ptr<Camera> open(double rate, bool loop) {
    return std::move(*open_clip({file, rate, loop}, clock, [this](Millis time) { clock.advance(time); }));
  }
  static int number_of(const Frame& frame) { return cvRound((cv::mean(frame.bgr)[0] - 20) / 20); }
};

TEST_F(Clip, PlaysAtItsOwnPace) {
  const auto camera = open(0, false);
  const Time start = clock.now();
  for (int k = 0; k < 10; ++k) {
    const auto frame = camera->next(Millis{1000});
    ASSERT_TRUE(frame);
    EXPECT_EQ(number_of(*frame), k);
    EXPECT_EQ((frame->time - start).count(), 100 * k);
  }
  EXPECT_EQ(camera->next(Millis{1000}).error().code, "camera.end");
}

TEST_F(Clip, SkipsFramesForASlowerCameraAndLoops) {
  const auto camera = open(5, true);
  std::vector<int> numbers;
  for (int k = 0; k < 7; ++k) numbers.push_back(number_of(*camera->next(Millis{1000})));
  EXPECT_EQ(numbers, (std::vector<int>{0, 2, 4, 6, 8, 0, 2}));
}

TEST_F(Clip, GivesNoBurstToALateCaller) {
  const auto camera = open(0, true);
  EXPECT_EQ(number_of(*camera->next(Millis{1000})), 0);
  clock.advance(Millis{550});
  EXPECT_EQ(number_of(*camera->next(Millis{1000})), 5) << "the newest that is due";
  EXPECT_EQ(number_of(*camera->next(Millis{1000})), 6);
}

TEST_F(Clip, WaitsNoLongerThanAsked) {
  const auto camera = open(0, true);
  EXPECT_TRUE(camera->next(Millis{30}));
  const Time before = clock.now();
  EXPECT_EQ(camera->next(Millis{30}).error().code, "camera.silent");
  EXPECT_EQ((clock.now() - before).count(), 30);
}

TEST(OpenCameras, NameWhatIsMissing) {
  ManualClock clock;
  EXPECT_EQ(open_clip({"/nowhere/clip.mp4"}, clock).error().code, "camera.lost");
  V4l2Options options;
  options.device = "/dev/video-that-is-not-there";
  const auto camera = open_v4l2(options, clock);
  ASSERT_FALSE(camera);
  EXPECT_EQ(camera.error().code, "camera.lost");
  EXPECT_NE(camera.error().message.en.find(options.device), std::string::npos);
}

}  // namespace
}  // namespace ward::gate
