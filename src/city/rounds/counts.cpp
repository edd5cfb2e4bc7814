// The numbers of rounds counted anew, from the findings.
#include <fmt/format.h>

#include <map>

#include "city/rounds/store.h"
#include "city/units/listing.h"
#include "city/units/store.h"
#include "storage/rows.h"

namespace ward::city::rounds {

namespace {

// By the tally's name and the unit.
using Counts = std::map<std::pair<std::string, Id>, std::int64_t>;

Counts count_all(storage::Transaction& t) {
  std::map<std::string, std::map<std::string, std::int64_t>> by_path;  // path, tally
  t.query(
      "SELECT u.path, f.round, f.state, count(*), sum(CASE WHEN f.people <> f.registered THEN 1 ELSE 0 END)"
      " FROM finding f JOIN room r ON r.id = f.room JOIN premises p ON p.id = r.premises JOIN unit o ON o.id = p.unit"
      " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) GROUP BY u.path, f.round, f.state",
      [&](const storage::Row& row) {
        auto& counts = by_path[row.text(0)];
        counts[tally_name(row.integer(1), state_from(row.text(2)).value())] += row.integer(3);
        counts[differing_name(row.integer(1))] += row.integer(4);
      });
  Counts counts;
  for (const auto& [path, tallies] : by_path)
    for (const Id& unit : units::ids_along(t, path))
      for (const auto& [name, value] : tallies) counts[{name, unit}] += value;
  return counts;
}

Counts written(storage::Transaction& t) {
  Counts counts;
  t.query("SELECT y.name, y.unit, y.value FROM unit_tally y WHERE y.name >= 'r' AND y.name < 's' AND y.name LIKE '%:%'",
          [&](const storage::Row& row) { counts[{row.text(0), row.id(1)}] = row.integer(2); });
  return counts;
}

}  // namespace

void rebuild_tallies(storage::Transaction& t) {
  t.exec("DELETE FROM unit_tally WHERE name >= 'r' AND name < 's' AND name LIKE '%:%'");
  std::vector<storage::Values> rows;
  for (const auto& [key, value] : count_all(t))
    if (value != 0) rows.push_back(storage::row_of(key.first, key.second, value));
  t.bulk("INSERT INTO unit_tally (name, unit, value) VALUES (?, ?, ?)", rows);
}

std::vector<Text> verify(storage::Transaction& t) {
  Counts counted = count_all(t), have = written(t);
  for (const auto& [key, value] : have) counted.try_emplace(key, 0);
  std::vector<Text> faults;
  for (const auto& [key, value] : counted) {
    const std::int64_t said = have[key];
    if (value == said) continue;
    const auto unit = units::find(t, key.second);
    const std::string code = unit ? unit->code : key.second.str();
    faults.push_back({fmt::format("Rounds: {} of {} is {}, but {} are written down.", key.first, code, value, said),
                      fmt::format("排摸：{} 的“{}”应为 {}，但记录为 {}。", code, key.first, value, said)});
  }
  return faults;
}

}  // namespace ward::city::rounds
