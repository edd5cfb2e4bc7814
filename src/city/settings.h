// What a city has set for itself: one JSON value for each name.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "storage/database.h"

namespace ward::city {

std::optional<json::value> setting(storage::Transaction& t, const std::string& name);
// As it is stored, for who has read this text before.
std::optional<std::string> setting_text(storage::Transaction& t, const std::string& name);
// With its row in the journal, "<concept>.changed".
void put_setting(storage::Transaction& t, const Clock& clock, const std::string& name, const json::value& value,
                 const std::string& concept_name, const std::string& actor);

// How often it was changed; 0 before the first time.
std::int64_t setting_version(storage::Transaction& t, const std::string& name);
// A setting as callers see it: with its version.
json::value with_version(storage::Transaction& t, const std::string& name, json::value value);

// What a caller wants a setting to be, and the version of it that they looked at.
struct Amendment {
  json::value value;
  std::int64_t version = 0;
};
// Errors: "field.missing" and "field.type" of "version".
Result<Amendment> amendment_from_json(json::value body);
// Whether `fresh` is to be stored: not when it is there already. Nobody overwrites what they have not seen. Errors:
// "setting.version".
Result<bool> is_change(storage::Transaction& t, const std::string& name, std::int64_t version,
                       const json::value& fresh);

}  // namespace ward::city
