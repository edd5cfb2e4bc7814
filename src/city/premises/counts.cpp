#include "city/premises/counts.h"

#include <fmt/format.h>

#include <map>

#include "city/premises/store.h"
#include "city/units/listing.h"
#include "city/units/store.h"
#include "storage/rows.h"

namespace ward::city::premises {

namespace {

// By the tally's name and the unit.
using Counts = std::map<std::pair<std::string, Id>, std::int64_t>;

Counts count_all(storage::Transaction& t) {
  Counts counts;
  t.query(
      fmt::format("SELECT u.path, count(DISTINCT p.id), count(r.id){} LEFT JOIN room r ON r.premises = p.id AND r.until"
                  " IS NULL WHERE p.closed_at IS NULL GROUP BY u.path",
                  where_they_stand),
      [&](const storage::Row& row) {
        for (const Id& unit : units::ids_along(t, row.text(0))) {
          counts[{premises_tally, unit}] += row.integer(1);
          counts[{rooms_tally, unit}] += row.integer(2);
        }
      });
  return counts;
}

Counts written(storage::Transaction& t) {
  Counts counts;
  t.query(
      "SELECT name, unit, value FROM unit_tally WHERE name IN (?, ?)",
      [&](const storage::Row& row) { counts[{row.text(0), row.id(1)}] = row.integer(2); }, premises_tally, rooms_tally);
  return counts;
}

}  // namespace

void rebuild_tallies(storage::Transaction& t) {
  t.exec("DELETE FROM unit_tally WHERE name IN (?, ?)", premises_tally, rooms_tally);
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
    faults.push_back(
        {fmt::format("Premises: {} {} stand in {}, but {} are written down.", value, key.first, code, said),
         fmt::format("房屋：{} 的“{}”应为 {}，但记录为 {}。", code, key.first, value, said)});
  }
  return faults;
}

}  // namespace ward::city::premises
