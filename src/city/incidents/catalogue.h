// The types of incident that a city handles: an editable list. A type says who handles it, what is asked of the
// reporter, and how long each stage may take.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "city/calendar/calendar.h"
#include "city/incidents/state.h"

namespace ward::city::incidents {

// The four platforms of a town (四平台).
enum class Platform { public_safety, market_supervision, law_enforcement, public_services };
enum class Urgency { normal, urgent, critical };
// What anybody may see of the incidents of a type, over Open311.
enum class Openness {
  none,
  facts,  // what it is, its state, its times, its point
  words,  // also what the reporter wrote, and the address
};
enum class Kind { text, number, temperature, choice, yes_no, date, picture };
std::string_view to_string(Platform platform);
std::string_view to_string(Urgency urgency);
std::string_view to_string(Openness openness);
std::string_view to_string(Kind kind);

struct Choice {
  std::string value;  // as stored
  Text name;
  bool operator==(const Choice&) const = default;
};

// A question of the form.
struct Field {
  std::string key;
  Text name;
  Kind kind = Kind::text;
  bool required = false;
  std::vector<Choice> choices{};  // of a choice: at least one
  bool operator==(const Field&) const = default;
};

struct Type {
  std::string code;  // stable: stored with every incident
  Text name;
  Platform platform = Platform::public_safety;
  Urgency urgency = Urgency::normal;
  bool verify = false;   // 核实: somebody looks whether it is true, before it is filed
  bool check = false;    // 核查: somebody looks whether it is done, before it is closed
  bool retired = false;  // no new ones; those that are open go their way
  Openness openness = Openness::none;
  std::vector<Field> form{};
  std::map<State, calendar::Term> deadlines{};  // one for each timed state that it passes through
  bool operator==(const Type&) const = default;
};

struct Catalogue {
  std::vector<Type> types;
  const Type* find(std::string_view code) const;  // nullptr when there is none
  bool operator==(const Catalogue&) const = default;
};

// What Ward comes with, src/city/incidents/catalogue.json: an epidemic response in a Chinese city.
const Catalogue& default_catalogue();

json::value to_json(const Catalogue& catalogue);
// Errors name the field ("types[3].deadlines.handling.minutes"): "type.*" and those of JsonReader.
Result<Catalogue> catalogue_from_json(const json::value& value);

// A form alone, as others than incidents ask one. Errors: as above, with `path` before them.
inline constexpr std::size_t max_fields = 50;
Result<std::vector<Field>> form_from_json(const json::array& list, const std::string& path);
json::array to_json(const std::vector<Field>& form);

// A reporter's answers to `form`: an object with a member for each field that was answered. A text has at
// most 2,000 characters, a number lies within ±1e12, a temperature is 2,000 to 5,000 hundredths of °C, a date is
// written 2026-03-02, a picture is the id of a capture. Errors name the field: "answer.choice", "date.malformed",
// "id.malformed", and those of JsonReader.
Result<json::object> answers_from_json(const std::vector<Field>& form, const json::value& value, std::string path = {});

}  // namespace ward::city::incidents
