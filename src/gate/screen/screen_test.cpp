#include "gate/screen/screen.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/client.h"

namespace ward::gate {
namespace {

class ScreenTest : public testing::Test {
 protected:
  std::unique_ptr<Screen> start() const {
    ScreenOptions options;
    options.port = 0;
    return std::move(Screen::start(options, city::Policy{}, clock).value());
  }
  static void show_pictures(Screen& screen, int count) {
    for (int i = 0; i < count; ++i) screen.picture(cv::Mat::zeros(48, 64, CV_8UC3), {});
  }
  // The status of the answer to a page that has the picture `after`.
  static int ask(const Screen& screen, int after) {
    http::Client client;
    return client.send("GET", fmt::format("http://127.0.0.1:{}/picture?after={}", screen.port(), after)).value().status;
  }
  ManualClock clock;
};

TEST_F(ScreenTest, APictureIsSentOnce) {
  const auto screen = start();
  EXPECT_EQ(ask(*screen, 0), 204);
  show_pictures(*screen, 2);
  EXPECT_EQ(ask(*screen, 0), 200);
  EXPECT_EQ(ask(*screen, 1), 200);
  EXPECT_EQ(ask(*screen, 2), 204);
}

TEST_F(ScreenTest, APageThatSawMorePicturesBeforeARestartIsServedAgain) {
  const auto restarted = start();
  show_pictures(*restarted, 3);
  EXPECT_EQ(ask(*restarted, 5000), 200);
}

}  // namespace
}  // namespace ward::gate
