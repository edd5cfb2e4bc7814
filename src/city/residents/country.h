// Countries as documents and lists write them, as ISO 3166-1 alpha-3 codes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ward::city::residents {

// "CHN" from "CHN", "cn", "中国" or "China". The machine readable zone's own codes are read too (ICAO Doc 9303-3,
// section 5): "D" is DEU, GBD, GBN, GBO, GBP and GBS are GBR; those of no country (UNO, XXA for a stateless person,
// ...) stay as they are. Errors: "country.unknown".
Result<std::string> read_country(std::string_view text, const std::string& field = "country");

// From the three digits of ISO 3166-1; nothing for a number that is no country's.
std::optional<std::string> country_of_number(int number);

}  // namespace ward::city::residents
