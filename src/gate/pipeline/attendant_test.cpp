// The whole middle of a gate with fake senses and frames whose time the test sets: no networks, no sleeping.
#include "gate/pipeline/attendant.h"

#include <gtest/gtest.h>

#include "gate/pipeline/fake_senses.h"

namespace ward::gate {
namespace {

using city::Outcome;
using city::Reason;
using thermal::ThermalFault;

constexpr Millis frame_time{66};

class AttendantTest : public testing::Test {
 protected:
  ManualClock clock;
  FakeSenses senses;
  city::Policy policy;
  Id someone = Id::make(Time{Millis{1}});
  std::optional<ScreenState> screen;
  std::vector<Verdict> verdicts;
  std::vector<Millis> at;  // of the verdicts, since the start
  Steady start = clock.steady();
  Attendant attendant{AttendantSettings{}, senses, [this] { return policy; }, [] { return std::int64_t{0}; }};

  AttendantTest() { senses.known[1] = {someone, "Someone"}; }

  void see() {
    clock.advance(frame_time);
    const Frame frame{cv::Mat(480, 640, CV_8UC3, cv::Scalar(90, 90, 90)), clock.now(), clock.steady(), 1};
    Sight sight = attendant.see(frame);
    if (sight.screen) screen = sight.screen;
    if (!sight.verdict) return;
    at.push_back(std::chrono::duration_cast<Millis>(clock.steady() - start));
    verdicts.push_back(std::move(*sight.verdict));
  }
  void see_for(Millis time) {
    for (Millis passed{0}; passed < time; passed += frame_time) see();
  }
  void warm(float celsius) { senses.thermal.estimate->celsius = celsius; }
  std::vector<Outcome> outcomes() const {
    std::vector<Outcome> all;
    for (const auto& v : verdicts) all.push_back(v.decision.outcome);
    return all;
  }
};

TEST_F(AttendantTest, AdmitsSomebodyKnownAndCoolOnceAndWithinHalfASecond) {
  senses.people = {{}};
  see_for(Millis{20'000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::admit});
  EXPECT_LE(at[0].count(), 500);
  EXPECT_EQ(verdicts[0].passage.person, someone);
  EXPECT_EQ(verdicts[0].passage.temperature_cc, 3660);
  EXPECT_EQ(verdicts[0].name, "Someone");
  EXPECT_TRUE(verdicts[0].decision.open);
}

TEST_F(AttendantTest, AnEmptyEntranceIsIdle) {
  see_for(Millis{500});
  EXPECT_EQ(screen->mood, Mood::idle);
  EXPECT_TRUE(verdicts.empty());
  EXPECT_EQ(senses.reads, 0) << "detection only";
}

TEST_F(AttendantTest, ReadsInFullOnlyTheBestShot) {
  senses.people = {{}};
  see_for(Millis{3000});
  EXPECT_EQ(senses.reads, 1);
  EXPECT_EQ(senses.matches, 1);
}

TEST_F(AttendantTest, MeasuresAgainNearTheLimitAndRefusesAFever) {
  senses.people = {{}};
  warm(37.4F);
  see_for(Millis{6000});
  EXPECT_EQ(outcomes(), (std::vector{Outcome::retest, Outcome::retest, Outcome::refuse}));
  EXPECT_EQ(verdicts.back().decision.reasons.front(), Reason::fever);
  EXPECT_EQ(verdicts.back().passage.shots, 3);
  EXPECT_FALSE(verdicts.back().decision.open);
}

TEST_F(AttendantTest, SomebodyRefusedMayTryAgainAfterAWaitOrAfterLeaving) {
  senses.people = {{}};
  warm(38.5F);
  see_for(Millis{9000});
  EXPECT_EQ(verdicts.size(), 1U);
  see_for(Millis{3000});
  EXPECT_EQ(verdicts.size(), 2U) << "stayed, and was judged again after ten seconds";
  senses.people.clear();
  see_for(Millis{1000});
  senses.people = {{}};
  see_for(Millis{1000});
  EXPECT_EQ(verdicts.size(), 2U) << "lost for a second is not left";
  senses.people.clear();
  see_for(Millis{4000});
  senses.people = {{}};
  see_for(Millis{500});
  EXPECT_EQ(verdicts.size(), 3U) << "left and came back";
}

TEST_F(AttendantTest, WhoTakesAPlaceDuringTheRetestsIsMeasuredFromTheBeginning) {
  senses.known[2] = {Id::make(Time{Millis{2}}), "Another"};
  senses.people = {{}};
  warm(37.06F);
  see_for(Millis{500});
  ASSERT_EQ(outcomes(), std::vector{Outcome::retest});
  senses.people.clear();
  see_for(Millis{200});
  senses.people = {{.face = 2}};
  warm(37.4F);
  see_for(Millis{5000});
  EXPECT_EQ(outcomes(), (std::vector{Outcome::retest, Outcome::retest, Outcome::retest, Outcome::refuse}));
  EXPECT_EQ(verdicts.back().passage.temperature_cc, 3740) << "nothing of the one before is in the mean";
}

TEST_F(AttendantTest, AMaskIsNotHandedOnToWhoTakesThePlace) {
  policy.mask = city::Level::hard;
  senses.known[2] = {Id::make(Time{Millis{2}}), "Bare"};
  senses.people = {{.mask = vision::MaskState::worn}};
  see_for(Millis{1000});
  ASSERT_TRUE(verdicts.empty()) << "asked to lower the mask for a moment";
  senses.people.clear();
  see_for(Millis{200});
  senses.people = {{.face = 2}};
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::refuse});
  EXPECT_EQ(verdicts[0].decision.reasons.front(), Reason::mask_missing);
}

TEST_F(AttendantTest, AMaskLoweredInSightMakesNobodyAStranger) {
  policy.mask = city::Level::hard;
  senses.people = {{.face = 7, .mask = vision::MaskState::worn}};  // a masked face looks like nobody's
  see_for(Millis{1000});
  senses.people = {{}};
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::admit});
  EXPECT_EQ(verdicts[0].passage.mask, "worn");
}

