#include "city/journal/api.h"

#include <charconv>

#include "city/accounts/session.h"
#include "city/journal/store.h"
#include "city/query.h"

namespace ward::city::journal {

namespace {

Result<http::Response> list_journal(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, accounts::Operation::listJournal));
  QueryReader query(request);
  Filter filter;
  filter.type = query.text("type", 100).value_or("");
  filter.subject = query.text("subject", 200).value_or("");
  filter.limit = query.limit();
  filter.before = query.integer("after", 1, std::numeric_limits<std::int64_t>::max()).value_or(0);
  WARD_CHECK(query.finish());
  for (const Id& site : caller.sites) filter.units.push_back(site.str());

  std::vector<Record> rows;
  city.db.read([&](storage::Transaction& t) { rows = list(t, filter); });
  json::array items;
  for (const Record& row : rows) items.push_back(to_json(row));
  const bool full = int(rows.size()) == filter.limit;
  return http::Response::of({{"items", std::move(items)},
                             {"next", full ? json::value(std::to_string(rows.back().number)) : json::value(nullptr)}});
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/journal", [&city](const http::Request& request) { return list_journal(city, request); });
}

}  // namespace ward::city::journal
