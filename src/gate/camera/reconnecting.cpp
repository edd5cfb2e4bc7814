#include "gate/camera/reconnecting.h"

#include "base/reopening.h"

namespace ward::gate {

namespace {

class ReconnectingCamera final : public Camera {
 public:
  ReconnectingCamera(std::string name, OpenCamera open, const Clock& clock, Wait wait)
      : camera_(std::move(name), "camera", std::move(open), clock, std::move(wait)) {}

  Result<Frame> next(Millis patience) override {
    auto frame = camera_.next(patience);
    if (frame) frame->sequence = ++sequence_;
    return frame;
  }
  std::string describe() const override { return camera_.describe(); }

 private:
  Reopening<Camera> camera_;
  std::uint64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<Camera> reconnecting(std::string name, OpenCamera open, const Clock& clock, Wait wait) {
  return std::make_unique<ReconnectingCamera>(std::move(name), std::move(open), clock, std::move(wait));
}

}  // namespace ward::gate
