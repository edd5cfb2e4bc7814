// Sessions of people: who a request comes from, and whether the operation is theirs.
#pragma once

#include <optional>

#include "city/accounts/access.h"
#include "city/city.h"

namespace ward::city::accounts {

inline constexpr const char* cookie_name = "ward_session";

// What the session of `request` is stored under; nothing without a cookie.
std::optional<crypto::Digest> session_digest(const http::Request& request);

// The caller of `request`, allowed to do `operation`. Errors: "session.none" (401), "session.csrf" (403, a write
// without the header X-Ward-Csrf: 1), "access.role" (403). Whether the caller sees the site at hand is checked by the
// route: caller.check_site(site), or a filter in the query.
Result<Caller> require(City& city, const http::Request& request, Operation operation);

// The same within a transaction that writes.
Result<Caller> require(storage::Transaction& t, const http::Request& request, Operation operation, Time now);
// What can be said without a look at the session: "session.none", "session.csrf".
Result<> asked_by_a_session(const http::Request& request);

// The same, asked of a request's head, for routes that take large bodies.
http::Admission admission(City& city, Operation operation);

}  // namespace ward::city::accounts
