#pragma once

#include "city/city.h"

namespace ward::city::enterprises {

// /enterprises
void routes(http::Router& router, City& city);

// Regular work: who works and has not reported is silent.
Result<> look_for_silence(City& city);

}  // namespace ward::city::enterprises
