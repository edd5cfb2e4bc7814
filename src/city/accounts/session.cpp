#include "city/accounts/session.h"

#include "base/log.h"
#include "city/accounts/store.h"
#include "city/duty/store.h"
#include "city/units/store.h"

namespace ward::city::accounts {

namespace {

// Written again only when this much older, so that reading does not become writing.
constexpr std::chrono::minutes touch_after{5};

// On a full disk everything can still be read: a session that cannot be marked as used is no reason to refuse.
void mark_used(City& city, const crypto::Digest& digest, Time now) {
  const auto marked = city.db.write([&](storage::Transaction& t) -> Result<> {
    touch_session(t, digest, now);
    return {};
  });
  if (!marked) log::warn("a session cannot be marked as used: {}", marked.error().message.en);
}

Role role_of(units::Duty duty, units::Kind kind) {
  if (duty == units::Duty::member) return Role::member;
  if (kind == units::Kind::tenants) return Role::landlord;
  if (kind == units::Kind::workshop) return Role::workshop_head;
  return Role::commander;
}

// A seat in the team above comes with commanding a unit, and shows nothing of the other units there.
bool is_seat(const units::Held& held, const std::vector<units::Held>& all) {
  return held.duty == units::Duty::member && std::ranges::any_of(all, [&](const units::Held& other) {
           return other.duty == units::Duty::commander && units::path_above(other.path) == held.path;
         });
}

// Posts that have not begun, or are over, bring nothing.
void add_posts(storage::Transaction& t, Caller& caller, Time now) {
  const auto member = units::find_member_of_account(t, caller.user);
  if (!member) return;
  caller.member = member->id;
  const auto all = units::held_by(t, member->id, now);
  for (const units::Held& held : all)
    if (!is_seat(held, all)) caller.grants.push_back({role_of(held.duty, held.kind), held.path});
  // Whoever keeps the desk of a unit is paged for it, and sees it as its team does, as long as the shift lasts.
  for (const duty::Desk& desk : duty::desks_of(t, member->id, now)) caller.grants.push_back({Role::member, desk.path});
}

Caller caller_of(storage::Transaction& t, const User& user, Time now) {
  Caller caller{.user = user.id, .name = user.name, .role = user.role, .sites = user.sites};
  for (const Id& id : user.units)
    if (const auto unit = units::find(t, id)) caller.tops.push_back(unit->path);
  if (!user.units.empty() && caller.tops.empty()) caller.role = Role::member;  // nothing is left of what it was for
  add_posts(t, caller, now);
  return caller;
}

Error nobody() { return Error::make(ErrorKind::unauthorized, "session.none", {"Please log in.", "请先登录。"}); }

// Who it is, and whether the session is to be marked as used.
struct Known {
  Caller caller;
  bool touch;
};

// Both in one look, which is what nearly every request begins with.
Result<Known> know(storage::Transaction& t, const crypto::Digest& digest, Operation operation, Time now) {
  const auto session = find_session(t, digest, now);
  if (!session) return std::unexpected(nobody());
  Caller caller = caller_of(t, session->user, now);
  if (!caller.may(operation))
    return fail(ErrorKind::forbidden, "access.role",
                {"This account's role may not do this.", "此账号的角色无权执行该操作。"});
  return Known{std::move(caller), now - session->used_at >= touch_after};
}

}  // namespace

std::optional<crypto::Digest> session_digest(const http::Request& request) {
  const std::string token = request.cookie(cookie_name);
  if (token.empty()) return std::nullopt;
  return crypto::sha256(crypto::as_bytes(token));
}

Result<> asked_by_a_session(const http::Request& request) {
  if (!session_digest(request)) return std::unexpected(nobody());
  // A page of another site can make a browser send our cookie, but not this header.
  const bool safe = request.method == "GET" || request.method == "HEAD";
  if (!safe && request.header("x-ward-csrf") != "1")
    return fail(ErrorKind::forbidden, "session.csrf",
                {"A write needs the header X-Ward-Csrf: 1.", "写操作需要请求头 X-Ward-Csrf: 1。"}, "X-Ward-Csrf");
  return {};
}

Result<Caller> require(storage::Transaction& t, const http::Request& request, Operation operation, Time now) {
  WARD_CHECK(asked_by_a_session(request));
  const auto digest = *session_digest(request);
  WARD_TRY(known, know(t, digest, operation, now));
  if (known.touch) touch_session(t, digest, now);
  return std::move(known.caller);
}

Result<Caller> require(City& city, const http::Request& request, Operation operation) {
  WARD_CHECK(asked_by_a_session(request));
  const auto digest = *session_digest(request);
  const Time now = city.clock.now();
  Result<Known> known = std::unexpected(nobody());
  city.db.read([&](storage::Transaction& t) { known = know(t, digest, operation, now); });
  if (!known) return std::unexpected(known.error());
  if (known->touch) mark_used(city, digest, now);
  return std::move(known->caller);
}

http::Admission admission(City& city, Operation operation) {
  return [&city, operation](const http::Request& request) -> Result<> {
    WARD_CHECK(require(city, request, operation));
    return {};
  };
}

}  // namespace ward::city::accounts
