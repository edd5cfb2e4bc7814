// A passage as a row of a month's table, there and back. Inside passages only.
#pragma once

#include <functional>

#include "city/passages/store.h"

namespace ward::city::passages {

std::string insert_sql(const std::string& table);
// The values for it. A row whose id is there already changes nothing.
std::vector<storage::Value> insert_values(const Passage& passage, const Id& site, Time received_at, std::int64_t batch);

// "SELECT ... FROM <table> AS p" with the names of device, person and group joined; `indexed_by` may be empty.
std::string select_sql(const std::string& table, const std::string& indexed_by);
StoredPassage read(const storage::Row& row);

// Every row of the table as it is stored, without names.
void each_row(storage::Transaction& t, const std::string& table,
              const std::function<void(const StoredPassage&)>& visit);

}  // namespace ward::city::passages
