// The unified social credit code 统一社会信用代码 of an enterprise, checked by its own check character. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ward::city::enterprises {

// GB 32100-2015: 18 digits and capital letters without I, O, S, V and Z; the last one is 31 less the sum of the others,
// each times 3^place mod 31 (section 4, annex B). Small letters and spaces are read. Errors: "enterprise.credit_code".
Result<std::string> read_credit_code(std::string_view text);

}  // namespace ward::city::enterprises
