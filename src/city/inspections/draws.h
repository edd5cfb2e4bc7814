// A draw that a city keeps: what was asked for, what was published, who goes where, and what was found. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "city/incidents/catalogue.h"
#include "city/inspections/draw.h"
#include "city/inspections/estimate.h"

namespace ward::city::inspections {

// What a frame is made of; each is a stratum of its own, called by its name.
enum class Source { landlords, declarations, shops, enterprises };
std::string_view to_string(Source source);
std::optional<Source> source_from(std::string_view name);
Text name_of(Source source);

// What is asked for: of these kinds within the unit so many, or so many altogether.
struct DrawInput {
  Id unit;
  std::string title;
  std::vector<Source> sources;
  std::optional<Date> from = {}, until = {};  // declarations of arrivals on these days, up to and without `until`
  Takes takes = {};                           // by stratum; or
  std::int64_t total = 0;                     // shared out in proportion
  std::int64_t replacements = 0;              // of each stratum, for those that do not exist
  std::string public_value = {};              // which value will be mixed in; may be empty
  std::vector<incidents::Field> form = {};    // the checklist of each visit
};
// Errors: those of JsonReader and of the form's fields, "draw.sources", "draw.takes" (neither, or both).
Result<DrawInput> draw_from_json(const json::value& value);

// What came of a visit.
enum class Visited {
  open,       // nobody has been there
  seen,       // somebody opened, the question was answered
  nobody,     // nobody was there, or would not answer
  not_there,  // it does not exist: the next replacement takes its place
};
std::string_view to_string(Visited outcome);
std::optional<Visited> visited_from(std::string_view name);
Text name_of(Visited outcome);

struct VisitInput {
  Visited outcome = Visited::seen;
  std::optional<bool> declared = {};  // of `seen`: everybody who should have been declared was
  std::string note = {};              // what was found
  json::object answers = {};          // to the checklist, of `seen`
  std::vector<Id> pictures = {};
  std::int64_t version = 0;
};
// `form`: of the draw. Errors: those of JsonReader and of the answers, "visit.declared" (with `seen` it is said, else
// not).
Result<VisitInput> visit_from_json(const json::value& value, const std::vector<incidents::Field>& form);

struct Planned {
  Drawn drawn;
  std::vector<Id> inspectors = {};  // accounts; none of a replacement that nobody needs yet
  Visited outcome = Visited::open;
  std::optional<bool> declared = {};
  std::string note = {};
  json::object answers = {};
  std::vector<Id> pictures = {};
  std::string author = {};
  std::optional<Time> at = {};
  std::int64_t version = 0;
};

// Which of them have to be visited: those that were drawn, and of each stratum as many replacements, in their order, as
// do not exist.
std::vector<const Planned*> to_visit(const std::vector<Planned>& all);
// What came of it in each stratum, for estimate().
std::vector<StratumResult> results(const Commitment& commitment, const std::vector<Planned>& all);

}  // namespace ward::city::inspections
