// How rooms stand in rounds, and how many of them in each unit.
#include <fmt/format.h>

#include "city/rounds/store.h"
#include "city/units/store.h"
#include "city/units/tally.h"

namespace ward::city::rounds {

namespace {

constexpr const char* selected = "state, people, day, return_on, registered";

std::optional<Date> maybe_date(const storage::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(parse_date(row.text(column)).value());
}
std::optional<std::string> maybe_text(const std::optional<Date>& date) {
  return date ? std::optional(to_text(*date)) : std::nullopt;
}

Finding read_finding(const storage::Row& row) {
  Finding finding{.state = state_from(row.text(0)).value()};
  if (!row.is_null(1)) finding.people = row.integer(1);
  finding.day = maybe_date(row, 2);
  finding.return_on = maybe_date(row, 3);
  finding.registered = row.integer(4);
  return finding;
}

// A finding joins the numbers of its units, or leaves them.
void count(storage::Transaction& t, std::int64_t round, const Finding& finding, const std::string& path, int by) {
  units::add_to_tally(t, tally_name(round, finding.state), path, by);
  if (finding.differs()) units::add_to_tally(t, differing_name(round), path, by);
}

struct InRound {
  std::int64_t round;
  bool open;
  Finding finding;
};
std::vector<InRound> of_room(storage::Transaction& t, const Id& room) {
  std::vector<InRound> all;
  t.query(
      fmt::format("SELECT {}, f.round, r.closed_at FROM finding f JOIN round r ON r.number = f.round WHERE f.room = ?",
                  selected),
      [&](const storage::Row& row) { all.push_back({row.integer(5), row.is_null(6), read_finding(row)}); }, room);
  return all;
}

// The name without its round: what a tally counts. Nothing for a tally of something else.
void add(Numbers& numbers, std::string_view name, std::int64_t value) {
  const std::string_view what = name.substr(name.find(':') + 1);
  if (what == "differing")
    numbers.differing = value;
  else if (const auto state = state_from(what))
    numbers.rooms[std::size_t(*state)] = value;
}

// All tallies of a round have names within these.
std::pair<std::string, std::string> names_of(std::int64_t round) {
  return {fmt::format("r{}:", round), fmt::format("r{};", round)};
}

// While a round is open, a room without a finding is one without a verdict.
void fill_in(Numbers& numbers, const Round& round, std::int64_t standing) {
  if (round.is_open()) numbers.rooms[std::size_t(State::none)] = standing - numbers.all();
}
constexpr const char* standing_rooms = "rooms";  // the tally that premises keep

}  // namespace

std::string tally_name(std::int64_t round, State state) { return fmt::format("r{}:{}", round, to_string(state)); }
std::string differing_name(std::int64_t round) { return fmt::format("r{}:differing", round); }

std::optional<Finding> finding(storage::Transaction& t, std::int64_t round, const Id& room) {
  return t.first(fmt::format("SELECT {} FROM finding WHERE room = ? AND round = ?", selected), read_finding, room,
                 round);
}

void set_finding(storage::Transaction& t, std::int64_t round, const Id& room, const Finding& wanted,
                 const std::string& path) {
  const auto before = finding(t, round, room);
  if (before == wanted) return;
  t.exec(
      "INSERT INTO finding (round, room, state, people, day, return_on, registered) VALUES (?, ?, ?, ?, ?, ?, ?) ON"
      " CONFLICT (room, round) DO UPDATE SET state = excluded.state, people = excluded.people, day = excluded.day,"
      " return_on = excluded.return_on, registered = excluded.registered",
      round, room, to_string(wanted.state), wanted.people, maybe_text(wanted.day), maybe_text(wanted.return_on),
      wanted.registered);
  if (before) count(t, round, *before, path, -1);
  count(t, round, wanted, path, 1);
}

void rooms_ended(storage::Transaction& t, const std::vector<Id>& rooms, const std::string& path) {
  for (const Id& room : rooms)
    for (const InRound& one : of_room(t, room)) {
      if (!one.open) continue;
      t.exec("DELETE FROM finding WHERE room = ? AND round = ?", room, one.round);
      count(t, one.round, one.finding, path, -1);
    }
}

void premises_moved(storage::Transaction& t, const Id& premises, const std::string& from, const std::string& to) {
  std::vector<Id> rooms;
  t.query(
      "SELECT id FROM room WHERE premises = ?", [&](const storage::Row& row) { rooms.push_back(row.id(0)); }, premises);
  for (const Id& room : rooms)
    for (const InRound& one : of_room(t, room)) {
      count(t, one.round, one.finding, from, -1);
      count(t, one.round, one.finding, to, 1);
    }
}

void register_changed(storage::Transaction& t, const Id& room, const std::string& path,
                      const std::function<std::int64_t(Date)>& registered) {
  for (const InRound& one : of_room(t, room)) {
    if (!one.finding.day) continue;
    Finding wanted = one.finding;
    wanted.registered = registered(*wanted.day);
    set_finding(t, one.round, room, wanted, path);
  }
}

std::int64_t write_down_the_rest(storage::Transaction& t, const Round& round, const std::string& path) {
  const std::string none = tally_name(round.number, State::none);
  const auto [first, end] = names_of(round.number);
  const std::int64_t left = t.exec(
      "INSERT INTO finding (round, room, state, registered) SELECT ?, r.id, 'none', 0 FROM room r"
      " JOIN premises p ON p.id = r.premises JOIN unit o ON o.id = p.unit"
      " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE r.until IS NULL AND u.path >= ? AND u.path < ?"
      " AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.room = r.id AND f.round = ?)",
      round.number, path, units::end_of(path), round.number);
  // Within the round every unit's; above it, as for any change of that many.
  t.exec(
      "INSERT INTO unit_tally (name, unit, value) SELECT ?, id, rest FROM (SELECT u.id AS id, y.value - "
      "coalesce((SELECT"
      " sum(s.value) FROM unit_tally s WHERE s.unit = u.id AND s.name >= ? AND s.name < ? AND s.name <> ?), 0) AS rest"
      " FROM unit u JOIN unit_tally y ON y.unit = u.id AND y.name = ? WHERE u.path >= ? AND u.path < ?) AS counted"
      " WHERE rest <> 0",
      none, first, end, differing_name(round.number), standing_rooms, path, units::end_of(path));
  units::add_to_tally(t, none, units::path_above(path), left);
  return left;
}

Numbers numbers(storage::Transaction& t, const Round& round, const Id& unit) {
  Numbers numbers;
  const auto [first, end] = names_of(round.number);
  t.query(
      "SELECT name, value FROM unit_tally WHERE unit = ? AND name >= ? AND name < ?",
      [&](const storage::Row& row) { add(numbers, row.text(0), row.integer(1)); }, unit, first, end);
  fill_in(numbers, round, units::tally_of(t, standing_rooms, unit));
  return numbers;
}

namespace {

// Of the units that `which` chooses, by what it calls them.
template <class Key, class F>
std::map<Key, Numbers> numbers_where(storage::Transaction& t, const Round& round, const std::string& which,
                                     const std::string& key, F&& key_of, std::vector<storage::Value> values) {
  std::map<Key, Numbers> all;
  std::map<Key, std::int64_t> standing;
  const auto [first, end] = names_of(round.number);
  values.insert(values.begin(), {storage::Value(first), storage::Value(end), storage::Value(standing_rooms)});
  t.each(fmt::format("SELECT {}, y.name, y.value FROM unit u JOIN unit_tally y ON y.unit = u.id AND ((y.name >= ? AND"
                     " y.name < ?) OR y.name = ?) WHERE {}",
                     key, which),
         std::move(values), [&](const storage::Row& row) {
           const Key unit = key_of(row);
           Numbers& numbers = all[unit];
           if (const std::string name = row.text(1); name == standing_rooms)
             standing[unit] = row.integer(2);
           else
             add(numbers, name, row.integer(2));
         });
  for (auto& [unit, numbers] : all) fill_in(numbers, round, standing[unit]);
  return all;
}

}  // namespace

std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Round& round, const Id& unit) {
  return numbers_where<Id>(t, round, "u.parent = ? AND u.closed_at IS NULL", "u.id",
                           [](const storage::Row& row) { return row.id(0); }, {storage::to_value(unit)});
}

std::map<std::string, Numbers> all_numbers(storage::Transaction& t, const Round& round) {
  const std::string top = units::find(t, round.unit)->path;
  return numbers_where<std::string>(t, round, "u.path >= ? AND u.path < ?", "u.path",
                                    [](const storage::Row& row) { return row.text(0); },
                                    {storage::Value(top), storage::Value(units::end_of(top))});
}

}  // namespace ward::city::rounds
