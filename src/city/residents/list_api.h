// Routes of lists of residents, and of the proposals that they bring.
#pragma once

#include "city/city.h"
#include "http/http.h"

namespace ward::city::residents {

void list_routes(http::Router& router, City& city);

}  // namespace ward::city::residents
