#include "app/data.h"

#include "city/journal/store.h"
#include "city/residents/search.h"
#include "city/schema.h"

namespace ward::app {

namespace fs = std::filesystem;

namespace {

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

// A new key would open nothing of a database that is in use: one without its key has lost it.
Result<crypto::Key> key_of(const fs::path& directory, bool in_use) {
  if (in_use && !is_file(directory / "vault.key"))
    return fail(ErrorKind::not_found, "data.key",
                {"The key vault.key is missing in " + directory.string() +
                     ": without it no face template and no picture can be opened. Put it back from where it is kept.",
                 directory.string() + " 中缺少密钥 vault.key：没有它无法打开人脸模板和图片。请从备份恢复。"});
  return crypto::Key::load_or_create(directory / "vault.key");
}

// Whether anything ever happened in it.
bool is_in_use(storage::Database& db) {
  std::int64_t next = 0;
  db.read([&](storage::Transaction& t) { next = city::journal::next_number(t); });
  return next > 1;
}

// Brings the tables up to date, and fills in what a step could not: names are spelled by ICU, not by SQL.
Result<> bring_up_to_date(storage::Database& db) {
  constexpr int at_once = 1'000;
  WARD_CHECK(db.migrate(city::schema()));
  bool more = false;
  db.read([&](storage::Transaction& t) { more = city::residents::has_unspelled(t); });
  while (more)
    WARD_CHECK(db.write([&](storage::Transaction& t) -> Result<> {
      more = city::residents::spell_missing(t, at_once);
      return {};
    }));
  return {};
}

// On a server the database is there before its key.
Result<Data> on_server(const fs::path& directory, Result<std::unique_ptr<storage::Database>> opened) {
  WARD_TRY(db, std::move(opened));
  WARD_CHECK(bring_up_to_date(*db));
  WARD_TRY(vault, key_of(directory, is_in_use(*db)));
  return Data{directory, std::move(db), vault};
}

// In a directory the key is there before the database.
Result<Data> in_directory(const fs::path& directory,
                          Result<std::unique_ptr<storage::Database>> (*open)(const fs::path&)) {
  WARD_TRY(vault, key_of(directory, is_file(directory / "ward.db")));
  WARD_TRY(db, open(directory / "ward.db"));
  WARD_CHECK(bring_up_to_date(*db));
  return Data{directory, std::move(db), vault};
}

Result<> check_existing(const Where& where) {
  if (!where.database.empty() || is_file(where.directory / "ward.db")) return {};
  return fail(
      ErrorKind::not_found, "data.none",
      {"There is no database in " + where.directory.string() + ".", where.directory.string() + " 中没有数据库。"});
}

}  // namespace

std::string options_of(const Where& where) {
  return "--data " + where.directory.string() + (where.database.empty() ? "" : " --database URL");
}

Result<> make_data_directory(const fs::path& directory) {
  std::error_code error;
  if (fs::create_directories(directory, error); !error && !fs::is_directory(directory, error))
    error = std::make_error_code(std::errc::not_a_directory);
  if (!error) fs::permissions(directory, fs::perms::owner_all, error);
  if (!error) return {};
  return fail(ErrorKind::unavailable, "data.directory",
              {"Cannot use the data directory " + directory.string() + ": " + error.message() + ".",
               "无法使用数据目录 " + directory.string() + "：" + error.message() + "。"},
              directory.string());
}

Result<Data> open_data(const Where& where) {
  WARD_CHECK(make_data_directory(where.directory));
  return where.database.empty() ? in_directory(where.directory, storage::open_sqlite)
                                : on_server(where.directory, storage::open_postgres(where.database));
}

Result<Data> open_existing_data(const Where& where) {
  WARD_CHECK(check_existing(where));
  return open_data(where);
}

Result<Data> open_data_to_read(const Where& where) {
  WARD_CHECK(check_existing(where));
  return where.database.empty() ? in_directory(where.directory, storage::open_sqlite_to_read)
                                : on_server(where.directory, storage::open_postgres_to_read(where.database));
}

city::City city_of(const Data& data, const Clock& clock) {
  return {.db = *data.db,
          .clock = clock,
          .live = http::EventStream::make(),
          .changed = http::Signal::make(),
          .vault = data.vault,
          .data = data.directory,
          .models = {}};
}

}  // namespace ward::app
