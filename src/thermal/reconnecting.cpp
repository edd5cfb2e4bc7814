#include "thermal/reconnecting.h"

#include "base/reopening.h"

namespace ward::thermal {

namespace {

class ReconnectingSource final : public ThermalSource {
 public:
  ReconnectingSource(std::string name, OpenSource open, const Clock& clock, Wait wait)
      : source_(std::move(name), "thermal sensor", std::move(open), clock, std::move(wait)) {}

  Result<ThermalFrame> next(Millis patience) override {
    auto frame = source_.next(patience);
    if (frame) frame->sequence = ++sequence_;
    return frame;
  }
  std::string describe() const override { return source_.describe(); }

 private:
  Reopening<ThermalSource> source_;
  std::uint64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<ThermalSource> reconnecting(std::string name, OpenSource open, const Clock& clock, Wait wait) {
  return std::make_unique<ReconnectingSource>(std::move(name), std::move(open), clock, std::move(wait));
}

}  // namespace ward::thermal
