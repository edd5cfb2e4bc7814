#include "city/accounts/access.h"

#include <algorithm>
#include <array>

namespace ward::city::accounts {

namespace {

struct Rule {
  Operation operation;
  std::string_view name;  // the operationId
  bool administrator, office, guard, auditor;
};

constexpr Rule rules[] = {
    //                                                               admin office guard auditor
    {Operation::getSession, "getSession", /*                     */ true, true, true, true},
    {Operation::logOut, "logOut", /*                             */ true, true, true, true},
    {Operation::changeOwnPassword, "changeOwnPassword", /*       */ true, true, true, true},
    {Operation::listUsers, "listUsers", /*                       */ true, false, false, true},
    {Operation::putUser, "putUser", /*                           */ true, false, false, false},
    {Operation::listSites, "listSites", /*                       */ true, true, true, true},
    {Operation::putSite, "putSite", /*                           */ true, false, false, false},
    {Operation::getPolicy, "getPolicy", /*                       */ true, true, true, true},
    {Operation::putPolicy, "putPolicy", /*                       */ true, false, false, false},
    {Operation::putOpenAll, "putOpenAll", /*                     */ true, true, true, false},
    {Operation::listGroups, "listGroups", /*                     */ true, true, true, true},
    {Operation::putGroup, "putGroup", /*                         */ true, true, false, false},
    {Operation::deleteGroup, "deleteGroup", /*                   */ true, true, false, false},
    {Operation::listPeople, "listPeople", /*                     */ true, true, true, true},
    {Operation::getPerson, "getPerson", /*                       */ true, true, true, true},
    {Operation::putPerson, "putPerson", /*                       */ true, true, false, false},
    {Operation::deletePerson, "deletePerson", /*                 */ true, true, false, false},
    {Operation::enrolFace, "enrolFace", /*                       */ true, true, false, false},
    {Operation::deleteFace, "deleteFace", /*                     */ true, true, false, false},
    {Operation::makePass, "makePass", /*                         */ true, true, false, false},
    {Operation::deletePass, "deletePass", /*                     */ true, true, false, false},
    {Operation::listDevices, "listDevices", /*                   */ true, true, true, true},
    {Operation::putDevice, "putDevice", /*                       */ true, false, false, false},
    {Operation::revokeDevice, "revokeDevice", /*                 */ true, false, false, false},
    {Operation::renewDeviceKey, "renewDeviceKey", /*             */ true, false, false, false},
    {Operation::getTemperatures, "getTemperatures", /*           */ true, true, true, true},
    {Operation::listPassages, "listPassages", /*                 */ true, true, true, true},
    {Operation::getPassageCounts, "getPassageCounts", /*         */ true, true, true, true},
    {Operation::getPassage, "getPassage", /*                     */ true, true, true, true},
    {Operation::getCapture, "getCapture", /*                     */ true, true, false, false},
    {Operation::listAlarms, "listAlarms", /*                     */ true, true, true, true},
    {Operation::acknowledgeAlarm, "acknowledgeAlarm", /*         */ true, true, true, false},
    {Operation::listJournal, "listJournal", /*                   */ true, false, false, true},
    {Operation::live, "live", /*                                 */ true, true, true, true},
};

// The table is in the order of the enum, so that a rule is found by its place.
constexpr bool ordered() {
  for (std::size_t i = 0; i < std::size(rules); ++i)
    if (std::size_t(rules[i].operation) != i) return false;
  return std::size(rules) == std::size_t(Operation::live) + 1;
}
static_assert(ordered());

const Rule& rule(Operation operation) { return rules[std::size_t(operation)]; }

}  // namespace

std::string_view to_string(Role role) {
  switch (role) {
    case Role::administrator:
      return "administrator";
    case Role::office:
      return "office";
    case Role::guard:
      return "guard";
    case Role::auditor:
      return "auditor";
  }
  return "guard";
}

std::optional<Role> role_from(std::string_view text) {
  for (const Role role : {Role::administrator, Role::office, Role::guard, Role::auditor})
    if (to_string(role) == text) return role;
  return std::nullopt;
}

bool may(Role role, Operation operation) {
  const Rule& r = rule(operation);
  switch (role) {
    case Role::administrator:
      return r.administrator;
    case Role::office:
      return r.office;
    case Role::guard:
      return r.guard;
    case Role::auditor:
      return r.auditor;
  }
  return false;
}

std::string_view to_string(Operation operation) { return rule(operation).name; }

const std::vector<Operation>& all_operations() {
  static const std::vector<Operation> all = [] {
    std::vector<Operation> operations;
    for (const Rule& r : rules) operations.push_back(r.operation);
    return operations;
  }();
  return all;
}

bool Caller::sees(const Id& site) const { return sees_all() || std::ranges::find(sites, site) != sites.end(); }

Result<> Caller::check_site(const Id& site) const {
  if (sees(site)) return {};
  return fail(ErrorKind::forbidden, "access.site", {"This account may not see this site.", "此账号无权查看该场所。"});
}

Result<> Caller::check_all_sites() const {
  if (sees_all()) return {};
  return fail(ErrorKind::forbidden, "access.site",
              {"This needs an account for all sites.", "此操作需要面向所有场所的账号。"});
}

}  // namespace ward::city::accounts
