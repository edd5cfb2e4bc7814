#include "city/premises/house_tally.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "city/premises/counts.h"
#include "city/units/listing.h"
#include "city/units/tally.h"

namespace ward::city::premises {

namespace {

using units::TallyCounts;

TallyCounts sums_of_houses(storage::Transaction& t) {
  std::map<std::string, std::map<std::string, std::int64_t>> by_path;  // path, tally
  t.query(
      fmt::format(
          "SELECT u.path, y.name, CAST(sum(y.value) AS BIGINT){} JOIN premises_tally y ON y.premises = p.id GROUP BY"
          " u.path, y.name",
          where_they_stand),
      [&](const storage::Row& row) { by_path[row.text(0)][row.text(1)] = row.integer(2); });
  TallyCounts counts;
  for (const auto& [path, tallies] : by_path)
    for (const Id& unit : units::ids_along(t, path))
      for (const auto& [name, value] : tallies) counts[{name, unit}] += value;
  return counts;
}

constexpr const char* of_houses = "name IN (SELECT name FROM premises_tally)";

}  // namespace

void add_to_house_tally(storage::Transaction& t, std::string_view name, const Id& premises, const std::string& path,
                        std::int64_t by) {
  if (by == 0) return;
  t.exec(
      "INSERT INTO premises_tally (premises, name, value) VALUES (?, ?, ?) ON CONFLICT (premises, name) DO UPDATE SET"
      " value = premises_tally.value + excluded.value",
      premises, name, by);
  units::add_to_tally(t, name, path, by);
}

void move_house_tallies(storage::Transaction& t, const Id& premises, const std::string& from, const std::string& to) {
  std::vector<std::pair<std::string, std::int64_t>> all;
  t.query(
      "SELECT name, value FROM premises_tally WHERE premises = ? AND value <> 0",
      [&](const storage::Row& row) { all.emplace_back(row.text(0), row.integer(1)); }, premises);
  for (const auto& [name, value] : all) {
    units::add_to_tally(t, name, from, -value);
    units::add_to_tally(t, name, to, value);
  }
}

void rebuild_house_tallies(storage::Transaction& t) {
  t.exec(fmt::format("DELETE FROM unit_tally WHERE {}", of_houses));
  units::write_counts(t, sums_of_houses(t));
}

std::vector<Text> verify_house_tallies(storage::Transaction& t) {
  TallyCounts written;
  t.query(fmt::format("SELECT name, unit, value FROM unit_tally WHERE {}", of_houses),
          [&](const storage::Row& row) { written[{row.text(0), row.id(1)}] = row.integer(2); });
  std::vector<Text> faults;
  for (const units::Miscount& one : units::miscounts(t, sums_of_houses(t), written))
    faults.push_back(
        {fmt::format("Houses: {} of {} is {}, but {} are written down.", one.name, one.unit, one.counted, one.written),
         fmt::format("房屋：{} 的“{}”应为 {}，但记录为 {}。", one.unit, one.name, one.counted, one.written)});
  return faults;
}

}  // namespace ward::city::premises
