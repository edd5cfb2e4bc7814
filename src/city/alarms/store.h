// The table of alarms.
#pragma once

#include <span>

#include "city/alarms/alarms.h"
#include "city/city.h"
#include "city/cursor.h"

namespace ward::city::alarms {

// The following change alarms in the caller's transaction and return the ids of those raised or changed: publish() them
// when it is committed. A device that is not known raises nothing.
std::vector<Id> from_events(storage::Transaction& t, City& city, const Id& device, std::span<const Event> events);
std::vector<Id> from_health(storage::Transaction& t, City& city, const Id& device, const json::value& health);
std::vector<Id> from_condition(storage::Transaction& t, City& city, const Id& device, const Condition& condition);
std::vector<Id> offline(storage::Transaction& t, City& city, const Id& device, bool is_offline);

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
