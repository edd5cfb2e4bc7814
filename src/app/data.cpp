#include "app/data.h"

#include "city/schema.h"

namespace ward::app {

namespace fs = std::filesystem;

Result<Data> open_data(const fs::path& directory) {
  std::error_code error;
  if (fs::create_directories(directory, error); !error && !fs::is_directory(directory, error))
    error = std::make_error_code(std::errc::not_a_directory);
  if (!error) fs::permissions(directory, fs::perms::owner_all, error);
  if (error)
    return fail(ErrorKind::unavailable, "data.directory",
                {"Cannot use the data directory " + directory.string() + ": " + error.message() + ".",
                 "无法使用数据目录 " + directory.string() + "：" + error.message() + "。"},
                directory.string());
  // A new key would open nothing of an old database: the key comes first, and a database without one has lost it.
  if (fs::exists(directory / "ward.db", error) && !fs::exists(directory / "vault.key", error))
    return fail(ErrorKind::not_found, "data.key",
                {"The key vault.key is missing in " + directory.string() +
                     ": without it no face template and no picture can be opened. Put it back from where it is kept.",
                 directory.string() + " 中缺少密钥 vault.key：没有它无法打开人脸模板和图片。请从备份恢复。"});
  WARD_TRY(vault, crypto::Key::load_or_create(directory / "vault.key"));
  Data data{directory, nullptr, vault};
  WARD_TRY(db, storage::open_sqlite(directory / "ward.db"));
  data.db = std::move(db);
  WARD_CHECK(data.db->migrate(city::schema()));
  return data;
}

Result<Data> open_existing_data(const fs::path& directory) {
  if (std::error_code error; !fs::exists(directory / "ward.db", error))
    return fail(ErrorKind::not_found, "data.none",
                {"There is no database in " + directory.string() + ".", directory.string() + " 中没有数据库。"});
  return open_data(directory);
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
