// Who will arrive, in which house, from where, when and by what: as a landlord, an enterprise, the person or a grid
// member says it, before or after. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "city/declarations/rules.h"
#include "city/residents/record.h"

namespace ward::city::declarations {

enum class Source {
  landlord,    // whoever lets the room
  enterprise,  // whoever employs them
  person,      // they themselves, by a link (invitations.h)
  grid,        // a member of the teams, before they came
  found,       // the same, who found them there: nobody had declared them
};
std::string_view to_string(Source source);
std::optional<Source> source_from(std::string_view name);
Text name_of(Source source);

enum class Carrier { train, plane, coach, car, ship, foot, other };
std::string_view to_string(Carrier carrier);
std::optional<Carrier> carrier_from(std::string_view name);
Text name_of(Carrier carrier);

// How far one person has come.
enum class State {
  expected,
  overdue,     // still expected, hours after they should have been there
  arrived,     // somebody met them
  verified,    // who they are and where they come from was looked at
  registered,  // in the register of who lives where
  observed,    // in medical observation
  released,    // it is over
  withdrawn,   // they will not come
  not_come,    // they were expected and never came
};
inline constexpr std::size_t state_count = std::size_t(State::not_come) + 1;
std::string_view to_string(State state);
std::optional<State> state_from(std::string_view name);
Text name_of(State state);
// Whether somebody still has to do something about them.
bool is_open(State state);

// Medical observation: from that day up to and without the other, on which they can be released.
struct Observation {
  Observed kind = Observed::home;
  Date from = {}, until = {};
  bool operator==(const Observation&) const = default;
};

// Somebody who was declared. The person's id is that of the record when they are registered.
struct Declared {
  residents::Person person;
  State state = State::expected;
  Time since = {};  // of that state
  std::optional<Observation> observation = {};
  bool registered = false;  // in the register, whatever came after
  bool operator==(const Declared&) const = default;
};
inline constexpr std::size_t most_persons = 50;  // of one declaration: a family, or those of one minibus

struct Declaration {
  Id id;
  Id premises;
  std::optional<Id> room = {};
  Source source = Source::landlord;
  Time arrives_at = {};
  Date day = {};  // the same, on the city's calendar
  Carrier carrier = Carrier::other;
  std::string vehicle = {};  // number of the train or flight, plate of the car
  std::vector<Stay> stays = {};
  std::string note = {}, language = {};  // BCP 47, in which they want to be spoken to
  std::vector<Declared> persons = {};
  std::string author = {};  // name of the account, "" of the person themselves
  Time declared_at = {};
  std::optional<Time> prepared_at = {};  // the room is ready, the way from the station is arranged
  std::optional<Id> incident = {};       // that was raised because they are overdue
  std::int64_t version = 1;
  bool operator==(const Declaration&) const = default;
};

// What a caller declares. `version` is what they saw, 0 for what is new to them.
struct Input {
  Declaration declaration;                                       // with persons, without their documents
  std::vector<std::vector<residents::DocumentInput>> documents;  // of each person
  std::int64_t version = 0;
};
// `today` tells which dates of birth are still to come. Errors: those of JsonReader and of a person's fields,
// "declaration.persons" (none, or one twice), "region.unknown", "declaration.stays" (nowhere before).
Result<Input> input_from_json(const Id& id, const json::value& value, Date today);
// The same without `premises`, `room` and `source`, which an invitation says.
Result<Input> guest_from_json(const Id& id, const json::value& value, Date today);

// The numbers of their documents become digests (residents::kept). `before`: as it is stored.
Result<> keep_documents(Input& input, const std::optional<Declaration>& before, crypto::ByteView key, Date today);

// Whether they say the same: a phone sends again what it does not know to have arrived.
bool says_the_same(const Declaration& a, const Declaration& b);

// Persons by state, of a unit and below it; `found`: of them those whom nobody had declared.
struct Numbers {
  std::array<std::int64_t, state_count> persons{};  // by State
  std::int64_t found = 0;
  std::int64_t all() const;
  bool operator==(const Numbers&) const = default;
};

}  // namespace ward::city::declarations
