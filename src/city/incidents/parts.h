// Which part a caller plays for an incident.
#pragma once

#include "city/accounts/access.h"
#include "city/incidents/catalogue.h"
#include "city/incidents/incidents.h"

namespace ward::city::incidents {

// reporter: who reported it. grid: who is in the team of the unit where it is, or of one above. centre: an operator or
// administrator for the unit. platform: who works on the platform of the type, for the unit. checker: an operator, an
// inspector or a commander for the unit. `path`: of the incident's unit.
Parts parts_of(const accounts::Caller& caller, const Incident& incident, const std::string& path, const Type* type);

// Whether the caller may see the incident: whoever sees its unit, and who reported it.
bool sees(const accounts::Caller& caller, const Incident& incident, const std::string& path);

}  // namespace ward::city::incidents
