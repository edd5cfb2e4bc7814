#include "thermal/v4l2.h"

#include <gtest/gtest.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "thermal/simulated.h"
#include "thermal/test_face.h"

namespace ward::thermal {
namespace {

// A camera that keeps to the protocol and can be told to misbehave; it counts what was opened and mapped.
class FakeCamera final : public DeviceCalls {
 public:
  unsigned format = V4L2_PIX_FMT_Y16, width = 160, height = 122,
           capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  bool present = true, sends = true;
  std::size_t bytes_sent = 160 * 122 * 2;
  short poll_events = POLLIN;
  int interrupts = 0;  // so many calls fail with EINTR first
  int opened = 0, mapped = 0, queued = 0;
  bool streaming = false;
  cv::Mat picture = cv::Mat(122, 160, CV_16UC1, cv::Scalar(0));

  int open(const std::string&) override { return present ? (++opened, 5) : -1; }
  void close(int) override { --opened; }
  int poll(int, int, short& events) override {
    events = poll_events;
    return sends ? 1 : 0;
  }
  void* map(int, std::size_t, std::size_t) override { return ++mapped, picture.data; }
  void unmap(void*, std::size_t) override { --mapped; }
  int ioctl(int, unsigned long request, void* argument) override {
    if (interrupts-- > 0) return errno = EINTR, -1;
    if (!present) return errno = ENODEV, -1;
    return answer(request, argument);
  }

 private:
  int answer(unsigned long request, void* argument) {
    switch (request) {
      case VIDIOC_QUERYCAP: {
        auto& able = *static_cast<v4l2_capability*>(argument);
        able.capabilities = capabilities;
        std::strcpy(reinterpret_cast<char*>(able.card), "PureThermal");
        return 0;
      }
      case VIDIOC_S_FMT: {
        auto& pix = static_cast<v4l2_format*>(argument)->fmt.pix;
        pix.pixelformat = format, pix.width = width, pix.height = height, pix.bytesperline = 2 * width;
        return 0;
      }
      case VIDIOC_REQBUFS:
        return static_cast<v4l2_requestbuffers*>(argument)->count = 2, 0;
      case VIDIOC_QUERYBUF:
        return static_cast<v4l2_buffer*>(argument)->length = 160 * 122 * 2, 0;
      case VIDIOC_QBUF:
        return ++queued, 0;
      case VIDIOC_DQBUF: {
        auto& buffer = *static_cast<v4l2_buffer*>(argument);
        buffer.index = 1, buffer.bytesused = static_cast<unsigned>(bytes_sent);
        return --queued, 0;
      }
      case VIDIOC_STREAMON:
        return streaming = true, 0;
      case VIDIOC_STREAMOFF:
        return streaming = false, 0;
      default:
        return errno = ENOTTY, -1;
    }
  }
};

struct Plugged {
  Plugged() {
    const SceneView view{.faces = {test_face()}, .colour_size = test_colour_size, .room = {}};
    simulated_counts(view, Registration::same_view(test_colour_size, {160, 120}), {}, Millis{0}, 1)
        .copyTo(camera.picture.rowRange(0, 120));
  }
  Result<std::unique_ptr<V4l2Source>> open() { return V4l2Source::open({.device = "/dev/video9"}, clock, camera); }
  ManualClock clock;
  FakeCamera camera;
};

TEST(V4l2, TakesFramesBelowWhichTelemetryLies) {
  Plugged p;
  p.camera.interrupts = 3;
  {
    auto source = p.open();
    ASSERT_TRUE(source) << source.error().message.en;
    EXPECT_EQ((*source)->describe(), "PureThermal, /dev/video9, 160x120");
    EXPECT_TRUE(p.camera.streaming);
    for (int i = 1; i <= 3; ++i) {
      const auto frame = (*source)->next(Millis{10});
      ASSERT_TRUE(frame);
      EXPECT_EQ(frame->celsius.size(), cv::Size(160, 120));
      EXPECT_EQ(frame->sequence, static_cast<std::uint64_t>(i));
      EXPECT_EQ(frame->time, p.clock.now());
      EXPECT_FALSE(frame->simulated);
    }
    EXPECT_EQ(p.camera.queued, 2);  // every buffer went back
  }
  EXPECT_FALSE(p.camera.streaming);
  EXPECT_EQ(p.camera.opened, 0);
  EXPECT_EQ(p.camera.mapped, 0);
}

TEST(V4l2, RefusesWhatIsNoRadiometricCamera) {
  const auto code = [](auto change) {
    Plugged p;
    change(p.camera);
    const auto source = p.open();
    EXPECT_EQ(p.camera.mapped, 0);
    return source ? "" : source.error().code;
  };
  EXPECT_EQ(code([](FakeCamera& c) { c.present = false; }), "thermal.lost");
  EXPECT_EQ(code([](FakeCamera& c) { c.capabilities = V4L2_CAP_VIDEO_OUTPUT; }), "thermal.wrong_format");
  EXPECT_EQ(code([](FakeCamera& c) { c.format = V4L2_PIX_FMT_YUYV; }), "thermal.wrong_format");
  EXPECT_EQ(code([](FakeCamera& c) { c.width = 80; }), "thermal.wrong_size");
  EXPECT_EQ(code([](FakeCamera& c) { c.height = 60; }), "thermal.wrong_size");
}

TEST(V4l2, SaysWhenTheCameraIsSilentUnpluggedOrCutsAFrame) {
  Plugged p;
  auto source = p.open();
  p.camera.sends = false;
  EXPECT_EQ((*source)->next(Millis{1}).error().code, "thermal.silent");
  p.camera.sends = true;
  p.camera.bytes_sent = 1000;
  EXPECT_EQ((*source)->next(Millis{1}).error().code, "thermal.wrong_size");
  EXPECT_EQ(p.camera.queued, 2);
  p.camera.bytes_sent = 160 * 122 * 2;
  EXPECT_TRUE((*source)->next(Millis{1}));
  p.camera.poll_events = POLLERR | POLLHUP;
  EXPECT_EQ((*source)->next(Millis{1}).error().code, "thermal.lost");
  p.camera.poll_events = POLLIN;
  p.camera.present = false;
  EXPECT_EQ((*source)->next(Millis{1}).error().code, "thermal.lost");
}

TEST(V4l2, TheKernelItselfRefusesWhatIsNoCamera) {
  ManualClock clock;
  EXPECT_EQ(V4l2Source::open({.device = "/dev/nowhere"}, clock).error().code, "thermal.lost");
  EXPECT_EQ(V4l2Source::open({.device = "/dev/null"}, clock).error().code, "thermal.wrong_format");
}

}  // namespace
}  // namespace ward::thermal
