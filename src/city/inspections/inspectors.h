// Who goes there: accounts, and what they are called.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "storage/database.h"

namespace ward::city::inspections {

struct NamedAccount {
  Id account;
  std::string name;
};
// {"id", "name"}
json::value to_json(const NamedAccount& inspector);

// Of the member whose account it is, else of the account; the id where there is none.
std::string name_of(storage::Transaction& t, const Id& account);
// The same of "user:<id>"; another actor is called as it is.
std::string name_of_actor(storage::Transaction& t, const std::string& actor);
// The account of such an actor, "" of another one.
std::string_view account_of_actor(std::string_view actor);
// Those with these ids, in their order: [{"id", "name"}, ...]
json::array named(storage::Transaction& t, const std::vector<Id>& accounts);
// Accounts that inspect and are not disabled, by name.
std::vector<NamedAccount> inspectors(storage::Transaction& t);

}  // namespace ward::city::inspections