class PassTest : public AttendantTest {
 protected:
  Id holder = Id::make(Time{Millis{3}});
  PassTest() {
    senses.passes = true;
    senses.people = {{.face = 9}};  // nobody's
  }
  void hold_up() { senses.pass = Found{{.person = holder, .accepted = true}, "Holder"}; }
};

TEST_F(PassTest, APassOpensForAFaceThatNobodyKnows) {
  hold_up();
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::admit});
  EXPECT_EQ(verdicts[0].passage.person, holder);
  EXPECT_EQ(verdicts[0].passage.method, city::Method::code);
  EXPECT_FALSE(verdicts[0].passage.similarity_milli);
  EXPECT_EQ(verdicts[0].passage.temperature_cc, 3660) << "measured as everybody is";
  EXPECT_EQ(verdicts[0].name, "Holder");
}

TEST_F(PassTest, WhoIsNotKnownIsAskedForIt) {
  see_for(Millis{2000});
  EXPECT_TRUE(verdicts.empty());
  EXPECT_EQ(screen->what.at(0).en, say(Guidance::show_pass).en);
  hold_up();
  see_for(Millis{1000});
  EXPECT_EQ(outcomes(), std::vector{Outcome::admit});
}

TEST_F(PassTest, WithoutOneAStrangerStaysAStrangerAndMayStillShowIt) {
  see_for(Millis{8000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::refuse});
  hold_up();
  see_for(Millis{1500});
  EXPECT_EQ(outcomes(), (std::vector{Outcome::refuse, Outcome::admit})) << "at once, not after ten seconds";
}

