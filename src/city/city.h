// What every concept of the city works with: made once by app/data, outlives every route.
//
// Concepts have an order and see only those before them: journal, policies, units, notices, duty, accounts, files,
// sites, people, alarms, devices, passages, captures, calendar, incidents, cap, orders, open311, channels, rounds,
// premises, residents, declarations, enterprises, verdicts, inspections. Each says in its `api.h` how its routes are
// made.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "http/http.h"
#include "storage/database.h"

namespace ward::city {

struct City {
  storage::Database& db;
  const Clock& clock;
  std::shared_ptr<http::EventStream>
      live;  // events `passage`, `alarm`, `device`; the scope of each is its site's id as text
  std::shared_ptr<http::Signal> changed;  // notify() when a whitelist or a policy changed: gates wait for it
  const crypto::Key& vault;               // seals captures and templates at rest
  std::filesystem::path data, models;     // directories
};

}  // namespace ward::city
