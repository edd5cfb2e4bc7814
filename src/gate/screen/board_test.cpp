#include "gate/screen/board.h"

#include <gtest/gtest.h>

namespace ward::gate {
namespace {

ScreenState state(Mood mood) {
  ScreenState s;
  s.mood = mood;
  return s;
}

class BoardTest : public testing::Test {
 protected:
  Board board;
  Steady now{};
  bool show(Mood mood, Millis after) { return board.show(state(mood), now += after); }
};

TEST_F(BoardTest, AVerdictStaysLongEnoughToBeRead) {
  EXPECT_TRUE(show(Mood::admitted, Millis{100}));
  EXPECT_FALSE(show(Mood::idle, Millis{3000}));
  EXPECT_TRUE(show(Mood::idle, Millis{500}));
}

TEST_F(BoardTest, TheNextPersonSeesTheirOwnFaceSoon) {
  EXPECT_TRUE(show(Mood::refused, Millis{100}));
  EXPECT_FALSE(show(Mood::looking, Millis{1000}));
  EXPECT_TRUE(show(Mood::looking, Millis{300}));
}

TEST_F(BoardTest, AnAnswerReplacesAnAnswerAtOnce) {
  EXPECT_TRUE(show(Mood::retest, Millis{100}));
  EXPECT_TRUE(show(Mood::refused, Millis{1}));
  EXPECT_TRUE(show(Mood::admitted, Millis{1}));
  EXPECT_TRUE(show(Mood::guiding, Millis{1}));
}

TEST_F(BoardTest, AFaultEndsWhenItEnds) {
  EXPECT_TRUE(show(Mood::fault, Millis{100}));
  EXPECT_TRUE(show(Mood::idle, Millis{1}));
  EXPECT_TRUE(show(Mood::open_all, Millis{1}));
  EXPECT_TRUE(show(Mood::idle, Millis{1}));
}

TEST_F(BoardTest, TheSameStateAgainIsNoChange) {
  EXPECT_TRUE(show(Mood::looking, Millis{1}));
  EXPECT_FALSE(show(Mood::looking, Millis{1}));
}

TEST_F(BoardTest, TheNextPersonsSameAnswerIsShownAsTheirs) {
  ScreenState first = state(Mood::admitted), second = first;
  first.passage = "1";
  second.passage = "2";
  EXPECT_TRUE(board.show(first, now));
  EXPECT_FALSE(board.show(first, now));
  EXPECT_TRUE(board.show(second, now));
}

TEST_F(BoardTest, WhoOpensThePageLaterSeesWhatIsLeftOfTheWait) {
  ScreenState retest = state(Mood::retest);
  retest.wait_s = 60;
  board.show(retest, now);
  EXPECT_EQ(board.left(now + Millis{20'500}).wait_s, 40);
  EXPECT_EQ(board.left(now + std::chrono::minutes{2}).wait_s, 0);
}

}  // namespace
}  // namespace ward::gate
