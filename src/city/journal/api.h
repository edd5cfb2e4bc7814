#pragma once

#include "city/city.h"

namespace ward::city::journal {

// GET /journal
void routes(http::Router& router, City& city);

}  // namespace ward::city::journal
