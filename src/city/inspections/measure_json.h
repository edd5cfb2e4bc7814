// How a measure and what happened to it are stored.
#pragma once

#include "city/inspections/measures.h"

namespace ward::city::inspections {

json::object to_json(const Measure& measure);
json::value to_json(const std::optional<Delivery>& one);
json::value to_json(const std::optional<Appeal>& one);
// Of what to_json() made. Throws boost::system::system_error for anything else.
Measure measure_from_stored(const json::value& value);

json::object to_json(const Happening& happening);
Happening happening_from_stored(const json::value& value);

}  // namespace ward::city::inspections
