// Who may do what: one table for every operation of openapi.yaml that people call. Devices have their own (devices/).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace ward::city::accounts {

enum class Role {
  administrator,
  office,  // of a site: a school's office
  guard,   // at the gates of a site
  auditor,
  centre,         // an operator of a command centre
  public_safety,  // the four platforms that handle incidents
  market_supervision,
  law_enforcement,
  public_services,
  police,
  inspector,
  health,        // a health team
  member,        // of teams; what they may do comes with their posts alone
  commander,     // with a post, never given to an account: of a unit
  landlord,      // the same: who commands a unit of tenants
  workshop_head  // the same: who commands a workshop
};
std::string_view to_string(Role role);
std::optional<Role> role_from(std::string_view text);
const std::vector<Role>& all_roles();
// Whether an account can be given the role; the others come with posts.
bool is_given(Role role);

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
  listUnits,
  getUnit,
  putUnit,
  closeUnit,
  mergeUnit,
  getTeam,
  listMembers,
  putMember,
  putPost,
  importUnits,
  exportUnits,
  listNotices,
  readNotice,
  readAllNotices,
  getIncidentTypes,
  putIncidentTypes,
  getCalendar,
  putCalendar,
  putIncident,
  listIncidents,
  getIncidentBoard,
  getIncident,
  actOnIncident,
  acknowledgeIncident,
  getAssessment,
  listAssessmentCases,
  getMe,
  putFile,
  getFile,
  getDuty,
  putShift,
  deleteShift,
  putHandover,
  listOrders,
  countAudience,
  getOrder,
  putOrder,
  cancelOrder,
  remindOfOrder,
  passOrderOn,
  getOrderRollup,
  listRecipients,
  sendReceipt,
  getOrderAsCap,
  listMyOrders,
  listWarnings,
  takeWarning,
  listChannels,
  putChannel,
  deleteChannel,
  testChannel,
  listDeliveries,
  listOpen311Keys,
  putOpen311Key,
  deleteOpen311Key,
  getMap,
  listPremises,
  getPremises,
  putPremises,
  closePremises,
  putRoom,
  rebuildRooms,
  importPremises,
  exportPremises,
  listOccupants,
  getResident,
  putResident,
  putTenancy,
  findResident,
  mergeResident,
  unmergeResident,
  listRounds,
  getRound,
  putRound,
  closeRound,
  getCoverage,
  listRoundRooms,
  getRoomInRound,
  sendVerdicts,
  importResidents,
  listResidentProposals,
  decideResidentProposal,
  listDeclarations,
  getDeclaration,
  putDeclaration,
  actOnDeclaration,
  withdrawDeclaration,
  getDeclarationNumbers,
  getArrivalRules,
  putArrivalRules,
  putInvitation,
  deleteInvitation,
  importDeclarations,
  listEnterprises,
  getEnterprise,
  putEnterprise,
  importEnterprises,
  actOnEnterprise,
  decideOnEnterprise,
  reportEnterpriseDay,
  getEnterpriseNumbers,
  listDraws,
  getDraw,
  putDraw,
  getDrawFrame,
  revealDraw,
  listInspectors,
  getInspectionRoute,
  putVisit,
  getOffences,
  putOffences,
  listMeasures,
  getMeasure,
  proposeMeasure,
  stepMeasure,
  searchResidents,
  countOccupants,
  readXForm,
};

bool may(Role role, Operation operation);
std::string_view to_string(Operation operation);
const std::vector<Operation>& all_operations();

// What a post brings: a role within a unit and everything below it.
struct Grant {
  Role role;
  std::string top;  // path of the unit (units/units.h)
};

// Who calls, as far as rules need to know.
struct Caller {
  Id user;
  std::string name;
  Role role = Role::guard;
  std::vector<Id> sites;               // empty: all
  std::vector<std::string> tops = {};  // paths of the units the account is for; empty: everywhere
  std::vector<Grant> grants = {};      // of its posts
  std::optional<Id> member = {};       // who it is in the teams

  bool sees_all() const { return sites.empty() && tops.empty(); }
  bool sees(const Id& site) const;
  // Whether what happens in units is seen because it happened at a site of the account's own: as a site's office.
  bool is_office_of(const Id& site) const { return role == Role::office && sees(site); }
  // Errors: "access.site" (403).
  Result<> check_site(const Id& site) const;
  // For what belongs to no single site: accounts. The same error.
  Result<> check_all_sites() const;

  // By the role of the account or by a post.
  bool may(Operation operation) const;
  // The subtrees in which the caller may: their paths, none of them within another one. {""}: everywhere.
  std::vector<std::string> tops_of(Operation operation) const;
  // Errors: "access.unit" (403).
  Result<> check_unit(Operation operation, std::string_view path) const;

  std::string actor() const { return "user:" + user.str(); }  // as the journal writes it
};

}  // namespace ward::city::accounts
