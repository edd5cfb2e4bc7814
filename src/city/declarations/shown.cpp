#include "city/declarations/shown.h"

namespace ward::city::declarations {

namespace {

json::value to_json(const std::optional<Observation>& observation) {
  if (!observation) return nullptr;
  return {{"kind", to_string(observation->kind)},
          {"from", to_text(observation->from)},
          {"until", to_text(observation->until)}};
}

json::object to_json(const Declared& one) {
  json::object out = residents::to_json(one.person);
  json::array steps;
  for (const Step step : steps_for(one.state)) steps.push_back(json_view(to_string(step)));
  out["state"] = to_string(one.state);
  out["since"] = to_rfc3339(one.since);
  out["observation"] = to_json(one.observation);
  out["registered"] = one.registered;
  out["steps"] = std::move(steps);
  return out;
}

// What both see.
json::object journey(const Stored& one, const Rules& rules) {
  const Declaration& said = one.declaration;
  return {{"id", said.id.str()},
          {"arrives_at", to_rfc3339(said.arrives_at)},
          {"day", to_text(said.day)},
          {"carrier", to_string(said.carrier)},
          {"vehicle", said.vehicle},
          {"stays", to_json(said.stays)},
          {"note", said.note},
          {"language", said.language},
          {"declared_at", to_rfc3339(said.declared_at)},
          {"version", said.version},
          {"awaits", awaits_to_json(rules, said)}};
}

}  // namespace

json::value awaits_to_json(const Rules& rules, const Declaration& declaration) {
  const auto judged = judge(rules, declaration.stays, declaration.day);
  if (!judged) return nullptr;
  json::object out = to_json(*judged->rule);
  out["place"] = judged->place;
  out["version"] = rules.version;
  return out;
}

json::object to_json(const Stored& one, const Rules& rules) {
  const Declaration& said = one.declaration;
  json::object out = journey(one, rules);
  json::array persons;
  for (const Declared& person : said.persons) persons.push_back(to_json(person));
  json::value room = nullptr;
  if (said.room) room = {{"id", said.room->str()}, {"number", one.room_number.value_or("")}};
  out["premises"] = json::object{{"id", said.premises.str()}, {"code", one.code}, {"address", one.address}};
  out["room"] = std::move(room);
  out["unit_name"] = one.unit_name;
  out["source"] = to_string(said.source);
  out["author"] = said.author;
  out["prepared_at"] = or_null(said.prepared_at);
  out["incident"] = or_null(said.incident);
  out["persons"] = std::move(persons);
  return out;
}

json::object to_json(const Numbers& numbers) {
  json::object out;
  for (std::size_t i = 0; i < state_count; ++i) out[to_string(State(i))] = numbers.persons[i];
  out["persons"] = numbers.all();
  out["found"] = numbers.found;
  return out;
}

json::object to_json(const Done& done) {
  json::array persons;
  for (const Id& id : done.persons) persons.emplace_back(id.str());
  return {{"id", done.id.str()},
          {"step", to_string(done.step)},
          {"persons", std::move(persons)},
          {"at", to_rfc3339(done.at)},
          {"received_at", to_rfc3339(done.received_at)},
          {"note", done.note},
          {"observation", to_json(done.observation)},
          {"room", or_null(done.room)},
          {"author", done.author}};
}

json::object for_guest(const Stored& one, const Rules& rules) {
  json::object out = journey(one, rules);
  json::array persons;
  for (const Declared& person : one.declaration.persons) {
    json::object shown = residents::to_json(person.person);
    shown["state"] = to_string(person.state);
    shown["observation"] = to_json(person.observation);
    persons.push_back(std::move(shown));
  }
  out["persons"] = std::move(persons);
  return out;
}

}  // namespace ward::city::declarations
