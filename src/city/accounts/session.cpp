#include "city/accounts/session.h"

#include "base/log.h"
#include "city/accounts/store.h"

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
  if (!may(session->user.role, operation))
    return fail(ErrorKind::forbidden, "access.role",
                {"This account's role may not do this.", "此账号的角色无权执行该操作。"});
  if (now - session->used_at >= touch_after) mark_used(city, *digest, now);
  return Caller{session->user.id, session->user.name, session->user.role, session->user.sites};
}

http::Admission admission(City& city, Operation operation) {
  return [&city, operation](const http::Request& request) -> Result<> {
    WARD_CHECK(require(city, request, operation));
    return {};
  };
}

}  // namespace ward::city::accounts
