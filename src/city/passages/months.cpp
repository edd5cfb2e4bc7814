#include "city/passages/months.h"

#include <fmt/format.h>

#include <limits>

namespace ward::city::passages {

namespace {

constexpr const char* table_sql = R"sql(
CREATE TABLE {0} (
  id BLOB PRIMARY KEY,            -- made by the gate
  device BLOB NOT NULL,
  site BLOB NOT NULL,             -- of the device when it was received
  at INTEGER NOT NULL,            -- the gate's clock
  received_at INTEGER NOT NULL,   -- the server's clock
  batch INTEGER NOT NULL,         -- the number of its row in the journal
  clock_offset_ms INTEGER NOT NULL,
  person BLOB,
  method TEXT NOT NULL,
  similarity_milli INTEGER,
  temperature_cc INTEGER,
  temperature_sd_cc INTEGER,
  temperature_method TEXT NOT NULL,
  simulated INTEGER NOT NULL,
  mask TEXT NOT NULL,
  live_milli INTEGER,
  warmth_milli INTEGER,
  shots INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reasons TEXT NOT NULL,          -- names with a space between
  opened INTEGER NOT NULL,
  policy_version TEXT NOT NULL,
  capture BLOB
) STRICT, WITHOUT ROWID)sql";

// Every index ends in the id by itself, which orders rows of the same time.
constexpr const char* index_sql[] = {
    "CREATE INDEX {0}_at ON {0} (at)",
    "CREATE INDEX {0}_person ON {0} (person, at) WHERE person IS NOT NULL",
    // Holds all that temperatures.cpp counts. Months made before have (device, at, temperature_cc): the same, slower.
    "CREATE INDEX {0}_device ON {0} (device, at, temperature_cc, simulated, outcome)",
    "CREATE INDEX {0}_fever ON {0} (at) WHERE instr(reasons, 'fever') > 0",
    "CREATE INDEX {0}_capture ON {0} (capture) WHERE capture IS NOT NULL",
    "CREATE INDEX {0}_hot ON {0} (at) WHERE temperature_cc >= 3700",
};

}  // namespace

std::string table_of(const Id& id) {
  const bool is_v7 = id.bytes()[6] >> 4 == 7;
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(id.time())};
  const int year = int(date.year());
  if (!is_v7 || year < 2020 || year > 2099) return "passage_other";
  return fmt::format("passage_{:04}{:02}", year, unsigned(date.month()));
}

bool has_table(storage::Transaction& t, const std::string& table) {
  return t.first(
              "SELECT 1 FROM passage_month WHERE name = ?", [](const storage::Row&) { return true; }, table)
      .has_value();
}

void make_table(storage::Transaction& t, const std::string& table) {
  if (has_table(t, table)) return;
  t.exec(fmt::format(fmt::runtime(table_sql), table));
  for (const char* sql : index_sql) t.exec(fmt::format(fmt::runtime(sql), table));
  t.exec("INSERT INTO passage_month (name, min_at, max_at) VALUES (?, ?, ?)", table,
         std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min());
}

void widen(storage::Transaction& t, const std::string& table, Time min_at, Time max_at) {
  t.exec(
      "UPDATE passage_month SET min_at = CASE WHEN min_at > ?2 THEN ?2 ELSE min_at END,"
      " max_at = CASE WHEN max_at < ?3 THEN ?3 ELSE max_at END"
      " WHERE name = ?1 AND (min_at > ?2 OR max_at < ?3)",
      table, min_at, max_at);
}

std::vector<Month> months_between(storage::Transaction& t, Time from, Time to) {
  std::vector<Month> months;
  t.query(
      "SELECT name, min_at, max_at FROM passage_month WHERE min_at < ? AND max_at >= ? ORDER BY max_at DESC, name",
      [&](const storage::Row& row) { months.push_back({row.text(0), row.time(1), row.time(2)}); }, to, from);
  return months;
}

}  // namespace ward::city::passages
