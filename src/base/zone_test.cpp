#include "base/zone.h"

#include <gtest/gtest.h>

namespace ward {
namespace {

Time utc(const char* text) { return *parse_rfc3339(text); }
LocalTime wall(const char* text) { return LocalTime{utc(text).time_since_epoch()}; }  // written as if it were UTC

TEST(Zone, KnowsTheNamesOfTheDatabaseAndNoOthers) {
  EXPECT_EQ(Zone::find("Asia/Shanghai")->name(), "Asia/Shanghai");
  EXPECT_EQ(*Zone::find("Asia/Urumqi"), *Zone::find("Asia/Urumqi"));
  for (const char* name : {"", "Asia", "asia/shanghai", "Asia/Yiwu", "../etc/passwd", "/etc/passwd", "+08:00"}) {
    const auto zone = Zone::find(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().code, "zone.unknown");
  }
}

TEST(Zone, GoesToTheWallAndBack) {
  const Zone shanghai = *Zone::find("Asia/Shanghai"), berlin = *Zone::find("Europe/Berlin");
  EXPECT_EQ(shanghai.to_local(utc("2020-02-03T00:00:00Z")), wall("2020-02-03T08:00:00Z"));
  EXPECT_EQ(shanghai.to_utc(wall("2020-02-03T08:00:00Z")), utc("2020-02-03T00:00:00Z"));
  EXPECT_EQ(berlin.to_local(utc("2020-07-01T06:00:00Z")), wall("2020-07-01T08:00:00Z"));
  EXPECT_EQ(berlin.to_local(utc("2020-01-01T07:00:00Z")), wall("2020-01-01T08:00:00Z"));
}

TEST(Zone, TakesTheFirstOfTwoAndTheMomentOfChangeForNone) {
  const Zone berlin = *Zone::find("Europe/Berlin");
  EXPECT_EQ(berlin.to_utc(wall("2020-10-25T02:30:00Z")), utc("2020-10-25T00:30:00Z"));  // again an hour later
  EXPECT_EQ(berlin.to_utc(wall("2020-03-29T02:30:00Z")), utc("2020-03-29T01:00:00Z"));  // never on any wall
}

}  // namespace
}  // namespace ward
