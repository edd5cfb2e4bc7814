// What is done about who was declared: by people, and by the clock.
#include <algorithm>

#include "city/declarations/writing.h"
#include "city/incidents/store.h"
#include "city/premises/store.h"
#include "city/residents/store.h"

namespace ward::city::declarations {

namespace {

std::optional<std::pair<Id, Done>> find_step(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT declaration, body, received_at FROM declaration_step WHERE id = ?",
      [](const storage::Row& row) { return std::pair(row.id(0), done_in(row.text(1), row.time(2))); }, id);
}

// The register has a record of them, of the same id: merged into the person it is so beyond doubt, as an import does.
Result<> write_record(storage::Transaction& t, const Clock& clock, const residents::Person& person,
                      const std::string& actor) {
  if (residents::find(t, person.id)) return {};
  WARD_CHECK(residents::put(t, clock, person, 0, actor));
  for (const residents::Candidate& one : residents::candidates(t, person))
    if (one.match.verdict == residents::Verdict::same) return residents::merge(t, clock, person.id, one.head, actor);
  return {};
}

// They live in the room from that day on; who does already goes on living there.
Result<> enrol(storage::Transaction& t, const Clock& clock, const residents::Person& person, const Id& room, Date since,
               const std::string& actor) {
  WARD_CHECK(write_record(t, clock, person, actor));
  const auto made = residents::put_tenancy(t, clock, Id::make(clock.now()),
                                           {.resident = person.id, .room = room, .since = since}, actor);
  if (!made && made.error().code != "tenancy.twice") return std::unexpected(made.error());
  return {};
}

Result<> enrol_all(storage::Transaction& t, const Clock& clock, const Declaration& declaration, const Done& done,
                   Date day, const std::string& actor) {
  const auto room = done.room ? done.room : done.step == Step::enrol ? declaration.room : std::nullopt;
  if (!room && done.step != Step::enrol) return {};
  if (!room)
    return fail(ErrorKind::invalid, "step.room", {"Say in which room they live.", "请填写入住的房间。"}, "room");
  for (const Declared& one : declaration.persons)
    if (std::ranges::find(done.persons, one.person.id) != done.persons.end())
      WARD_CHECK(enrol(t, clock, one.person, *room, std::min(day, incidents::day_of(t, clock.now())), actor));
  return {};
}

void write_step(storage::Transaction& t, const Id& declaration, const Done& done) {
  t.exec("INSERT INTO declaration_step (id, declaration, body, received_at) VALUES (?, ?, ?, ?)", done.id, declaration,
         text_of(done), done.received_at);
}

// From one state of it to the next.
void store_change(storage::Transaction& t, const Declaration& before, Declaration& after, const std::string& path) {
  after.version = before.version + 1;
  write_declaration(t, after, false);
  count(t, before, path, -1);
  count(t, after, path, 1);
}

// The incident that is raised for the unit of the house.
std::optional<Id> raise(storage::Transaction& t, const Clock& clock, const Stored& stored, std::int64_t persons) {
  const auto raised = incidents::raise(
      t, clock,
      {.id = {},
       .type = overdue_type,
       .unit = {},
       .place = {.point = {}, .address = stored.address},
       .description = "",
       .answers = {{"people", persons}, {"expected_on", to_text(stored.declaration.day)}, {"house", stored.code}},
       .pictures = {}},
      stored.path);
  return raised ? std::optional(raised->incident) : std::nullopt;
}

// Whether somebody has the incident in hand that was raised before: who is late once more, after another day was said,
// is another one when that is over.
bool is_being_handled(storage::Transaction& t, const std::optional<Id>& incident) {
  const auto stored = incident ? incidents::find(t, *incident) : std::nullopt;
  return stored && incidents::is_open(stored->incident.state);
}

Time latest_on_time(storage::Transaction& t, Time now) {
  return now - std::chrono::hours{rules(t).overdue_after_hours};
}

}  // namespace

Result<Stored> act(storage::Transaction& t, const Clock& clock, const Id& id, const Done& done,
                   const std::string& actor) {
  const auto stored = find(t, id);
  if (!stored)
    return fail(ErrorKind::not_found, "declaration.unknown", {"There is no such declaration.", "没有该申报。"}, "id");
  if (const auto before = find_step(t, done.id)) {
    if (before->first == id && is_sent_again(before->second, done)) return *stored;
    return fail(ErrorKind::conflict, "step.other", {"Another step has this id.", "该编号已用于另一步骤。"}, "id");
  }
  const Date day = incidents::day_of(t, done.at);
  WARD_TRY(after, apply(stored->declaration, done, day));
  WARD_CHECK(enrol_all(t, clock, after, done, day, actor));
  write_step(t, id, done);
  store_change(t, stored->declaration, after, stored->path);
  write_journal(t, clock, "declaration.step", after, {{"step", to_string(done.step)}, {"of_them", done.persons.size()}},
                stored->path, actor);
  return *find(t, id);
}

std::vector<Done> steps_of(storage::Transaction& t, const Id& declaration) {
  std::vector<Done> all;
  t.query(
      "SELECT body, received_at FROM declaration_step WHERE declaration = ? ORDER BY received_at, id",
      [&](const storage::Row& row) { all.push_back(done_in(row.text(0), row.time(1))); }, declaration);
  return all;
}

bool overdue_waits(storage::Transaction& t, Time now) {
  return t
      .first(
          "SELECT 1 FROM declaration WHERE expected = 1 AND arrives_at < ? LIMIT 1",
          [](const storage::Row&) { return true; }, latest_on_time(t, now))
      .has_value();
}

std::vector<Marked> mark_overdue(storage::Transaction& t, const Clock& clock, int limit) {
  std::vector<Id> late;
  t.query(
      "SELECT id FROM declaration WHERE expected = 1 AND arrives_at < ? ORDER BY arrives_at LIMIT ?",
      [&](const storage::Row& row) { late.push_back(row.id(0)); }, latest_on_time(t, clock.now()), limit);
  std::vector<Marked> marked;
  for (const Id& id : late) {
    const Stored stored = *find(t, id);
    Declaration after = stored.declaration;
    std::int64_t persons = 0;
    for (Declared& one : after.persons) {
      if (one.state != State::expected) continue;
      one.state = State::overdue;
      one.since = clock.now();
      ++persons;
    }
    if (!is_being_handled(t, after.incident)) after.incident = raise(t, clock, stored, persons);
    store_change(t, stored.declaration, after, stored.path);
    write_journal(t, clock, "declaration.overdue", after, {{"of_them", persons}, {"incident", or_null(after.incident)}},
                  stored.path, "system");
    marked.push_back({id, stored.path, after.incident});
  }
  return marked;
}

}  // namespace ward::city::declarations
