// A measure to test with, and the shortest way to move it.
#pragma once

#include <gtest/gtest.h>

#include "city/inspections/measures.h"

namespace ward::city::inspections::testing {

inline constexpr Parts everybody = 31;

// The amounts and the law are made up.
inline OffenceCatalogue small_catalogue() {
  return {{{.code = "undeclared",
            .name = {"tenants not declared", "未申报租客"},
            .basis = "《某条例》第二十八条",
            .kinds = {Kind::instruction, Kind::notice, Kind::fine},
            .least_fen = 50'000,
            .most_fen = 100'000,
            .days_to_correct = 3},
           {.code = "late",
            .name = {"declared late", "申报迟延"},
            .basis = "《某条例》第二十九条",
            .kinds = {Kind::notice}}}};
}

// A desk that works on one measure after the other; its clock stands until it is moved.
struct Desk {
  OffenceCatalogue catalogue = small_catalogue();
  calendar::Calendar calendar{.zone = *Zone::find("Asia/Shanghai")};
  Terms terms{};
  Time now = *parse_rfc3339("2026-03-02T09:00:00+08:00");  // a Monday

  Context context() const { return {catalogue, calendar, terms, now}; }

  Proposal proposal(Kind kind) const {
    return {.id = Id::make(now),
            .finding = {Id::make(now), "h1"},
            .kind = kind,
            .offence = "undeclared",
            .party = "Landlord of Jiangbin Road 7",
            .inspectors = {"user:li", "user:wu"},
            .fen = kind == Kind::fine ? 80'000 : 0};
  }
  Measure proposed(Kind kind) const {
    return propose(proposal(kind), {"user:li", Parts(Part::inspector)}, context())->measure;
  }

  Request request(const Measure& measure, Action action) const {
    return {.id = Id::make(now),
            .action = action,
            .version = measure.version,
            .text = "why",
            .fen = action == Action::reduce ? std::optional(measure.fen / 2) : std::nullopt,
            .at = {},
            .how = action == Action::deliver ? std::optional(How::in_person) : std::nullopt,
            .to = action == Action::deliver ? "the landlord" : "",
            .due = {}};
  }
  // Somebody for each part: who may, by the table.
  static Actor actor_for(Parts parts) {
    if (parts & Parts(Part::chief)) return {"user:chief", Parts(Part::chief)};
    if (parts & Parts(Part::reviewer)) return {"user:reviewer", Parts(Part::reviewer)};
    if (parts & Parts(Part::party)) return {"user:party", Parts(Part::party)};
    if (parts & Parts(Part::office)) return {"user:office", Parts(Part::office)};
    return {"user:li", Parts(Part::inspector)};
  }
  Result<Step> attempt(const Measure& measure, const Request& wanted) const {
    const Rule* rule = rule_for(measure.state, wanted.action, measure.kind);
    return apply(measure, wanted, actor_for(rule ? rule->parts : everybody), context());
  }
  Result<Step> attempt(const Measure& measure, Action action) const {
    return attempt(measure, request(measure, action));
  }

  // Each must succeed.
  Measure moved(Measure measure, std::initializer_list<Action> actions) const {
    for (const Action action : actions) {
      const auto step = attempt(measure, action);
      EXPECT_TRUE(step) << to_string(action) << ": " << (step ? "" : step.error().message.en);
      if (step) measure = step->measure;
    }
    return measure;
  }
  Measure delivered_fine() const {
    return moved(proposed(Kind::fine), {Action::tell, Action::decide, Action::deliver});
  }
};

inline std::string code_of(const Result<Step>& step) { return step ? "" : step.error().code; }

}  // namespace ward::city::inspections::testing
