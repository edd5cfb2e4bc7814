// What people send with their reports, and showing it again.
#include "city/files/api.h"

#include <algorithm>

#include "city/accounts/session.h"
#include "city/query.h"

namespace ward::city::files {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

Result<Response> put_file(City& city, Files& files, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putFile));
  WARD_TRY(id, id_of(request));
  WARD_TRY(file, files.put(id, request.header("content-type"), request.body, caller.actor()));
  return Response::of(to_json(file));
}

bool may_see(const accounts::Caller& caller, const Files::Seen& seen) {
  return seen.sender == caller.actor() ||
         std::ranges::any_of(
             seen.paths,
             [&](const std::string& path) { return caller.check_unit(Operation::getFile, path).has_value(); }) ||
         std::ranges::any_of(seen.sites, [&](const Id& site) { return caller.is_office_of(site); });
}

Result<Response> get_file(City& city, Files& files, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getFile));
  WARD_TRY(id, id_of(request));
  WARD_TRY(content, files.get(id, caller.actor(), [&](const Files::Seen& seen) { return may_see(caller, seen); }));
  if (!content)
    return fail(ErrorKind::not_found, "files.none",
                {"There is no such file, or its time is over.", "没有这个文件，或已过保存期限。"}, "id");
  Response response;
  response.content_type = std::move(content->media_type);
  response.body = std::move(content->bytes);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace

void routes(http::Router& router, City& city, Files& files) {
  router.on(
      "PUT", "/api/v1/files/{id}", [&](const Request& r) { return put_file(city, files, r); }, max_bytes,
      accounts::admission(city, Operation::putFile));
  router.on("GET", "/api/v1/files/{id}", [&](const Request& r) { return get_file(city, files, r); });
}

}  // namespace ward::city::files
