#pragma once

#include <functional>

#include "city/city.h"
#include "city/sites/sites.h"

namespace ward::city::sites {

using Count = std::function<Counts(storage::Transaction&, const Id& site)>;

// /sites and below
void routes(http::Router& router, City& city, Count count);

}  // namespace ward::city::sites
