// One shape for both formats: Open311's XML as the JSON that says the same.
#pragma once

#include "base/json.h"

namespace ward::city::open311 {

// How a list and its entries are called in XML: "services" holds "service". Empty for what is no list.
std::string_view entry_of(std::string_view list);

// `value` as an XML document with this root.
std::string to_xml(const json::value& value, std::string_view root);
// The other way: elements that are lists become arrays, others with children objects, the rest text; what is blank is
// null. Errors: those of xml::parse; "open311.document" when the root is another.
Result<json::value> from_xml(std::string_view text, std::string_view root);

}  // namespace ward::city::open311
