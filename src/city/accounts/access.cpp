#include "city/accounts/access.h"

#include <algorithm>
#include <cstdint>

namespace ward::city::accounts {

namespace {

// A set of roles, a bit each.
using Roles = std::uint32_t;
constexpr Roles bit(Role role) { return Roles{1} << unsigned(role); }

constexpr Roles administrator = bit(Role::administrator), office = bit(Role::office), guard = bit(Role::guard),
                auditor = bit(Role::auditor), centre = bit(Role::centre), police = bit(Role::police),
                inspector = bit(Role::inspector), health = bit(Role::health), member = bit(Role::member),
                commander = bit(Role::commander), landlord = bit(Role::landlord),
                workshop_head = bit(Role::workshop_head);
constexpr Roles platforms =
    bit(Role::public_safety) | bit(Role::market_supervision) | bit(Role::law_enforcement) | bit(Role::public_services);
constexpr Roles site = administrator | office | guard | auditor;  // who works at a site with gates
constexpr Roles teams = member | commander | landlord | workshop_head;
constexpr Roles city = administrator | auditor | centre | platforms | police | inspector | health | teams;
constexpr Roles everybody = site | city;
constexpr Roles command = administrator | centre | commander;  // who gives orders to a unit
constexpr Roles desk = command | auditor | member;
constexpr Roles who_knows = command | auditor | member | landlord | police | health;  // who lives where
constexpr Roles who_visits = who_knows & ~landlord;  // goes from door to door, or sees what those who do have found
constexpr Roles who_declares = command | member | landlord | workshop_head;  // who will arrive
constexpr Roles inspects =
    administrator | centre | inspector | bit(Role::law_enforcement) | bit(Role::market_supervision);
constexpr Roles watching = command | auditor | platforms | police | inspector | health;

struct Rule {
  Operation operation;
  std::string_view name;  // the operationId
  Roles roles;
};

constexpr Rule rules[] = {
    {Operation::getSession, "getSession", everybody},
    {Operation::logOut, "logOut", everybody},
    {Operation::changeOwnPassword, "changeOwnPassword", everybody},
    {Operation::listUsers, "listUsers", administrator | auditor},
    {Operation::putUser, "putUser", administrator},
    {Operation::listSites, "listSites", site},
    {Operation::putSite, "putSite", administrator},
    {Operation::getPolicy, "getPolicy", site},
    {Operation::putPolicy, "putPolicy", administrator},
    {Operation::putOpenAll, "putOpenAll", administrator | office | guard},
    {Operation::listGroups, "listGroups", site},
    {Operation::putGroup, "putGroup", administrator | office},
    {Operation::deleteGroup, "deleteGroup", administrator | office},
    {Operation::listPeople, "listPeople", site},
    {Operation::getPerson, "getPerson", site},
    {Operation::putPerson, "putPerson", administrator | office},
    {Operation::deletePerson, "deletePerson", administrator | office},
    {Operation::enrolFace, "enrolFace", administrator | office},
    {Operation::deleteFace, "deleteFace", administrator | office},
    {Operation::makePass, "makePass", administrator | office},
    {Operation::deletePass, "deletePass", administrator | office},
    {Operation::listDevices, "listDevices", site},
    {Operation::putDevice, "putDevice", administrator},
    {Operation::revokeDevice, "revokeDevice", administrator},
    {Operation::renewDeviceKey, "renewDeviceKey", administrator},
    {Operation::getTemperatures, "getTemperatures", site},
    {Operation::listPassages, "listPassages", site},
    {Operation::getPassageCounts, "getPassageCounts", site},
    {Operation::getPassage, "getPassage", site},
    {Operation::getCapture, "getCapture", administrator | office},
    {Operation::listAlarms, "listAlarms", site},
    {Operation::acknowledgeAlarm, "acknowledgeAlarm", administrator | office | guard},
    {Operation::listJournal, "listJournal", administrator | auditor},
    {Operation::live, "live", everybody},
    {Operation::listUnits, "listUnits", city},
    {Operation::getUnit, "getUnit", city},
    {Operation::putUnit, "putUnit", administrator | centre},
    {Operation::closeUnit, "closeUnit", administrator | centre},
    {Operation::mergeUnit, "mergeUnit", administrator | centre},
    {Operation::getTeam, "getTeam", administrator | auditor | centre | police | member | commander},
    {Operation::listMembers, "listMembers", administrator | auditor | centre},
    {Operation::putMember, "putMember", administrator | centre | commander},
    {Operation::putPost, "putPost", administrator | centre | commander},
    {Operation::importUnits, "importUnits", administrator | centre},
    {Operation::exportUnits, "exportUnits", administrator | auditor | centre},
    {Operation::listNotices, "listNotices", city},
    {Operation::readNotice, "readNotice", city & ~auditor},
    {Operation::readAllNotices, "readAllNotices", city & ~auditor},
    {Operation::getIncidentTypes, "getIncidentTypes", city | office},
    {Operation::putIncidentTypes, "putIncidentTypes", administrator},
    {Operation::getCalendar, "getCalendar", city | office},
    {Operation::putCalendar, "putCalendar", administrator},
    {Operation::putIncident, "putIncident", (city & ~auditor) | office},
    {Operation::listIncidents, "listIncidents", city | office},
    {Operation::getIncidentBoard, "getIncidentBoard", city},
    {Operation::getIncident, "getIncident", city | office},
    {Operation::actOnIncident, "actOnIncident", city & ~auditor},
    {Operation::acknowledgeIncident, "acknowledgeIncident", (city & ~auditor) | office},
    {Operation::getAssessment, "getAssessment", administrator | auditor | centre | platforms | commander},
    {Operation::listAssessmentCases, "listAssessmentCases", administrator | auditor | centre | platforms | commander},
    {Operation::getMe, "getMe", everybody},
    {Operation::putFile, "putFile", everybody & ~auditor},
    {Operation::getFile, "getFile", everybody},
    {Operation::getDuty, "getDuty", desk | platforms | police},
    {Operation::putShift, "putShift", command},
    {Operation::deleteShift, "deleteShift", command},
    {Operation::putHandover, "putHandover", command | member},
    {Operation::listOrders, "listOrders", watching},
    {Operation::countAudience, "countAudience", command},
    {Operation::getOrder, "getOrder", watching},
    {Operation::putOrder, "putOrder", command},
    {Operation::cancelOrder, "cancelOrder", command},
    {Operation::remindOfOrder, "remindOfOrder", command},
    {Operation::passOrderOn, "passOrderOn", administrator | commander | landlord | workshop_head},
    {Operation::getOrderRollup, "getOrderRollup", watching},
    {Operation::listRecipients, "listRecipients", administrator | auditor | centre | commander},
    {Operation::sendReceipt, "sendReceipt", city & ~auditor},
    {Operation::getOrderAsCap, "getOrderAsCap", watching},
    {Operation::listMyOrders, "listMyOrders", city},
    {Operation::listWarnings, "listWarnings", administrator | auditor | centre},
    {Operation::takeWarning, "takeWarning", administrator | centre},
    {Operation::listChannels, "listChannels", administrator | auditor},
    {Operation::putChannel, "putChannel", administrator},
    {Operation::deleteChannel, "deleteChannel", administrator},
    {Operation::testChannel, "testChannel", administrator},
    {Operation::listDeliveries, "listDeliveries", administrator | auditor},
    {Operation::listOpen311Keys, "listOpen311Keys", administrator | auditor},
    {Operation::putOpen311Key, "putOpen311Key", administrator},
    {Operation::deleteOpen311Key, "deleteOpen311Key", administrator},
    {Operation::getMap, "getMap", everybody},
    {Operation::listPremises, "listPremises", city},
    {Operation::getPremises, "getPremises", city},
    {Operation::putPremises, "putPremises", command | member},
    {Operation::closePremises, "closePremises", command | member},
    {Operation::putRoom, "putRoom", command | member},
    {Operation::rebuildRooms, "rebuildRooms", command | member},
    {Operation::importPremises, "importPremises", command},
    {Operation::exportPremises, "exportPremises", command | auditor},
    {Operation::listOccupants, "listOccupants", who_knows},
    {Operation::getResident, "getResident", who_knows},
    {Operation::putResident, "putResident", command | member},
    {Operation::putTenancy, "putTenancy", command | member},
    {Operation::findResident, "findResident", administrator | centre | police | health},
    {Operation::mergeResident, "mergeResident", administrator | centre},
    {Operation::unmergeResident, "unmergeResident", administrator | centre},
    {Operation::listRounds, "listRounds", watching | member},
    {Operation::getRound, "getRound", watching | member},
    {Operation::putRound, "putRound", command},
    {Operation::closeRound, "closeRound", command},
    {Operation::getCoverage, "getCoverage", watching | member},
    {Operation::listRoundRooms, "listRoundRooms", who_visits},
    {Operation::getRoomInRound, "getRoomInRound", who_visits},
    {Operation::sendVerdicts, "sendVerdicts", command | member},
    {Operation::importResidents, "importResidents", command},
    {Operation::listResidentProposals, "listResidentProposals", command | auditor},
    {Operation::decideResidentProposal, "decideResidentProposal", administrator | centre},
    {Operation::listDeclarations, "listDeclarations", who_declares | auditor | police | health},
    {Operation::getDeclaration, "getDeclaration", who_declares | auditor | police | health},
    {Operation::putDeclaration, "putDeclaration", who_declares},
    {Operation::actOnDeclaration, "actOnDeclaration", command | member},
    {Operation::withdrawDeclaration, "withdrawDeclaration", who_declares},
    {Operation::getDeclarationNumbers, "getDeclarationNumbers", watching | member},
    {Operation::getArrivalRules, "getArrivalRules", city},
    {Operation::putArrivalRules, "putArrivalRules", administrator | centre},
    {Operation::putInvitation, "putInvitation", who_declares},
    {Operation::deleteInvitation, "deleteInvitation", who_declares},
    {Operation::importDeclarations, "importDeclarations", command | landlord | workshop_head},
    {Operation::listEnterprises, "listEnterprises", watching | member | workshop_head},
    {Operation::getEnterprise, "getEnterprise", watching | member | workshop_head},
    {Operation::putEnterprise, "putEnterprise", command | bit(Role::market_supervision)},
    {Operation::importEnterprises, "importEnterprises", command | bit(Role::market_supervision)},
    {Operation::actOnEnterprise, "actOnEnterprise", command | member | workshop_head | bit(Role::market_supervision)},
    {Operation::decideOnEnterprise, "decideOnEnterprise", administrator | centre | bit(Role::market_supervision)},
    {Operation::reportEnterpriseDay, "reportEnterpriseDay", command | member | workshop_head},
    {Operation::getEnterpriseNumbers, "getEnterpriseNumbers", watching | member},
    {Operation::listDraws, "listDraws", watching},
    {Operation::getDraw, "getDraw", watching},
    {Operation::putDraw, "putDraw", administrator | centre},
    {Operation::getDrawFrame, "getDrawFrame", watching},
    {Operation::revealDraw, "revealDraw", administrator | centre},
    {Operation::listInspectors, "listInspectors", administrator | centre | auditor},
    {Operation::getInspectionRoute, "getInspectionRoute", inspects | auditor},
    {Operation::putVisit, "putVisit", inspects},
    {Operation::getOffences, "getOffences", city},
    {Operation::putOffences, "putOffences", administrator},
    {Operation::listMeasures, "listMeasures", inspects | command | auditor},
    {Operation::getMeasure, "getMeasure", inspects | command | auditor},
    {Operation::proposeMeasure, "proposeMeasure", inspects},
    {Operation::stepMeasure, "stepMeasure", inspects | command},
    {Operation::searchResidents, "searchResidents", who_knows},
    {Operation::countOccupants, "countOccupants", who_knows},
    {Operation::readXForm, "readXForm", command},
};

// The table is in the order of the enum, so that a rule is found by its place.
constexpr bool ordered() {
  for (std::size_t i = 0; i < std::size(rules); ++i)
    if (std::size_t(rules[i].operation) != i) return false;
  return std::size(rules) == std::size_t(Operation::readXForm) + 1;
}
static_assert(ordered());

constexpr std::string_view role_words[] = {
    "administrator",   "office",          "guard",  "auditor",   "centre", "public_safety", "market_supervision",
    "law_enforcement", "public_services", "police", "inspector", "health", "member",        "commander",
    "landlord",        "workshop_head"};

const Rule& rule(Operation operation) { return rules[std::size_t(operation)]; }

}  // namespace

std::string_view to_string(Role role) { return role_words[std::size_t(role)]; }

std::optional<Role> role_from(std::string_view text) {
  const auto found = std::ranges::find(role_words, text);
  if (found == std::end(role_words)) return std::nullopt;
  return Role(found - std::begin(role_words));
}

const std::vector<Role>& all_roles() {
  static const std::vector<Role> all = [] {
    std::vector<Role> roles;
    for (std::size_t i = 0; i < std::size(role_words); ++i) roles.push_back(Role(i));
    return roles;
  }();
  return all;
}

bool is_given(Role role) { return role != Role::commander && role != Role::landlord && role != Role::workshop_head; }

bool may(Role role, Operation operation) { return (rule(operation).roles & bit(role)) != 0; }

std::string_view to_string(Operation operation) { return rule(operation).name; }

const std::vector<Operation>& all_operations() {
  static const std::vector<Operation> all = [] {
    std::vector<Operation> operations;
    for (const Rule& r : rules) operations.push_back(r.operation);
    return operations;
  }();
  return all;
}

bool Caller::sees(const Id& id) const { return sees_all() || std::ranges::find(sites, id) != sites.end(); }

Result<> Caller::check_site(const Id& site) const {
  if (sees(site)) return {};
  return fail(ErrorKind::forbidden, "access.site", {"This account may not see this site.", "此账号无权查看该场所。"});
}

Result<> Caller::check_all_sites() const {
  if (sees_all()) return {};
  return fail(ErrorKind::forbidden, "access.site",
              {"This needs an account for all sites.", "此操作需要面向所有场所的账号。"});
}

bool Caller::may(Operation operation) const {
  return accounts::may(role, operation) ||
         std::ranges::any_of(grants, [&](const Grant& grant) { return accounts::may(grant.role, operation); });
}

std::vector<std::string> Caller::tops_of(Operation operation) const {
  std::vector<std::string> all;
  // A member's account alone is for no unit: its posts are. An office's and a guard's are for sites.
  const bool of_units = role != Role::member && role != Role::office && role != Role::guard;
  if (of_units && accounts::may(role, operation)) {
    if (tops.empty()) return {""};
    all = tops;
  }
  for (const Grant& grant : grants)
    if (accounts::may(grant.role, operation)) all.push_back(grant.top);
  std::ranges::sort(all);  // those below come right after the one above them
  std::vector<std::string> outermost;
  for (std::string& top : all)
    if (outermost.empty() || !top.starts_with(outermost.back())) outermost.push_back(std::move(top));
  return outermost;
}

Result<> Caller::check_unit(Operation operation, std::string_view path) const {
  if (std::ranges::any_of(tops_of(operation), [&](const std::string& top) { return path.starts_with(top); })) return {};
  return fail(ErrorKind::forbidden, "access.unit",
              {"This account may not do this for this unit.", "此账号无权对该单元执行此操作。"});
}

}  // namespace ward::city::accounts
