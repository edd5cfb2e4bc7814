#include "city/premises/counts.h"

#include <fmt/format.h>

#include "city/premises/house_tally.h"
#include "city/premises/store.h"
#include "city/units/listing.h"
#include "city/units/tally.h"

namespace ward::city::premises {

namespace {

using units::TallyCounts;

TallyCounts count_all(storage::Transaction& t) {
  TallyCounts counts;
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

TallyCounts written(storage::Transaction& t) {
  TallyCounts counts;
  t.query(
      "SELECT name, unit, value FROM unit_tally WHERE name IN (?, ?)",
      [&](const storage::Row& row) { counts[{row.text(0), row.id(1)}] = row.integer(2); }, premises_tally, rooms_tally);
  return counts;
}

}  // namespace

void rebuild_tallies(storage::Transaction& t) {
  t.exec("DELETE FROM unit_tally WHERE name IN (?, ?)", premises_tally, rooms_tally);
  units::write_counts(t, count_all(t));
}

std::vector<Text> verify(storage::Transaction& t) {
  std::vector<Text> faults;
  for (const units::Miscount& one : units::miscounts(t, count_all(t), written(t)))
    faults.push_back(
        {fmt::format("Premises: {} {} stand in {}, but {} are written down.", one.counted, one.name, one.unit,
                     one.written),
         fmt::format("房屋：{} 的“{}”应为 {}，但记录为 {}。", one.unit, one.name, one.counted, one.written)});
  for (Text& fault : verify_house_tallies(t)) faults.push_back(std::move(fault));
  return faults;
}

}  // namespace ward::city::premises
