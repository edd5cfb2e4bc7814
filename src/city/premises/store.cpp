#include "city/premises/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "city/journal/store.h"
#include "city/premises/counts.h"
#include "city/premises/house_tally.h"
#include "city/rounds/store.h"
#include "city/units/store.h"
#include "city/units/tally.h"
#include "city/version.h"

namespace ward::city::premises {

namespace {

constexpr const char* selected =
    "p.id, u.id, p.code, p.address, p.kind, p.landlord, p.version, p.closed_at, u.path, p.latitude_e6, p.longitude_e6";

Stored read(const storage::Row& row) {
  const auto kind = kind_from(row.text(4));
  if (!kind) throw storage::DatabaseError("stored premises have an unknown kind");
  Premises premises{.id = row.id(0), .unit = row.id(1), .code = row.text(2), .address = row.text(3), .kind = *kind};
  if (!row.is_null(5)) premises.landlord = row.id(5);
  premises.version = row.integer(6);
  premises.closed_at = row.maybe_time(7);
  if (!row.is_null(9)) premises.place = incidents::Point{int(row.integer(9)), int(row.integer(10))};
  return {std::move(premises), row.text(8)};
}

Room read_room(const storage::Row& row) {
  Room room{.id = row.id(0), .premises = row.id(1), .number = row.text(2), .floor = row.text(3)};
  room.version = row.integer(4);
  room.since = row.time(5);
  room.until = row.maybe_time(6);
  if (!row.is_null(7)) room.end = end_from(row.text(7));
  return room;
}
constexpr const char* room_columns = "id, premises, number, floor, version, since, until, ended";

Error unknown() {
  return Error::make(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "id");
}
Error torn_down() {
  return Error::make(ErrorKind::conflict, "premises.closed", {"The house was torn down.", "该房屋已拆除。"}, "id");
}
Error ended(const Room& room) {
  return Error::make(ErrorKind::conflict, "room.ended",
                     {fmt::format("Room {} is no more: {}.", room.number, name_of(*room.end).en),
                      fmt::format("{} 室已不存在：{}。", room.number, name_of(*room.end).zh)},
                     "id");
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Id& subject,
                   json::value payload, const std::string& path, const std::string& actor) {
  journal::append(t, clock,
                  {.type = type,
                   .subject = subject.str(),
                   .actor = actor,
                   .purpose = "premises",
                   .payload = std::move(payload),
                   .unit = path});
}

std::vector<Id> ids_of_standing_rooms(storage::Transaction& t, const Id& premises) {
  std::vector<Id> rooms;
  t.query(
      "SELECT id FROM room WHERE premises = ? AND until IS NULL",
      [&](const storage::Row& row) { rooms.push_back(row.id(0)); }, premises);
  return rooms;
}

Result<> check_input(storage::Transaction& t, const Id& id, const PremisesInput& input) {
  if (input.landlord && !units::find_member(t, *input.landlord))
    return fail(ErrorKind::not_found, "premises.landlord_unknown", {"There is no such member.", "没有这名队员。"},
                "landlord");
  const auto taken = t.first(
      "SELECT address FROM premises WHERE code = ? AND closed_at IS NULL AND id <> ?",
      [](const storage::Row& row) { return row.text(0); }, input.code, id);
  if (!taken) return {};
  return fail(ErrorKind::conflict, "premises.code_taken",
              {fmt::format("The code {} belongs to {}.", input.code, *taken),
               fmt::format("编号 {} 已用于{}。", input.code, *taken)},
              "code");
}

Premises as_wanted(const Id& id, const PremisesInput& input, std::int64_t version) {
  return {.id = id,
          .unit = input.unit,
          .code = input.code,
          .address = input.address,
          .kind = input.kind,
          .landlord = input.landlord,
          .place = input.place,
          .version = version};
}

json::value said(const Premises& premises) {
  return {{"code", premises.code},
          {"address", premises.address},
          {"kind", to_string(premises.kind)},
          {"unit", premises.unit.str()},
          {"landlord", or_null(premises.landlord)},
          {"place", incidents::to_json(premises.place)}};
}

void make(storage::Transaction& t, const Clock& clock, const Premises& premises, const std::string& path,
          const std::string& actor) {
  t.exec(
      "INSERT INTO premises (id, unit, code, address, kind, landlord, latitude_e6, longitude_e6, version)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      premises.id, premises.unit, premises.code, premises.address, to_string(premises.kind), premises.landlord,
      latitude_of(premises), longitude_of(premises), premises.version);
  units::add_to_tally(t, premises_tally, path, 1);
  write_journal(t, clock, "premises.made", premises.id, said(premises), path, actor);
}

// `from`: the path of the unit they stood in.
void change(storage::Transaction& t, const Clock& clock, const Premises& premises, const std::string& from,
            const std::string& path, const std::string& actor) {
  t.exec(
      "UPDATE premises SET unit = ?, code = ?, address = ?, kind = ?, landlord = ?, latitude_e6 = ?, longitude_e6 = ?,"
      " version = ? WHERE id = ?",
      premises.unit, premises.code, premises.address, to_string(premises.kind), premises.landlord,
      latitude_of(premises), longitude_of(premises), premises.version, premises.id);
  if (from != path) {
    const std::int64_t rooms = std::int64_t(ids_of_standing_rooms(t, premises.id).size());
    units::add_to_tally(t, premises_tally, from, -1);
    units::add_to_tally(t, rooms_tally, from, -rooms);
    units::add_to_tally(t, premises_tally, path, 1);
    units::add_to_tally(t, rooms_tally, path, rooms);
    rounds::premises_moved(t, premises.id, from, path);
    move_house_tallies(t, premises.id, from, path);
  }
  write_journal(t, clock, "premises.changed", premises.id, said(premises), path, actor);
}

Result<> check_number_free(storage::Transaction& t, const Id& id, const Id& premises, const std::string& number) {
  const auto taken = t.first(
      "SELECT 1 FROM room WHERE premises = ? AND number = ? AND until IS NULL AND id <> ?",
      [](const storage::Row&) { return true; }, premises, number, id);
  if (!taken) return {};
  return fail(
      ErrorKind::conflict, "room.number_taken",
      {fmt::format("There is a room {} in this house already.", number), fmt::format("该房屋已有 {} 室。", number)},
      "number");
}

Result<Stored> standing(storage::Transaction& t, const Id& id) {
  auto stored = find(t, id);
  if (!stored) return std::unexpected(unknown());
  if (stored->premises.closed_at) return std::unexpected(torn_down());
  return *std::move(stored);
}

void insert_room(storage::Transaction& t, const Room& room) {
  t.exec("INSERT INTO room (id, premises, number, floor, version, since) VALUES (?, ?, ?, ?, ?, ?)", room.id,
         room.premises, room.number, room.floor, room.version, room.since);
}

void end_room(storage::Transaction& t, const Id& room, End how, Time now) {
  t.exec("UPDATE room SET until = ?, ended = ?, version = version + 1 WHERE id = ?", now, to_string(how), room);
}

// The rooms of a rebuilding, all of this house.
Result<std::vector<Room>> rooms_to_rebuild(storage::Transaction& t, const Id& premises, const Rebuild& wanted) {
  std::vector<Room> rooms;
  for (const Id& id : wanted.rooms) {
    auto room = find_room(t, id);
    if (!room || room->premises != premises)
      return fail(ErrorKind::not_found, "room.unknown", {"There is no such room in this house.", "该房屋没有这间房。"},
                  "rooms");
    rooms.push_back(*std::move(room));
  }
  return rooms;
}

// Whether exactly this was done before: a phone sends again what it does not know to have arrived.
bool is_done(const std::vector<Room>& rooms, const Rebuild& wanted) {
  std::vector<Id> into;
  for (const NewRoom& room : wanted.into) into.push_back(room.id);
  std::ranges::sort(into);
  return std::ranges::all_of(rooms, [&](const Room& room) { return room.end == wanted.how && room.into == into; });
}

// The rooms that end have given their numbers up by now.
Result<> add_new_rooms(storage::Transaction& t, const Id& premises, const Rebuild& wanted, Time now) {
  for (const NewRoom& room : wanted.into) {
    if (find_room(t, room.id))
      return fail(ErrorKind::conflict, "room.taken",
                  {"The id of a new room is another one's.", "新房间的编号已被占用。"}, "into");
    WARD_CHECK(check_number_free(t, room.id, premises, room.number));
    insert_room(t, {.id = room.id, .premises = premises, .number = room.number, .floor = room.floor, .since = now});
  }
  return {};
}

}  // namespace

std::optional<Stored> find(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {}{} WHERE p.id = ?", selected, where_they_stand), read, id);
}

std::optional<Room> find_room(storage::Transaction& t, const Id& id) {
  auto room = t.first(fmt::format("SELECT {} FROM room WHERE id = ?", room_columns), read_room, id);
  if (!room) return room;
  t.query(
      "SELECT successor FROM room_became WHERE room = ? ORDER BY successor",
      [&](const storage::Row& row) { room->into.push_back(row.id(0)); }, id);
  t.query(
      "SELECT room FROM room_became WHERE successor = ? ORDER BY room",
      [&](const storage::Row& row) { room->from.push_back(row.id(0)); }, id);
  return room;
}

std::vector<Room> rooms_of(storage::Transaction& t, const Id& premises) {
  std::vector<Room> rooms;
  t.query(
      fmt::format("SELECT {} FROM room WHERE premises = ? ORDER BY until IS NOT NULL, until DESC, floor, number, id",
                  room_columns),
      [&](const storage::Row& row) { rooms.push_back(read_room(row)); }, premises);
  std::map<Id, Room*> by_id;
  for (Room& room : rooms) by_id.emplace(room.id, &room);
  t.query(
      "SELECT b.room, b.successor FROM room_became b JOIN room r ON r.id = b.room WHERE r.premises = ?"
      " ORDER BY b.room, b.successor",
      [&](const storage::Row& row) {
        by_id.at(row.id(0))->into.push_back(row.id(1));
        by_id.at(row.id(1))->from.push_back(row.id(0));
      },
      premises);
  return rooms;
}

namespace {

std::vector<Listed> read_listed(storage::Transaction& t, const std::string& rest, std::vector<storage::Value> values) {
  std::vector<Listed> all;
  t.each(fmt::format("SELECT {}, u.name, m.name, (SELECT count(*) FROM room r WHERE r.premises = p.id AND r.until IS"
                     " NULL){} LEFT JOIN member m ON m.id = p.landlord {}",
                     selected, where_they_stand, rest),
         std::move(values), [&](const storage::Row& row) {
           Stored stored = read(row);
           all.push_back({.premises = std::move(stored.premises),
                          .path = std::move(stored.path),
                          .unit_name = row.text(11),
                          .landlord_name = row.is_null(12) ? "" : row.text(12),
                          .rooms = row.integer(13)});
         });
  return all;
}

}  // namespace

std::vector<Listed> list(storage::Transaction& t, const Filter& filter) {
  if (filter.tops.empty()) return {};
  std::string rest = "WHERE p.closed_at IS NULL";
  std::vector<storage::Value> values;
  std::string within;
  for (const std::string& top : filter.tops) {
    if (top.empty()) {  // everywhere
      within.clear();
      break;
    }
    within += fmt::format("{}(u.path >= ? AND u.path < ?)", within.empty() ? "" : " OR ");
    values.insert(values.end(), {top, units::end_of(top)});
  }
  if (within.empty())
    values.clear();
  else
    rest += fmt::format(" AND ({})", within);
  if (filter.landlord) {
    rest += " AND p.landlord = ?";
    values.push_back(storage::to_value(*filter.landlord));
  }
  if (!filter.beginning.empty()) {
    rest += " AND (substr(p.code, 1, length(?)) = ? OR substr(p.address, 1, length(?)) = ?)";
    values.insert(values.end(), 4, filter.beginning);
  }
  if (filter.after) {
    rest += " AND (u.path, p.code) > (?, ?)";
    values.insert(values.end(), {filter.after->path, filter.after->code});
  }
  values.emplace_back(std::int64_t(filter.limit));
  return read_listed(t, rest + " ORDER BY u.path, p.code LIMIT ?", std::move(values));
}

std::optional<Listed> find_listed(storage::Transaction& t, const Id& id) {
  auto found = read_listed(t, "WHERE p.id = ?", {storage::to_value(id)});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Tallies tallies(storage::Transaction& t, const Id& unit) {
  return {.premises = units::tally_of(t, premises_tally, unit), .rooms = units::tally_of(t, rooms_tally, unit)};
}

Tallies tallies_of_landlord(storage::Transaction& t, const Id& member) {
  return *t.first(
      "SELECT count(DISTINCT p.id), count(m.id) FROM premises p LEFT JOIN room m ON m.premises = p.id AND m.until IS "
      "NULL"
      " WHERE p.landlord = ? AND p.closed_at IS NULL",
      [](const storage::Row& row) { return Tallies{.premises = row.integer(0), .rooms = row.integer(1)}; }, member);
}

Result<Stored> put(storage::Transaction& t, const Clock& clock, const Id& id, const PremisesInput& input,
                   const std::string& actor) {
  const auto unit = units::find(t, input.unit);
  if (!unit || !unit->is_open())
    return fail(ErrorKind::not_found, "premises.unit_unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  const auto before = find(t, id);
  if (before && before->premises.closed_at) return std::unexpected(torn_down());
  Premises wanted = as_wanted(id, input, before ? before->premises.version : 1);
  if (before && wanted == before->premises) return *before;
  WARD_CHECK(check_version(input.version, before ? before->premises.version : 0, "premises.changed_meanwhile"));
  WARD_CHECK(check_input(t, id, input));
  if (before) {
    ++wanted.version;
    change(t, clock, wanted, before->path, unit->path, actor);
  } else {
    make(t, clock, wanted, unit->path, actor);
  }
  return Stored{std::move(wanted), unit->path};
}

Result<> close(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  const auto stored = find(t, id);
  if (!stored) return std::unexpected(unknown());
  if (stored->premises.closed_at) return {};
  const Time now = clock.now();
  const std::vector<Id> rooms = ids_of_standing_rooms(t, id);
  rounds::rooms_ended(t, rooms, stored->path);
  for (const Id& room : rooms) end_room(t, room, End::demolished, now);
  t.exec("UPDATE premises SET closed_at = ?, version = version + 1 WHERE id = ?", now, id);
  units::add_to_tally(t, premises_tally, stored->path, -1);
  units::add_to_tally(t, rooms_tally, stored->path, -std::int64_t(rooms.size()));
  write_journal(t, clock, "premises.closed", id, {{"code", stored->premises.code}, {"rooms", rooms.size()}},
                stored->path, actor);
  return {};
}

Result<Room> put_room(storage::Transaction& t, const Clock& clock, const Id& id, const RoomInput& input,
                      const std::string& actor) {
  WARD_TRY(house, standing(t, input.premises));
  const auto before = find_room(t, id);
  if (before && before->premises != input.premises)
    return fail(ErrorKind::conflict, "room.moved", {"A room stays in its house.", "房间不能移到另一房屋。"},
                "premises");
  if (before && !before->stands()) return std::unexpected(ended(*before));
  if (before && before->number == input.number && before->floor == input.floor) return *before;
  WARD_CHECK(check_version(input.version, before ? before->version : 0, "room.changed_meanwhile"));
  WARD_CHECK(check_number_free(t, id, input.premises, input.number));
  Room room =
      before.value_or(Room{.id = id, .premises = input.premises, .number = "", .version = 0, .since = clock.now()});
  room.number = input.number;
  room.floor = input.floor;
  ++room.version;
  if (before) {
    t.exec("UPDATE room SET number = ?, floor = ?, version = ? WHERE id = ?", room.number, room.floor, room.version,
           id);
  } else {
    insert_room(t, room);
    units::add_to_tally(t, rooms_tally, house.path, 1);
  }
  write_journal(t, clock, before ? "room.changed" : "room.made", id,
                {{"premises", input.premises.str()}, {"number", room.number}, {"floor", room.floor}}, house.path,
                actor);
  return room;
}

Result<> rebuild(storage::Transaction& t, const Clock& clock, const Id& premises, const Rebuild& wanted,
                 const std::string& actor) {
  WARD_TRY(rooms, rooms_to_rebuild(t, premises, wanted));
  if (is_done(rooms, wanted)) return {};
  WARD_TRY(house, standing(t, premises));
  const Time now = clock.now();
  for (const Room& room : rooms) {
    if (!room.stands()) return std::unexpected(ended(room));
    end_room(t, room.id, wanted.how, now);
  }
  rounds::rooms_ended(t, wanted.rooms, house.path);
  WARD_CHECK(add_new_rooms(t, premises, wanted, now));
  std::vector<Id> into;
  for (const NewRoom& room : wanted.into) into.push_back(room.id);
  for (const Room& room : rooms)
    for (const Id& successor : into)
      t.exec("INSERT INTO room_became (room, successor) VALUES (?, ?)", room.id, successor);
  units::add_to_tally(t, rooms_tally, house.path, std::int64_t(into.size()) - std::int64_t(rooms.size()));
  write_journal(t, clock, "rooms.rebuilt", premises,
                {{"how", to_string(wanted.how)}, {"rooms", texts_of(wanted.rooms)}, {"into", texts_of(into)}},
                house.path, actor);
  return {};
}

}  // namespace ward::city::premises
