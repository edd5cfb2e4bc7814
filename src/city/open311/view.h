// Incidents as Open311 shows them to anybody, and reports over Open311 as incidents: pure.
#pragma once

#include "city/incidents/incidents.h"
#include "city/open311/submission.h"

namespace ward::city::open311 {

enum class Language { en, zh };

// Whether anybody may see incidents of the type.
bool is_public(const incidents::Type& type);
// Whether it can be reported over Open311: public, not retired, and asking for no picture, which cannot be sent.
bool is_offered(const incidents::Type& type);

Service service_of(const incidents::Type& type, Language language);
// The questions of its form, and "unit": the code of the grid or other unit where it is.
Definition definition_of(const incidents::Type& type, Language language);

// Only what is public of the type: never who reported or who handles it. `place`: what the unit around it is called.
ServiceRequest request_of(const incidents::Incident& incident, const incidents::Type& type, const std::string& place,
                          Language language);
Update update_of(const incidents::Happening& happening, Language language);

// The code of the unit that a submission names: its answer to "unit", else address_id; "" when it names none.
std::string unit_code(const Submission& submission);
// As a new incident of `unit`. Of whoever reports nothing is kept but the words. Errors: those of check_answers() and
// of answers_from_json(), "open311.value" (description).
Result<incidents::Report> report_of(const Submission& submission, const incidents::Type& type, const Id& id,
                                    const Id& unit);

}  // namespace ward::city::open311
