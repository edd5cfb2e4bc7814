// The data directory of a server: its database, and the key that seals what is secret in it.
#pragma once

#include <filesystem>
#include <memory>

#include "base/crypto.h"
#include "city/city.h"
#include "storage/database.h"

namespace ward::app {

struct Data {
  std::filesystem::path directory;
  std::unique_ptr<storage::Database> db;  // ward.db, migrated to the present schema
  crypto::Key vault;                      // vault.key
};

// Makes the directory, for its owner only, when it is not there. Errors: "data.directory".
Result<> make_data_directory(const std::filesystem::path& directory);
// Makes the directory and what is in it when they are not there. Errors: "data.directory",
// "data.key" (there is a database but its key is gone), and those of storage and of the key.
Result<Data> open_data(const std::filesystem::path& directory);
// The same, but makes nothing: error "data.none" when there is no database.
Result<Data> open_existing_data(const std::filesystem::path& directory);
// The same, and changes nothing: error "storage.older" when the database is not of the present schema.
Result<Data> open_data_to_read(const std::filesystem::path& directory);

// What the concepts work with, over this data directory; `data` and `clock` must outlive it.
city::City city_of(const Data& data, const Clock& clock);

}  // namespace ward::app
