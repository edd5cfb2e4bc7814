// Sessions of people: who a request comes from, and whether the operation is theirs.
#pragma once

#include "city/accounts/access.h"
#include "city/city.h"

namespace ward::city::accounts {

// The caller of `request`, allowed to do `operation`. Errors: "session.none" (401), "session.csrf" (403, a write
// without the header X-Ward-Csrf: 1), "access.role" (403). Whether the caller sees the site at hand is checked by the
// route: caller.check_site(site), or a filter in the query.
Result<Caller> require(City& city, const http::Request& request, Operation operation);

}  // namespace ward::city::accounts
