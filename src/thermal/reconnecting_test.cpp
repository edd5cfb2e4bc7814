#include "thermal/reconnecting.h"

#include <gtest/gtest.h>

namespace ward::thermal {
namespace {

// Gives so many frames, then it is gone.
class ShortLived final : public ThermalSource {
 public:
  explicit ShortLived(int frames) : left_(frames) {}
  Result<ThermalFrame> next(Millis) override {
    if (left_-- > 0) return ThermalFrame{.celsius = {}, .time = {}, .sequence = 900};
    return fail(ErrorKind::unavailable, "thermal.lost", {"Gone.", "已断开。"});
  }
  std::string describe() const override { return "fake"; }

 private:
  int left_;
};

TEST(ReconnectingSource, ComesBackAfterItWasUnpluggedAndWhenItComesLate) {
  ManualClock clock;
  int opened = 0;
  const auto open = [&]() -> Result<std::unique_ptr<ThermalSource>> {
    if (++opened == 1) return fail(ErrorKind::unavailable, "thermal.lost", {"Not there yet.", "尚未连接。"});
    return std::make_unique<ShortLived>(2);
  };
  const auto source = reconnecting("/dev/video9", open, clock, [&](Millis time) { clock.advance(time); });
  EXPECT_EQ(source->describe(), "/dev/video9");
  EXPECT_EQ(source->next(Millis{500}).error().code, "thermal.lost");
  std::vector<std::uint64_t> frames;
  for (int asked = 0; frames.size() < 4 && asked < 20; ++asked)
    if (const auto frame = source->next(Millis{500})) frames.push_back(frame->sequence);
  EXPECT_EQ(frames, (std::vector<std::uint64_t>{1, 2, 3, 4})) << "counted on over the reconnection";
  EXPECT_EQ(opened, 3);
}

}  // namespace
}  // namespace ward::thermal
