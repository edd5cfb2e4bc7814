// Every policy against every observation: 9 million decisions, and what must hold of each.
#include <gtest/gtest.h>

#include <set>

#include "gate/decision/decision.h"

namespace ward::gate {
namespace {

using namespace std::chrono_literals;
using city::Level;
using city::Outcome;
using city::Policy;
using city::Reason;
using thermal::ThermalFault;
using vision::MaskState;
using vision::QualityFault;

// All values of an enumeration whose last one is `last`.
template <class E>
std::vector<E> all(E last) {
  std::vector<E> values;
  for (int i = 0; i <= int(last); ++i) values.push_back(E(i));
  return values;
}
const auto levels = all(Level::off);

template <class Visit>
void each_policy(Visit&& visit) {
  Policy p;
  for (p.order = {}; p.order <= city::Order::temperature_only; p.order = city::Order(int(p.order) + 1))
    for (p.mask = {}; p.mask <= Level::off; p.mask = Level(int(p.mask) + 1))
      for (p.temperature = {}; p.temperature <= Level::off; p.temperature = Level(int(p.temperature) + 1))
        for (p.liveness = {}; p.liveness <= Level::off; p.liveness = Level(int(p.liveness) + 1))
          for (p.strangers = {}; p.strangers <= city::Strangers::admit;
               p.strangers = city::Strangers(int(p.strangers) + 1))
            for (const auto masked : all(city::MaskedRecognition::lower_mask))
              for (const auto fail : all(city::Fail::safe)) {
                p.masked_recognition = masked, p.fail = fail;
                visit(std::as_const(p));
              }
}

thermal::ThermalReading reading_of(float celsius) {
  return {ThermalFault::none, thermal::TemperatureEstimate{celsius, 0.2F, 0.2F, "canthi", 1, false}, std::nullopt};
}

// One reading of each kind: every fault, nothing usable, and normal, grey below, grey above, fever.
std::vector<thermal::ThermalReading> thermal_readings() {
  std::vector<thermal::ThermalReading> out;
  for (const ThermalFault fault : all(ThermalFault::implausible)) out.push_back({fault, std::nullopt, std::nullopt});
  for (const float celsius : {36.5F, 37.2F, 37.4F, 38.5F}) out.push_back(reading_of(celsius));
  return out;
}
const auto readings = thermal_readings();

std::optional<Recognition> looked_up(bool accepted, MaskState mask) {
  return Recognition{{Id::make(ManualClock().now()), 0.5F, 0.4F, accepted, 0.1F}, mask};
}
std::optional<Recognition> by_pass(MaskState mask) {
  Recognition found = *looked_up(true, mask);
  found.method = city::Method::code;
  return found;
}
const std::vector<std::optional<Recognition>> recognitions = {
    std::nullopt, looked_up(true, MaskState::none), looked_up(false, MaskState::none), looked_up(true, MaskState::worn),
    by_pass(MaskState::worn)};
const std::vector<std::optional<float>> words = {std::nullopt, 0.1F, 0.9F};
const std::vector<std::optional<float>> warmths = {std::nullopt, 0.1F, 0.6F, 0.9F};

// What is left once a face can be judged.
template <class Visit>
void each_judgeable(Visit&& visit) {
  Observation o;
  for (const auto& age : {std::optional<std::chrono::seconds>(1h), std::optional<std::chrono::seconds>()})
    for (const auto& recognition : recognitions)
      for (const MaskState mask : all(MaskState::unsure))
        for (const auto& live : words)
          for (const auto& reading : readings)
            for (const auto& warmth : warmths)
              for (const bool last : {false, true}) {
                o.whitelist_age = age, o.recognition = recognition, o.mask = mask, o.live = live;
                o.thermal = reading, o.thermal.warmth = warmth;
                o.patience_over = last, o.retests = last ? Policy{}.max_retests : 0;
                visit(std::as_const(o));
              }
}

// A smaller product, for pairs of decisions.
template <class Visit>
void each_pair_base(Visit&& visit) {
  std::size_t n = 0;
  each_policy([&](const Policy& policy) {
    std::size_t i = n++ % 37;  // every 37th observation, starting elsewhere for each policy
    each_judgeable([&](const Observation& seen) {
      if (i++ % 37 == 0) visit(policy, seen);
    });
  });
}

bool has(const Decision& decision, Reason reason) {
  return std::ranges::find(decision.reasons, reason) != decision.reasons.end();
}

// 0 open, 1 not yet, 2 shut.
int rank(const Decision& d) { return d.outcome == Outcome::admit ? 0 : d.outcome == Outcome::retest ? 1 : 2; }

std::string describe(const Policy& p, const Observation& o, const Decision& d) {
  return json::serialize(city::to_json(p)) + " recognition " +
         (o.recognition ? (o.recognition->match.accepted ? "accepted" : "rejected") : "none") + " mask " +
         std::string(vision::to_string(o.mask)) + " live " + (o.live ? std::to_string(*o.live) : "-") + " warmth " +
         (o.thermal.warmth ? std::to_string(*o.thermal.warmth) : "-") + " thermal " +
         std::string(to_string(o.thermal.fault)) +
         (o.thermal.estimate ? " " + std::to_string(o.thermal.estimate->celsius) : "") +
         (o.patience_over ? " last" : "") + " -> outcome " + std::to_string(int(d.outcome)) + " guidance " +
         std::string(to_string(d.guidance));
}

// What must hold of every single decision; the sentence names what does not.
const char* broken(const Policy& p, const Observation& o, const Decision& d) {
  if (d.open != (d.passage && d.outcome == Outcome::admit)) return "opens exactly when it admits";
  if (d.hold_open && !d.open) return "holds open only what is open";
  if (d.passage == (d.guidance != Guidance::none)) return "guidance and passage exclude each other";
  if (!d.passage && d.outcome != Outcome::retest) return "guidance is no outcome";
  if (!d.open && d.passage && d.reasons.empty()) return "what stays shut has a reason";
  if (d.reasons.size() > 8 || std::set(d.reasons.begin(), d.reasons.end()).size() != d.reasons.size())
    return "each reason once";
  if (o.patience_over && !d.passage && o.quality != QualityFault::too_small) return "patience ends in a passage";
  if (d.identify && !(o.recognition && o.recognition->match.accepted)) return "names only who was recognised";
  if (d.identify && p.order == city::Order::temperature_only) return "recognises nobody";
  if (d.show_temperature && (!o.thermal.estimate || p.temperature == Level::off)) return "shows what was measured";
  if (!p.open_all && !o.camera_fault && p.temperature == Level::hard && o.thermal.estimate &&
      o.thermal.estimate->celsius > 37.3F && d.open)
    return "a hard fever never opens";
  if (p.temperature == Level::off && (has(d, Reason::fever) || has(d, Reason::grey_zone) || has(d, Reason::glasses)))
    return "off is not looked at";
  if (p.mask == Level::off &&
      (has(d, Reason::mask_missing) || has(d, Reason::mask_badly_worn) || has(d, Reason::mask_unsure)))
    return "off is not looked at";
  if (!p.open_all && p.liveness == Level::hard && !o.quality && !o.camera_fault &&
      o.thermal.warmth.value_or(1) < 0.5F && d.open)
    return "a cold face never opens";
  return nullptr;
}

TEST(DecisionTable, EveryCombinationKeepsTheRules) {
  std::size_t decisions = 0, opened = 0;
  std::string fault;
  each_policy([&](const Policy& policy) {
    each_judgeable([&](const Observation& seen) {
      const Decision decision = decide(policy, seen);
      ++decisions, opened += decision.open;
      const char* rule = broken(policy, seen, decision);
      if (rule && fault.empty()) fault = std::string(rule) + ": " + describe(policy, seen, decision);
    });
  });
  EXPECT_EQ(fault, "");
  EXPECT_EQ(decisions, 972u * 2 * 5 * 4 * 3 * 17 * 4 * 2);
  EXPECT_GT(opened, decisions / 50);
  EXPECT_LT(opened, decisions / 2);
}

TEST(DecisionTable, FaultsThatHideTheFaceDecideAlone) {
  each_policy([&](Policy policy) {
    for (const bool open_all : {false, true})
      for (const bool camera : {false, true})
        for (const bool storage : {false, true})
          for (const bool several : {false, true})
            for (int q = -1; q <= int(QualityFault::eyes_closed); ++q)
              for (const bool last : {false, true}) {
                if (!open_all && !camera && !several && q < 0) continue;
                policy.open_all = open_all;
                Observation blank;
                blank.camera_fault = camera, blank.storage_fault = storage, blank.several_people = several;
                if (q >= 0) blank.quality = QualityFault(q);
                blank.patience_over = last;
                Observation full = blank;
                full.recognition = recognitions[1], full.thermal = readings.back(), full.mask = MaskState::worn;
                full.whitelist_age = 1h, full.live = 0.9F;
                const Decision decision = decide(policy, blank);
                ASSERT_EQ(decision, decide(policy, full));
                ASSERT_EQ(broken(policy, blank, decision), nullptr) << describe(policy, blank, decision);
                ASSERT_EQ(decision.open, open_all || (camera && policy.fail == city::Fail::safe));
              }
  });
}

TEST(DecisionTable, TheSameAgainIsTheSame) {
  each_pair_base([](const Policy& p, const Observation& o) { ASSERT_EQ(decide(p, o), decide(p, o)); });
}

TEST(DecisionTable, SoftNeverHoldsAnybodyBack) {
  each_pair_base([](const Policy& policy, const Observation& observed) {
    Observation seen = observed;
    seen.patience_over = true;  // guidance may ask, the decision may not refuse
    for (Level Policy::* which : {&Policy::mask, &Policy::temperature, &Policy::liveness}) {
      Policy soft = policy, off = policy;
      soft.*which = Level::soft, off.*which = Level::off;
      const Decision with = decide(soft, seen), without = decide(off, seen);
      ASSERT_EQ(with.outcome, without.outcome) << describe(soft, seen, with);
      ASSERT_EQ(with.open, without.open) << describe(soft, seen, with);
    }
  });
}

TEST(DecisionTable, HardIsNeverMilderThanSoft) {
  each_pair_base([](const Policy& policy, const Observation& seen) {
    for (Level Policy::* which : {&Policy::mask, &Policy::temperature, &Policy::liveness}) {
      Policy hard = policy, soft = policy;
      hard.*which = Level::hard, soft.*which = Level::soft;
      ASSERT_GE(rank(decide(hard, seen)), rank(decide(soft, seen))) << describe(hard, seen, decide(hard, seen));
    }
  });
}

// Each fault alone put right: the outcome is never worse for it.
TEST(DecisionTable, PuttingAFaultRightNeverMakesItWorse) {
  using Repair = void (*)(Observation&);
  constexpr Repair repairs[] = {
      [](Observation& o) { o.whitelist_age = 1h; },
      [](Observation& o) { o.recognition = recognitions[1]; },
      [](Observation& o) { o.mask = MaskState::worn; },
      [](Observation& o) { o.live = 0.9F; },
      [](Observation& o) { o.thermal.warmth = 0.9F; },
      [](Observation& o) { o.thermal = {ThermalFault::none, reading_of(36.5F).estimate, o.thermal.warmth}; },
      [](Observation& o) { o.storage_fault = false; },
  };
  each_pair_base([&](const Policy& policy, const Observation& observed) {
    for (const bool storage : {false, true}) {
      Observation seen = observed;
      seen.storage_fault = storage;
      const int before = rank(decide(policy, seen));
      for (const Repair repair : repairs) {
        Observation better = seen;
        repair(better);
        ASSERT_LE(rank(decide(policy, better)), before) << describe(policy, seen, decide(policy, seen));
      }
    }
  });
}

TEST(DecisionTable, SecureIsNeverMilderThanSafe) {
  each_pair_base([](const Policy& policy, const Observation& seen) {
    Policy secure = policy, safe = policy;
    secure.fail = city::Fail::secure, safe.fail = city::Fail::safe;
    ASSERT_GE(rank(decide(secure, seen)), rank(decide(safe, seen))) << describe(policy, seen, decide(safe, seen));
  });
}

TEST(DecisionTable, WhatIsShownHasWords) {
  for (const Guidance guidance : all(Guidance::wait)) {
    EXPECT_EQ(say(guidance).en.empty(), guidance == Guidance::none);
    EXPECT_EQ(say(guidance).zh.empty(), guidance == Guidance::none);
    EXPECT_FALSE(to_string(guidance).empty());
  }
  std::set<Reason> first;
  each_pair_base([&](const Policy& policy, const Observation& seen) {
    const Decision decision = decide(policy, seen);
    if (decision.passage && !decision.open) first.insert(decision.reasons.front());
  });
  EXPECT_GE(first.size(), 10u);
  for (const Reason reason : first) {
    EXPECT_FALSE(city::explain(reason).en.empty() || city::explain(reason).zh.empty()) << to_string(reason);
    EXPECT_FALSE(city::advise(reason).en.empty() || city::advise(reason).zh.empty()) << to_string(reason);
  }
}

}  // namespace
}  // namespace ward::gate
