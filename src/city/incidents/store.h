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
#include "city/units/units.h"
#include "storage/database.h"

namespace ward::city::incidents {

// The names of their settings (city/settings.h).
inline constexpr char catalogue_setting[] = "incident_types", calendar_setting[] = "calendar";

// What the city works by: Ward's own until somebody changed it. The references hold for the life of the program.
const Catalogue& catalogue(storage::Transaction& t);
const calendar::Calendar& work_calendar(storage::Transaction& t);
// The day on which it is then in the city.
Date day_of(storage::Transaction& t, Time at);
void put_catalogue(storage::Transaction& t, const Clock& clock, const Catalogue& catalogue, const std::string& actor);
// Moves every open deadline; how many moved.
std::int64_t put_calendar(storage::Transaction& t, const Clock& clock, const calendar::Calendar& calendar,
                          const std::string& actor);

// An incident with the path of its unit, by which access is decided. The unit is the one that stands now: an incident
// of a unit that was merged belongs to the one it was merged into.
struct Stored {
  Incident incident;
  std::string path;
};
std::optional<Stored> find(storage::Transaction& t, const Id& id);
// The path of the unit that handles it, as it stands now; "" when nobody does.
std::string handler_path(storage::Transaction& t, const Incident& incident);

// Who has to hear that an incident changed: those who see its unit, the office of the site it came from, and those who
// see the unit that handles it.
struct Changed {
  Id incident;
  std::string path;  // of its unit
  std::optional<Id> site;
  std::string handler = {};  // path; "" when nobody handles it
};

enum class Order {
  newest,   // by the moment of the report, the latest first
  deadline  // what is open, by the deadline of its stage; last what has none
};
struct Filter {
  std::vector<std::string> tops = {};  // paths, none within another; {""} or empty: everywhere
  std::optional<State> state = {};
  std::string type = {};
  // Instead of the units: what this actor has reported, or what came from these sites (empty: from any), wherever.
  std::string reporter = {};
  std::optional<std::vector<Id>> sites = {};
  // Or what units within these paths handle although it is neither there nor below.
  std::vector<std::string> handlers = {};
  bool open = false;                    // only what somebody must still act on
  std::optional<Time> overdue_at = {};  // only what was due before; always in the order of deadlines
  Order order = Order::newest;
  std::optional<TimeCursor> after = {};
  int limit = 50;
};
// A page of the list: where each stands in the order. Read from the lists that are kept for each unit
// (units/listing.h), so that it takes the same time however many there are and wherever in the pyramid they are asked
// for.
std::vector<TimeCursor> places(storage::Transaction& t, const Filter& filter);
// The pages of several such lists as one page.
std::vector<TimeCursor> one_page(const Filter& filter, std::vector<TimeCursor> all);
// The same as places, with the incidents.
std::vector<Stored> list(storage::Transaction& t, const Filter& filter);

// An incident as it is stored, for who only shows it.
struct Shown {
  json::object incident;  // as to_json writes it, with acknowledged_at: the last time in its stage, or null
  std::string unit_name;
  std::optional<std::string> assignee_name = {};
};
// Those of `ids` that are there, in that order; their objects lie in `memory`.
std::vector<Shown> read_shown(storage::Transaction& t, const std::vector<Id>& ids,
                              const json::storage_ptr& memory = {});

// What is open below a unit.
struct Counts {
  std::vector<std::pair<State, std::int64_t>> states;  // those that have any
  std::int64_t open = 0, overdue = 0;
  std::int64_t unheard = 0;  // somebody was paged, and nobody has acknowledged
};
Counts counts(storage::Transaction& t, const std::vector<units::Unit>& units, Time now);
// The same for each unit right below, by code.
struct UnitCounts {
  units::Unit unit;
  std::int64_t open = 0, overdue = 0, unheard = 0;
};
std::vector<UnitCounts> counts_below(storage::Transaction& t, const Id& parent, Time now);
// Whether something became due that is not written down yet.
bool late_waits(storage::Transaction& t, Time now);
// What became due by `now` is written down with its units, about `limit` incidents of it; whether there is more. The
// counts above say the same before and after, but the longer nobody does this, the more they look at.
bool count_late(storage::Transaction& t, Time now, int limit);

// What was done to an incident, the oldest first.
std::vector<Happening> story(storage::Transaction& t, const Id& id);
// The stages that ended between the moments, within `tops`.
std::vector<Finished> finished(storage::Transaction& t, const std::vector<std::string>& tops, Time from, Time to);

// Stores a step; nothing happens for one that was applied before. `path`: of the incident's unit.
void save(storage::Transaction& t, const Clock& clock, const Step& step, const std::string& path);
// The incidents that were marked as duplicates of this one.
std::vector<Id> duplicates_of(storage::Transaction& t, const Id& original);

// What the program itself has found to be handled: an incident of the unit of `path`. Nothing, with a line in the log,
// when the city's catalogue has no such type or the answers do not fit its form.
std::optional<Changed> raise(storage::Transaction& t, const Clock& clock, Report input, const std::string& path);

// What a gate's alarms ask for: each fever at a site that belongs to a unit becomes an incident of that unit, once.
// Reads the journal on from where it was read last, at most `limit` rows; what was reported.
constexpr const char* gate_type = "fever_at_gate";  // of the catalogue; nothing is reported when the city has it not
std::vector<Changed> report_alarms(storage::Transaction& t, const Clock& clock, int limit);
// Whether there are any to read.
bool alarms_wait(storage::Transaction& t);

// One sentence for each unit whose lists and numbers of incidents are not what the incidents say.
std::vector<Text> verify(storage::Transaction& t);

// Who is told and asked about an incident, until it is over.
struct Escalation {
  std::vector<Id> chain;  // the unit that must act now, and those above it
  std::vector<Page> pages;
  std::vector<Time> acknowledged;
};
Escalation escalation(storage::Transaction& t, const Incident& incident);
void acknowledge(storage::Transaction& t, const Clock& clock, const Stored& stored, const std::string& actor);

// When the next page is due; nothing when none is to come.
std::optional<Time> next_page_at(storage::Transaction& t);
// Sends the pages that are due, the oldest first, for at most `limit` incidents, and writes down when the next one of
// each is. Within one transaction: either somebody was told and it is written down, or nobody was.
struct Paged {
  Changed changed;
  std::vector<Id> told;  // members, who had not been told of this
};
std::vector<Paged> send_due_pages(storage::Transaction& t, const Clock& clock, int limit);

}  // namespace ward::city::incidents
