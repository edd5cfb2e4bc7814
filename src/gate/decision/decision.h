// The decision at the door: a pure function of the site's policy and of what was observed. No clock, no I/O, no state.
// The rules and where each comes from: docs/design/decision.md.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "city/passages/passages.h"
#include "city/policies/policy.h"
#include "gate/decision/guidance.h"
#include "thermal/types.h"
#include "vision/matcher.h"
#include "vision/types.h"

namespace ward::gate {

// Who it is: the shot that was looked up among the people of the site, or the holder of the pass that was shown.
struct Recognition {
  vision::Match match;
  vision::MaskState mask = vision::MaskState::unsure;  // in that very shot
  city::Method method = city::Method::face;
};

// Everything the gate knows about one visit when it decides. Defaults are "nothing known".
struct Observation {
  // The gate itself.
  bool camera_fault = false;                          // unplugged, frozen, black, wrong format
  bool storage_fault = false;                         // the journal cannot be written
  std::optional<std::chrono::seconds> whitelist_age;  // since the server last said it is complete; nothing: never

  // The picture.
  bool several_people = false;                  // more than one face near enough to be the one asking
  std::optional<vision::QualityFault> quality;  // why the best shot cannot be judged
  // What this visit wears, for the mask rule. Once guidance was lower_mask, keep what was seen before it.
  vision::MaskState mask = vision::MaskState::unsure;
  std::optional<Recognition> recognition;  // nothing: not looked up
  bool pass_possible = false;              // people of this site have passes: whoever is not recognised may show one
  std::optional<float> live;               // the network's word, 0 to 1; nothing: not asked

  // The thermal picture.
  thermal::ThermalReading thermal;  // .estimate over all shots of the visit; .warmth 0 to 1

  int retests = 0;  // how many times this visit was already answered with Outcome::retest
  // Guidance had its time (some seconds), or waiting cannot help because the sensor itself is down: decide now.
  bool patience_over = false;
};

struct Decision {
  // False: only guidance; show it and look again. True: a passage, to be recorded with all below.
  bool passage = false;
  Guidance guidance = Guidance::none;  // what to ask for when it is no passage
  city::Outcome outcome = city::Outcome::retest;
  std::vector<city::Reason> reasons;  // the first is shown; never empty unless admitted without any remark
  bool open = false;                  // tell the barrier; exactly when the outcome is admit
  bool hold_open = false;             // fire: stays open until the policy says otherwise
  bool identify = false;              // the record and the screen may name the person
  bool show_temperature = false;      // the record and the screen carry the temperature
  bool keep_picture = false;
  std::chrono::seconds wait{0};  // before the retest

  bool operator==(const Decision&) const = default;
};

Decision decide(const city::Policy& policy, const Observation& observation);

}  // namespace ward::gate