TEST_F(PassTest, OneThatHidTheFaceCountsForAMoment) {
  hold_up();
  senses.people.clear();
  see_for(Millis{300});
  senses.pass.reset();
  senses.people = {{.face = 9}};
  see_for(Millis{1000});
  EXPECT_EQ(outcomes(), std::vector{Outcome::admit});
}

TEST_F(PassTest, OneThatWasShownLongAgoOpensForNobody) {
  hold_up();
  senses.people.clear();
  see_for(Millis{300});
  senses.pass.reset();
  see_for(Millis{3500});
  senses.people = {{.face = 9}};
  see_for(Millis{1000});
  EXPECT_TRUE(verdicts.empty());
}

TEST_F(PassTest, ItIsNotHandedOnToWhoTakesThePlace) {
  warm(37.3F);
  hold_up();
  see_for(Millis{500});
  ASSERT_EQ(outcomes(), std::vector{Outcome::retest});
  senses.pass.reset();
  senses.people.clear();
  see_for(Millis{200});
  senses.people = {{.face = 10}};
  warm(36.6F);
  see_for(Millis{2000});
  EXPECT_EQ(outcomes(), std::vector{Outcome::retest}) << "asked for a pass of one's own";
}

TEST_F(PassTest, ItExcusesNoFeverAndNoPrint) {
  hold_up();
  warm(39.0F);
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::refuse});
  EXPECT_EQ(verdicts[0].passage.person, holder);
  senses.people.clear();
  see_for(Millis{5000});
  senses.thermal = {.fault = ThermalFault::face_cold, .estimate = {}, .warmth = 0.0F};
  senses.people = {{.face = 9}};
  see_for(Millis{1000});
  EXPECT_EQ(verdicts.back().decision.outcome, Outcome::refuse);
  EXPECT_FALSE(verdicts.back().passage.person) << "whose pass a print holds up was not here";
}

TEST_F(PassTest, AFaceThatIsKnownGoesBeforeIt) {
  hold_up();
  policy.masked_recognition = city::MaskedRecognition::allow;
  senses.people = {{.mask = vision::MaskState::worn}};
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::admit});
  EXPECT_EQ(verdicts[0].passage.person, someone);
  EXPECT_EQ(verdicts[0].passage.method, city::Method::face);
}

TEST_F(PassTest, IsNotLookedForWhereNobodyHasOneOrThePolicyWantsNone) {
  hold_up();
  policy.accept_passes = false;
  see_for(Millis{1000});
  EXPECT_EQ(outcomes(), std::vector{Outcome::refuse});
  senses.passes = false, policy.accept_passes = true;
  see_for(Millis{1000});
  EXPECT_EQ(senses.looks_for_pass, 0);
}

TEST_F(AttendantTest, SteppingAsideForASecondDoesNotBeginTheRetestsAnew) {
  senses.people = {{}};
  warm(37.4F);
  see_for(Millis{500});
  ASSERT_EQ(outcomes(), std::vector{Outcome::retest});
  senses.people.clear();
  see_for(Millis{1000});
  senses.people = {{}};
  see_for(Millis{4000});
  EXPECT_EQ(outcomes(), (std::vector{Outcome::retest, Outcome::retest, Outcome::refuse}));
}

TEST_F(AttendantTest, SomebodyAdmittedWhoIsLostForASecondIsNotAdmittedTwice) {
  senses.people = {{}};
  see_for(Millis{1000});
  senses.people.clear();
  see_for(Millis{1500});
  senses.people = {{}};
  see_for(Millis{2000});
  EXPECT_EQ(verdicts.size(), 1U);
  EXPECT_EQ(screen->mood, Mood::admitted);
  EXPECT_EQ(screen->temperature_cc, verdicts[0].passage.temperature_cc) << "the whole answer again, not a bare verdict";
  EXPECT_EQ(screen->passage, verdicts[0].passage.id.str());
  senses.people.clear();
  see_for(Millis{5000});
  senses.people = {{}};
  see_for(Millis{1000});
  EXPECT_EQ(verdicts.size(), 2U) << "a new passage after being away";
}

