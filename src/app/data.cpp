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
  Data data{directory, nullptr, crypto::Key::random()};
  WARD_TRY(db, storage::open_sqlite(directory / "ward.db"));
  data.db = std::move(db);
  WARD_CHECK(data.db->migrate(city::schema()));
  WARD_TRY(vault, crypto::Key::load_or_create(directory / "vault.key"));
  data.vault = vault;
  return data;
}

}  // namespace ward::app
