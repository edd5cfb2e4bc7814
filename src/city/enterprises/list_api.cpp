#include "city/enterprises/list_api.h"

#include "city/accounts/session.h"
#include "city/enterprises/list_file.h"
#include "city/enterprises/list_store.h"
#include "city/query.h"
#include "city/table_files.h"

namespace ward::city::enterprises {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

json::value report_of(const ListFile& file, bool stored, http::Language language) {
  return import_report(file,
                       {{"new_enterprises", file.plan.new_enterprises.size()},
                        {"changed_enterprises", file.plan.changed_enterprises.size()}},
                       stored, language);
}

Result<Response> import_enterprises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::importEnterprises));
  QueryReader query(request);
  const bool dry_run = query.boolean("dry_run").value_or(true);
  const bool good_rows = query.boolean("good_rows").value_or(false);
  WARD_CHECK(query.finish());
  const auto may_change = [&](std::string_view path) {
    return caller.check_unit(Operation::importEnterprises, path).has_value();
  };
  if (dry_run) {
    Known known;
    city.db.read([&](storage::Transaction& t) { known = load_known(t); });
    WARD_TRY(file, plan_file(request.body, known, may_change, city.clock.now()));
    return Response::of(report_of(file, false, request.language));
  }
  json::value answer;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(file, plan_file(request.body, load_known(t), may_change, city.clock.now()));
    const bool store = good_rows || file.plan.faults.empty();
    if (store) apply(t, city.clock, file.plan, crypto::sha256(crypto::as_bytes(request.body)), caller.actor());
    answer = report_of(file, store, request.language);
    return {};
  }));
  return Response::of(std::move(answer));
}

}  // namespace

void list_routes(http::Router& router, City& city) {
  router.on(
      "POST", "/api/v1/enterprises/import", [&city](const Request& r) { return import_enterprises(city, r); },
      max_table_file, accounts::admission(city, Operation::importEnterprises));
}

}  // namespace ward::city::enterprises
