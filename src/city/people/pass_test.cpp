#include "city/people/pass.h"

#include <gtest/gtest.h>

namespace ward::city::people {
namespace {

TEST(Pass, IsFoundAgainByItsDigestAndNoOtherIs) {
  const std::string one = new_pass(), other = new_pass();
  ASSERT_TRUE(pass_digest(one));
  EXPECT_EQ(pass_digest(one), pass_digest(one));
  EXPECT_NE(pass_digest(one), pass_digest(other));
  EXPECT_EQ(one.size(), 38u) << "what a QR code of version 2 holds";
}

TEST(Pass, NothingElseIsOne) {
  const std::string pass = new_pass();
  for (const std::string& text : {std::string(), std::string("WARD1:"), pass.substr(1), pass.substr(0, 37), pass + "0",
                                  "WARD1:" + std::string(32, 'a'), "WARD1:" + std::string(32, 'G'),
                                  "WARD2:" + pass.substr(6), std::string("https://example.org/") + pass})
    EXPECT_FALSE(pass_digest(text)) << text;
}

}  // namespace
}  // namespace ward::city::people
