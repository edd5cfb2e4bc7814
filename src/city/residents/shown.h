// People as the API shows them, and to whom. Inside residents' routes only.
#pragma once

#include "city/accounts/access.h"
#include "city/city.h"
#include "city/residents/store.h"

namespace ward::city::residents {

json::object to_json(const Person& person);
json::value text_to_json(const Text& text);
// What was found of each field and how much it says.
json::array found_to_json(const Match& match);

// Whoever may for a unit where the person lives or lived; of one who lives nowhere, whoever may everywhere. What a
// caller may not see is not there. The head. Errors: "resident.unknown".
Result<Id> visible(storage::Transaction& t, const accounts::Caller& caller, accounts::Operation operation, const Id& id,
                   const char* field = "id");

Date today(City& city);  // on the city's calendar

}  // namespace ward::city::residents
