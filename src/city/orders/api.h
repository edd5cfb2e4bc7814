#pragma once

#include "city/orders/intake.h"

namespace ward::city::orders {

// /orders, /my-orders, /warnings
void routes(http::Router& router, City& city, Intake& intake);

// /public/notices: what anybody may read.
void public_routes(http::Router& router, City& city);

// Reminds of the orders whose time has come, and tells the live stream how far orders came; called every second.
Result<> work(City& city, Intake& intake);

}  // namespace ward::city::orders
