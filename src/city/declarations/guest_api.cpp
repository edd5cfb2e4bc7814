// Whoever has a link declares their own arrival, without an account.
#include <memory>

#include "city/accounts/limiter.h"
#include "city/declarations/api.h"
#include "city/declarations/invitations.h"
#include "city/declarations/shown.h"
#include "city/incidents/store.h"
#include "city/premises/store.h"
#include "city/query.h"

namespace ward::city::declarations {

namespace {

using http::Request;
using http::Response;

constexpr std::size_t longest_code = 64;

// Slows down who tries codes: of one address.
struct GuestTries {
  accounts::Limiter addresses;
  explicit GuestTries(const Clock& clock) : addresses(clock, 60, std::chrono::seconds(2)) {}
};

Result<> check_tries(GuestTries& tries, const Request& request) {
  const Millis wait = tries.addresses.take(request.peer);
  if (wait == Millis::zero()) return {};
  return fail(ErrorKind::too_many, "invitation.too_many_tries",
              {"Too many tries; try again in a minute.", "尝试次数过多，请一分钟后再试。"});
}

Error no_such_link() {
  return Error::make(ErrorKind::not_found, "invitation.unknown",
                     {"This link is not valid any more. Ask whoever gave it to you for another one.",
                      "该链接无效或已过期，请向提供链接的人索取新链接。"},
                     "code");
}

Result<Invitation> invited(storage::Transaction& t, const City& city, const std::string& code) {
  const auto id = invited_by(code, city.vault.derived("declarations.invitation"));
  auto found = id ? find_invitation(t, *id) : std::nullopt;
  if (!found || found->expires_at <= city.clock.now()) return std::unexpected(no_such_link());
  return *std::move(found);
}

// The house they are invited to, and what they declared.
Result<json::object> shown_to_guest(storage::Transaction& t, const Invitation& invitation) {
  const auto house = premises::find_listed(t, invitation.premises);
  const auto room = invitation.room ? premises::find_room(t, *invitation.room) : std::nullopt;
  const auto stored = find(t, invitation.id);
  return json::object{{"address", house->premises.address},
                      {"room", room ? json::value(room->number) : json::value(nullptr)},
                      {"unit_name", house->unit_name},
                      {"zone", incidents::work_calendar(t).zone.name()},
                      {"expires_at", to_rfc3339(invitation.expires_at)},
                      {"declaration", stored ? json::value(for_guest(*stored, rules(t))) : json::value(nullptr)}};
}

Result<Response> look(City& city, GuestTries& tries, const Request& request) {
  WARD_CHECK(check_tries(tries, request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const std::string code = in.text("code", 1, longest_code);
  WARD_CHECK(in.finish());
  Result<json::object> out;
  city.db.read([&](storage::Transaction& t) {
    const auto invitation = invited(t, city, code);
    out = invitation ? shown_to_guest(t, *invitation) : std::unexpected(invitation.error());
  });
  WARD_CHECK(out);
  return Response::of(*std::move(out));
}

Result<Response> declare(City& city, GuestTries& tries, const Request& request) {
  WARD_CHECK(check_tries(tries, request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const std::string code = in.text("code", 1, longest_code);
  const json::value& said = in.any("declaration");
  WARD_CHECK(in.finish());
  const Date today = residents::today(city);
  const auto key = city.vault.derived("residents.document");
  json::object out;
  Id id;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(invitation, invited(t, city, code));
    id = invitation.id;
    WARD_TRY(input, guest_from_json(id, said, today));
    const auto before = find(t, id);
    WARD_CHECK(keep_documents(input, before ? std::optional(before->declaration) : std::nullopt, key, today));
    input.declaration.premises = invitation.premises;
    const auto room = invitation.room ? premises::find_room(t, *invitation.room) : std::nullopt;
    if (room && room->stands()) input.declaration.room = invitation.room;  // it may have been split since
    WARD_TRY(stored, put(t, city.clock, std::move(input.declaration), input.version, "invitation:" + id.str()));
    path = stored.path;
    WARD_TRY(answer, shown_to_guest(t, invitation));
    out = std::move(answer);
    return {};
  }));
  publish(city, id, path);
  return Response::of(std::move(out));
}

}  // namespace

void guest_routes(http::Router& router, City& city) {
  const auto tries = std::make_shared<GuestTries>(city.clock);
  router.on("POST", "/api/v1/public/declarations/look",
            [&city, tries](const Request& r) { return look(city, *tries, r); });
  router.on("POST", "/api/v1/public/declarations",
            [&city, tries](const Request& r) { return declare(city, *tries, r); });
}

}  // namespace ward::city::declarations
