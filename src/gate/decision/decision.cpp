// Each rule looks at one thing and gives its findings; the worst finding decides. The rules know nothing of each other,
// so that what one of them sees can never be excused by what another does not.
#include "gate/decision/decision.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "thermal/estimator.h"

namespace ward::gate {

namespace {

using city::Level;
using city::Outcome;
using city::Policy;
using city::Reason;
using thermal::ThermalFault;
using vision::MaskState;
using vision::QualityFault;

// From harmless to final. `guide` is "not yet": the person is asked for something.
enum class Weight { admit, guide, retest, staff, refuse };

struct Finding {
  Weight weight;
  std::optional<Reason> reason;
  Guidance guidance = Guidance::none;
};
using Findings = std::vector<Finding>;

Weight worst(const Findings& findings) {
  Weight weight = Weight::admit;
  for (const Finding& f : findings) weight = std::max(weight, f.weight);
  return weight;
}

bool closed(const Findings& findings) { return worst(findings) >= Weight::staff; }

// A rule of level `level` found something against the person.
Finding against(Level level, Weight hard, Reason reason) {
  return {level == Level::hard ? hard : Weight::admit, reason};
}

// The gate cannot judge what the policy wants judged; it is no fault of the person. Secure: staff decides. Safe: it
// opens.
Finding cannot_judge(const Policy& policy, Level level, Reason reason) {
  return against(level, policy.fail == city::Fail::secure ? Weight::staff : Weight::admit, reason);
}

// Something the person can change: asked for while there is patience, then staff helps.
Finding ask(const Observation& seen, Level level, Guidance guidance, Reason reason) {
  if (!seen.patience_over) return {Weight::guide, reason, guidance};
  return against(level, Weight::staff, reason);
}

Finding quality(const Observation& seen) {
  // A face too far away is a passer-by however long it stays: never a passage.
  switch (*seen.quality) {
    case QualityFault::too_small:
      return {Weight::guide, Reason::face_too_small, Guidance::come_closer};
    case QualityFault::cut_off:
      return ask(seen, Level::hard, Guidance::step_back, Reason::face_cut_off);
    case QualityFault::blurred:
      return ask(seen, Level::hard, Guidance::hold_still, Reason::face_blurred);
    case QualityFault::turned:
    case QualityFault::eyes_closed:
      return ask(seen, Level::hard, Guidance::look_here, Reason::face_turned);
    case QualityFault::too_dark:
    case QualityFault::too_bright:
      return ask(seen, Level::hard, Guidance::more_light, Reason::face_dark);
  }
  std::unreachable();
}

Findings mask(const Policy& policy, const Observation& seen) {
  if (policy.mask == Level::off) return {};
  switch (seen.mask) {
    case MaskState::worn:
      return {};
    case MaskState::none:
      return {against(policy.mask, Weight::refuse, Reason::mask_missing)};
    case MaskState::badly_worn:
      return {against(policy.mask, Weight::refuse, Reason::mask_badly_worn)};
    case MaskState::unsure:
      if (policy.mask == Level::soft) return {{Weight::admit, Reason::mask_unsure}};
      return {ask(seen, policy.mask, Guidance::show_mask, Reason::mask_unsure)};
  }
  std::unreachable();
}

// What the network asks of the warmth when it doubts that somebody lives: halfway from enough to full.
int warmth_when_doubted(const Policy& policy) { return (policy.min_warmth_milli + 1000) / 2; }

// Warmth and the network's word together. A cold face is refused whatever the network says, since warmth is the
// stronger witness. Where the network doubts, the face must be the warmer, and without a thermal picture its doubt is
// all there is: too weak to refuse by itself, so that staff looks.
Findings liveness(const Policy& policy, const Observation& seen) {
  if (policy.liveness == Level::off) return {};
  const auto below = [](float value, int milli) { return !(value * 1000 >= float(milli)); };
  if (seen.thermal.fault == ThermalFault::face_cold ||
      (seen.thermal.warmth && below(*seen.thermal.warmth, policy.min_warmth_milli)))
    return {against(policy.liveness, Weight::refuse, Reason::spoof_suspected)};
  if (!seen.live && !seen.thermal.warmth) return {cannot_judge(policy, policy.liveness, Reason::sensor_fault)};
  const bool doubted = seen.live && below(*seen.live, policy.min_live_milli);
  const bool warm = seen.thermal.warmth && !below(*seen.thermal.warmth, warmth_when_doubted(policy));
  if (doubted && !warm) return {against(policy.liveness, Weight::staff, Reason::spoof_suspected)};
  return {};
}

Findings measured(const Policy& policy, const Observation& seen, const thermal::TemperatureEstimate& estimate) {
  // The number that is shown is the number that decides: rounded to what the record and the screen carry.
  const long shown_cc = std::lround(estimate.celsius * 100);
  const bool fever = shown_cc >= policy.threshold_cc;
  const bool grey = policy.grey_zone_cc > 0 && std::labs(shown_cc - policy.threshold_cc) <= policy.grey_zone_cc;
  if (grey && policy.temperature == Level::hard && seen.retests < policy.max_retests)
    return {{Weight::retest, Reason::grey_zone}};
  if (fever) return {against(policy.temperature, Weight::refuse, Reason::fever)};
  if (grey) return {{Weight::admit, Reason::grey_zone}};
  return {};
}

// A fault of the sensor that may be over in a moment is waited for.
Finding transient(const Policy& policy, const Observation& seen) {
  if (!seen.patience_over) return {Weight::guide, Reason::sensor_fault, Guidance::wait};
  return cannot_judge(policy, policy.temperature, Reason::sensor_fault);
}

Findings temperature(const Policy& policy, const Observation& seen) {
  if (policy.temperature == Level::off) return {};
  switch (seen.thermal.fault) {
    case ThermalFault::none:
      if (!seen.thermal.estimate || !(seen.thermal.estimate->sd <= thermal::max_useful_sd) ||
          !std::isfinite(seen.thermal.estimate->celsius))
        return {transient(policy, seen)};
      return measured(policy, seen, *seen.thermal.estimate);
    case ThermalFault::no_frame:
    case ThermalFault::late:
    case ThermalFault::corrupt:
    case ThermalFault::settling:
    case ThermalFault::implausible:
      return {transient(policy, seen)};
    case ThermalFault::frozen:
      return {cannot_judge(policy, policy.temperature, Reason::sensor_fault)};
    case ThermalFault::black_body_lost:
    case ThermalFault::black_body_moved:
      return {cannot_judge(policy, policy.temperature, Reason::black_body_lost)};
    case ThermalFault::out_of_room:
      return {cannot_judge(policy, policy.temperature, Reason::out_of_room_limits)};
    case ThermalFault::face_too_small:
      return {ask(seen, policy.temperature, Guidance::come_closer, Reason::face_too_small)};
    case ThermalFault::glasses:
      return {ask(seen, policy.temperature, Guidance::take_off_glasses, Reason::glasses)};
    case ThermalFault::face_cold:
      return {against(policy.temperature, Weight::staff, Reason::spoof_suspected)};
  }
  std::unreachable();
}

Finding stranger(const Policy& policy) {
  switch (policy.strangers) {
    case city::Strangers::refuse:
      return {Weight::refuse, Reason::unknown_person};
    case city::Strangers::call_staff:
      return {Weight::staff, Reason::unknown_person};
    case city::Strangers::admit:
      return {Weight::admit, Reason::unknown_person};
  }
  std::unreachable();
}

bool needs_lower_mask(const Policy& policy, const Observation& seen) {
  return policy.masked_recognition == city::MaskedRecognition::lower_mask && seen.recognition &&
         seen.recognition->method == city::Method::face && seen.recognition->mask != MaskState::none;
}

bool recognised(const Policy& policy, const Observation& seen) {
  return seen.recognition && seen.recognition->match.accepted && !needs_lower_mask(policy, seen);
}

Findings recognition(const Policy& policy, const Observation& seen) {
  Findings found;
  if (!seen.whitelist_age || *seen.whitelist_age > std::chrono::hours{policy.whitelist_max_age_h})
    found.push_back(cannot_judge(policy, Level::hard, Reason::whitelist_stale));
  if (recognised(policy, seen)) return found;
  const Finding unknown = stranger(policy);
  if (needs_lower_mask(policy, seen) && !seen.patience_over)
    found.push_back({Weight::guide, std::nullopt, Guidance::lower_mask});
  else if (seen.pass_possible && !seen.patience_over && unknown.weight != Weight::admit)
    found.push_back({Weight::guide, std::nullopt, Guidance::show_pass});
  else
    found.push_back(unknown);
  return found;
}

void join(Findings& all, const Findings& more) { all.insert(all.end(), more.begin(), more.end()); }

// What the two stages say, in the order of the policy: whoever the first one stops for good is not put through the
// second.
struct Stages {
  Findings findings;
  bool looked_up = false, measured = false;
};

Stages stages(const Policy& policy, const Observation& seen) {
  if (policy.order == city::Order::temperature_only) return {temperature(policy, seen), false, true};
  const bool recognise_first = policy.order == city::Order::recognition_first;
  Stages out{recognise_first ? recognition(policy, seen) : temperature(policy, seen), recognise_first,
             !recognise_first};
  if (closed(out.findings)) return out;
  join(out.findings, recognise_first ? temperature(policy, seen) : recognition(policy, seen));
  out.looked_up = out.measured = true;
  return out;
}

Outcome outcome_of(Weight weight) {
  switch (weight) {
    case Weight::admit:
      return Outcome::admit;
    case Weight::guide:
    case Weight::retest:
      return Outcome::retest;
    case Weight::staff:
      return Outcome::call_staff;
    case Weight::refuse:
      return Outcome::refuse;
  }
  std::unreachable();
}

bool keeps_picture(const Policy& policy, Outcome outcome) {
  return policy.keep_pictures == city::KeepPictures::all ||
         (policy.keep_pictures == city::KeepPictures::refused && outcome != Outcome::admit);
}

bool holds(const std::vector<Reason>& reasons, Reason reason) {
  return std::ranges::find(reasons, reason) != reasons.end();
}

// Reasons in the order of their weight, so that the first is the one that decided; each once.
Decision conclude(const Policy& policy, Findings findings) {
  std::ranges::stable_sort(findings, std::greater{}, &Finding::weight);
  Decision decision;
  const Weight weight = worst(findings);
  for (const Finding& f : findings) {
    if (f.weight == Weight::guide && weight != Weight::guide) continue;  // nothing more is asked for
    if (f.reason && !holds(decision.reasons, *f.reason)) decision.reasons.push_back(*f.reason);
  }
  decision.outcome = outcome_of(weight);
  decision.passage = weight != Weight::guide;
  if (!decision.passage) {
    decision.guidance = findings.front().guidance;
    return decision;
  }
  decision.open = decision.outcome == Outcome::admit;
  decision.keep_picture = keeps_picture(policy, decision.outcome);
  if (weight == Weight::retest) decision.wait = std::chrono::seconds{policy.retest_wait_s};
  return decision;
}

// The camera shows nothing, or everything is open: no face is judged at all.
Decision without_face(const Policy& policy, const Finding& finding) {
  Decision decision = conclude(policy, {finding});
  decision.hold_open = decision.open;
  decision.keep_picture = false;
  return decision;
}

}  // namespace

Decision decide(const Policy& policy, const Observation& seen) {
  if (policy.open_all) return without_face(policy, {Weight::admit, Reason::open_all});
  if (seen.camera_fault) return without_face(policy, cannot_judge(policy, Level::hard, Reason::camera_fault));
  if (seen.several_people)
    return conclude(policy, {ask(seen, Level::hard, Guidance::one_at_a_time, Reason::several_people)});
  if (seen.quality) return conclude(policy, {quality(seen)});

  Findings findings = liveness(policy, seen);
  const bool spoof = closed(findings);
  join(findings, mask(policy, seen));
  const Stages judged = stages(policy, seen);
  join(findings, judged.findings);
  if (seen.storage_fault) findings.push_back(cannot_judge(policy, Level::hard, Reason::storage_fault));

  Decision decision = conclude(policy, std::move(findings));
  if (!decision.passage) return decision;
  // Whose picture was held up was not here: a suspected spoof names nobody.
  decision.identify = judged.looked_up && recognised(policy, seen) && !spoof;
  decision.show_temperature = judged.measured && policy.temperature != Level::off &&
                              seen.thermal.fault == ThermalFault::none && seen.thermal.estimate.has_value();
  return decision;
}

}  // namespace ward::gate
