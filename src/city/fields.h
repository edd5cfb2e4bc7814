// Fields of a caller's JSON that several concepts read.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"

namespace ward::city {

// "2020-02-19"; nothing when it is absent. A fault of the reader: "date.malformed".
std::optional<Date> maybe_date_in(JsonReader& in, std::string_view key);

// One that has to be there. A fault besides: "field.missing".
Date date_in(JsonReader& in, std::string_view key);

// The ids in a list that was read. A fault of the reader, of the field `key`: "field.type".
std::vector<Id> ids_of(JsonReader& in, std::string_view key, const json::array& list);

}  // namespace ward::city
