// Logging in and out, accounts, and the live stream.
#include "city/accounts/api.h"

#include <algorithm>

#include "city/accounts/limiter.h"
#include "city/accounts/session.h"
#include "city/accounts/store.h"
#include "city/duty/store.h"
#include "city/journal/store.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::accounts {

namespace {

using http::Request;
using http::Response;

// What one process remembers of tries to log in.
struct Tries {
  Limiter names, addresses;
  // Verified when no account has the name, so that the answer takes as long as for one that exists.
  const std::string decoy = crypto::hash_password(crypto::random_token());

  explicit Tries(const Clock& clock)
      : names(clock, 10, std::chrono::seconds(30)), addresses(clock, 50, std::chrono::seconds(3)) {}

  // Nothing, or how long to wait.
  Millis take(const std::string& name, const std::string& address) {
    return std::max(names.take(name), addresses.take(address));
  }
};

Response too_many(Millis wait, http::Language language) {
  const auto seconds = std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count());
  Response response = Response::problem(
      Error::make(ErrorKind::too_many, "session.too_many_tries",
                  {"Too many tries; try again in " + seconds + " s.", "尝试次数过多，请在 " + seconds + " 秒后再试。"}),
      language);
  response.headers.emplace_back("Retry-After", seconds);
  return response;
}

std::string cookie(const Request& request, const std::string& token, std::chrono::seconds life) {
  return std::string(cookie_name) + "=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life.count()) +
         (request.secure ? "; Secure" : "");
}

Result<Response> get_session(City& city, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::getSession));
  std::optional<Stored> stored;
  city.db.read([&](storage::Transaction& t) { stored = find_user(t, caller.user); });
  if (!stored) return fail(ErrorKind::unauthorized, "session.none", {"Please log in.", "请先登录。"});
  return Response::of(to_json(stored->user));
}

// A name that nobody has is not written down: people type their password into the wrong field.
void journal_try(storage::Transaction& t, const City& city, const std::optional<Stored>& stored, const Request& request,
                 bool good) {
  const std::string subject = stored ? stored->user.id.str() : "unknown";
  journal::append(t, city.clock,
                  {.type = good ? "session.opened" : "session.refused",
                   .subject = subject,
                   .actor = good ? "user:" + subject : "anonymous",
                   .purpose = "login",
                   .payload = {{"address", request.peer}}});
}

// Who can be called about a unit: its commander now.
json::value reachable(storage::Transaction& t, const Id& unit, Time now) {
  for (const units::Posted& posted : units::team(t, unit))
    if (posted.post.duty == units::Duty::commander && units::holds(posted.post.span, now))
      return {{"name", posted.member.name}, {"phone", posted.member.phone}};
  return nullptr;
}

json::object show_post(storage::Transaction& t, const units::Post& post, const units::Unit& unit, Time now) {
  const auto above = unit.parent ? units::find(t, *unit.parent) : std::nullopt;
  return {{"unit", unit.id.str()},
          {"name", unit.name},
          {"kind", units::to_string(unit.kind)},
          {"path", unit.path},
          {"duty", units::to_string(post.duty)},
          {"until", or_null(post.span.until)},
          {"commander", reachable(t, unit.id, now)},
          {"above", above ? json::value{{"unit", above->id.str()},
                                        {"name", above->name},
                                        {"kind", units::to_string(above->kind)},
                                        {"commander", reachable(t, above->id, now)}}
                          : json::value(nullptr)}};
}

Result<Response> get_me(City& city, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::getMe));
  json::value member = nullptr;
  json::array posts, desks;
  const Time now = city.clock.now();
  city.db.read([&](storage::Transaction& t) {
    const auto found = caller.member ? units::find_member(t, *caller.member) : std::nullopt;
    if (!found) return;
    member = {
        {"id", found->id.str()}, {"name", found->name}, {"phone", found->phone}, {"account", or_null(found->account)}};
    for (const units::Post& post : units::posts_of(t, found->id))
      if (const auto unit = units::find(t, post.unit); unit && unit->is_open() && units::holds(post.span, now))
        posts.push_back(show_post(t, post, *unit, now));
    for (const duty::Desk& desk : duty::desks_of(t, found->id, now))
      desks.push_back(json::object{
          {"unit", desk.unit.str()}, {"name", desk.name}, {"path", desk.path}, {"until", to_rfc3339(desk.until)}});
  });
  return Response::of({{"member", std::move(member)}, {"posts", std::move(posts)}, {"desks", std::move(desks)}});
}

