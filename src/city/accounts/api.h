#pragma once

#include "city/city.h"

namespace ward::city::accounts {

// /session, /users, /live
void routes(http::Router& router, City& city);

}  // namespace ward::city::accounts
