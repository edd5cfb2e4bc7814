// Percent-encoding (RFC 3986, section 2.1) and what a form sends (WHATWG URL, application/x-www-form-urlencoded).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward {

// Nothing when a % has no two hexadecimal digits behind it or what comes out is not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);
// Everything but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

// The fields of a form in their order; a name may come more than once.
using FormFields = std::vector<std::pair<std::string, std::string>>;

// Errors: "form.malformed" (a broken %-escape, bytes that are not UTF-8, a NUL), `field` the name as far as it could be
// read; "form.too_many" beyond 1,000 fields.
Result<FormFields> parse_form(std::string_view body);
std::string to_form(const FormFields& fields);

}  // namespace ward
