#include "gate/camera/clip.h"

#include <fmt/format.h>

#include <cmath>
#include <opencv2/videoio.hpp>

namespace ward::gate {

Pace::Pace(double frames_per_second, const Clock& clock, Wait wait)
    : rate_(frames_per_second), clock_(clock), wait_(std::move(wait)) {}

Steady Pace::due(std::uint64_t beat) const {
  return *start_ + std::chrono::round<Steady::duration>(std::chrono::duration<double>(seconds(beat)));
}

std::optional<std::uint64_t> Pace::next(Millis patience) {
  const Steady now = clock_.steady();
  if (!start_) start_ = now;
  // Beats that are long behind us are skipped, so that a late caller does not get a burst.
  while (due(beat_ + 1) <= now) ++beat_;
  const auto ahead = std::chrono::ceil<Millis>(due(beat_) - now);
  if (ahead > patience) {
    wait_(patience);
    return std::nullopt;
  }
  if (ahead.count() > 0) wait_(ahead);
  return beat_++;
}

namespace {

class ClipCamera final : public Camera {
 public:
  ClipCamera(ClipOptions options, cv::VideoCapture capture, double clip_rate, const Clock& clock, Wait wait)
      : options_(std::move(options)),
        capture_(std::move(capture)),
        clip_rate_(clip_rate),
        pace_(options_.frames_per_second > 0 ? options_.frames_per_second : clip_rate, clock, std::move(wait)),
        clock_(clock) {}

  Result<Frame> next(Millis patience) override {
    const auto beat = pace_.next(patience);
    if (!beat) return camera_silent(options_.file.string());
    const auto wanted = std::llround(std::floor(pace_.seconds(*beat) * clip_rate_ + 1e-6));
    while (shown_ < wanted) {
      if (capture_.read(picture_))
        ++shown_;
      else if (!rewind())
        return camera_end(options_.file.string());
    }
    return Frame{picture_.clone(), clock_.now(), clock_.steady(), ++sequence_};
  }

  std::string describe() const override { return fmt::format("clip {}", options_.file.filename().string()); }

 private:
  bool rewind() {
    if (!options_.loop || rewound_at_ == shown_) return false;  // a clip without a single frame would rewind for ever
    rewound_at_ = shown_;
    return capture_.open(options_.file.string());
  }

  ClipOptions options_;
  cv::VideoCapture capture_;
  double clip_rate_;
  Pace pace_;
  const Clock& clock_;
  cv::Mat picture_;
  std::int64_t shown_ = -1;  // number of the clip's frame in picture_, counting on over loops
  std::int64_t rewound_at_ = -2;
  std::uint64_t sequence_ = 0;
};

}  // namespace

Result<std::unique_ptr<Camera>> open_clip(const ClipOptions& options, const Clock& clock, Wait wait) {
  cv::VideoCapture capture;
  if (!std::filesystem::is_regular_file(options.file) || !capture.open(options.file.string()))
    return fail(
        ErrorKind::unavailable, "camera.lost",
        {"The clip " + options.file.string() + " cannot be played.", "无法播放视频 " + options.file.string() + "。"},
        "camera.source");
  const double rate = capture.get(cv::CAP_PROP_FPS);
  return std::make_unique<ClipCamera>(options, std::move(capture), rate > 0 ? rate : 25, clock, std::move(wait));
}

}  // namespace ward::gate
