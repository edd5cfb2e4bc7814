// An incident to test with, and the shortest way to move it.
#pragma once

#include <gtest/gtest.h>

#include "city/incidents/incidents.h"

namespace ward::city::incidents::testing {

inline constexpr Parts everybody = 31;

// Four types: with and without a verification before filing, and a check before closing.
inline Catalogue small_catalogue() {
  Catalogue out;
  for (const auto& [code, verify, check] : {std::tuple{"plain", false, false},
                                            {"to_verify", true, false},
                                            {"to_check", false, true},
                                            {"both", true, true}}) {
    Type type{.code = code, .name = {"A type", "类型"}, .verify = verify, .check = check};
    for (const State state : {State::reported, State::accepted, State::verified, State::filed, State::dispatched,
                              State::handling, State::feedback, State::checked})
      if ((state != State::verified || verify) && (state != State::checked || check))
        type.deadlines[state] = {calendar::Pace::working_hours, 240};
    type.deadlines[State::reported] = {calendar::Pace::urgent, 30};
    type.deadlines[State::handling] = {calendar::Pace::working_days, 1};
    out.types.push_back(type);
  }
  return out;
}

// A desk that works on one incident after the other; its clock stands until it is moved.
struct Desk {
  Catalogue catalogue = small_catalogue();
  calendar::Calendar calendar{.zone = *Zone::find("Asia/Shanghai")};
  Time now = *parse_rfc3339("2020-03-02T09:00:00+08:00");  // a Monday
  std::vector<Finished> finished{};

  Context context(const Incident* original = nullptr) const { return {catalogue, calendar, now, original}; }

  Incident reported(const std::string& type) {
    const Report report_of{.id = Id::make(now),
                           .type = type,
                           .unit = Id::make(now),
                           .place = {{{29'306'841, 120'075'058}}, "后宅街道"},
                           .description = "A report",
                           .answers = {},
                           .pictures = {}};
    return report(report_of, {"user:reporter", Parts(Part::reporter)}, context())->incident;
  }

  Request request(const Incident& incident, Action action) const {
    return {.id = Id::make(now),
            .action = action,
            .version = incident.version,
            .text = "why",
            .assignee = Id::make(now),
            .amount = 2,
            .original = {}};
  }

  Result<Step> attempt(const Incident& incident, Action action, Parts parts = everybody,
                       const Incident* original = nullptr) const {
    Request wanted = request(incident, action);
    if (original) wanted.original = original->id;
    return apply(incident, wanted, {"user:somebody", parts}, context(original));
  }

  // What must succeed.
  void act(Incident& incident, std::initializer_list<Action> actions) {
    for (const Action action : actions) {
      const auto step = attempt(incident, action);
      ASSERT_TRUE(step) << to_string(action) << ": " << step.error().message.en;
      incident = step->incident;
      if (step->finished) finished.push_back(*step->finished);
    }
  }
};

}  // namespace ward::city::incidents::testing
