// Everything that the server answers: the routes of every concept, its own, and the console's pages.
#pragma once

#include <filesystem>

#include "city/captures/store.h"
#include "city/city.h"
#include "city/files/store.h"
#include "city/orders/intake.h"
#include "http/http.h"

namespace ward::app {

// `openapi`: the contract that is served; `web`: the directory of the console's pages, which may be missing. `city`,
// `captures`, `files` and `receipts` must outlive the router.
http::Router make_routes(city::City& city, city::captures::Captures& captures, city::files::Files& files,
                         city::orders::Intake& receipts, const std::filesystem::path& openapi,
                         const std::filesystem::path& web);

}  // namespace ward::app
