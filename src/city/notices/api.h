#pragma once

#include "city/city.h"

namespace ward::city::notices {

// The member's pages hear that there is a notice; to be called when it is stored.
void tell(City& city, const Id& member);

// /notices
void routes(http::Router& router, City& city);

}  // namespace ward::city::notices
