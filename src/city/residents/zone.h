// The machine readable zone of a passport, as a reader or a camera gives it: ICAO Doc 9303-4 (TD3), two lines of 44
// characters, or the second one alone.
#pragma once

#include <string_view>

#include "city/residents/document.h"

namespace ward::city::residents {

// Whether normalised text can only be meant as a zone.
bool looks_like_zone(std::string_view text);

// `text` has capital letters, digits and '<' alone, the lines run on. Checked are the check digits of the number, of
// the date of birth, of the expiry, of the personal number where there is one, and the one over all of them (Doc
// 9303-3, section 4.9: weights 7, 3, 1, modulo 10). The second line names the nationality, the first one who issued it:
// with the second alone it is `country`, or the nationality when that is empty. A year of birth is the last one that is
// not in the future; a date of which day or month is not known ("<<") is none. Errors: "document.zone_*",
// "document.country_differs", "country.unknown".
Result<Document> read_zone(std::string_view text, std::string_view country, Date today);

}  // namespace ward::city::residents
