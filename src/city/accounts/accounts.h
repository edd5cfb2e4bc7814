// Accounts of people: what an account is, and what may be changed of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "city/accounts/access.h"

namespace ward::city::accounts {

struct User {
  Id id;
  std::string name;
  Role role = Role::guard;
  std::vector<Id> sites;       // empty: all
  std::vector<Id> units = {};  // it is for these and all below; empty: everywhere
  bool disabled = false;
  Time created_at;
};

// What a caller asks an account to be.
struct UserInput {
  std::string name;  // 1-100 characters, without control characters
  Role role = Role::guard;
  std::vector<Id> sites = {};
  std::vector<Id> units = {};
  bool disabled = false;
  std::optional<std::string> password = {};  // 10-200 characters
};

json::value to_json(const User& user);
Result<UserInput> user_from_json(const json::value& value);

// Errors: "user.password" (shorter than 10 characters, longer than 200, or the account's own name).
Result<> check_password(const std::string& password, const std::string& name);

// Whether somebody who may do everything, everywhere.
inline bool rules_all(const User& user) {
  return user.role == Role::administrator && user.sites.empty() && user.units.empty() && !user.disabled;
}

}  // namespace ward::city::accounts
