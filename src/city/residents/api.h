#pragma once

#include "city/city.h"

namespace ward::city::residents {

// /residents, /tenancies, /rooms/{id}/residents
void routes(http::Router& router, City& city);

}  // namespace ward::city::residents
