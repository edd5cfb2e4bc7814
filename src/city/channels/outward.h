// An incident as another city's Open311 server takes it, and what such a server answers.
#pragma once

#include "base/percent.h"
#include "city/channels/formats.h"
#include "city/incidents/incidents.h"
#include "city/open311/wire.h"

namespace ward::city::channels {

// An incident on its way out.
struct Outward {
  const incidents::Incident& incident;
  const incidents::Type& type;
  const Mapping& mapping;
  std::string place;  // what the unit around it is called
};

// What stands at the end of a description, by which a request is found again: "Ward 01902f5c-...".
std::string reference_of(const Id& delivery);

// The fields of POST requests.json. What the reporter wrote, the address, and answers in words go out when the type's
// openness is `words` alone; else the description is the message's one sentence. `asked`: the definition of the
// service; of the mapped answers those go out that it asks for.
FormFields form_of(const Channel& channel, const Outgoing& out, const Outward& outward,
                   const open311::Definition* asked);

// Whether a refusal is one of this request alone, while others may be taken: what the server found in it is wrong.
bool is_of_this_request(const Error& error);

// The document in an answer with a status of 2xx. Errors: "channel.refused" with what the server says, or that it is no
// document of GeoReport; "channel.request_refused" for those of is_of_this_request().
template <class T>
Result<T> document_of(int status, const std::string& body);

}  // namespace ward::city::channels
