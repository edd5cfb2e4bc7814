// One story a test. The whole product of policies and observations is in decision_table_test.cpp.
#include "gate/decision/decision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate/decision/record.h"

namespace ward::gate {
namespace {

using namespace std::chrono_literals;
using city::Level;
using city::Outcome;
using city::Policy;
using city::Reason;
using testing::ElementsAre;
using testing::IsEmpty;
using thermal::ThermalFault;
using vision::MaskState;

const Id somebody = Id::make(ManualClock().now());

thermal::ThermalReading reads(float celsius, float sd = 0.2F) {
  return {ThermalFault::none, thermal::TemperatureEstimate{celsius, sd, sd, "canthi", 2, false}, 0.9F};
}
thermal::ThermalReading fails(ThermalFault fault) { return {fault, std::nullopt, 0.9F}; }

// Known, masked on arrival, lowered for the look-up, cool and alive.
Observation welcome() {
  Observation seen;
  seen.whitelist_age = 1h;
  seen.mask = MaskState::worn;
  seen.recognition = Recognition{{somebody, 0.7F, 0.45F, true, 0.2F}, MaskState::none};
  seen.live = 0.95F;
  seen.thermal = reads(36.6F);
  return seen;
}

TEST(Decision, AdmitsSomeoneKnownCoolAndAlive) {
  const Decision decision = decide(Policy{}, welcome());
  EXPECT_TRUE(decision.passage && decision.open && decision.identify && decision.show_temperature);
  EXPECT_EQ(decision.outcome, Outcome::admit);
  EXPECT_THAT(decision.reasons, IsEmpty());
  EXPECT_FALSE(decision.keep_picture);
}

TEST(Decision, RefusesAFeverHardAndAdmitsItSoftButOnRecord) {
  Observation seen = welcome();
  seen.thermal = reads(38.4F);
  Policy policy;
  const Decision hard = decide(policy, seen);
  EXPECT_EQ(hard.outcome, Outcome::refuse);
  EXPECT_THAT(hard.reasons, ElementsAre(Reason::fever));
  EXPECT_TRUE(hard.keep_picture && hard.identify && !hard.open);
  policy.temperature = Level::soft;
  const Decision soft = decide(policy, seen);
  EXPECT_TRUE(soft.open);
  EXPECT_THAT(soft.reasons, ElementsAre(Reason::fever));
  policy.temperature = Level::off;
  EXPECT_THAT(decide(policy, seen).reasons, IsEmpty());
  EXPECT_FALSE(decide(policy, seen).show_temperature);
}

TEST(Decision, MeasuresAgainNearTheThresholdThenTheShownNumberDecides) {
  Policy policy;
  policy.retest_wait_s = 60;
  Observation seen = welcome();
  for (const float near : {37.05F, 37.2F, 37.3F, 37.55F}) {
    seen.thermal = reads(near);
    for (seen.retests = 0; seen.retests < policy.max_retests; ++seen.retests) {
      const Decision again = decide(policy, seen);
      EXPECT_EQ(again.outcome, Outcome::retest) << near;
      EXPECT_THAT(again.reasons, ElementsAre(Reason::grey_zone));
      EXPECT_EQ(again.wait, 60s);
      EXPECT_FALSE(again.open);
    }
    const Decision last = decide(policy, seen);
    EXPECT_EQ(last.outcome, near < 37.3F ? Outcome::admit : Outcome::refuse) << near;
    EXPECT_THAT(last.reasons, ElementsAre(near < 37.3F ? Reason::grey_zone : Reason::fever));
  }
  seen.retests = 0;
  seen.thermal = reads(37.04F);
  EXPECT_THAT(decide(policy, seen).reasons, IsEmpty());
  seen.thermal = reads(37.56F);
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse) << "clearly a fever is not measured again";
}

TEST(Decision, TheNumberOnTheScreenIsTheNumberThatDecides) {
  Policy policy;
  policy.grey_zone_cc = 0;
  Observation seen = welcome();
  seen.thermal = reads(37.2949F);
  EXPECT_TRUE(decide(policy, seen).open) << "shown as 37.29";
  seen.thermal = reads(37.2951F);
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse) << "shown as 37.30";
}

