#include "gate/camera/v4l2.h"

#include <fmt/format.h>

#include <opencv2/videoio.hpp>

namespace ward::gate {

namespace {

class V4l2Camera final : public Camera {
 public:
  V4l2Camera(V4l2Options options, cv::VideoCapture capture, const Clock& clock)
      : options_(std::move(options)), capture_(std::move(capture)), clock_(clock) {}

  Result<Frame> next(Millis patience) override {
    // waitAny polls the device, so that an unplugged camera is told within `patience` and not after OpenCV's ten
    // seconds.
    std::vector<int> ready;
    try {
      if (!cv::VideoCapture::waitAny({capture_}, ready, std::chrono::nanoseconds(patience).count()))
        return camera_silent(options_.device);
    } catch (const cv::Exception&) {
      return camera_lost(options_.device);
    }
    Frame frame;
    if (!capture_.retrieve(frame.bgr) || frame.bgr.empty()) return camera_lost(options_.device);
    frame.time = clock_.now();
    frame.steady = clock_.steady();
    frame.sequence = ++sequence_;
    return frame;
  }

  std::string describe() const override {
    return fmt::format("{}, {}x{} at {:g}/s", options_.device, options_.size.width, options_.size.height,
                       options_.frames_per_second);
  }

 private:
  V4l2Options options_;
  cv::VideoCapture capture_;
  const Clock& clock_;
  std::uint64_t sequence_ = 0;
};

}  // namespace

Result<std::unique_ptr<Camera>> open_v4l2(const V4l2Options& options, const Clock& clock) {
  cv::VideoCapture capture;
  if (!capture.open(options.device, cv::CAP_V4L2)) return camera_lost(options.device);
  capture.set(cv::CAP_PROP_FRAME_WIDTH, options.size.width);
  capture.set(cv::CAP_PROP_FRAME_HEIGHT, options.size.height);
  capture.set(cv::CAP_PROP_FPS, options.frames_per_second);
  capture.set(cv::CAP_PROP_BUFFERSIZE, 1);  // the newest picture, not one that waited
  const cv::Size size(static_cast<int>(capture.get(cv::CAP_PROP_FRAME_WIDTH)),
                      static_cast<int>(capture.get(cv::CAP_PROP_FRAME_HEIGHT)));
  if (size != options.size)
    return fail(ErrorKind::invalid, "camera.wrong_format",
                {fmt::format("The camera {} gives {}x{} and not {}x{}.", options.device, size.width, size.height,
                             options.size.width, options.size.height),
                 fmt::format("摄像头 {} 的画面为 {}x{}，不是 {}x{}。", options.device, size.width, size.height,
                             options.size.width, options.size.height)},
                "camera.width");
  return std::make_unique<V4l2Camera>(options, std::move(capture), clock);
}

}  // namespace ward::gate
