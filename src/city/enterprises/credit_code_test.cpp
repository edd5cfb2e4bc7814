#include "city/enterprises/credit_code.h"

#include <gtest/gtest.h>

namespace ward::city::enterprises {
namespace {

constexpr std::string_view example = "91350100M000100Y43";  // that of the standard itself, annex B

TEST(CreditCode, IsReadAsItIsTyped) {
  EXPECT_EQ(read_credit_code(example).value(), example);
  EXPECT_EQ(read_credit_code("9135 0100 m000-100y43").value(), example);
}

TEST(CreditCode, EveryWrongCharacterAndEveryTwoNeighboursThatChangedPlacesAreFound) {
  constexpr std::string_view characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (std::size_t at = 0; at < example.size(); ++at) {
    for (const char c : characters) {
      std::string code(example);
      code[at] = c;
      EXPECT_EQ(read_credit_code(code).has_value(), c == example[at]) << code;
    }
    std::string code(example);
    if (at + 1 < code.size() && code[at] != code[at + 1]) {
      std::swap(code[at], code[at + 1]);
      EXPECT_FALSE(read_credit_code(code)) << code;
    }
  }
}

TEST(CreditCode, WhatIsNoneIsRefused) {
  for (const char* wrong : {"", "91350100M000100Y4", "91350100M000100Y433", "91350100I000100Y43", "一"}) {
    const auto read = read_credit_code(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().code, "enterprise.credit_code");
    EXPECT_EQ(read.error().field, "credit_code");
  }
}

}  // namespace
}  // namespace ward::city::enterprises
