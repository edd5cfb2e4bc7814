// Who may do what: one table for every operation of openapi.yaml that people call. Devices have their own (devices/).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace ward::city::accounts {

enum class Role { administrator, office, guard, auditor };
std::string_view to_string(Role role);
std::optional<Role> role_from(std::string_view text);

// The operationIds of openapi.yaml.
enum class Operation {
  getSession,
  logOut,
  changeOwnPassword,
  listUsers,
  putUser,
  listSites,
  putSite,
  getPolicy,
  putPolicy,
  putOpenAll,
  listGroups,
  putGroup,
  deleteGroup,
  listPeople,
  getPerson,
  putPerson,
  deletePerson,
  enrolFace,
  deleteFace,
  makePass,
  deletePass,
  listDevices,
  putDevice,
  revokeDevice,
  renewDeviceKey,
  getTemperatures,
  listPassages,
  getPassageCounts,
  getPassage,
  getCapture,
  listAlarms,
  acknowledgeAlarm,
  listJournal,
  live,
};

bool may(Role role, Operation operation);
std::string_view to_string(Operation operation);
const std::vector<Operation>& all_operations();

// Who calls, as far as rules need to know.
struct Caller {
  Id user;
  std::string name;
  Role role = Role::guard;
  std::vector<Id> sites;  // empty: all

  bool sees_all() const { return sites.empty(); }
  bool sees(const Id& site) const;
  // Errors: "access.site" (403).
  Result<> check_site(const Id& site) const;
  // For what belongs to no single site: accounts. The same error.
  Result<> check_all_sites() const;
  std::string actor() const { return "user:" + user.str(); }  // as the journal writes it
};

}  // namespace ward::city::accounts
