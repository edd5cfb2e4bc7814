// The data directory of a server: its database, and the key that seals what is secret in it.
#pragma once

#include <filesystem>
#include <memory>

#include "base/crypto.h"
#include "city/city.h"
#include "storage/database.h"

namespace ward::app {

// Where a server's data is: a directory with the key and the captures, and the database.
struct Where {
  std::filesystem::path directory;
  std::string database = {};  // postgresql://..., or "" for ward.db in the directory
};
// As options of a command that is to name the same: "--data DIR".
std::string options_of(const Where& where);

struct Data {
  std::filesystem::path directory;
  std::unique_ptr<storage::Database> db;  // migrated to the present schema
  crypto::Key vault;                      // vault.key
};

// Makes the directory, for its owner only, when it is not there. Errors: "data.directory".
Result<> make_data_directory(const std::filesystem::path& directory);
// Makes the directory and what is in it when they are not there. Errors: "data.directory",
// "data.key" (there is a database but its key is gone), and those of storage and of the key.
Result<Data> open_data(const Where& where);
// The same, but makes no database in the directory: error "data.none" when there is none.
Result<Data> open_existing_data(const Where& where);
// The same, and changes nothing: error "storage.older" when the database is not of the present schema.
Result<Data> open_data_to_read(const Where& where);

// What the concepts work with, over this data directory; `data` and `clock` must outlive it.
city::City city_of(const Data& data, const Clock& clock);

}  // namespace ward::app
