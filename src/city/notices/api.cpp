// What the caller was told.
#include "city/notices/api.h"

#include "city/accounts/session.h"
#include "city/notices/store.h"
#include "city/query.h"

namespace ward::city::notices {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

Result<Response> list_notices(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listNotices));
  QueryReader query(request);
  const bool unread = query.boolean("unread").value_or(false);
  const int limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  std::int64_t unread_number = 0;
  if (caller.member)
    city.db.read([&](storage::Transaction& t) {
      for (const Notice& notice : list(t, *caller.member, unread, limit)) items.push_back(to_json(notice));
      unread_number = count_unread(t, *caller.member);
    });
  return Response::of({{"items", std::move(items)}, {"unread", unread_number}});
}

Result<Response> read_all_notices(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::readAllNotices));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (caller.member) mark_all_read(t, *caller.member, city.clock.now());
    return {};
  }));
  return Response::nothing();
}

Result<Response> read_notice(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::readNotice));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (caller.member && mark_read(t, id, *caller.member, city.clock.now())) return {};
    return fail(ErrorKind::not_found, "notice.none", {"There is no such notice for you.", "没有给您的这条通知。"},
                "id");
  }));
  return Response::nothing();
}

}  // namespace

void tell(City& city, const Id& member) {
  if (city.live->heard())
    city.live->publish({"notice", json::serialize(json::object{{"member", member.str()}})}, member.str());
}

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/notices", [&city](const Request& r) { return list_notices(city, r); });
  router.on("POST", "/api/v1/notices/read", [&city](const Request& r) { return read_all_notices(city, r); });
  router.on("POST", "/api/v1/notices/{id}/read", [&city](const Request& r) { return read_notice(city, r); });
}

}  // namespace ward::city::notices
