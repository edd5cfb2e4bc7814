// Which part a caller plays for an incident.
#pragma once

#include "city/accounts/access.h"
#include "city/incidents/catalogue.h"
#include "city/incidents/incidents.h"

namespace ward::city::incidents {

// reporter: who reported it. grid: who is in the team of the unit where it is, or of one above. centre: an operator or
// administrator for the unit. platform: who works on the platform of the type, for the unit or the one that handles it,
// and the teams of the one that handles it and of those above. checker: an operator, an inspector or a commander for
// the unit. `path`: of the incident's unit, `handler`: of the one that handles it (store.h).
Parts parts_of(const accounts::Caller& caller, const Incident& incident, const std::string& path,
               const std::string& handler, const Type* type);

// Whether the caller may see the incident: whoever sees its unit or the one that handles it, the office of the site it
// came from, and who reported it.
bool sees(const accounts::Caller& caller, const Incident& incident, const std::string& path,
          const std::string& handler);

// Whether the caller may say "I am on it", which silences the pages: who plays more of a part than having reported it,
// and the office of the site it came from.
bool may_acknowledge(const accounts::Caller& caller, const Incident& incident, Parts parts);

}  // namespace ward::city::incidents
