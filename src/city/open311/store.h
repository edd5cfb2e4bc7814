// Which incidents a query over Open311 asks for.
#pragma once

#include "city/incidents/store.h"
#include "city/open311/submission.h"

namespace ward::city::open311 {

// Of these types, within these paths ({""}: everywhere); the newest first. With a box the newest 20,000 of the span are
// looked at.
struct Wanted {
  RequestQuery query;
  std::vector<std::string> types, tops;
  int skip = 0, limit = most_requests;
};
std::vector<incidents::Stored> requests(storage::Transaction& t, const Wanted& wanted);
// Incidents of which a stage ended in the span of the query, at most `most_requests`.
std::vector<Id> changed(storage::Transaction& t, const RequestQuery& query);

}  // namespace ward::city::open311
