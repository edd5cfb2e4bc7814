#include "gate/camera/reconnecting.h"

#include <optional>

#include "base/log.h"

namespace ward::gate {

namespace {

constexpr Millis first_pause{1000}, longest_pause{30'000};

class ReconnectingCamera final : public Camera {
 public:
  ReconnectingCamera(std::string name, OpenCamera open, const Clock& clock, Wait wait)
      : name_(std::move(name)), open_(std::move(open)), clock_(clock), wait_(std::move(wait)) {}

  Result<Frame> next(Millis patience) override {
    if (!camera_ && !try_open(patience)) return std::unexpected(*error_);
    auto frame = camera_->next(patience);
    if (frame) {
      pause_ = first_pause;
      frame->sequence = ++sequence_;  // goes on counting over reconnections
      return frame;
    }
    if (frame.error().code == "camera.silent" && ++silences_ < 3) return frame;
    if (frame.error().code != "camera.end") drop(frame.error());
    return frame;
  }

  std::string describe() const override { return camera_ ? camera_->describe() : name_; }

 private:
  bool try_open(Millis patience) {
    const auto now = clock_.steady();
    if (retry_at_ && now < *retry_at_) {
      wait_(std::min(patience, std::chrono::ceil<Millis>(*retry_at_ - now)));
      if (clock_.steady() < *retry_at_) return false;
    }
    auto opened = open_();
    if (!opened) {
      drop(opened.error());
      return false;
    }
    camera_ = std::move(*opened);
    silences_ = 0;
    log::info("camera {}: open", camera_->describe());
    return true;
  }

  void drop(const Error& error) {
    if (!error_ || error_->code != error.code || camera_) log::warn("camera: {}", error.message.en);
    error_ = error;
    camera_.reset();
    retry_at_ = clock_.steady() + pause_;
    pause_ = std::min(2 * pause_, longest_pause);
  }

  std::string name_;
  OpenCamera open_;
  const Clock& clock_;
  Wait wait_;
  std::unique_ptr<Camera> camera_;
  std::optional<Error> error_;
  std::optional<Steady> retry_at_;
  Millis pause_ = first_pause;
  int silences_ = 0;
  std::uint64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<Camera> reconnecting(std::string name, OpenCamera open, const Clock& clock, Wait wait) {
  return std::make_unique<ReconnectingCamera>(std::move(name), std::move(open), clock, std::move(wait));
}

}  // namespace ward::gate
