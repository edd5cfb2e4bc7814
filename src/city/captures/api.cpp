#include "city/captures/api.h"

#include "city/accounts/session.h"
#include "city/query.h"

namespace ward::city::captures {

namespace {

using http::Request;
using http::Response;

Result<Response> send_capture(City& city, Captures& captures, const Request& request) {
  WARD_TRY(device, devices::require_device(city, request));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(captures.put(device, id, request.body));
  return Response::nothing();
}

Result<Response> get_capture(City& city, Captures& captures, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, accounts::Operation::getCapture));
  WARD_TRY(id, id_of(request));
  WARD_TRY(picture, captures.get(id, "user:" + caller.user.str(), [&](const Id& site) { return caller.sees(site); }));
  if (!picture)
    return fail(ErrorKind::not_found, "capture.none",
                {"There is no such picture, or its time is over.", "没有这张图片，或已过保存期限。"}, "id");
  Response response;
  response.content_type = "image/jpeg";
  response.body = std::move(picture->jpeg);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace

void routes(http::Router& router, City& city, Captures& captures) {
  router.on(
      "PUT", "/api/v1/device/captures/{id}", [&](const Request& r) { return send_capture(city, captures, r); },
      max_bytes, devices::admission(city));
  router.on("GET", "/api/v1/captures/{id}", [&](const Request& r) { return get_capture(city, captures, r); });
}

}  // namespace ward::city::captures