Result<Response> log_in(City& city, Tries& tries, const Request& request) {
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const std::string name = in.text("name", 0, 100), password = in.text("password", 0, 200);
  WARD_CHECK(in.finish());
  if (const Millis wait = tries.take(name, request.peer); wait > Millis::zero())
    return too_many(wait, request.language);

  std::optional<Stored> stored;
  city.db.read([&](storage::Transaction& t) { stored = find_user(t, name); });
  const bool fits = crypto::verify_password(stored ? stored->password_hash : tries.decoy, password);
  if (!stored || !fits || stored->user.disabled) {
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      journal_try(t, city, stored, request, false);
      return {};
    }));
    return fail(ErrorKind::unauthorized, "session.refused",
                {"The name or the password is wrong.", "用户名或密码错误。"});
  }
  tries.names.forgive(name);
  const std::string token = crypto::random_token();
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto old = session_digest(request)) end_session(t, *old);
    add_session(t, crypto::sha256(crypto::as_bytes(token)), stored->user.id, city.clock.now());
    journal_try(t, city, stored, request, true);
    return {};
  }));
  Response response = Response::of(to_json(stored->user));
  response.headers.emplace_back("Set-Cookie", cookie(request, token, session_life));
  return response;
}

Result<Response> log_out(City& city, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::logOut));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    end_session(t, *session_digest(request));
    journal::append(
        t, city.clock,
        {.type = "session.closed", .subject = caller.user.str(), .actor = caller.actor(), .purpose = "login"});
    return {};
  }));
  Response response = Response::nothing();
  response.headers.emplace_back("Set-Cookie", cookie(request, "", std::chrono::seconds(0)));
  return response;
}

Result<Response> change_own_password(City& city, Tries& tries, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::changeOwnPassword));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const std::string old = in.text("old", 0, 200), fresh = in.text("new", 10, 200);
  WARD_CHECK(in.finish());
  WARD_CHECK(check_password(fresh, caller.name));
  if (const Millis wait = tries.take(caller.name, request.peer); wait > Millis::zero())
    return too_many(wait, request.language);
  std::optional<Stored> stored;
  city.db.read([&](storage::Transaction& t) { stored = find_user(t, caller.user); });
  if (!stored || !crypto::verify_password(stored->password_hash, old))
    return fail(ErrorKind::forbidden, "user.old_password", {"The old password is wrong.", "原密码错误。"}, "old");
  tries.names.forgive(caller.name);
  const std::string hash = crypto::hash_password(fresh);
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    set_password(t, city.clock, caller.user, hash, caller.actor(), session_digest(request));
    return {};
  }));
  return Response::nothing();
}

Result<Response> get_users(City& city, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::listUsers));
  WARD_CHECK(caller.check_all_sites());
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const User& user : list_users(t)) items.push_back(to_json(user));
  });
  return Response::of({{"items", std::move(items)}});
}

Result<Response> put_user_route(City& city, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::putUser));
  WARD_CHECK(caller.check_all_sites());
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, user_from_json(body));
  std::optional<std::string> hash;
  if (input.password) hash = crypto::hash_password(*input.password);
  User user;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, put_user(t, city.clock, id, input, hash, caller.actor()));
    user = stored;
    return {};
  }));
  return Response::of(to_json(user));
}

Result<http::EventStream::Filter> open_live(City& city, const Request& request) {
  WARD_TRY(caller, require(city, request, Operation::live));
  // What happens at a site is for those who may see its passages; what happens in a unit for those who see the unit.
  const bool of_sites = caller.may(Operation::listPassages);
  const auto tops = caller.tops_of(Operation::listUnits);
  return [caller, of_sites, tops](const http::Event& event, const std::string& scope) {
    // An order goes down the pyramid: it concerns those below its unit, too.
    const bool downwards = event.name == "order" || event.name == "receipts";
    if (scope.ends_with('/'))
      return std::ranges::any_of(tops, [&](const std::string& top) {
        return scope.starts_with(top) || (downwards && top.starts_with(scope));
      });
    const auto site = Id::parse(scope);
    if (event.name == "notice") return site && caller.member == site;  // it is the member's own
    // Whoever sees the unit of an incident has heard of it there.
    if (event.name == "incident") return site && caller.is_office_of(*site);
    return of_sites && (site ? caller.sees(*site) : caller.sees_all());
  };
}

}  // namespace

void routes(http::Router& router, City& city) {
  const auto tries = std::make_shared<Tries>(city.clock);
  router.on("GET", "/api/v1/session", [&city](const Request& r) { return get_session(city, r); });
  router.on("POST", "/api/v1/session", [&city, tries](const Request& r) { return log_in(city, *tries, r); }, 8 << 10);
  router.on("DELETE", "/api/v1/session", [&city](const Request& r) { return log_out(city, r); });
  router.on(
      "PUT", "/api/v1/session/password",
      [&city, tries](const Request& r) { return change_own_password(city, *tries, r); }, 8 << 10);
  router.on("GET", "/api/v1/users", [&city](const Request& r) { return get_users(city, r); });
  router.on("PUT", "/api/v1/users/{id}", [&city](const Request& r) { return put_user_route(city, r); });
  router.on("GET", "/api/v1/me", [&city](const Request& r) { return get_me(city, r); });
  router.live("/api/v1/live", city.live, [&city](const Request& r) { return open_live(city, r); });
}

}  // namespace ward::city::accounts