TEST(Decision, AMeasurementTooUncertainToBeUsefulIsNone) {
  Observation seen = welcome();
  seen.thermal = reads(36.6F, 1.2F);
  EXPECT_EQ(decide(Policy{}, seen).guidance, Guidance::wait);
  seen.patience_over = true;
  const Decision decision = decide(Policy{}, seen);
  EXPECT_EQ(decision.outcome, Outcome::call_staff);
  EXPECT_THAT(decision.reasons, ElementsAre(Reason::sensor_fault));
}

TEST(Decision, AFeverIsRefusedWhoeverItIs) {
  Observation seen = welcome();
  seen.thermal = reads(39.0F);
  seen.recognition->match.accepted = false;
  Policy policy;
  policy.strangers = city::Strangers::admit;
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::fever, Reason::unknown_person));
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse);
}

TEST(Decision, TheOrderSaysWhoIsNotPutThroughTheSecondStage) {
  Observation seen = welcome();
  seen.thermal = reads(39.0F);
  Policy policy;
  policy.order = city::Order::temperature_first;
  EXPECT_FALSE(decide(policy, seen).identify) << "stopped by the temperature: nobody is looked up";
  EXPECT_TRUE(decide(policy, seen).show_temperature);

  seen.recognition->match.accepted = false;
  policy.order = city::Order::recognition_first;
  const Decision stranger = decide(policy, seen);
  EXPECT_THAT(stranger.reasons, ElementsAre(Reason::unknown_person));
  EXPECT_FALSE(stranger.show_temperature) << "a stranger that stays outside is not measured";
}

TEST(Decision, ADoorForVisitorsRecognisesNobody) {
  Policy policy;
  policy.order = city::Order::temperature_only;
  Observation seen = welcome();
  seen.whitelist_age.reset();
  const Decision decision = decide(policy, seen);
  EXPECT_TRUE(decision.open && decision.show_temperature && !decision.identify);
  EXPECT_THAT(decision.reasons, IsEmpty());
  const city::Passage passage = to_passage(policy, seen, decision, somebody, ManualClock().now(), 0);
  EXPECT_FALSE(passage.person || passage.similarity_milli);
}

TEST(Decision, StrangersAreWhatThePolicySays) {
  Observation seen = welcome();
  seen.recognition->match.accepted = false;
  Policy policy;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse);
  policy.strangers = city::Strangers::call_staff;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff);
  policy.strangers = city::Strangers::admit;
  EXPECT_TRUE(decide(policy, seen).open);
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::unknown_person));
  seen.recognition.reset();
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::unknown_person));
}

TEST(Decision, MasksHardSoftAndOff) {
  Observation seen = welcome();
  Policy policy;
  const auto reasons = [&](MaskState mask, Level level) {
    seen.mask = mask, policy.mask = level;
    return decide(policy, seen).reasons;
  };
  EXPECT_THAT(reasons(MaskState::none, Level::hard), ElementsAre(Reason::mask_missing));
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse);
  EXPECT_THAT(reasons(MaskState::badly_worn, Level::hard), ElementsAre(Reason::mask_badly_worn));
  EXPECT_THAT(reasons(MaskState::none, Level::soft), ElementsAre(Reason::mask_missing));
  EXPECT_TRUE(decide(policy, seen).open);
  EXPECT_THAT(reasons(MaskState::none, Level::off), IsEmpty());
  reasons(MaskState::unsure, Level::hard);
  EXPECT_EQ(decide(policy, seen).guidance, Guidance::show_mask);
  seen.patience_over = true;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff);
}

TEST(Decision, AMaskedFaceAloneDoesNotOpenWhereItIsLowered) {
  Observation seen = welcome();
  seen.recognition->mask = MaskState::worn;
  Policy policy;
  const Decision asked = decide(policy, seen);
  EXPECT_FALSE(asked.passage || asked.open);
  EXPECT_EQ(asked.guidance, Guidance::lower_mask);
  seen.patience_over = true;
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::unknown_person));
  EXPECT_FALSE(decide(policy, seen).identify);
  policy.masked_recognition = city::MaskedRecognition::allow;
  EXPECT_TRUE(decide(policy, seen).open && decide(policy, seen).identify);
}

