#pragma once

#include "city/city.h"

namespace ward::city::people {

// /groups, /people, /people/{id}/face, /people/{id}/pass
void routes(http::Router& router, City& city);

}  // namespace ward::city::people
