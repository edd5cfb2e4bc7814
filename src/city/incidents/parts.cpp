#include "city/incidents/parts.h"

#include <algorithm>

namespace ward::city::incidents {

namespace {

using accounts::Caller;
using accounts::Role;

Role role_of(Platform platform) {
  switch (platform) {
    case Platform::public_safety:
      return Role::public_safety;
    case Platform::market_supervision:
      return Role::market_supervision;
    case Platform::law_enforcement:
      return Role::law_enforcement;
    case Platform::public_services:
      return Role::public_services;
  }
  return Role::public_safety;
}

// Whether the account itself has the role for the unit of this path.
bool has_account(const Caller& caller, Role role, std::string_view path) {
  if (caller.role != role) return false;
  return caller.tops.empty() ||
         std::ranges::any_of(caller.tops, [&](const std::string& top) { return path.starts_with(top); });
}

bool has_post(const Caller& caller, Role role, std::string_view path) {
  return std::ranges::any_of(
      caller.grants, [&](const accounts::Grant& grant) { return grant.role == role && path.starts_with(grant.top); });
}

}  // namespace

Parts parts_of(const Caller& caller, const Incident& incident, const std::string& path, const std::string& handler,
               const Type* type) {
  const bool commands = has_post(caller, Role::commander, path);
  const bool centre = has_account(caller, Role::centre, path) || has_account(caller, Role::administrator, path);
  Parts parts = 0;
  const auto add = [&](bool plays, Part part) {
    if (plays) parts = Parts(parts | Parts(part));
  };
  add(incident.reporter == caller.actor(), Part::reporter);
  add(commands || has_post(caller, Role::member, path), Part::grid);
  add(centre, Part::centre);
  const auto works = [&](const std::string& at) { return type && has_account(caller, role_of(type->platform), at); };
  add(works(path), Part::platform);
  if (!handler.empty())
    add(works(handler) || has_post(caller, Role::commander, handler) || has_post(caller, Role::member, handler),
        Part::platform);
  add(centre || commands || has_account(caller, Role::inspector, path), Part::checker);
  return parts;
}

bool sees(const Caller& caller, const Incident& incident, const std::string& path, const std::string& handler) {
  const auto sees_unit = [&](const std::string& at) {
    return caller.check_unit(accounts::Operation::getIncident, at).has_value();
  };
  return incident.reporter == caller.actor() || (incident.site && caller.is_office_of(*incident.site)) ||
         sees_unit(path) || (!handler.empty() && sees_unit(handler));
}

bool may_acknowledge(const Caller& caller, const Incident& incident, Parts parts) {
  return (parts & ~Parts(Part::reporter)) != 0 || (incident.site && caller.is_office_of(*incident.site));
}

}  // namespace ward::city::incidents
