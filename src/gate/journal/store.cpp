#include "gate/journal/store.h"

#include <sys/stat.h>

namespace ward::gate {

namespace {

constexpr std::string_view schema = R"sql(
-- Passages that the server has not confirmed, in the order in which they happened at this gate.
CREATE TABLE passage (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  body TEXT NOT NULL               -- the passage as it is sent (api/openapi.yaml, Passage)
) STRICT;

-- Passages that the server will never take, kept for whoever looks into it.
CREATE TABLE rejected (
  id BLOB PRIMARY KEY,
  body TEXT NOT NULL,
  code TEXT NOT NULL,              -- the server's word
  detail TEXT NOT NULL
) STRICT;

-- Pictures, sealed with gate.key; the context of the seal is "capture:" and the id.
CREATE TABLE capture (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  passage BLOB NOT NULL,
  ready INTEGER NOT NULL,          -- 1: the server has the passage, the picture may follow
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX capture_passage ON capture (passage);
CREATE INDEX capture_ready ON capture (ready, seq);

-- Who is known here: name, group and template, sealed; the context of the seal is "person:" and the id.
CREATE TABLE known (person BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- A full list that is still arriving; it replaces `known` with its last page.
CREATE TABLE arriving (person BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

-- whitelist_version, whitelist_confirmed (ms since 1970), policy (JSON).
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
)sql";

}  // namespace

Result<GateStore> GateStore::open(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error || ::chmod(directory.c_str(), 0700) != 0)
    return fail(ErrorKind::unavailable, "gate.directory",
                {"Cannot make or use the directory " + directory.string() + ".",
                 "无法创建或使用目录 " + directory.string() + "。"});
  GateStore store;
  store.directory = directory;
  WARD_TRY(key, crypto::Key::load_or_create(directory / "gate.key"));
  store.key = key;
  WARD_TRY(database, storage::open_sqlite(directory / "journal.db"));
  store.database = std::move(database);
  WARD_CHECK(store.database->migrate({{1, "journal, whitelist and policy of a gate", schema}}));
  return store;
}

}  // namespace ward::gate
