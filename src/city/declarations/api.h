#pragma once

#include "city/city.h"

namespace ward::city::declarations {

// /declarations
void routes(http::Router& router, City& city);
// /public/declarations: of whoever has a link.
void guest_routes(http::Router& router, City& city);

// Regular work: who has not come hours after they should have is overdue.
Result<> look_for_overdue(City& city);

// Screens that show it read it again.
void publish(City& city, const Id& declaration, const std::string& path);

}  // namespace ward::city::declarations
