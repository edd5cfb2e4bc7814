#pragma once

#include "city/city.h"

namespace ward::city::verdicts {

// /rounds
void routes(http::Router& router, City& city);

}  // namespace ward::city::verdicts
