#include "city/incidents/store.h"

#include <fmt/format.h>

#include "city/files/store.h"
#include "city/incidents/rows.h"
#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/units/store.h"

namespace ward::city::incidents {

namespace {

std::int64_t sort_of(const Incident& incident) {
  return incident.stage.deadline ? to_millis(*incident.stage.deadline) : no_deadline;
}

void insert(storage::Transaction& t, const Incident& incident) {
  t.exec(
      "INSERT INTO incident (id, type, unit, reporter, reported_at, state, open, deadline, sort, original, version, "
      "site, alarm, body)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      incident.id, incident.type, incident.unit, incident.reporter, incident.reported_at, to_string(incident.state),
      is_open(incident.state), incident.stage.deadline, sort_of(incident), incident.duplicate_of, incident.version,
      incident.site, incident.alarm, json::serialize(to_json(incident)));
}

// Who handles it, when whoever sees that unit need not see the unit of the incident.
std::optional<Id> elsewhere(storage::Transaction& t, const Incident& incident, const std::string& path) {
  return path.starts_with(handler_path(t, incident)) ? std::nullopt : incident.assignee;
}

void update(storage::Transaction& t, const Incident& incident, const std::string& path, bool unheard) {
  t.exec(
      "UPDATE incident SET unit = ?, state = ?, open = ?, deadline = ?, sort = ?, original = ?, version = ?, unheard = "
      "?, elsewhere = ?, body = ? WHERE id = ?",
      incident.unit, to_string(incident.state), is_open(incident.state), incident.stage.deadline, sort_of(incident),
      incident.duplicate_of, incident.version, unheard, elsewhere(t, incident, path),
      json::serialize(to_json(incident)), incident.id);
}

// Whoever sees the incident sees its pictures.
void name_pictures(storage::Transaction& t, const Incident& incident) {
  const Type* type = catalogue(t).find(incident.type);
  const Report named{.id = incident.id,
                     .type = incident.type,
                     .unit = incident.unit,
                     .place = {},
                     .description = {},
                     .answers = incident.answers,
                     .pictures = incident.pictures};
  for (const auto& [picture, field] : pictures_of(named, type ? *type : Type{}))
    files::use(t, picture, incident.unit, incident.site);
}

std::optional<Standing> standing_of(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT state, reported_at, sort, type, unheard FROM incident WHERE id = ?",
      [&](const storage::Row& row) {
        return Standing{.state = state_from(row.text(0)).value_or(State::reported),
                        .reported_at = row.time(1),
                        .sort = row.integer(2),
                        .id = id,
                        .type = row.text(3),
                        .unheard = row.boolean(4)};
      },
      id);
}

void add_to_story(storage::Transaction& t, const Happening& happening) {
  t.exec(
      "INSERT INTO incident_story (incident, version, request, at, actor, action, from_state, to_state, words, payload)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      happening.incident, happening.version, happening.request, happening.at, happening.actor,
      to_string(happening.action), to_string(happening.from), to_string(happening.to), happening.text,
      json::serialize(happening.payload));
}

void add_stage(storage::Transaction& t, const Finished& stage) {
  t.exec(
      "INSERT INTO incident_stage (incident, type, unit, state, entered, left_at, deadline, ended_by)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      stage.incident, stage.type, stage.unit, to_string(stage.state), stage.entered, stage.left, stage.deadline,
      to_string(stage.ended_by));
}

}  // namespace

Stored read_stored(const storage::Row& row) {
  auto incident = incident_from_json(json::parse(row.text(0)));
  if (!incident) throw storage::DatabaseError("a stored incident cannot be read: " + incident.error().message.en);
  incident->unit = row.id(2);
  return {*std::move(incident), row.text(1)};
}

std::optional<Stored> find(storage::Transaction& t, const Id& id) {
  return t.first(std::string("SELECT i.body, u.path, u.id") + from_where_it_stands + " WHERE i.id = ?", read_stored,
                 id);
}

