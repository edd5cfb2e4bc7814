// Incidents that became requests at another city's server: what they are called there and what became of them, with its
// row in the incident's story in the same transaction.
#pragma once

#include "city/channels/store.h"
#include "city/incidents/store.h"
#include "city/open311/open311.h"

namespace ward::city::channels {

// Notes that the server took a delivery: under an id, or a token by which to ask for the id; neither, and nothing more
// is asked. `ask_at`: when it is asked first. The incident, when its story grew.
std::optional<incidents::Changed> add_request(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                              const Delivery& delivery, const open311::Created& created, Time ask_at);

// One that is asked about.
struct Asked {
  Id delivery, incident;
  Requested request;
  int misses = 0;   // answers in a row that told nothing
  Time changed_at;  // since when its status is what it is
};
// Takes what is due of the one channel that waits longest, for `lease`, after which others may ask; at most `limit`.
bool any_request_due(storage::Transaction& t, Time now);
struct Round {
  Id channel;
  std::vector<Asked> asked;  // empty: nothing is due
};
Round claim_requests(storage::Transaction& t, Time now, Millis lease, int limit);

// When one is asked about again whose status has stood since `changed`: after `first`, then ever more seldom, once a
// day at the least; not any more when it has been closed for 30 days (it may be opened again there) or open for a year.
std::optional<Time> ask_again_at(Time now, Time changed, open311::RequestStatus status, Millis first);

// What the server said: the id that a token stands for, or a status with its notes. A status that is another one than
// before becomes a part of the story. The incident as above.
std::optional<incidents::Changed> note_id(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                          const Asked& asked, const std::string& id, Time ask_at);
std::optional<incidents::Changed> note_status(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                              const Asked& asked, const open311::ServiceRequest& told, Millis first);
// It said nothing of it; it is asked again at `ask_at`.
void note_miss(storage::Transaction& t, const Asked& asked, Time ask_at);

}  // namespace ward::city::channels
