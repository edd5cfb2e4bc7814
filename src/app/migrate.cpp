// `ward migrate`: what a server stored in its directory, into a database that several servers can share.
#include <fmt/format.h>

#include <iostream>

#include "app/command.h"
#include "app/data.h"
#include "city/journal/store.h"
#include "city/passages/months.h"
#include "city/passages/store.h"
#include "city/schema.h"
#include "storage/copy.h"

namespace ward::app {

namespace {

Result<> check_empty(storage::Transaction& to) {
  if (city::journal::next_number(to) == 1) return {};
  return fail(ErrorKind::conflict, "migrate.not_empty",
              {"The database is in use already: nothing was copied.", "该数据库已在使用，未复制任何数据。"},
              "--database");
}

// The tables that passages make as they come.
void make_months(storage::Transaction& from, storage::Transaction& to) {
  from.query("SELECT name FROM passage_month ORDER BY name",
             [&](const storage::Row& row) { city::passages::make_table(to, row.text(0)); });
}

void show(const std::string& table, std::int64_t rows, bool done) {
  if (done)
    std::cout << fmt::format("{:<24} {:>12} rows\n", table, rows);
  else
    std::cerr << fmt::format("{} ... {} rows\n", table, rows);
}

Result<> check_chain(storage::Transaction& to) {
  std::vector<Text> faults = city::journal::verify(to);
  if (faults.empty()) faults = city::passages::verify(to);
  if (faults.empty()) return {};
  return fail(ErrorKind::conflict, "migrate.broken",
              {"Nothing was copied, because what was read is not whole: " + faults.front().en,
               "源数据不完整，未复制：" + faults.front().zh});
}

// All or nothing: one snapshot of the source, one transaction of the target.
Result<> sqlite_to_postgres(const Where& where) {
  WARD_TRY(source, open_data_to_read({where.directory}));
  WARD_TRY(target, storage::open_postgres(where.database));
  WARD_CHECK(target->migrate(city::schema()));
  return target->write([&](storage::Transaction& to) -> Result<> {
    WARD_CHECK(check_empty(to));
    Result<> copied;
    source.db->read([&](storage::Transaction& from) {
      make_months(from, to);
      copied = storage::copy_tables(from, to, show);
    });
    WARD_CHECK(copied);
    return check_chain(to);
  });
}

std::string migrate_hint(const Error& error) {
  if (error.code == "migrate.not_empty") return "name an empty database: createdb NAME";
  if (error.code == "migrate.broken") return "`ward check` lists what is wrong";
  if (error.code == "storage.older") return "start `ward serve` of this version once: it brings the data up to date";
  return "ward migrate sqlite-to-postgres --help";
}

}  // namespace

std::function<int()> define_migrate(CLI::App& app) {
  const auto where = std::make_shared<Where>(Where{.directory = "var/data"});
  app.require_subcommand(1);
  CLI::App* sub = app.add_subcommand("sqlite-to-postgres", "copy ward.db of a data directory into an empty database");
  sub->add_option("--data", where->directory, "the server's data directory; only read")->capture_default_str();
  sub->add_option("--database", where->database, "postgresql://user@host/name of an empty database")->required();
  sub->footer(
      "All or nothing, from one moment: what a running server stores afterwards is not copied, so stop it first. "
      "Counts\n"
      "and the journal's chain are checked before anything counts. Keys and captures stay in the directory.");
  return [where]() -> int {
    if (const auto copied = sqlite_to_postgres(*where); !copied)
      return report(copied.error(), migrate_hint(copied.error()));
    std::cout << "Everything is copied. Now set server.database, with the same server.data, and start `ward serve`.\n";
    return done;
  };
}

}  // namespace ward::app
