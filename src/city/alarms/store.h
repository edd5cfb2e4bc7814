// The table of alarms.
#pragma once

#include "city/alarms/alarms.h"
#include "city/cursor.h"

namespace ward::city::alarms {

std::optional<Alarm> find(storage::Transaction& t, const Id& id);

struct Filter {
  std::vector<Id> sites = {};  // empty: any
  bool open = false;           // only those nobody acknowledged
  std::optional<TimeCursor> before = {};
  int limit = 50;
};
// Newest first.
std::vector<Alarm> list(storage::Transaction& t, const Filter& filter);

// Again is the same as once: the first one's name and note stay. Writes the journal.
void acknowledge(storage::Transaction& t, const Clock& clock, const Alarm& alarm, const std::string& by_name,
                 const std::string& actor, const std::optional<std::string>& note);

}  // namespace ward::city::alarms
