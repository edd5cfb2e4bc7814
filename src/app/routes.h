// Everything that the server answers: the routes of every concept, its own, and the console's pages.
#pragma once

#include <filesystem>

#include "app/map.h"
#include "city/captures/store.h"
#include "city/channels/sender.h"
#include "city/city.h"
#include "city/files/store.h"
#include "city/open311/api.h"
#include "city/orders/intake.h"
#include "http/http.h"

namespace ward::app {

// What answers requests besides the city itself; all of it must outlive the router.
struct Served {
  city::City& city;
  city::captures::Captures& captures;
  city::files::Files& files;
  city::orders::Intake& receipts;
  city::channels::Sender& sender;
};

// `openapi`: the contract that is served; `web`: the directory of the console's pages, which may be missing.
http::Router make_routes(const Served& served, const city::open311::Settings& open311, const Map& map,
                         const std::filesystem::path& openapi, const std::filesystem::path& web);

}  // namespace ward::app
