#include "city/units/tally.h"

#include <algorithm>

#include "city/units/store.h"
#include "storage/rows.h"

namespace ward::city::units {

std::vector<std::string> path_and_above(const std::string& path) {
  std::vector<std::string> all;
  for (auto end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1))
    all.push_back(path.substr(0, end + 1));
  return all;
}

void add_to_tally(storage::Transaction& t, std::string_view name, const std::string& path, std::int64_t by) {
  if (by == 0) return;
  std::vector<std::vector<storage::Value>> rows;
  for (std::string& at : path_and_above(path)) rows.push_back({std::string(name), by, std::move(at)});
  t.bulk(
      "INSERT INTO unit_tally (name, unit, value) SELECT ?, id, ? FROM unit WHERE path = ?"
      " ON CONFLICT (name, unit) DO UPDATE SET value = unit_tally.value + excluded.value",
      rows);
}

std::int64_t tally_of(storage::Transaction& t, std::string_view name, const Id& unit) {
  return t
      .first(
          "SELECT value FROM unit_tally WHERE name = ? AND unit = ?",
          [](const storage::Row& row) { return row.integer(0); }, name, unit)
      .value_or(0);
}

namespace {

// The first name after all that begin so.
std::string after_all(std::string_view beginning) {
  std::string end(beginning);
  ++end.back();
  return end;
}

}  // namespace

TalliesByName tallies_named(storage::Transaction& t, std::string_view beginning, const Id& unit) {
  TalliesByName all;
  t.query(
      "SELECT name, value FROM unit_tally WHERE unit = ? AND name >= ? AND name < ?",
      [&](const storage::Row& row) { all[row.text(0)] = row.integer(1); }, unit, beginning, after_all(beginning));
  return all;
}

std::map<Id, TalliesByName> tallies_below(storage::Transaction& t, std::string_view beginning, const Id& unit) {
  std::map<Id, TalliesByName> all;
  t.query(
      "SELECT u.id, y.name, y.value FROM unit u JOIN unit_tally y ON y.unit = u.id WHERE u.parent = ? AND u.closed_at"
      " IS NULL AND y.name >= ? AND y.name < ?",
      [&](const storage::Row& row) { all[row.id(0)][row.text(1)] = row.integer(2); }, unit, beginning,
      after_all(beginning));
  return all;
}

namespace {

std::vector<std::pair<std::string, std::int64_t>> tallies_of(storage::Transaction& t, const Id& unit) {
  std::vector<std::pair<std::string, std::int64_t>> tallies;
  t.query(
      "SELECT name, value FROM unit_tally WHERE unit = ?",
      [&](const storage::Row& row) { tallies.emplace_back(row.text(0), row.integer(1)); }, unit);
  return tallies;
}

}  // namespace

void move_tallies(storage::Transaction& t, const Id& unit, const std::string& old_path, const std::string& new_path) {
  for (const auto& [name, value] : tallies_of(t, unit)) {
    add_to_tally(t, name, path_above(old_path), -value);
    add_to_tally(t, name, path_above(new_path), value);
  }
}

void merge_tallies(storage::Transaction& t, const Id& unit, const std::string& old_path, const std::string& new_path) {
  for (const auto& [name, value] : tallies_of(t, unit)) {
    add_to_tally(t, name, old_path, -value);
    add_to_tally(t, name, new_path, value);
  }
}

void write_counts(storage::Transaction& t, const TallyCounts& counted) {
  std::vector<storage::Values> rows;
  for (const auto& [key, value] : counted)
    if (value != 0) rows.push_back(storage::row_of(key.first, key.second, value));
  t.bulk("INSERT INTO unit_tally (name, unit, value) VALUES (?, ?, ?)", rows);
}

std::vector<Miscount> miscounts(storage::Transaction& t, TallyCounts counted, const TallyCounts& written) {
  for (const auto& [key, value] : written) counted.try_emplace(key, 0);
  std::vector<Miscount> found;
  for (const auto& [key, value] : counted) {
    const auto at = written.find(key);
    const std::int64_t said = at == written.end() ? 0 : at->second;
    if (value == said) continue;
    const auto unit = find(t, key.second);
    found.push_back({key.first, unit ? unit->code : key.second.str(), value, said});
  }
  return found;
}

}  // namespace ward::city::units