TEST_F(AttendantTest, WhoeverTakesThePlaceOfAnAdmittedPersonIsJudged) {
  senses.people = {{}};
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::admit});
  senses.people = {{.face = 2}};
  see_for(Millis{1500});
  ASSERT_EQ(outcomes(), (std::vector{Outcome::admit, Outcome::refuse}));
  EXPECT_EQ(verdicts[1].decision.reasons.front(), Reason::unknown_person);
}

TEST_F(AttendantTest, AsksToComeCloserAndRecordsNobodyForIt) {
  senses.people = {{.box = {280, 150, 50, 55}, .fault = vision::QualityFault::too_small}};
  see_for(Millis{20'000});
  EXPECT_TRUE(verdicts.empty());
  EXPECT_EQ(screen->mood, Mood::guiding);
  EXPECT_EQ(screen->asks, "come_closer");
}

TEST_F(AttendantTest, AHintIsNotShownToSomebodyWhoIsStillTurning) {
  senses.people = {{.fault = vision::QualityFault::turned}};
  see_for(Millis{330});
  EXPECT_EQ(screen->mood, Mood::looking);
  senses.people = {{}};
  see_for(Millis{500});
  EXPECT_EQ(outcomes(), std::vector{Outcome::admit});
}

TEST_F(AttendantTest, TwoAreAskedToComeOneByOneAndStaffIsCalledWhenTheyDoNot) {
  senses.people = {{.box = {100, 100, 160, 200}}, {.box = {380, 100, 160, 200}, .face = 2}};
  see_for(Millis{2000});
  EXPECT_TRUE(verdicts.empty());
  EXPECT_EQ(screen->asks, "one_at_a_time");
  see_for(Millis{6000});
  ASSERT_EQ(verdicts.size(), 1U);
  EXPECT_EQ(verdicts[0].decision.reasons.front(), Reason::several_people);
  EXPECT_FALSE(verdicts[0].decision.open);
  EXPECT_FALSE(verdicts[0].passage.person) << "nobody is named while it is not clear who asks";
}

TEST_F(AttendantTest, ThePersonBehindAnAdmittedOneIsNext) {
  senses.people = {{.box = {100, 100, 160, 200}}};
  see_for(Millis{1000});
  senses.people = {{.box = {100, 100, 160, 200}}, {.box = {380, 100, 160, 200}, .face = 2}};
  see_for(Millis{1500});
  EXPECT_EQ(outcomes(), (std::vector{Outcome::admit, Outcome::refuse}));
}

TEST_F(AttendantTest, AMaskedFaceIsFusedFromSeveralShotsAndAskedToLowerTheMask) {
  senses.people = {{.mask = vision::MaskState::worn}};
  see_for(Millis{400});
  EXPECT_TRUE(verdicts.empty());
  EXPECT_EQ(screen->asks, "lower_mask");
  EXPECT_GE(senses.reads, 2) << "more than one shot is fused";
  senses.people = {{.mask = vision::MaskState::none}};
  policy.mask = city::Level::hard;
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::admit});
  EXPECT_EQ(verdicts[0].observation.mask, vision::MaskState::worn) << "the mask rule sees what was worn before";
}

TEST_F(AttendantTest, APrintIsRefusedAndNobodyNamed) {
  senses.people = {{}};
  senses.thermal = {.fault = ThermalFault::face_cold, .estimate = {}, .warmth = 0.05F};
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::refuse});
  EXPECT_EQ(verdicts[0].decision.reasons.front(), Reason::spoof_suspected);
  EXPECT_FALSE(verdicts[0].passage.person);
  EXPECT_FALSE(verdicts[0].picture.empty());
}

