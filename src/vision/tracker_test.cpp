#include "vision/tracker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ward::vision {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

constexpr Millis tick{66};  // 15 frames a second

Face at(float x, float y = 100, float height = 100) { return {{x, y, height * 0.8F, height}, 0.9F}; }

class TrackerTest : public ::testing::Test {
 protected:
  // Ids of the tracks of `faces`, a frame later.
  std::vector<std::uint64_t> see(const std::vector<Face>& faces, Millis later = tick) {
    now_ += later;
    last_ = tracker_.update(faces, now_);
    std::vector<std::uint64_t> ids;
    for (const Track& track : last_) ids.push_back(track.id);
    return ids;
  }

  Tracker tracker_;
  Time now_ = from_millis(1'000'000);
  std::vector<Track> last_;
};

TEST_F(TrackerTest, KeepsTheNumberOfSomebodyWhoWalks) {
  ASSERT_THAT(see({at(0)}), ElementsAre(1));
  const Time start = now_;
  for (int i = 1; i <= 20; ++i) ASSERT_THAT(see({at(float(i) * 15, 100, 100 + float(i))}), ElementsAre(1)) << i;
  EXPECT_EQ(last_[0].frames, 21);
  EXPECT_EQ(last_[0].first_seen, start);
  EXPECT_EQ(last_[0].last_seen, now_);
  EXPECT_THAT(tracker_.ended(), IsEmpty());
}

TEST_F(TrackerTest, AnswersInTheOrderOfTheFaces) {
  EXPECT_THAT(see({at(0), at(300)}), ElementsAre(1, 2));
  EXPECT_THAT(see({at(300), at(0)}), ElementsAre(2, 1));
}

TEST_F(TrackerTest, TwoWhoCrossKeepTheirNumbers) {
  // One to the right, one to the left, at slightly different heights; they pass each other in the middle.
  for (int i = 0; i <= 20; ++i) {
    const float right = float(i) * 20, left = 400 - float(i) * 20;
    ASSERT_THAT(see({at(right, 100), at(left, 125)}), ElementsAre(1, 2)) << "frame " << i;
  }
}

TEST_F(TrackerTest, TwoWhoCrossAndHideEachOtherForAMomentKeepTheirNumbers) {
  for (int i = 0; i <= 20; ++i) {
    const float right = float(i) * 20, left = 400 - float(i) * 20;
    const bool hidden = i >= 9 && i <= 11;  // the nearer one covers the other
    const auto ids = hidden ? see({at(right, 100)}) : see({at(right, 100), at(left, 125)});
    ASSERT_EQ(ids[0], 1U) << "frame " << i;
    if (!hidden) {
      ASSERT_EQ(ids[1], 2U) << "frame " << i;
    }
  }
}

TEST_F(TrackerTest, ALossOfThreeFramesIsForgiven) {
  for (int i = 0; i < 5; ++i) see({at(float(i) * 20)});
  for (int i = 0; i < 3; ++i) EXPECT_THAT(see({}), IsEmpty());
  EXPECT_THAT(see({at(8 * 20)}), ElementsAre(1));
  EXPECT_EQ(last_[0].frames, 6);
  EXPECT_THAT(tracker_.ended(), IsEmpty());
}

TEST_F(TrackerTest, ANewcomerGetsANewNumber) {
  see({at(0)});
  EXPECT_THAT(see({at(5), at(400)}), ElementsAre(1, 2));
  EXPECT_THAT(see({at(405), at(10), at(700)}), ElementsAre(2, 1, 3));
}

TEST_F(TrackerTest, SomebodyElseInTheSamePlaceGetsANewNumber) {
  see({at(100)});
  see({}, 900ms);
  EXPECT_THAT(tracker_.ended(), ElementsAre(1));
  EXPECT_THAT(tracker_.ended(), IsEmpty()) << "told once";
  EXPECT_THAT(see({at(100)}), ElementsAre(2));
}

TEST_F(TrackerTest, AFaceOfAnotherSizeIsAnotherPerson) {
  see({at(100, 100, 60)});
  EXPECT_THAT(see({at(80, 60, 160)}), ElementsAre(2));
}

TEST_F(TrackerTest, AClockSetBackEndsNothingAndKeepsDurations) {
  see({at(100)});
  see({at(100)});
  see({at(100)}, -1h);
  ASSERT_EQ(last_[0].id, 1U);
  EXPECT_EQ(last_[0].last_seen, now_);
  EXPECT_EQ(last_[0].last_seen - last_[0].first_seen, tick) << "no time passed in the jump";
  EXPECT_THAT(see({at(100)}), ElementsAre(1));
  see({}, 900ms);
  EXPECT_THAT(tracker_.ended(), ElementsAre(1)) << "patience still runs after the jump";
}

TEST_F(TrackerTest, AClockSetAheadStartsAnew) {
  see({at(100)});
  EXPECT_THAT(see({at(100)}, 1h), ElementsAre(2));
  EXPECT_THAT(tracker_.ended(), ElementsAre(1));
}

TEST_F(TrackerTest, TwoUpdatesAtOneMomentAreFine) {
  see({at(100)});
  EXPECT_THAT(see({at(110)}, 0ms), ElementsAre(1));
  EXPECT_THAT(see({at(120)}), ElementsAre(1));
}

}  // namespace
}  // namespace ward::vision
