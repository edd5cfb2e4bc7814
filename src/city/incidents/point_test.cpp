#include "city/incidents/point.h"

#include <gtest/gtest.h>

#include <random>

namespace ward::city::incidents {
namespace {

TEST(PointOfAFile, IsWrittenAsItIsRead) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 1'000; ++i) {
    const Point point{int(random() % 180'000'001) - 90'000'000, int(random() % 360'000'001) - 180'000'000};
    const auto [latitude, longitude] = to_text(point);
    EXPECT_EQ(point_from_text(latitude, longitude).value(), point) << latitude << ' ' << longitude;
  }
  EXPECT_EQ(to_text(Point{-500'000, 120'075'100}), (std::pair<std::string, std::string>{"-0.500000", "120.075100"}));
  EXPECT_EQ(point_from_text("", "").value(), std::nullopt);
}

TEST(PointOfAFile, SaysWhatIsWrong) {
  const auto wrong = [](std::string_view latitude, std::string_view longitude) {
    const auto read = point_from_text(latitude, longitude);
    return read ? std::string("read") : read.error().code + " " + read.error().field;
  };
  EXPECT_EQ(wrong("29.3", ""), "place.half longitude");
  EXPECT_EQ(wrong("", "120"), "place.half latitude");
  EXPECT_EQ(wrong("91", "120"), "place.degrees latitude");
  EXPECT_EQ(wrong("29.3", "-180.000001"), "place.degrees longitude");
  EXPECT_EQ(wrong("29,3", "120"), "place.degrees latitude");
  EXPECT_EQ(wrong("nan", "120"), "place.degrees latitude");
  EXPECT_EQ(wrong("29.3x", "120"), "place.degrees latitude");
}

}  // namespace
}  // namespace ward::city::incidents
