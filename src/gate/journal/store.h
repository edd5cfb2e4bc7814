// The gate's own disk: one SQLite file, one key, one reserve. Everything the gate keeps over a reboot lies here.
#pragma once

#include <filesystem>
#include <memory>

#include "base/crypto.h"
#include "storage/database.h"

namespace ward::gate {

struct GateStore {
  std::filesystem::path directory;
  std::unique_ptr<storage::Database> database;  // journal.db
  crypto::Key key = crypto::Key::random();      // gate.key: seals pictures and templates

  // Makes the directory (mode 0700) when it is not there. Errors: "gate.directory", storage's and the key's own.
  static Result<GateStore> open(const std::filesystem::path& directory);
};

}  // namespace ward::gate
