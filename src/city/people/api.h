#pragma once

#include "city/city.h"

namespace ward::city::people {

// /groups, /people, /people/{id}/face
void routes(http::Router& router, City& city);

}  // namespace ward::city::people
