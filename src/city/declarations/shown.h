// Declarations as the API shows them. Inside declarations' routes only.
#pragma once

#include "city/declarations/store.h"
#include "city/residents/shown.h"

namespace ward::city::declarations {

// With what the rules say of whoever comes from there on that day, and the steps that each person can be taken by.
json::object to_json(const Stored& one, const Rules& rules);
// What awaits them, or null: its rule's version is the rules'.
json::value awaits_to_json(const Rules& rules, const Declaration& declaration);
json::object to_json(const Numbers& numbers);
json::object to_json(const Done& done);
// For whoever has the link: what they said themselves, how far each has come, what awaits them; and nothing of what
// others wrote.
json::object for_guest(const Stored& one, const Rules& rules);

}  // namespace ward::city::declarations
