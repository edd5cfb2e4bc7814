#pragma once

#include "city/city.h"

namespace ward::city::incidents {

// /incidents, /incident-types, /calendar
void routes(http::Router& router, City& city);

// Looks whose page is due; called every second. Everybody who is paged hears it on the live stream.
Result<> send_pages(City& city);

}  // namespace ward::city::incidents
