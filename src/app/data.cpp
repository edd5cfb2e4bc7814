#include "app/data.h"

#include "city/schema.h"

namespace ward::app {

namespace fs = std::filesystem;

namespace {

bool has_database(const fs::path& directory) {
  std::error_code error;
  return fs::exists(directory / "ward.db", error);
}

// A new key would open nothing of an old database: the key comes first, and a database without one has lost it.
Result<crypto::Key> key_of(const fs::path& directory) {
  if (std::error_code error; has_database(directory) && !fs::exists(directory / "vault.key", error))
    return fail(ErrorKind::not_found, "data.key",
                {"The key vault.key is missing in " + directory.string() +
                     ": without it no face template and no picture can be opened. Put it back from where it is kept.",
                 directory.string() + " 中缺少密钥 vault.key：没有它无法打开人脸模板和图片。请从备份恢复。"});
  return crypto::Key::load_or_create(directory / "vault.key");
}

Result<Data> migrated(const fs::path& directory, const crypto::Key& vault,
                      Result<std::unique_ptr<storage::Database>> opened) {
  WARD_TRY(db, std::move(opened));
  WARD_CHECK(db->migrate(city::schema()));
  return Data{directory, std::move(db), vault};
}

Result<> check_existing(const fs::path& directory) {
  if (has_database(directory)) return {};
  return fail(ErrorKind::not_found, "data.none",
              {"There is no database in " + directory.string() + ".", directory.string() + " 中没有数据库。"});
}

}  // namespace

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

Result<Data> open_data(const fs::path& directory) {
  WARD_CHECK(make_data_directory(directory));
  WARD_TRY(vault, key_of(directory));
  return migrated(directory, vault, storage::open_sqlite(directory / "ward.db"));
}

Result<Data> open_existing_data(const fs::path& directory) {
  WARD_CHECK(check_existing(directory));
  return open_data(directory);
}

Result<Data> open_data_to_read(const fs::path& directory) {
  WARD_CHECK(check_existing(directory));
  WARD_TRY(vault, key_of(directory));
  return migrated(directory, vault, storage::open_sqlite_to_read(directory / "ward.db"));
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
