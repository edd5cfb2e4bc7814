#include "app/map.h"

#include <algorithm>

#include "city/accounts/session.h"
#include "city/query.h"

namespace ward::app {

namespace {

// The length of "https://tiles.example.org"; 0 for a path of this server.
std::size_t origin_length(const std::string& tiles) {
  const std::size_t host = tiles.starts_with("https://") ? 8 : tiles.starts_with("http://") ? 7 : 0;
  return host == 0 ? 0 : std::min(tiles.find_first_of("/?#", host), tiles.size());
}

// What may stand in the name of a host, with its port. Nothing else: it becomes a part of the pages' policy.
bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  });
}

bool has_origin(const std::string& tiles) {
  const std::size_t end = origin_length(tiles);
  if (end == 0) return tiles.starts_with('/') && !tiles.starts_with("//");
  return is_host(std::string_view(tiles).substr(0, end).substr(tiles.find("//") + 2));
}

// The path with each of {z}, {x} and {y} once, and no other braces, blanks or quotes.
bool is_template(std::string path) {
  for (const std::string_view name : {"{z}", "{x}", "{y}"}) {
    const std::size_t at = path.find(name);
    if (at == std::string::npos) return false;
    path.erase(at, name.size());
  }
  return std::ranges::all_of(
      path, [](char c) { return c > ' ' && c < '\x7f' && !std::string_view("{}\"'<>\\").contains(c); });
}

}  // namespace

Map read_map(Config& c) {
  Map map;
  map.tiles =
      c.text("map.tiles", "",
             "Address of the map's tiles with {z}, {x} and {y}: https://..., http://... or a path of this server; "
             "empty for no map.");
  map.attribution = c.text("map.attribution", "", "Whom the map names as its maker.");
  map.max_zoom = int(c.integer("map.max_zoom", map.max_zoom, 1, 22, "The deepest zoom level that there are tiles of."));
  return map;
}

Result<> check(const Map& map) {
  if (map.tiles.empty() || (has_origin(map.tiles) && is_template(map.tiles.substr(origin_length(map.tiles)))))
    return {};
  return fail(ErrorKind::invalid, "config.map",
              {"map.tiles must begin with https://, http:// or / and have {z}, {x} and {y} once each in its path: "
               "https://tiles.example.org/{z}/{x}/{y}.png.",
               "map.tiles 须以 https://、http:// 或 / 开头，其路径中 {z}、{x}、{y} 各出现一次，例如 "
               "https://tiles.example.org/{z}/{x}/{y}.png。"},
              "map.tiles");
}

std::string origin_of(const Map& map) { return map.tiles.substr(0, origin_length(map.tiles)); }

void map_route(http::Router& router, city::City& city, const Map& map) {
  router.on("GET", "/api/v1/map", [&city, map](const http::Request& request) -> Result<http::Response> {
    WARD_CHECK(city::accounts::require(city, request, city::accounts::Operation::getMap));
    WARD_CHECK(city::QueryReader(request).finish());
    return http::Response::of({{"tiles", map.tiles}, {"attribution", map.attribution}, {"max_zoom", map.max_zoom}});
  });
}

}  // namespace ward::app
