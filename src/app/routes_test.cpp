// The routes of the server are those of the contract, one for one.
#include "app/routes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

#include "app/data.h"
#include "http/router.h"

namespace ward::app {
namespace {

// "GET /api/v1/people/{id}" of each operation of openapi.yaml.
std::set<std::string> contract() {
  std::ifstream in(std::filesystem::path(WARD_SOURCE_DIR) / "api/openapi.yaml");
  static const std::regex path("^  (/[^:]*):$"), method("^    (get|put|post|patch|delete):$");
  std::set<std::string> operations;
  std::smatch found;
  for (std::string line, at; std::getline(in, line);) {
    if (std::regex_match(line, found, path)) at = found[1];
    if (!std::regex_match(line, found, method)) continue;
    std::string name = found[1];
    for (char& c : name) c = char(std::toupper(c));
    operations.insert(name + " /api/v1" + at);
  }
  return operations;
}

TEST(Routes, AreThoseOfTheContract) {
  const auto directory = std::filesystem::temp_directory_path() / ("ward-routes-" + crypto::random_token(8));
  std::set<std::string> routes;
  {
    const auto data = open_data({directory});
    ASSERT_TRUE(data);
    const SystemClock clock;
    city::City city = city_of(*data, clock);
    city::captures::Captures captures(city);
    city::files::Files files(city, 180);
    city::orders::Intake receipts(city);
    city::channels::Sender sender(city, {});
    const http::Router router = make_routes({city, captures, files, receipts, sender}, {}, {}, directory, directory);
    for (const http::Route& route : router.impl()->routes) {
      std::string path;
      for (const auto& segment : route.segments) path += "/" + segment;
      if (path.starts_with("/open311/")) continue;  // the contract of GeoReport v2
      EXPECT_TRUE(routes.insert(route.method + " " + path).second) << path << " is there twice";
    }
  }
  std::filesystem::remove_all(directory);
  EXPECT_EQ(routes.erase("GET /api/v1/openapi.yaml"), 1u);  // the contract itself
  EXPECT_GT(routes.size(), 30u);
  EXPECT_EQ(routes, contract());
}

}  // namespace
}  // namespace ward::app
