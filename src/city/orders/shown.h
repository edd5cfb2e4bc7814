// Orders as the API shows them.
#pragma once

#include "city/accounts/access.h"
#include "city/orders/inbox.h"
#include "city/orders/warning.h"

namespace ward::city::orders {

// Whether the caller sees the order: it was given within what they see, or above it.
bool sees(storage::Transaction& t, const accounts::Caller& caller, const Stored& stored, Time now);

json::object shown(const Stored& stored, const Progress& progress);
json::object detail(storage::Transaction& t, const accounts::Caller& caller, const Stored& stored);
json::object shown(const Recipient& recipient);
json::object shown(const Warning& warning, Time now);
// With the lines of the units between the order's and the recipient's, and the units that wait for them to pass it on.
json::object shown(storage::Transaction& t, const accounts::Caller& caller, const Received& received, Time now);

}  // namespace ward::city::orders