TEST(Decision, WarmthAndTheNetworkTogetherTellWhoLives) {
  Observation seen = welcome();
  Policy policy;
  policy.temperature = Level::off;
  seen.thermal.warmth = 0.1F, seen.live = 0.99F;
  const Decision cold = decide(policy, seen);
  EXPECT_EQ(cold.outcome, Outcome::refuse);
  EXPECT_THAT(cold.reasons, ElementsAre(Reason::spoof_suspected));
  EXPECT_FALSE(cold.identify) << "whose picture was held up was not here";
  seen.thermal.warmth = 0.9F, seen.live = 0.01F;
  EXPECT_TRUE(decide(policy, seen).open) << "a face as warm as this outweighs the network";
  seen.thermal.warmth = 0.6F;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff) << "warm enough, unless the network doubts";
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::spoof_suspected));
  seen.live = 0.99F;
  EXPECT_TRUE(decide(policy, seen).open);
  seen.live = 0.01F;
  seen.thermal.warmth.reset();
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff) << "too weak to refuse by itself";
  seen.live = 0.99F;
  EXPECT_TRUE(decide(policy, seen).open);
  seen.live.reset();
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::sensor_fault));
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff);
  policy.fail = city::Fail::safe;
  EXPECT_TRUE(decide(policy, seen).open);
}

TEST(Decision, APassSpeaksWhereTheFaceDoesNot) {
  const Policy policy;  // lower_mask: a masked face alone does not open
  Observation seen = welcome();
  seen.pass_possible = true;
  seen.recognition->match.accepted = false;
  EXPECT_EQ(decide(policy, seen).guidance, Guidance::show_pass);
  seen.patience_over = true;
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::unknown_person));
  seen.patience_over = false;
  seen.pass_possible = false;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse) << "nobody here has one: nothing to wait for";

  seen.recognition = Recognition{{.person = somebody, .accepted = true}, MaskState::worn, city::Method::code};
  const Decision shown = decide(policy, seen);
  EXPECT_TRUE(shown.open && shown.identify) << "also behind a mask";
  seen.whitelist_age.reset();
  EXPECT_FALSE(decide(policy, seen).open) << "a list nobody confirmed says nothing of passes either";
}

TEST(Decision, AFaultOfTheSensorOpensOrShutsAsThePolicySays) {
  struct Case {
    ThermalFault fault;
    Reason reason;
  };
  for (const auto [fault, reason] :
       {Case{ThermalFault::no_frame, Reason::sensor_fault}, Case{ThermalFault::frozen, Reason::sensor_fault},
        Case{ThermalFault::corrupt, Reason::sensor_fault}, Case{ThermalFault::settling, Reason::sensor_fault},
        Case{ThermalFault::implausible, Reason::sensor_fault},
        Case{ThermalFault::black_body_lost, Reason::black_body_lost},
        Case{ThermalFault::black_body_moved, Reason::black_body_lost},
        Case{ThermalFault::out_of_room, Reason::out_of_room_limits}}) {
    Observation seen = welcome();
    seen.thermal = fails(fault);
    seen.patience_over = true;
    Policy policy;
    EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff) << to_string(fault);
    EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(reason));
    policy.fail = city::Fail::safe;
    EXPECT_TRUE(decide(policy, seen).open);
    EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(reason)) << "opened blind, and the record says so";
    EXPECT_FALSE(decide(policy, seen).show_temperature);
  }
}

TEST(Decision, GlassesAndDistanceAreAskedAwayFirst) {
  Observation seen = welcome();
  seen.thermal = fails(ThermalFault::glasses);
  EXPECT_EQ(decide(Policy{}, seen).guidance, Guidance::take_off_glasses);
  seen.patience_over = true;
  EXPECT_EQ(decide(Policy{}, seen).outcome, Outcome::call_staff);
  EXPECT_THAT(decide(Policy{}, seen).reasons, ElementsAre(Reason::glasses));
  seen.thermal = fails(ThermalFault::face_too_small);
  seen.patience_over = false;
  EXPECT_EQ(decide(Policy{}, seen).guidance, Guidance::come_closer);
}

