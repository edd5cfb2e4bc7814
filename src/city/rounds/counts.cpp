// The numbers of rounds counted anew, from the findings.
#include <fmt/format.h>

#include <map>

#include "city/rounds/store.h"
#include "city/units/listing.h"
#include "city/units/tally.h"

namespace ward::city::rounds {

namespace {

using units::TallyCounts;

TallyCounts count_all(storage::Transaction& t) {
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
  TallyCounts counts;
  for (const auto& [path, tallies] : by_path)
    for (const Id& unit : units::ids_along(t, path))
      for (const auto& [name, value] : tallies) counts[{name, unit}] += value;
  return counts;
}

TallyCounts written(storage::Transaction& t) {
  TallyCounts counts;
  t.query("SELECT y.name, y.unit, y.value FROM unit_tally y WHERE y.name >= 'r' AND y.name < 's' AND y.name LIKE '%:%'",
          [&](const storage::Row& row) { counts[{row.text(0), row.id(1)}] = row.integer(2); });
  return counts;
}

}  // namespace

void rebuild_tallies(storage::Transaction& t) {
  t.exec("DELETE FROM unit_tally WHERE name >= 'r' AND name < 's' AND name LIKE '%:%'");
  units::write_counts(t, count_all(t));
}

std::vector<Text> verify(storage::Transaction& t) {
  std::vector<Text> faults;
  for (const units::Miscount& one : units::miscounts(t, count_all(t), written(t)))
    faults.push_back(
        {fmt::format("Rounds: {} of {} is {}, but {} are written down.", one.name, one.unit, one.counted, one.written),
         fmt::format("排摸：{} 的“{}”应为 {}，但记录为 {}。", one.unit, one.name, one.counted, one.written)});
  return faults;
}

}  // namespace ward::city::rounds