TEST_F(AttendantTest, GlassesAreAskedToComeOffThenStaffIsCalled) {
  senses.people = {{}};
  senses.thermal = {.fault = ThermalFault::glasses, .estimate = {}, .warmth = 0.9F};
  see_for(Millis{2000});
  EXPECT_EQ(screen->asks, "take_off_glasses");
  EXPECT_TRUE(verdicts.empty());
  see_for(Millis{6000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::call_staff});
}

TEST_F(AttendantTest, ASensorThatIsLateOnceIsWaitedForAndOneThatIsDownIsNot) {
  senses.people = {{}};
  senses.thermal = {.fault = ThermalFault::no_frame, .estimate = {}, .warmth = {}};
  see_for(Millis{1000});
  EXPECT_TRUE(verdicts.empty());
  EXPECT_EQ(screen->asks, "wait");
  senses.sensor = ThermalFault::no_frame;
  see_for(Millis{3000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::call_staff});
  EXPECT_EQ(verdicts[0].decision.reasons.front(), Reason::sensor_fault);
}

TEST_F(AttendantTest, ALostBlackBodyMeasuresNobody) {
  senses.people = {{}};
  senses.thermal = {.fault = ThermalFault::black_body_lost, .estimate = {}, .warmth = 0.9F};
  see_for(Millis{1000});
  ASSERT_EQ(outcomes(), std::vector{Outcome::call_staff});
  EXPECT_EQ(verdicts[0].decision.reasons.front(), Reason::black_body_lost);
  EXPECT_FALSE(verdicts[0].passage.temperature_cc);
}

TEST_F(AttendantTest, AJumpOfTheWallClockNeitherHoldsAnybodyUpNorLetsAnybodyThrough) {
  senses.people = {{}};
  see_for(Millis{130});
  clock.jump(-std::chrono::hours{5});
  see_for(Millis{500});
  EXPECT_EQ(outcomes(), std::vector{Outcome::admit});
  clock.jump(std::chrono::hours{9});
  see_for(Millis{3000});
  EXPECT_EQ(verdicts.size(), 1U);
}

TEST_F(AttendantTest, ADoorThatRecognisesNobodyMatchesNobody) {
  policy.order = city::Order::temperature_only;
  senses.people = {{.face = 9}};
  see_for(Millis{1000});
  EXPECT_EQ(outcomes(), std::vector{Outcome::admit});
  EXPECT_EQ(senses.matches, 0);
}

TEST_F(AttendantTest, APolicyHoldsFromTheNextFrameOn) {
  policy.open_all = true;
  senses.people = {{}};
  see_for(Millis{1000});
  EXPECT_EQ(screen->mood, Mood::open_all);
  EXPECT_TRUE(verdicts.empty()) << "nobody is judged while everything is open";
  policy.open_all = false;
  see_for(Millis{1000});
  EXPECT_EQ(outcomes(), std::vector{Outcome::admit});
}

TEST(ChooseSubject, TakesTheNearestCentralFaceAndSaysWhenThatIsNotClear) {
  const auto track = [](std::uint64_t id, cv::Rect2f box) {
    vision::Track t;
    t.id = id;
    t.face.box = box;
    return t;
  };
  const cv::Size picture(640, 480);
  EXPECT_FALSE(choose_subject({}, picture).track);
  EXPECT_FALSE(choose_subject({track(1, {300, 100, 20, 25})}, picture).track) << "a passer-by far behind";
  const auto near = choose_subject({track(1, {300, 100, 60, 80}), track(2, {250, 100, 150, 200})}, picture);
  EXPECT_EQ(near.track->id, 2U);
  EXPECT_FALSE(near.several);
  const auto edge = choose_subject({track(1, {0, 100, 110, 140}), track(2, {260, 100, 100, 130})}, picture);
  EXPECT_EQ(edge.track->id, 2U) << "the one in the middle, though a little smaller";
  EXPECT_TRUE(choose_subject({track(1, {150, 100, 120, 150}), track(2, {370, 100, 120, 150})}, picture).several);
}

}  // namespace
}  // namespace ward::gate
