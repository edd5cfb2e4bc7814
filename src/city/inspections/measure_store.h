// The tables of measures and of the offences they are taken for. Each step is a row of its own and one in the journal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/inspections/measures.h"
#include "city/inspections/store.h"

namespace ward::city::inspections {

inline constexpr char offences_setting[] = "offences";  // city/settings.h

// Empty until the city has filled it in.
OffenceCatalogue offences(storage::Transaction& t);
// Errors: "offence.missing" (an open measure is for an offence that is left out).
Result<> put_offences(storage::Transaction& t, const Clock& clock, const OffenceCatalogue& catalogue,
                      const std::string& actor);

struct StoredMeasure {
  std::int64_t number = 0;  // 1, 2, 3, ... as they were proposed
  Measure measure;
  Id unit;                // where it was found
  std::string path = {};  // of that unit
  std::string unit_name = {};
  std::string draw_path = {};  // of the unit that had it drawn
  std::string draw_title = {};
  Time proposed_at = {};
};
std::optional<StoredMeasure> find_measure(storage::Transaction& t, const Id& id);

struct MeasureFilter {
  std::vector<std::string> tops = {};  // of the units where it was found
  std::optional<Id> inspector = {};    // an account: who found it
  std::optional<Id> draw = {};
  std::optional<State> state = {};
  bool open = false;
  std::optional<std::int64_t> before = {};  // the number with which the page before ended
  int limit = 50;
};
// The latest first.
std::vector<StoredMeasure> list(storage::Transaction& t, const MeasureFilter& filter);
// The first one first.
std::vector<Happening> steps_of(storage::Transaction& t, std::int64_t measure);

// What an account wants to propose for a visit of a draw.
struct MeasureInput {
  Finding finding;
  Kind kind = Kind::instruction;
  std::string offence, party;
  std::vector<Id> inspectors;  // accounts
  std::int64_t fen = 0;
};
// Errors: those of JsonReader.
Result<MeasureInput> measure_from_json(const json::value& value);
Result<Request> request_from_json(const json::value& value);

// The same id with the same input is once. Errors: "measure.other" (another one has this id), "visit.unknown",
// "measure.not_seen" (nobody was found there yet), "measure.inspectors" (no such account), those of propose().
Result<StoredMeasure> propose_measure(storage::Transaction& t, const Context& context, const Clock& clock,
                                      const StoredDraw& draw, const Id& id, const MeasureInput& input,
                                      const Actor& actor);
// The same request again is once. Errors: those of apply().
Result<StoredMeasure> step_measure(storage::Transaction& t, const Context& context, const Clock& clock,
                                   const StoredMeasure& stored, const Request& request, const Actor& actor);

}  // namespace ward::city::inspections
