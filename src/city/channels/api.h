#pragma once

#include "city/channels/sender.h"
#include "city/city.h"

namespace ward::city::channels {

// /channels, /deliveries
void routes(http::Router& router, City& city, Sender& sender);

}  // namespace ward::city::channels
