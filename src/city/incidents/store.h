// The tables of incidents. Every change is stored with its happening, its journal row and what it does to the clocks
// and the tallies, in the caller's transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "city/cursor.h"
#include "city/incidents/escalation.h"
#include "city/incidents/incidents.h"
#include "storage/database.h"

namespace ward::city::incidents {

// What the city works by: Ward's own until somebody changed it.
Catalogue catalogue(storage::Transaction& t);
calendar::Calendar work_calendar(storage::Transaction& t);
void put_catalogue(storage::Transaction& t, const Clock& clock, const Catalogue& catalogue, const std::string& actor);
// Moves every open deadline; how many moved.
std::int64_t put_calendar(storage::Transaction& t, const Clock& clock, const calendar::Calendar& calendar,
                          const std::string& actor);

// An incident with the path of its unit, by which access is decided.
struct Stored {
  Incident incident;
  std::string path;
};
std::optional<Stored> find(storage::Transaction& t, const Id& id);

enum class Order { newest, deadline };
struct Filter {
  std::vector<std::string> tops = {};  // paths; {""} or empty: everywhere
  std::optional<State> state = {};
  std::string type = {};
  std::string reporter = {};            // an actor
  bool open = false;                    // only what somebody must still act on
  std::optional<Time> overdue_at = {};  // only what was due before
  Order order = Order::newest;
  std::optional<TimeCursor> after = {};
  int limit = 50;
};
std::vector<Stored> list(storage::Transaction& t, const Filter& filter);
// Where a page in `order` that ends with this incident goes on.
TimeCursor cursor_of(const Incident& incident, Order order);

// How many are open in each state within `tops`.
std::vector<std::pair<State, std::int64_t>> board(storage::Transaction& t, const std::vector<std::string>& tops);

// What was done to an incident, the oldest first.
std::vector<Happening> story(storage::Transaction& t, const Id& id);
// The stages that ended between the moments, within `tops`.
std::vector<Finished> finished(storage::Transaction& t, const std::vector<std::string>& tops, Time from, Time to);

// Stores a step; nothing happens for one that was applied before. `path`: of the incident's unit.
void save(storage::Transaction& t, const Clock& clock, const Step& step, const std::string& path);
// The incidents that were marked as duplicates of this one.
std::vector<Id> duplicates_of(storage::Transaction& t, const Id& original);

// Who is told and asked about an incident, until it is over.
struct Escalation {
  std::vector<Id> chain;  // the unit that must act now, and those above it
  std::vector<Page> pages;
  std::vector<Time> acknowledged;
};
Escalation escalation(storage::Transaction& t, const Incident& incident);
void acknowledge(storage::Transaction& t, const Clock& clock, const Stored& stored, const std::string& actor);
// Incidents whose next page is due, the oldest first; at most `limit`.
std::vector<Id> due(storage::Transaction& t, Time now, int limit);
// Sends the page of one incident if it is due, and writes down when the next one is. Members who were told.
std::vector<Id> page(storage::Transaction& t, const Clock& clock, const Id& incident);

}  // namespace ward::city::incidents
