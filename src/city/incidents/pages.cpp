// Who is paged when nobody acts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "city/duty/store.h"
#include "city/incidents/rows.h"
#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/units/store.h"
#include "city/units/tally.h"

namespace ward::city::incidents {

namespace {

// What is looked up once in a transaction, however many incidents ask for it.
class Lookups {
 public:
  Lookups(storage::Transaction& t, Time now) : t_(t), now_(now) {}

  // From the unit up to the root; empty when there is no such unit.
  const std::vector<units::Unit>& up_from(const Id& unit) {
    if (const auto known = above_.find(unit); known != above_.end()) return known->second;
    std::vector<units::Unit> above;
    if (const auto found = units::find(t_, unit)) above = units::with_those_above(t_, *found);
    std::ranges::reverse(above);
    return above_.emplace(unit, std::move(above)).first->second;
  }

  // Who is on duty at the desk of the unit, or else commands it; where there is nobody, those of the nearest one above.
  const std::vector<Id>& whom(const Id& unit) {
    if (const auto known = whom_.find(unit); known != whom_.end()) return known->second;
    std::vector<Id> found;
    for (const units::Unit& at : up_from(unit)) {
      found = duty::on_duty(t_, at.id, now_);
      if (found.empty()) found = commanders(at.id);
      if (!found.empty()) break;
    }
    return whom_.emplace(unit, std::move(found)).first->second;
  }

 private:
  std::vector<Id> commanders(const Id& unit) {
    std::vector<Id> found;
    for (const units::Posted& posted : units::team(t_, unit))
      if (posted.post.duty == units::Duty::commander && units::holds(posted.post.span, now_))
        found.push_back(posted.member.id);
    return found;
  }

