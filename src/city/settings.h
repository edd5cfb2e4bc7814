// What a city has set for itself: one JSON value for each name.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "storage/database.h"

namespace ward::city {

std::optional<json::value> setting(storage::Transaction& t, const std::string& name);
// As it is stored, for who has read this text before.
std::optional<std::string> setting_text(storage::Transaction& t, const std::string& name);
// With its row in the journal, "<concept>.changed".
void put_setting(storage::Transaction& t, const Clock& clock, const std::string& name, const json::value& value,
                 const std::string& concept_name, const std::string& actor);

}  // namespace ward::city
