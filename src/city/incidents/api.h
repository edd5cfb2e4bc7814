#pragma once

#include "city/city.h"
#include "city/incidents/store.h"

namespace ward::city::incidents {

// /incidents, /incident-types, /calendar
void routes(http::Router& router, City& city);

// The stored incident with what screens need besides: the names of its type and unit.
json::object shown(Shown one, const Catalogue& types);

// Screens that show the incident hear that it changed, and read it.
void publish(City& city, const Changed& changed);

// Looks whose page is due; called several times a second, so that none is a second late. Everybody who is paged hears
// it on the live stream.
Result<> send_pages(City& city);

// Moves on what is counted as overdue; called every other second.
Result<> count_late(City& city);

// Looks whether a gate has raised a fever; called every second.
Result<> report_gate_alarms(City& city);

}  // namespace ward::city::incidents
