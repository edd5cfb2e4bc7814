#include "city/verdicts/store.h"

#include <fmt/format.h>

#include "city/journal/store.h"
#include "city/premises/store.h"
#include "city/residents/store.h"

namespace ward::city::verdicts {

namespace {

constexpr const char* columns =
    "id, room, found, people, return_on, note, answers, known, at, day, received_at, author, member";

json::array texts_of(const std::vector<Id>& ids) { return premises::texts_of(ids); }

Verdict read(const storage::Row& row) {
  Verdict verdict{.id = row.id(0), .room = row.id(1), .found = found_from(row.text(2)).value()};
  if (!row.is_null(3)) verdict.people = row.integer(3);
  if (!row.is_null(4)) verdict.return_on = parse_date(row.text(4)).value();
  verdict.note = row.text(5);
  verdict.answers = json::parse(row.text(6)).as_object();
  const json::value known = json::parse(row.text(7));
  for (const json::value& one : known.as_array()) verdict.after.push_back(Id::parse(one.as_string()).value());
  verdict.at = row.time(8);
  verdict.day = parse_date(row.text(9)).value();
  verdict.received_at = row.time(10);
  verdict.author = row.text(11);
  if (!row.is_null(12)) verdict.member = row.id(12);
  return verdict;
}

struct Stored {
  std::int64_t round;
  Verdict verdict;
};
std::optional<Stored> find(storage::Transaction& t, const Id& id) {
  return t.first(
      fmt::format("SELECT {}, round FROM verdict WHERE id = ?", columns),
      [](const storage::Row& row) { return Stored{row.integer(13), read(row)}; }, id);
}

void insert(storage::Transaction& t, std::int64_t round, const Verdict& verdict) {
  std::optional<std::string> return_on;
  if (verdict.return_on) return_on = to_text(*verdict.return_on);
  t.exec(
      "INSERT INTO verdict (round, id, room, found, people, return_on, note, answers, known, at, day, received_at, "
      "author, member) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      round, verdict.id, verdict.room, to_string(verdict.found), verdict.people, return_on, verdict.note,
      json::serialize(verdict.answers), json::serialize(texts_of(verdict.after)), verdict.at, to_text(verdict.day),
      verdict.received_at, verdict.author, verdict.member);
}

// A room counts in an open round while it stands, and in a closed one as it stood at the end.
bool counts(const rounds::Round& round, const premises::Room& room) {
  if (round.is_open()) return room.stands();
  return room.since <= *round.closed_at && (!room.until || *room.until > *round.closed_at);
}

bool is_within(const rounds::Listed& round, const std::string& path) { return path.starts_with(round.path); }

}  // namespace

std::vector<Verdict> verdicts_on(storage::Transaction& t, std::int64_t round, const Id& room) {
  std::vector<Verdict> all;
  t.query(
      fmt::format("SELECT {} FROM verdict WHERE room = ? AND round = ? ORDER BY at, id", columns),
      [&](const storage::Row& row) { all.push_back(read(row)); }, room, round);
  return all;
}

Result<Taken> take(storage::Transaction& t, const Clock& clock, const rounds::Listed& listed, const Verdict& verdict,
                   const std::string& path, const std::string& actor) {
  const rounds::Round& round = listed.round;
  if (const auto stored = find(t, verdict.id)) {
    if (stored->round == round.number && is_sent_again(stored->verdict, verdict))
      return Taken{true, rounds::finding(t, round.number, verdict.room).value_or(rounds::Finding{})};
    return fail(ErrorKind::conflict, "verdict.other", {"Another verdict has this id.", "该编号已用于另一条结论。"},
                "id");
  }
  insert(t, round.number, verdict);
  rounds::Finding finding = together(verdicts_on(t, round.number, verdict.room));
  finding.registered = residents::people_in(t, verdict.room, *finding.day);
  const auto room = premises::find_room(t, verdict.room);
  if (counts(round, *room) && is_within(listed, path))
    rounds::set_finding(t, round.number, verdict.room, finding, path);
  journal::append(t, clock,
                  {.type = "verdict.given",
                   .subject = verdict.id.str(),
                   .actor = actor,
                   .purpose = "rounds",
                   .payload = {{"round", round.id.str()},
                               {"room", verdict.room.str()},
                               {"found", to_string(verdict.found)},
                               {"state", to_string(finding.state)}},
                   .unit = path});
  return Taken{false, finding};
}

}  // namespace ward::city::verdicts
