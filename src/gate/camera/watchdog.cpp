#include "gate/camera/watchdog.h"

#include <opencv2/imgproc.hpp>

namespace ward::gate {

namespace {

constexpr Millis rate_window{2000};

// FNV-1a (Fowler, Noll, Vo) over eight bytes at a time: the picture to the last bit, in well under a millisecond.
std::uint64_t digest(const cv::Mat& picture) {
  std::uint64_t hash = 14695981039346656037U;
  const std::size_t row_bytes = static_cast<std::size_t>(picture.cols) * picture.elemSize();
  for (int y = 0; y < picture.rows; ++y) {
    const unsigned char* row = picture.ptr(y);
    std::size_t x = 0;
    for (; x + 8 <= row_bytes; x += 8) {
      std::uint64_t word = 0;
      __builtin_memcpy(&word, row + x, 8);
      hash = (hash ^ word) * 1099511628211U;
    }
    for (; x < row_bytes; ++x) hash = (hash ^ row[x]) * 1099511628211U;
  }
  return hash;
}

bool is_black(const cv::Mat& bgr, const WatchdogLimits& limits) {
  cv::Mat small, gray;
  cv::resize(bgr, small, {80, 60}, 0, 0, cv::INTER_AREA);
  cv::cvtColor(small, gray, cv::COLOR_BGR2GRAY);
  cv::Scalar mean, deviation;
  cv::meanStdDev(gray, mean, deviation);
  return mean[0] <= limits.black_mean && deviation[0] <= limits.black_deviation;
}

}  // namespace

std::string_view to_string(CameraFault fault) {
  switch (fault) {
    case CameraFault::none:
      return "";
    case CameraFault::unplugged:
      return "unplugged";
    case CameraFault::frozen:
      return "frozen";
    case CameraFault::black:
      return "black";
    case CameraFault::wrong_format:
      return "wrong_format";
  }
  return "";
}

Text describe(CameraFault fault) {
  switch (fault) {
    case CameraFault::none:
      return {};
    case CameraFault::unplugged:
      return {"The camera sends no picture.", "摄像头没有画面。"};
    case CameraFault::frozen:
      return {"The camera's picture stands still.", "摄像头画面静止不动。"};
    case CameraFault::black:
      return {"The camera's picture is black.", "摄像头画面全黑。"};
    case CameraFault::wrong_format:
      return {"The camera sends pictures of the wrong format.", "摄像头的画面格式不对。"};
  }
  return {};
}

CameraWatchdog::CameraWatchdog(Steady start, WatchdogLimits limits)
    : limits_(limits), last_frame_(start), window_start_(start) {}

CameraFault CameraWatchdog::see(const cv::Mat& bgr, Steady now) {
  count(now);
  last_frame_ = now;
  return fault_ = judge(bgr, now);
}

CameraFault CameraWatchdog::judge(const cv::Mat& bgr, Steady now) {
  const bool right = bgr.type() == CV_8UC3 && bgr.cols >= limits_.smallest.width &&
                     bgr.rows >= limits_.smallest.height && (size_.empty() || bgr.size() == size_);
  if (!right) {
    same_since_.reset();
    black_since_.reset();
    return CameraFault::wrong_format;
  }
  size_ = bgr.size();

  const std::uint64_t now_digest = digest(bgr);
  if (now_digest != last_digest_ || !same_since_) same_since_ = now;
  last_digest_ = now_digest;

  if (!is_black(bgr, limits_))
    black_since_.reset();
  else if (!black_since_)
    black_since_ = now;

  // Black first: a covered lens is often both, and "black" says what to do about it.
  if (black_since_ && now - *black_since_ >= limits_.black_after) return CameraFault::black;
  if (now - *same_since_ >= limits_.frozen_after) return CameraFault::frozen;
  return CameraFault::none;
}

CameraFault CameraWatchdog::miss(Steady now, bool lost) {
  if (lost || now - last_frame_ >= limits_.silence) {
    fault_ = CameraFault::unplugged;
    rate_ = 0;
    window_frames_ = 0;
    window_start_ = now;
    same_since_.reset();
    black_since_.reset();
    size_ = {};  // another camera may be plugged in
  }
  return fault_;
}

CameraFault CameraWatchdog::refuse() {
  rate_ = 0;
  return fault_ = CameraFault::wrong_format;
}

void CameraWatchdog::count(Steady now) {
  ++window_frames_;
  const auto passed = std::chrono::duration_cast<Millis>(now - window_start_);
  if (passed < rate_window) return;
  rate_ = 1000.0 * window_frames_ / static_cast<double>(passed.count());
  window_frames_ = 0;
  window_start_ = now;
}

double CameraWatchdog::frames_per_second() const { return rate_; }

}  // namespace ward::gate
