#include "app/map.h"

#include <gtest/gtest.h>

namespace ward::app {
namespace {

Map of(std::string tiles) { return {.tiles = std::move(tiles)}; }

TEST(Map, TakesTilesOfAnotherHostAndOfThisServer) {
  EXPECT_TRUE(check(of("")));
  EXPECT_EQ(origin_of(of("")), "");
  EXPECT_TRUE(check(of("https://tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=1")));
  EXPECT_EQ(origin_of(of("https://tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=1")),
            "https://tiles.example.org:8443");
  EXPECT_TRUE(check(of("http://10.0.0.5/{z}/{y}/{x}")));
  EXPECT_EQ(origin_of(of("http://10.0.0.5/{z}/{y}/{x}")), "http://10.0.0.5");
  EXPECT_TRUE(check(of("/tiles/{z}/{x}/{y}.png")));
  EXPECT_EQ(origin_of(of("/tiles/{z}/{x}/{y}.png")), "");
}

TEST(Map, RefusesWhatIsNoTemplate) {
  for (const char* tiles :
       {"tiles/{z}/{x}/{y}.png", "ftp://a/{z}/{x}/{y}", "//a/{z}/{x}/{y}", "https:///{z}/{x}/{y}", "https://a/{z}/{x}",
        "https://a/{z}/{x}/{y}/{y}", "https://{z}.a/{x}/{y}", "https://a/{s}/{z}/{x}/{y}",
        "https://a; img-src */{z}/{x}/{y}", "https://a,b/{z}/{x}/{y}", "https://user@a/{z}/{x}/{y}",
        "https://a/{z}/{x}/{y} 1", "https://a/{z}/{x}/\"{y}", "https://*/{z}/{x}/{y}", "https://a"}) {
    const auto sound = check(of(tiles));
    ASSERT_FALSE(sound) << tiles;
    EXPECT_EQ(sound.error().field, "map.tiles");
    EXPECT_NE(sound.error().message.en.find("map.tiles"), std::string::npos);
    EXPECT_NE(sound.error().message.zh.find("map.tiles"), std::string::npos);
  }
}

}  // namespace
}  // namespace ward::app
