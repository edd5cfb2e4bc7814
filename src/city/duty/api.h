#pragma once

#include "city/city.h"

namespace ward::city::duty {

// /duty
void routes(http::Router& router, City& city);

}  // namespace ward::city::duty
