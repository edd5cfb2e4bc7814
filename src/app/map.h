// The map of the console: tiles that somebody else draws, at an address that an administrator sets.
#pragma once

#include <string>

#include "base/config.h"
#include "city/city.h"
#include "http/http.h"

namespace ward::app {

struct Map {
  // "https://tiles.example.org/{z}/{x}/{y}.png", or "/tiles/{z}/{x}/{y}.png" of this server; "": no map.
  std::string tiles;
  std::string attribution;  // what the map says of who drew it
  int max_zoom = 18;        // the deepest level that there are tiles of
};

Map read_map(Config& c);

// Errors: "config.map" for tiles that are no template of an address, at "map.tiles".
Result<> check(const Map& map);

// Where the tiles come from, as a page's policy writes it: "https://tiles.example.org"; "" for none from elsewhere.
std::string origin_of(const Map& map);

// GET /api/v1/map
void map_route(http::Router& router, city::City& city, const Map& map);

}  // namespace ward::app
