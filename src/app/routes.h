// Everything that the server answers: the routes of every concept, its own, and the console's pages.
#pragma once

#include <filesystem>

#include "city/captures/store.h"
#include "city/channels/sender.h"
#include "city/city.h"
#include "city/open311/api.h"
#include "http/http.h"

namespace ward::app {

// `openapi`: the contract that is served; `web`: the directory of the console's pages, which may be missing. `city`,
// `captures` and `sender` must outlive the router.
http::Router make_routes(city::City& city, city::captures::Captures& captures, city::channels::Sender& sender,
                         const city::open311::Settings& open311, const std::filesystem::path& openapi,
                         const std::filesystem::path& web);

}  // namespace ward::app
