#include "http/target.h"

#include <gtest/gtest.h>

namespace ward::http {
namespace {

TEST(Target, IsTakenApart) {
  const auto target = parse_target("/a%2Fb/%E5%BC%A0?q=x+y%26z&q=again&empty=&flag");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a/b", "张"}));
  EXPECT_EQ(target->query, (std::map<std::string, std::string>{{"q", "x y&z"}, {"empty", ""}, {"flag", ""}}));
  EXPECT_EQ(parse_target("/")->segments.size(), 0u);
  EXPECT_EQ(parse_target("/a/")->segments, (std::vector<std::string>{"a", ""}));
}

TEST(Target, RefusesWhatIsMalformed) {
  for (const char* bad :
       {"", "a", "http://x/", "*", "/%", "/%1", "/%g0", "/%00", "/%0a", "/?a=%", "/%ff", "/%c0%af", "/%ed%a0%80"})
    EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Cookie, IsFoundByItsWholeName) {
  EXPECT_EQ(cookie_value("a=1; ward_session=abc=; b=2", "ward_session"), "abc=");
  EXPECT_EQ(cookie_value("xward_session=1", "ward_session"), "");
  EXPECT_EQ(cookie_value("", "a"), "");
  EXPECT_EQ(cookie_value(";;=;a", "a"), "");
}

TEST(Languages, TheBetterLikedWins) {
  EXPECT_EQ(preferred_language(""), Language::en);
  EXPECT_EQ(preferred_language("zh-CN"), Language::zh);
  EXPECT_EQ(preferred_language("fr, zh;q=0.2"), Language::zh);
  EXPECT_EQ(preferred_language("en, zh"), Language::en);
  EXPECT_EQ(preferred_language("zh;q=nonsense"), Language::en);
}

}  // namespace
}  // namespace ward::http
