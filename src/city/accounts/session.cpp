#include "city/accounts/session.h"

#include "base/log.h"
#include "city/accounts/store.h"
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

// Posts that have not begun, or are over, bring nothing.
Caller caller_of(City& city, const User& user) {
  Caller caller{.user = user.id, .name = user.name, .role = user.role, .sites = user.sites};
  const Time now = city.clock.now();
  city.db.read([&](storage::Transaction& t) {
    for (const Id& id : user.units)
      if (const auto unit = units::find(t, id)) caller.tops.push_back(unit->path);
    if (!user.units.empty() && caller.tops.empty()) caller.role = Role::member;  // nothing is left of what it was for
    const auto member = units::find_member_of_account(t, user.id);
    if (!member) return;
    caller.member = member->id;
    for (const units::Post& post : units::posts_of(t, member->id))
      if (const auto unit = units::find(t, post.unit); unit && units::holds(post.span, now))
        caller.grants.push_back({role_of(post.duty, unit->kind), unit->path});
  });
  return caller;
}

}  // namespace

std::optional<crypto::Digest> session_digest(const http::Request& request) {
  const std::string token = request.cookie(cookie_name);
  if (token.empty()) return std::nullopt;
  return crypto::sha256(crypto::as_bytes(token));
}

Result<Caller> require(City& city, const http::Request& request, Operation operation) {
  const auto digest = session_digest(request);
  std::optional<Session> session;
  const Time now = city.clock.now();
  if (digest) city.db.read([&](storage::Transaction& t) { session = find_session(t, *digest, now); });
  if (!session) return fail(ErrorKind::unauthorized, "session.none", {"Please log in.", "请先登录。"});
  // A page of another site can make a browser send our cookie, but not this header.
  const bool safe = request.method == "GET" || request.method == "HEAD";
  if (!safe && request.header("x-ward-csrf") != "1")
    return fail(ErrorKind::forbidden, "session.csrf",
                {"A write needs the header X-Ward-Csrf: 1.", "写操作需要请求头 X-Ward-Csrf: 1。"}, "X-Ward-Csrf");
  const Caller caller = caller_of(city, session->user);
  if (!caller.may(operation))
    return fail(ErrorKind::forbidden, "access.role",
                {"This account's role may not do this.", "此账号的角色无权执行该操作。"});
  if (now - session->used_at >= touch_after) mark_used(city, *digest, now);
  return caller;
}

http::Admission admission(City& city, Operation operation) {
  return [&city, operation](const http::Request& request) -> Result<> {
    WARD_CHECK(require(city, request, operation));
    return {};
  };
}

}  // namespace ward::city::accounts