  storage::Transaction& t_;
  const Time now_;
  std::unordered_map<Id, std::vector<units::Unit>> above_;
  std::unordered_map<Id, std::vector<Id>> whom_;
};

// The unit that must act in the state of an incident: where it is, who handles it, or the command centre above.
std::vector<Id> chain_of(storage::Transaction& t, const Incident& incident, Lookups& lookups) {
  const Type* type = catalogue(t).find(incident.type);
  const bool of_the_unit = (incident.state == State::accepted && type && type->verify) ||
                           (incident.state == State::feedback && type && type->check);
  const bool of_the_platform = incident.state == State::dispatched || incident.state == State::handling;
  const bool handled = of_the_platform && incident.assignee && !lookups.up_from(*incident.assignee).empty();
  std::vector<Id> chain;
  for (const units::Unit& unit : lookups.up_from(handled ? *incident.assignee : incident.unit))
    if (of_the_unit || of_the_platform || units::level_of(unit.kind) == 0) chain.push_back(unit.id);
  return chain;
}

Escalation escalation_of(storage::Transaction& t, const Incident& incident, Lookups& lookups) {
  Escalation out{.chain = chain_of(t, incident, lookups), .pages = {}, .acknowledged = {}};
  t.query(
      "SELECT step, unit, at FROM incident_page WHERE incident = ? AND stage_entered = ?",
      [&](const storage::Row& row) { out.pages.push_back({int(row.integer(0)), row.id(1), row.time(2)}); }, incident.id,
      incident.stage.entered);
  t.query(
      "SELECT at FROM incident_ack WHERE incident = ? AND at >= ?",
      [&](const storage::Row& row) { out.acknowledged.push_back(row.time(0)); }, incident.id, incident.stage.entered);
  return out;
}

std::optional<Due> next_of(storage::Transaction& t, const Incident& incident, const Escalation& now) {
  if (!is_open(incident.state)) return std::nullopt;
  return next_due(incident, work_calendar(t), now.chain, now.pages, now.acknowledged);
}

std::optional<Time> moment(const std::optional<Due>& due) { return due ? std::optional(due->at) : std::nullopt; }

// Once for a stage, and once more for each acknowledgement that ran out: not for each step that ends with them.
std::vector<Id> tell(storage::Transaction& t, const Incident& incident, const Escalation& now, const Due& due, Time at,
                     const std::vector<Id>& whom) {
  const Type* type = catalogue(t).find(incident.type);
  const auto unit = units::find(t, incident.unit);
  const std::string key =
      fmt::format("{}/{}/{}", incident.id.str(), to_millis(incident.stage.entered), now.acknowledged.size());
  std::vector<Id> told;
  for (const Id& member : whom)
    if (notices::add(t, {.id = Id::make(at),
                         .member = member,
                         .key = key,
                         .about = "incident",
                         .subject = incident.id,
                         .what = type ? type->name : Text{incident.type, incident.type},
                         .place = unit ? unit->name : "",
                         .step = due.step,
                         .at = at}))
      told.push_back(member);
  return told;
}

// The page that is due, and what the next one is after it.
std::optional<Due> send_page(storage::Transaction& t, const Clock& clock, const Stored& stored, const Due& due,
                             Escalation& now, Lookups& lookups, std::vector<Id>& told) {
  const Incident& incident = stored.incident;
  const Time at = clock.now();
  t.exec("INSERT INTO incident_page (incident, stage_entered, step, unit, at) VALUES (?, ?, ?, ?, ?)", incident.id,
         incident.stage.entered, due.step, due.unit, at);
  told = tell(t, incident, now, due, at, lookups.whom(due.unit));
  journal::append(t, clock,
                  {.type = "incident.paged",
                   .subject = incident.id.str(),
                   .actor = "system",
                   .purpose = "incidents",
                   .payload = {{"step", due.step}, {"unit", due.unit.str()}, {"told", told.size()}},
                   .unit = stored.path});
  now.pages.push_back({due.step, due.unit, at});
  return next_of(t, incident, now);
}

struct Waiting {
  Stored stored;
  bool unheard;
};

std::vector<Waiting> read_due(storage::Transaction& t, Time now, int limit) {
  std::vector<Waiting> all;
  t.query(
      std::string("SELECT i.body, u.path, u.id, i.unheard") + from_where_it_stands +
          " WHERE i.page_at <= ? ORDER BY i.page_at LIMIT ?",
      [&](const storage::Row& row) { all.push_back({read_stored(row), row.boolean(3)}); }, now, limit);
  return all;
}

}  // namespace

Escalation escalation(storage::Transaction& t, const Incident& incident) {
  Lookups lookups(t, {});  // nobody is paged here, so nobody is looked up by the time
  return escalation_of(t, incident, lookups);
}

void put_next_page(storage::Transaction& t, const Incident& incident) {
  const Escalation now = is_open(incident.state) ? escalation(t, incident) : Escalation{};
  t.exec("UPDATE incident SET page_at = ? WHERE id = ?", moment(next_of(t, incident, now)), incident.id);
}

void acknowledge(storage::Transaction& t, const Clock& clock, const Stored& stored, const std::string& actor) {
  const Id& id = stored.incident.id;
  t.exec("INSERT INTO incident_ack (incident, at, actor) VALUES (?, ?, ?) ON CONFLICT (incident, at) DO NOTHING", id,
         clock.now(), actor);
  notices::mark_all_read(t, "incident", id, clock.now());
  const auto heard = t.exec("UPDATE incident SET unheard = 0 WHERE id = ? AND unheard = 1", id);
  units::add_to_tally(t, unheard_tally, stored.path, -heard);
  put_next_page(t, stored.incident);
  journal::append(t, clock,
                  {.type = "incident.acknowledged",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "incidents",
                   .unit = stored.path});
}

std::optional<Time> next_page_at(storage::Transaction& t) {
  return t.first("SELECT page_at FROM incident WHERE page_at IS NOT NULL ORDER BY page_at LIMIT 1",
                 [](const storage::Row& row) { return row.time(0); });
}

std::vector<Paged> send_due_pages(storage::Transaction& t, const Clock& clock, int limit) {
  const Time looked = clock.now();
  Lookups lookups(t, looked);
  std::vector<Paged> sent;
  std::map<std::string, std::int64_t> unheard;  // by path: how many more
  for (const Waiting& waiting : read_due(t, looked, limit)) {
    const Incident& incident = waiting.stored.incident;
    Escalation now = escalation_of(t, incident, lookups);
    auto next = next_of(t, incident, now);
    Paged paged{{incident.id, waiting.stored.path, incident.site}, {}};
    const bool due = next && next->at <= looked;
    if (due) next = send_page(t, clock, waiting.stored, *next, now, lookups, paged.told);
    t.exec("UPDATE incident SET page_at = ?, unheard = ? WHERE id = ?", moment(next), waiting.unheard || due,
           incident.id);
    if (due && !waiting.unheard) ++unheard[waiting.stored.path];
    sent.push_back(std::move(paged));
  }
  for (const auto& [path, more] : unheard) units::add_to_tally(t, unheard_tally, path, more);
  return sent;
}

}  // namespace ward::city::incidents
