// A measure 措施: what a finding leads to, from the proposal of the inspectors to what came of it (the way of it:
// measure_state.h). `propose` and `apply` are the only things that make and move one: pure functions of the measure,
// what somebody wants to do, the catalogue of offences, the work calendar, the legal periods and the moment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "city/inspections/measure_state.h"
#include "city/inspections/terms.h"

namespace ward::city::inspections {

// How a decision came to whom it concerns (Administrative Penalty Law, article 61; Civil Procedure Law, articles
// 88-95).
enum class How {
  in_person,   // 直接送达
  left,        // 留置送达: refused, left there before witnesses
  mail,        // 邮寄送达: the day on the return receipt
  electronic,  // 电子送达: only who agreed in writing
  by_notice,   // 公告送达: counts as delivered when its period has run
};

struct Delivery {
  How how = How::in_person;
  Time at;         // counts as delivered
  std::string to;  // who took it
  bool operator==(const Delivery&) const = default;
};

enum class Outcome { upheld, reduced, withdrawn, taken_back };

// 行政复议 or 行政诉讼.
struct Appeal {
  Time asked_at;
  std::optional<Time> decided_at{};
  std::optional<Outcome> outcome{};
  bool operator==(const Appeal&) const = default;
};

struct LastStep {
  Id request;
  Action action = Action::propose;
  std::string actor;  // as in the journal: "user:<id>"
  Time at;
  bool operator==(const LastStep&) const = default;
};

// What was found where: a visit of a draw.
struct Finding {
  Id draw;
  std::string item;  // of its frame
  bool operator==(const Finding&) const = default;
};

struct Measure {
  Id id;
  Finding finding;
  Kind kind = Kind::instruction;
  std::string offence;                  // code in the catalogue
  std::string basis;                    // law and article, as it stood when it was proposed
  std::string party;                    // whom it concerns, at most 200 characters
  std::vector<std::string> inspectors;  // who found it, as actors in the journal
  std::int64_t fen = 0;                 // of a fine, as it is now
  int days = 0;                         // to carry it out
  State state = State::proposed;
  std::string decided_by{};
  std::optional<Time> decided_at{};
  std::optional<Delivery> delivery{};
  std::optional<Time> due{};  // too late from this moment on
  std::optional<Appeal> review{}, lawsuit{};
  std::optional<Time> carried_out_at{};
  std::int64_t version = 1;  // one more with every step
  LastStep last{};
  bool operator==(const Measure&) const = default;
};

// The one that is not decided yet; nothing when there is none.
inline const Appeal* open_appeal(const Measure& measure) {
  for (const auto* appeal : {&measure.lawsuit, &measure.review})
    if (*appeal && !(*appeal)->decided_at) return &**appeal;
  return nullptr;
}

struct Proposal {
  Id id;
  Finding finding;
  Kind kind = Kind::instruction;
  std::string offence, party;
  std::vector<std::string> inspectors;  // who proposes is one; for a fine two at least (Administrative Penalty Law, 42)
  std::int64_t fen = 0;                 // of a fine
};

// What somebody wants to do.
struct Request {
  Id id;  // sent twice, it counts once
  Action action = Action::decide;
  std::int64_t version = 0;         // of the measure that was looked at
  std::string text{};               // why, or how: at most 2,000 characters
  std::optional<std::int64_t> fen;  // of decide (nothing: as told) and of reduce
  std::optional<Time> at;   // when it happened, for what is written down later: delivery, appeal, outcome, payment
  std::optional<How> how;   // of deliver
  std::string to{};         // of deliver
  bool consent = false;     // of deliver: electronic delivery was agreed to in writing
  std::optional<Time> due;  // of defer
};

struct Actor {
  std::string name;  // "user:<id>"
  Parts parts = 0;   // that the account plays for this measure
};

struct Context {
  const OffenceCatalogue& catalogue;
  const calendar::Calendar& calendar;
  const Terms& terms;
  Time now;
};

// For the measure's own record and for the journal.
struct Happening {
  Id measure, request;
  Action action = Action::propose;
  std::string actor;
  Time at;        // when it was written down
  Time happened;  // not after it
  State from = State::proposed, to = State::proposed;
  std::int64_t version = 1;  // after it
  std::int64_t fen = 0;      // after it
  std::string text;          // stays out of the journal
};

struct Step {
  Measure measure;
  std::optional<Happening> happening{};  // nothing: the request was applied before
};

// Errors: "measure.part" (forbidden: only who inspects proposes); invalid, naming the field: "measure.offence" (none of
// the catalogue), "measure.kind" (the offence does not lead to that), "measure.fen" (outside of the legal limits, or no
// fine), "measure.party", "measure.inspectors".
Result<Step> propose(const Proposal& proposal, const Actor& actor, const Context& context);

// Errors, by kind:
//   conflict: "measure.version" (somebody was first), "measure.state" (the state does not allow the action),
//     "measure.tell_first", "measure.notice_runs" (a public notice has not run its time), "measure.appeal_twice",
//     "measure.appeal_after_lawsuit", "measure.appeal_late", "measure.not_due", "measure.carried_out";
//   forbidden: "measure.part", "measure.own_case" (who found it decides on no fine, and neither they nor who decided
//   review); invalid, naming the field: "measure.text", "measure.at", "measure.fen", "measure.how", "measure.to",
//     "measure.consent", "measure.due", "measure.offence".
Result<Step> apply(const Measure& measure, const Request& request, const Actor& actor, const Context& context);

// Until when each may be done; too late from that moment on. Nothing: not now, or not any more.
struct Deadlines {
  std::optional<Time> deliver;  // a decision that was not delivered
  std::optional<Time> review, sue, carry_out;
};
Deadlines deadlines(const Measure& measure, const calendar::Calendar& calendar, const Terms& terms);

// The most that may be added to a fine that was not paid in time, in fen: for each whole day after it was due a share
// of the fine, not for days under review, and never more than the fine (Administrative Penalty Law, articles 72 and
// 73).
std::int64_t most_late_fen(const Measure& measure, const Terms& terms, Time now);

std::string_view to_string(How how);
std::optional<How> how_from(std::string_view name);
std::string_view to_string(Outcome outcome);
std::optional<Outcome> outcome_from(std::string_view name);

}  // namespace ward::city::inspections
