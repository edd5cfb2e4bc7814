#include "city/inspections/inspectors.h"

#include <algorithm>

#include "city/accounts/access.h"
#include "city/accounts/store.h"
#include "city/units/store.h"

namespace ward::city::inspections {

namespace {

constexpr std::string_view of_account = "user:";

// The centre and the administrator may write a visit down, and do not walk.
bool inspects(accounts::Role role) {
  return accounts::may(role, accounts::Operation::putVisit) && role != accounts::Role::administrator &&
         role != accounts::Role::centre;
}

}  // namespace

json::value to_json(const NamedAccount& inspector) {
  return {{"id", inspector.account.str()}, {"name", inspector.name}};
}

std::string name_of(storage::Transaction& t, const Id& account) {
  if (const auto member = units::find_member_of_account(t, account)) return member->name;
  const auto user = accounts::find_user(t, account);
  return user ? user->user.name : account.str();
}

std::string_view account_of_actor(std::string_view actor) {
  return actor.starts_with(of_account) ? actor.substr(of_account.size()) : "";
}

std::string name_of_actor(storage::Transaction& t, const std::string& actor) {
  const auto id = Id::parse(account_of_actor(actor));
  return id ? name_of(t, *id) : actor;
}

json::array named(storage::Transaction& t, const std::vector<Id>& accounts) {
  json::array all;
  for (const Id& account : accounts) all.push_back(to_json({account, name_of(t, account)}));
  return all;
}

std::vector<NamedAccount> inspectors(storage::Transaction& t) {
  std::vector<NamedAccount> all;
  for (const accounts::User& user : accounts::list_users(t))
    if (!user.disabled && inspects(user.role)) all.push_back({user.id, name_of(t, user.id)});
  std::ranges::sort(all, {}, &NamedAccount::name);
  return all;
}

}  // namespace ward::city::inspections
