// How many are overdue, counted without looking at them: each unit has a tally of what was due before one moment, and
// that moment is moved on now and then. What became due since is little, and read with the incidents' index of
// deadlines.
#include <fmt/format.h>

#include "city/incidents/rows.h"
#include "city/units/tally.h"

namespace ward::city::incidents {

namespace {

// Where to move on to from `from`: past about `limit` incidents; those due at one moment stay together.
Time past(storage::Transaction& t, Time from, Time now, int limit) {
  const auto far = t.first(
      "SELECT deadline FROM incident WHERE open = 1 AND deadline >= ? AND deadline < ? ORDER BY deadline LIMIT 1"
      " OFFSET ?",
      [](const storage::Row& row) { return row.time(0); }, from, now, limit - 1);
  return far ? *far + Millis{1} : now;
}

}  // namespace

Time late_until(storage::Transaction& t) {
  return t.first("SELECT until FROM incident_late", [](const storage::Row& row) { return row.time(0); }).value();
}

std::vector<std::pair<std::string, std::int64_t>> due_between(storage::Transaction& t, Time from, Time to) {
  std::vector<std::pair<std::string, std::int64_t>> found;
  t.query(
      fmt::format("SELECT u.path, count(*){} WHERE i.open = 1 AND i.deadline >= ? AND i.deadline < ? GROUP BY u.path",
                  from_where_it_stands),
      [&](const storage::Row& row) { found.emplace_back(row.text(0), row.integer(1)); }, from, to);
  return found;
}

bool late_waits(storage::Transaction& t, Time now) {
  return t
      .first(
          "SELECT 1 FROM incident WHERE open = 1 AND deadline >= ? AND deadline < ? LIMIT 1",
          [](const storage::Row&) { return true; }, late_until(t), now)
      .has_value();
}

bool count_late(storage::Transaction& t, Time now, int limit) {
  const Time from = late_until(t);
  if (now <= from) return false;
  const Time to = past(t, from, now, limit);
  for (const auto& [path, more] : due_between(t, from, to)) units::add_to_tally(t, late_tally, path, more);
  t.exec("UPDATE incident_late SET until = ?", to);
  return to < now;
}

}  // namespace ward::city::incidents
