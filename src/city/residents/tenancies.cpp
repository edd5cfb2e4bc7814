// Who lives in which room, and lived there on a day.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/premises/store.h"
#include "city/residents/rows.h"
#include "city/residents/store.h"
#include "city/rounds/store.h"
#include "city/version.h"

namespace ward::city::residents {

namespace {

// Where the room stands.
std::optional<std::string> path_of(storage::Transaction& t, const Id& room) {
  const auto found = premises::find_room(t, room);
  if (!found) return std::nullopt;
  return premises::find(t, found->premises)->path;
}

// Nobody moves into a room after it was demolished, or became others.
Result<> check_stands(storage::Transaction& t, const Id& room, Date since) {
  const auto found = premises::find_room(t, room);
  if (!found->until || since <= incidents::day_of(t, *found->until)) return {};
  return fail(ErrorKind::conflict, "tenancy.room_ended",
              {"This room is no more: it was demolished, or became others.", "该房间已拆除或已拆分、合并为其他房间。"},
              "room");
}

Result<> check_input(const TenancyInput& input, const std::optional<Tenancy>& before) {
  if (before && (before->resident != input.resident || before->room != input.room))
    return fail(ErrorKind::conflict, "tenancy.moved",
                {"A tenancy stays with its person and its room; end it and make another one.",
                 "租住记录不能更换人员或房间，请结束后另建。"},
                "room");
  return check_version(input.version, before ? before->version : 0, "tenancy.changed_meanwhile");
}

void write(storage::Transaction& t, const Tenancy& tenancy, bool is_new) {
  std::optional<std::string> until;
  if (tenancy.until) until = to_text(*tenancy.until);
  if (is_new)
    t.exec("INSERT INTO tenancy (id, resident, room, since, until, version) VALUES (?, ?, ?, ?, ?, ?)", tenancy.id,
           tenancy.resident, tenancy.room, to_text(tenancy.since), until, tenancy.version);
  else
    t.exec("UPDATE tenancy SET since = ?, until = ?, version = ? WHERE id = ?", to_text(tenancy.since), until,
           tenancy.version, tenancy.id);
}

}  // namespace

std::optional<Tenancy> find_tenancy(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {} FROM tenancy y WHERE y.id = ?", tenancy_columns), tenancy_in, id);
}

std::vector<Tenancy> tenancies_of(storage::Transaction& t, const Id& head) {
  std::vector<Tenancy> all;
  t.query(
      fmt::format("SELECT {} FROM tenancy y JOIN resident r ON r.id = y.resident WHERE r.head = ?"
                  " ORDER BY y.since, y.id",
                  tenancy_columns),
      [&](const storage::Row& row) { all.push_back(tenancy_in(row)); }, head);
  return all;
}

std::vector<Occupant> occupants(storage::Transaction& t, const Id& room, Date day) {
  std::vector<Occupant> all;
  t.query(
      fmt::format("SELECT {}, r.head FROM tenancy y JOIN resident r ON r.id = y.resident WHERE y.room = ?"
                  " AND y.since <= ? AND (y.until IS NULL OR y.until > ?) ORDER BY y.since, y.id",
                  tenancy_columns),
      [&](const storage::Row& row) {
        const Id head = row.id(6);  // whom two lists wrote down is one person
        if (std::ranges::find(all, head, &Occupant::head) == all.end()) all.push_back({head, tenancy_in(row)});
      },
      room, to_text(day), to_text(day));
  return all;
}

std::vector<std::pair<Id, std::int64_t>> people_by_room(storage::Transaction& t, const Id& premises, Date day) {
  std::vector<std::pair<Id, std::int64_t>> all;
  t.query(
      "SELECT y.room, count(DISTINCT r.head) FROM room m JOIN tenancy y ON y.room = m.id"
      " JOIN resident r ON r.id = y.resident WHERE m.premises = ? AND y.since <= ? AND (y.until IS NULL OR y.until > ?)"
      " GROUP BY y.room ORDER BY y.room",
      [&](const storage::Row& row) { all.emplace_back(row.id(0), row.integer(1)); }, premises, to_text(day),
      to_text(day));
  return all;
}

std::int64_t people_in(storage::Transaction& t, const Id& room, Date day) {
  return *t.first(
      "SELECT count(DISTINCT r.head) FROM tenancy y JOIN resident r ON r.id = y.resident WHERE y.room = ?"
      " AND y.since <= ? AND (y.until IS NULL OR y.until > ?)",
      [](const storage::Row& row) { return row.integer(0); }, room, to_text(day), to_text(day));
}

namespace {

// Those of the rooms to which a round went.
std::set<Id> visited(storage::Transaction& t, const std::vector<Id>& rooms) {
  constexpr std::size_t at_once = 500;
  std::set<Id> found;
  for (std::size_t from = 0; from < rooms.size(); from += at_once) {
    const std::size_t count = std::min(at_once, rooms.size() - from);
    std::vector<storage::Value> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(storage::to_value(rooms[from + i]));
    t.each(fmt::format("SELECT DISTINCT room FROM finding WHERE room IN ({})",
                       fmt::join(std::vector<char>(count, '?'), ", ")),
           std::move(values), [&](const storage::Row& row) { found.insert(row.id(0)); });
  }
  return found;
}

}  // namespace

void tell_rounds(storage::Transaction& t, const std::vector<Id>& rooms) {
  for (const Id& room : visited(t, rooms))
    rounds::register_changed(t, room, path_of(t, room).value(), [&](Date day) { return people_in(t, room, day); });
}

Result<Tenancy> put_tenancy(storage::Transaction& t, const Clock& clock, const Id& id, const TenancyInput& input,
                            const std::string& actor) {
  const auto head = head_of(t, input.resident);
  if (!head)
    return fail(ErrorKind::not_found, "resident.unknown", {"There is no such person.", "没有此人。"}, "resident");
  const auto path = path_of(t, input.room);
  if (!path) return fail(ErrorKind::not_found, "room.unknown", {"There is no such room.", "没有这间房。"}, "room");
  const auto before = find_tenancy(t, id);
  Tenancy tenancy{.id = id,
                  .resident = input.resident,
                  .room = input.room,
                  .since = input.since,
                  .until = input.until,
                  .version = before ? before->version : 1};
  if (before == tenancy) return tenancy;
  WARD_CHECK(check_input(input, before));
  if (!before) WARD_CHECK(check_stands(t, input.room, input.since));
  WARD_CHECK(check_tenancy(tenancy, tenancies_of(t, *head)));
  tenancy.version = input.version + 1;
  write(t, tenancy, !before);
  tell_rounds(t, {tenancy.room});
  journal::append(t, clock,
                  {.type = before ? "tenancy.changed" : "tenancy.made",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "residents",
                   .payload = {{"resident", input.resident.str()}, {"room", input.room.str()}},
                   .unit = *path});
  return tenancy;
}

std::vector<std::string> paths_of(storage::Transaction& t, const Id& head) {
  std::vector<std::string> paths;
  t.query(
      "SELECT DISTINCT u.path FROM resident r JOIN tenancy y ON y.resident = r.id JOIN room m ON m.id = y.room"
      " JOIN premises p ON p.id = m.premises JOIN unit o ON o.id = p.unit"
      " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE r.head = ?",
      [&](const storage::Row& row) { paths.push_back(row.text(0)); }, head);
  return paths;
}

}  // namespace ward::city::residents