TEST(Decision, APasserByIsNeverAPassage) {
  Observation seen = welcome();
  seen.quality = vision::QualityFault::too_small;
  seen.patience_over = true;
  EXPECT_FALSE(decide(Policy{}, seen).passage);
  EXPECT_EQ(decide(Policy{}, seen).guidance, Guidance::come_closer);
  seen.quality = vision::QualityFault::turned;
  EXPECT_EQ(decide(Policy{}, seen).outcome, Outcome::call_staff) << "stands here, cannot be judged: is served";
}

TEST(Decision, AStaleListIsNoListUnlessTheGateFailsOpen) {
  Observation seen = welcome();
  seen.whitelist_age = 72h + 1s;
  Policy policy;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff);
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::whitelist_stale));
  policy.fail = city::Fail::safe;
  EXPECT_TRUE(decide(policy, seen).open);
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::whitelist_stale));
  seen.recognition->match.accepted = false;
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::unknown_person, Reason::whitelist_stale))
      << "failing open excuses the list, not the stranger";
}

TEST(Decision, WhatCannotBeRecordedOpensOnlyAFailSafeGate) {
  Observation seen = welcome();
  seen.storage_fault = true;
  Policy policy;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff);
  policy.fail = city::Fail::safe;
  EXPECT_TRUE(decide(policy, seen).open);
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::storage_fault));
  seen.thermal = reads(39.0F);
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::refuse) << "a fever stays a fever";
}

TEST(Decision, ABlindGateIsShutOrHeldOpen) {
  Observation seen;
  seen.camera_fault = true;
  Policy policy;
  EXPECT_EQ(decide(policy, seen).outcome, Outcome::call_staff);
  EXPECT_FALSE(decide(policy, seen).hold_open);
  policy.fail = city::Fail::safe;
  EXPECT_TRUE(decide(policy, seen).open && decide(policy, seen).hold_open);
  EXPECT_THAT(decide(policy, seen).reasons, ElementsAre(Reason::camera_fault));
}

TEST(Decision, FireOpensWhateverElseIsWrong) {
  Policy policy;
  policy.open_all = true;
  Observation seen;
  seen.camera_fault = seen.storage_fault = true;
  const Decision decision = decide(policy, seen);
  EXPECT_TRUE(decision.open && decision.hold_open && decision.passage);
  EXPECT_THAT(decision.reasons, ElementsAre(Reason::open_all));
  EXPECT_FALSE(decision.identify || decision.keep_picture);
}

TEST(Decision, PicturesAreKeptAsThePolicySays) {
  Observation cool = welcome(), hot = welcome();
  hot.thermal = reads(39.0F);
  Policy policy;
  using city::KeepPictures;
  for (const auto& [keep, of_admitted, of_refused] : {std::tuple{KeepPictures::none, false, false},
                                                      {KeepPictures::refused, false, true},
                                                      {KeepPictures::all, true, true}}) {
    policy.keep_pictures = keep;
    EXPECT_EQ(decide(policy, cool).keep_picture, of_admitted);
    EXPECT_EQ(decide(policy, hot).keep_picture, of_refused);
  }
}

TEST(Record, CarriesWhatWasDecidedAndNoMore) {
  Observation seen = welcome();
  const Policy policy;
  const Id device = Id::make(ManualClock().now());
  const city::Passage passage = to_passage(policy, seen, decide(policy, seen), device, ManualClock().now(), -250);
  EXPECT_EQ(passage.person, somebody);
  EXPECT_EQ(passage.similarity_milli, 700);
  EXPECT_EQ(passage.temperature_cc, 3660);
  EXPECT_EQ(passage.temperature_sd_cc, 20);
  EXPECT_EQ(passage.shots, 2);
  EXPECT_EQ(passage.mask, "worn");
  EXPECT_EQ(passage.live_milli, 950);
  EXPECT_EQ(passage.warmth_milli, 900);
  EXPECT_EQ(passage.clock_offset_ms, -250);
  EXPECT_EQ(passage.policy_version, policy.version());
  EXPECT_TRUE(passage.opened);
  seen.recognition->match.accepted = false;
  const city::Passage stranger = to_passage(policy, seen, decide(policy, seen), device, ManualClock().now(), 0);
  EXPECT_FALSE(stranger.person || stranger.similarity_milli || stranger.temperature_cc || stranger.opened);
}

}  // namespace
}  // namespace ward::gate
