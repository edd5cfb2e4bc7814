#include "city/duty/store.h"

#include <fmt/format.h>

#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/units/store.h"

namespace ward::city::duty {

namespace {

constexpr const char* columns = "s.id, s.unit, s.member, s.since, s.until";

Shift read(const storage::Row& row) {
  return {.id = row.id(0), .unit = row.id(1), .member = row.id(2), .from = row.time(3), .to = row.time(4)};
}

std::vector<Shift> of_member(storage::Transaction& t, const Shift& like, Time now) {
  std::vector<Shift> all;
  t.query(
      fmt::format("SELECT {} FROM shift s WHERE s.unit = ? AND s.until > ? AND s.member = ?", columns),
      [&](const storage::Row& row) { all.push_back(read(row)); }, like.unit, now, like.member);
  return all;
}

// The desk of a unit is kept by its own team, or by somebody of the team above who stands in.
Result<> check_member(storage::Transaction& t, const Shift& shift, const units::Unit& unit) {
  std::vector<units::Span> spans;
  for (const units::Post& post : units::posts_of(t, shift.member))
    if (post.unit == unit.id || post.unit == unit.parent) spans.push_back(post.span);
  if (units::covered({.since = shift.from, .until = shift.to}, spans)) return {};
  return fail(ErrorKind::conflict, "shift.member",
              {"The member is not in the team of this unit, or of the one above it, for the whole shift.",
               "该队员在整个班次内不是本单元或上级单元的队伍成员。"},
              "member");
}

json::object told(const Shift& shift) {
  return {{"unit", shift.unit.str()},
          {"member", shift.member.str()},
          {"from", to_rfc3339(shift.from)},
          {"to", to_rfc3339(shift.to)}};
}

}  // namespace

std::optional<Shift> find(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {} FROM shift s WHERE s.id = ?", columns), read, id);
}

std::vector<Id> on_duty(storage::Transaction& t, const Id& unit, Time at) {
  std::vector<Id> members;
  t.query(
      "SELECT DISTINCT member FROM shift WHERE unit = ? AND until > ? AND since <= ?",
      [&](const storage::Row& row) { members.push_back(row.id(0)); }, unit, at, at);
  return members;
}

std::vector<Desk> desks_of(storage::Transaction& t, const Id& member, Time at) {
  std::vector<Desk> desks;
  t.query(
      "SELECT u.path, u.id, u.name, max(s.until) FROM shift s JOIN unit o ON o.id = s.unit"
      " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE s.member = ? AND s.until > ? AND s.since <= ?"
      " GROUP BY u.path, u.id, u.name ORDER BY u.path",
      [&](const storage::Row& row) { desks.push_back({row.text(0), row.id(1), row.text(2), row.time(3)}); }, member, at,
      at);
  return desks;
}

std::vector<Named> between(storage::Transaction& t, const Id& unit, Time from, Time to) {
  std::vector<Named> all;
  t.query(
      fmt::format("SELECT {}, m.name, m.phone FROM shift s JOIN member m ON m.id = s.member"
                  " WHERE s.unit = ? AND s.until > ? AND s.since < ? ORDER BY s.since, s.id",
                  columns),
      [&](const storage::Row& row) { all.push_back({read(row), row.text(5), row.text(6)}); }, unit, from, to);
  return all;
}

Result<> put(storage::Transaction& t, const Clock& clock, const Shift& shift, const std::string& actor) {
  const Time now = clock.now();
  const auto before = find(t, shift.id);
  if (before == shift) return {};
  const auto unit = units::find(t, shift.unit);
  if (!unit || !unit->is_open())
    return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  WARD_CHECK(check_shift(shift, before ? &*before : nullptr, of_member(t, shift, now), now));
  WARD_CHECK(check_member(t, shift, *unit));
  t.exec(
      "INSERT INTO shift (id, unit, member, since, until) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
      " unit = excluded.unit, member = excluded.member, since = excluded.since, until = excluded.until",
      shift.id, shift.unit, shift.member, shift.from, shift.to);
  if (before) notices::mark_all_read(t, "shift", shift.id, now);  // what they said is no longer so
  notices::add(t, {.id = Id::make(now),
                   .member = shift.member,
                   .key = fmt::format("shift/{}/{}/{}", shift.id.str(), to_millis(shift.from), to_millis(shift.to)),
                   .about = "shift",
                   .subject = shift.id,
                   .place = unit->name,
                   .step = 0,
                   .at = now});
  journal::append(t, clock,
                  {.type = "shift.put",
                   .subject = shift.id.str(),
                   .actor = actor,
                   .purpose = "duty",
                   .payload = told(shift),
                   .unit = unit->path});
  return {};
}

Result<> take_back(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  const auto shift = find(t, id);
  if (!shift) return fail(ErrorKind::not_found, "shift.none", {"There is no such shift.", "没有这个班次。"}, "id");
  if (shift->from <= clock.now())
    return fail(ErrorKind::conflict, "shift.begun",
                {"The shift has begun: only its end can be changed.", "班次已开始，只能修改结束时间。"}, "id");
  t.exec("DELETE FROM shift WHERE id = ?", id);
  notices::mark_all_read(t, "shift", id, clock.now());
  const auto unit = units::find(t, shift->unit);
  journal::append(t, clock,
                  {.type = "shift.taken_back",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "duty",
                   .payload = told(*shift),
                   .unit = unit ? unit->path : ""});
  return {};
}

Handover write_down(storage::Transaction& t, const Clock& clock, const Handover& note) {
  const auto added = t.exec(
      "INSERT INTO handover (id, unit, author, author_name, at, words) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO NOTHING",
      note.id, note.unit, note.author, note.author_name, note.at, note.words);
  const auto unit = units::find(t, note.unit);
  if (added > 0)
    journal::append(t, clock,
                    {.type = "handover.written",
                     .subject = note.id.str(),
                     .actor = note.author,
                     .purpose = "duty",
                     .payload = {{"unit", note.unit.str()}},
                     .unit = unit ? unit->path : ""});
  return *t.first(
      "SELECT unit, author, author_name, at, words FROM handover WHERE id = ?",
      [&](const storage::Row& row) {
        return Handover{note.id, row.id(0), row.text(1), row.text(2), row.time(3), row.text(4)};
      },
      note.id);
}

std::vector<Handover> handovers(storage::Transaction& t, const Id& unit, Time since, Time until) {
  std::vector<Handover> all;
  t.query(
      "SELECT id, unit, author, author_name, at, words FROM handover WHERE unit = ? AND at >= ? AND at <= ?"
      " ORDER BY at DESC, id DESC LIMIT 200",
      [&](const storage::Row& row) {
        all.push_back({row.id(0), row.id(1), row.text(2), row.text(3), row.time(4), row.text(5)});
      },
      unit, since, until);
  return all;
}

}  // namespace ward::city::duty
