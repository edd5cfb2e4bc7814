#include "storage/postgres/pieces.h"

#include <gtest/gtest.h>

#include <random>

namespace ward::storage::postgres {
namespace {

std::optional<Assembly::Message> add_all(Assembly& assembly, const std::vector<std::string>& pieces) {
  std::optional<Assembly::Message> whole;
  for (const auto& piece : pieces) {
    EXPECT_FALSE(whole);
    whole = assembly.add(piece);
  }
  return whole;
}

bool is_cut_between_characters(const std::string& piece) { return (std::uint8_t(piece.back()) & 0xC0U) != 0xC0U; }

TEST(PiecesTest, WhateverIsCutComesTogetherAgain) {
  std::mt19937 random(7);
  Assembly assembly;
  const std::string characters[] = {"a", " ", "\n", "é", "中", "😷"};
  for (const std::size_t length : {0u, 1u, 7'799u, 7'800u, 7'801u, 7'802u, 7'803u, 30'000u}) {
    std::string text;
    while (text.size() < length) text += characters[random() % 6];
    const auto pieces = cut("one", length, text);
    for (const auto& piece : pieces) {
      EXPECT_LT(piece.size(), 8'000u);
      EXPECT_TRUE(is_cut_between_characters(piece));
    }
    const auto whole = add_all(assembly, pieces);
    ASSERT_TRUE(whole) << length;
    EXPECT_EQ(whole->sender, "one");
    EXPECT_EQ(whole->text, text);
  }
}

TEST(PiecesTest, SendersDoNotDisturbEachOtherAndWhatDoesNotFollowIsNoMessage) {
  const std::string text(20'000, 'x');
  const auto a = cut("a", 1, text), b = cut("b", 1, text), next = cut("a", 2, text);
  Assembly assembly;
  for (std::size_t i = 0; i + 1 < a.size(); ++i) EXPECT_FALSE(assembly.add(a[i]) || assembly.add(b[i]));
  EXPECT_TRUE(assembly.add(a.back()) && assembly.add(b.back()));
  EXPECT_FALSE(assembly.add(a[0]));
  EXPECT_FALSE(assembly.add(a[2]));     // the second is missing
  EXPECT_FALSE(assembly.add(next[1]));  // of another message
  EXPECT_TRUE(add_all(assembly, next));
  for (const char* nonsense : {"", "a", "a 1", "a 1 0", "a 1 0 0 x", "a x 0 1 x", "a -1 0 1 x", "a 1 1 1 x"})
    EXPECT_FALSE(assembly.add(nonsense)) << nonsense;
}

}  // namespace
}  // namespace ward::storage::postgres