std::string handler_path(storage::Transaction& t, const Incident& incident) {
  if (!incident.assignee) return "";
  return t
      .first(
          "SELECT u.path FROM unit o JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE o.id = ?",
          [](const storage::Row& row) { return row.text(0); }, *incident.assignee)
      .value_or("");
}

std::vector<Happening> story(storage::Transaction& t, const Id& id) {
  std::vector<Happening> all;
  t.query(
      "SELECT version, request, at, actor, action, from_state, to_state, words, payload FROM incident_story"
      " WHERE incident = ? ORDER BY version",
      [&](const storage::Row& row) {
        Happening one;
        one.incident = id;
        one.version = row.integer(0);
        one.request = row.id(1);
        one.at = row.time(2);
        one.actor = row.text(3);
        one.action = action_from(row.text(4)).value_or(Action::report);
        one.from = state_from(row.text(5)).value_or(State::reported);
        one.to = state_from(row.text(6)).value_or(State::reported);
        one.text = row.text(7);
        one.payload = json::parse(row.text(8)).as_object();
        all.push_back(std::move(one));
      },
      id);
  return all;
}

std::vector<Finished> finished(storage::Transaction& t, const std::vector<std::string>& tops, Time from, Time to) {
  std::vector<storage::Value> values{to_millis(from), to_millis(to)};
  const std::string sql =
      "SELECT s.incident, s.type, s.unit, s.state, s.entered, s.left_at, s.deadline, s.ended_by, s.exempt, u.path"
      " FROM incident_stage s JOIN unit o ON o.id = s.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)"
      " WHERE s.left_at >= ? AND s.left_at < ?" +
      within(tops, "u.path", values);
  std::vector<Finished> all;
  t.each(sql, std::move(values), [&](const storage::Row& row) {
    Finished one;
    one.incident = row.id(0);
    one.type = row.text(1);
    one.unit = row.id(2);
    one.state = state_from(row.text(3)).value_or(State::reported);
    one.entered = row.time(4);
    one.left = row.time(5);
    one.deadline = row.maybe_time(6);
    one.ended_by = action_from(row.text(7)).value_or(Action::accept);
    one.exempt = row.boolean(8);
    one.path = row.text(9);
    all.push_back(std::move(one));
  });
  return all;
}

void save(storage::Transaction& t, const Clock& clock, const Step& step, const std::string& path) {
  if (!step.happening) return;
  const Incident& incident = step.incident;
  const auto before = standing_of(t, incident.id);
  const bool was_open = before && is_open(before->state), open_now = is_open(incident.state);
  // Whoever was paged was paged for the stage that is over now.
  const Standing now{.state = incident.state,
                     .reported_at = incident.reported_at,
                     .sort = sort_of(incident),
                     .id = incident.id,
                     .type = incident.type,
                     .unheard = before && before->unheard && before->state == incident.state};
  if (before)
    update(t, incident, path, now.unheard);
  else
    insert(t, incident);
  if (!before) name_pictures(t, incident);
  stand(t, path, before, now);
  add_to_story(t, *step.happening);
  for (const Id& picture : pictures_of(*step.happening)) files::use(t, picture, incident.unit, incident.site);
  if (step.finished) add_stage(t, *step.finished);
  if (step.happening->action == Action::grant_appeal)
    t.exec("UPDATE incident_stage SET exempt = 1 WHERE incident = ? AND left_at <= ?", incident.id, clock.now());
  if (was_open && !open_now) notices::mark_all_read(t, "incident", incident.id, clock.now());
  put_next_page(t, incident);
  auto row = entry(*step.happening);
  row.unit = path;
  journal::append(t, clock, row);
}

std::vector<Id> duplicates_of(storage::Transaction& t, const Id& original) {
  std::vector<Id> all;
  t.query(
      "SELECT id FROM incident WHERE original = ? AND state = 'duplicate' ORDER BY id",
      [&](const storage::Row& row) { all.push_back(row.id(0)); }, original);
  return all;
}

}  // namespace ward::city::incidents
