// An incident: something to be handled, from report to closed (the way of it: state.h). `apply` is the only thing that
// moves one: a pure function of the incident, what somebody wants to do, the catalogue, the work calendar and the
// moment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "city/calendar/calendar.h"
#include "city/incidents/catalogue.h"
#include "city/incidents/point.h"
#include "city/incidents/state.h"
#include "city/journal/journal.h"

namespace ward::city::incidents {

// It may have an address alone.
struct Place {
  std::optional<Point> point;
  std::string address;  // at most 200 characters
  bool operator==(const Place&) const = default;
};

// More time for a stage, in the unit of its term. Asked for before the deadline, decided by the centre.
struct Extension {
  int amount = 0;
  Time asked_at;
  std::string asked_by, reason;
  std::optional<Time> decided_at{};
  std::string decided_by{};
  bool granted = false;
  bool operator==(const Extension&) const = default;
};

// 申诉: overdue through no fault of the platform? Once for an incident. When granted, the statistics leave the stages
// of the incident until then out; that they were late stays written.
struct Appeal {
  Time asked_at;
  std::string asked_by, reason;
  std::optional<Time> decided_at{};
  std::string decided_by{};
  bool granted = false;
  bool operator==(const Appeal&) const = default;
};

// 回退: waits for whoever must decide again.
struct Return {
  State from = State::reported;
  Time at;
  std::string by, reason;
  bool operator==(const Return&) const = default;
};

// The time that an incident lies in one state, with its clock.
struct Stage {
  State state = State::reported;  // also while the incident is suspended in it
  Time entered;
  std::optional<calendar::Term> term;  // as the type had it on entering; nothing: no clock
  std::vector<Extension> extensions{};
  std::vector<calendar::Pause> pauses{};  // those that are over
  std::optional<Time> suspended_at{};     // the one that is not
  std::optional<Time> deadline{};         // nothing: no clock, or it stands still
  bool operator==(const Stage&) const = default;
};

// The term with what was granted.
std::optional<calendar::Term> extended_term(const Stage& stage);

// Who was the last to change an incident, and how.
struct Change {
  Id request;
  Action action = Action::report;
  std::string actor;  // as in the journal: "user:<id>"
  Time at;
  bool operator==(const Change&) const = default;
};

struct Incident {
  Id id;
  std::string type;              // code in the catalogue
  Id unit;                       // where it is
  std::string reporter;          // as an actor in the journal
  std::optional<Id> assignee{};  // the unit of the platform that handles it
  Place place;
  std::string description;      // at most 2,000 characters
  json::object answers;         // to the form of the type
  std::vector<Id> pictures;     // files (files/store.h)
  std::optional<Id> site{};     // where it came from, when from a site with gates
  std::optional<Id> alarm{};    // of a gate, of which it became the incident
  std::optional<Id> passage{};  // the one that raised it
  Time reported_at;
  State state = State::reported;
  Stage stage;
  std::optional<Return> returned{};  // until it was decided again
  std::optional<Id> duplicate_of{};
  bool checked = false;           // 核查 was done since it was last dispatched
  std::vector<State> late{};      // stages that ended after their deadline, in their order
  int returns = 0, reopened = 0;  // how often
  std::optional<Appeal> appeal{};
  std::int64_t version = 1;  // one more with every change
  Change last{};
  bool operator==(const Incident&) const = default;
};

// A new one, as its reporter sends it.
struct Report {
  Id id;
  std::string type;
  Id unit;
  Place place;
  std::string description;
  json::object answers;
  std::vector<Id> pictures;
  std::optional<Id> site{}, alarm{}, passage{};  // as in Incident; never out of the request itself
};

// The pictures that a report names and where it names them: among its pictures, and as answers.
std::vector<std::pair<Id, std::string>> pictures_of(const Report& report, const Type& type);

// What somebody wants to do.
struct Request {
  Id id;  // sent twice, it counts once
  Action action = Action::accept;
  std::int64_t version = 0;      // of the incident that was looked at
  std::string text{};            // why, or what was done: at most 2,000 characters
  std::optional<Id> assignee{};  // of dispatch
  std::optional<int> amount{};   // of ask_extension: minutes or days, as the term of the stage counts
  std::optional<Id> original{};  // of mark_duplicate
  std::vector<Id> pictures{};    // of what was found or done: files (files/store.h)
};

struct Actor {
  std::string name;  // "user:<id>"
  Parts parts = 0;   // that the account plays for this incident
};

struct Context {
  const Catalogue& catalogue;
  const calendar::Calendar& calendar;
  Time now;
  const Incident* original = nullptr;  // of mark_duplicate and close_with_original
};

// For the incident's own record and for the journal.
struct Happening {
  Id incident, unit, request;
  Action action = Action::report;
  std::string actor;
  Time at;
  State from = State::reported, to = State::reported;
  std::int64_t version = 1;  // after it
  std::string text;          // stays out of the journal
  json::object payload;      // ids and numbers beyond that
};
// The pictures that were sent with it.
std::vector<Id> pictures_of(const Happening& happening);
// Type "incident.<action>".
journal::Entry entry(const Happening& happening);

// A stage that is over: what assessment counts.
struct Finished {
  Id incident;
  std::string type;
  Id unit;  // whose it was: the assignee's from dispatched to handling, else that of the incident
  State state = State::reported;
  Time entered, left;
  std::optional<Time> deadline;  // nothing: it had no clock
  Action ended_by = Action::accept;
  bool exempt = false;    // by an appeal that was granted after it
  std::string path = {};  // of the unit or the one that it was merged into, as it stands when it is counted
  bool on_time() const { return !deadline || left <= *deadline; }
};

struct Step {
  Incident incident;
  std::optional<Happening> happening{};  // nothing: the request was applied before
  std::optional<Finished> finished{};    // the stage that it ended
};

// Errors: "incident.type_unknown", "incident.type_retired".
Result<Step> report(const Report& report, const Actor& reporter, const Context& context);

// A moment before the last change counts as that of the last change: clocks are set back. Errors, by kind:
//   conflict: "incident.version" (somebody was first: says what was done), "incident.state" (the state does not allow
//   the
//     action), "incident.verify_first", "incident.check_first", "incident.extension_open" (undecided),
//     "incident.extension_late", "incident.extension_none", "incident.appeal_twice", "incident.appeal_on_time",
//     "incident.appeal_open", "incident.appeal_none", "incident.original_open", "incident.original_over",
//     "incident.original_unchecked", "incident.type_unknown";
//   forbidden: "incident.part";
//   invalid, naming the field: "incident.text", "incident.assignee", "incident.amount", "incident.original".
Result<Step> apply(const Incident& incident, const Request& request, const Actor& actor, const Context& context);

// After the calendar was amended: the incident with its open deadline moved, a version on; nothing when it stays. The
// stages that are over were judged by the calendar of their time. `amendment` is the id of the amendment and `actor`
// who made it.
std::optional<Step> redeadline(const Incident& incident, const calendar::Calendar& calendar, Time now,
                               const Id& amendment, const std::string& actor);

// Another city has the incident, too, and says what became of it there: the story grows, the incident stays where it
// is. `text` is the sentence, `payload` ids and words for the journal, `id` of this happening.
Step hear_from_elsewhere(const Incident& incident, const Id& id, std::string text, json::object payload, Time now);

json::value to_json(const Incident& incident);
// What to_json wrote. Errors name the field.
Result<Incident> incident_from_json(const json::value& value);

// {"id", "type", "unit", "description", "place": {"latitude_e6", "longitude_e6", "address"}, "answers", "pictures"}.
// Errors name the field: "incident.type_unknown", "incident.type_retired", "incident.point", those of
// answers_from_json.
Result<Report> report_from_json(const json::value& value, const Catalogue& catalogue);
// {"id", "action", "version", "text", "assignee", "amount", "original", "pictures"}: the first three always.
Result<Request> request_from_json(const json::value& value);

}  // namespace ward::city::incidents
