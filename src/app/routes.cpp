#include "app/routes.h"

#include <fstream>

#include "base/log.h"
#include "base/version.h"
#include "city/accounts/api.h"
#include "city/alarms/api.h"
#include "city/captures/api.h"
#include "city/channels/api.h"
#include "city/declarations/api.h"
#include "city/devices/api.h"
#include "city/duty/api.h"
#include "city/enterprises/api.h"
#include "city/files/api.h"
#include "city/incidents/api.h"
#include "city/inspections/api.h"
#include "city/journal/api.h"
#include "city/notices/api.h"
#include "city/orders/api.h"
#include "city/passages/api.h"
#include "city/people/api.h"
#include "city/people/store.h"
#include "city/premises/api.h"
#include "city/residents/api.h"
#include "city/sites/api.h"
#include "city/units/api.h"
#include "city/verdicts/api.h"

namespace ward::app {

namespace {

namespace fs = std::filesystem;

void health_route(http::Router& router, city::City& city) {
  router.on("GET", "/api/v1/health", [&city](const http::Request&) -> Result<http::Response> {
    city.db.read([](storage::Transaction& t) { t.query("SELECT 1", [](const storage::Row&) {}); });
    return http::Response::of({{"status", "ok"}, {"version", version}, {"time", to_rfc3339(city.clock.now())}});
  });
}

void contract_route(http::Router& router, fs::path file) {
  if (std::error_code error; !fs::is_regular_file(file, error)) file = "/usr/share/ward/openapi.yaml";
  router.on("GET", "/api/v1/openapi.yaml", [file](const http::Request&) -> Result<http::Response> {
    std::ifstream in(file, std::ios::binary);
    if (!in)
      return fail(ErrorKind::not_found, "server.no_contract",
                  {"The file openapi.yaml is not installed here.", "此处未安装 openapi.yaml 文件。"});
    http::Response response;
    response.content_type = "application/yaml";
    response.body.assign(std::istreambuf_iterator<char>(in), {});
    return response;
  });
}

}  // namespace

http::Router make_routes(const Served& served, const city::open311::Settings& open311, const Map& map,
                         const fs::path& openapi, const fs::path& web) {
  city::City& city = served.city;
  http::Router router;
  health_route(router, city);
  contract_route(router, openapi);
  map_route(router, city, map);
  city::accounts::routes(router, city);
  city::units::routes(router, city);
  city::sites::routes(router, city, city::people::count);
  city::people::routes(router, city);
  city::alarms::routes(router, city);
  city::devices::routes(router, city);
  city::devices::device_routes(router, city);
  city::passages::routes(router, city);
  city::captures::routes(router, city, served.captures);
  city::notices::routes(router, city);
  city::files::routes(router, city, served.files);
  city::duty::routes(router, city);
  city::incidents::routes(router, city);
  city::orders::routes(router, city, served.receipts);
  city::channels::routes(router, city, served.sender);
  city::open311::routes(router, city, open311);
  city::premises::routes(router, city);
  city::residents::routes(router, city);
  city::declarations::routes(router, city);
  city::declarations::guest_routes(router, city);
  city::orders::public_routes(router, city);
  city::enterprises::routes(router, city);
  city::verdicts::routes(router, city);
  city::inspections::routes(router, city);
  city::journal::routes(router, city);
  if (std::error_code error; fs::is_directory(web, error))
    router.files("/", web.string());
  else
    log::warn("no console: there is no directory {} (server.web)", web.string());
  return router;
}

}  // namespace ward::app
