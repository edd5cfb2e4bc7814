#include "city/residents/shown.h"

#include <algorithm>

#include "city/incidents/store.h"

namespace ward::city::residents {

namespace {

Error no_such(const char* field) {
  return Error::make(ErrorKind::not_found, "resident.unknown", {"There is no such person.", "没有此人。"}, field);
}

}  // namespace

json::object to_json(const Person& person) {
  json::array documents;
  for (const KeptDocument& one : person.documents)
    documents.push_back(json::object{{"kind", to_string(one.kind)}, {"country", one.country}, {"last", one.last}});
  return {{"id", person.id.str()},
          {"name", person.name},
          {"spellings", json::array(person.spellings.begin(), person.spellings.end())},
          {"birth", or_null(person.birth)},
          {"sex", person.sex ? json::value(to_string(*person.sex)) : json::value(nullptr)},
          {"nationality", or_null(person.nationality)},
          {"phones", json::array(person.phones.begin(), person.phones.end())},
          {"documents", std::move(documents)}};
}

json::value text_to_json(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

json::array found_to_json(const Match& match) {
  json::array found;
  for (std::size_t i = 0; i < field_count; ++i)
    found.push_back(json::object{{"field", to_string(Field(i))},
                                 {"outcome", to_string(evidence(match.found[i]).outcome)},
                                 {"words", text_to_json(words(match.found[i]))},
                                 {"bits", match.weights[i]}});
  return found;
}

Result<Id> visible(storage::Transaction& t, const accounts::Caller& caller, accounts::Operation operation, const Id& id,
                   const char* field) {
  const auto head = head_of(t, id);
  if (!head) return std::unexpected(no_such(field));
  auto paths = paths_of(t, *head);
  if (paths.empty()) paths.emplace_back();
  const bool sees = std::ranges::any_of(
      paths, [&](const std::string& path) { return caller.check_unit(operation, path).has_value(); });
  if (sees) return *head;
  return std::unexpected(no_such(field));
}

Date today(City& city) {
  Date day;
  city.db.read([&](storage::Transaction& t) { day = incidents::day_of(t, city.clock.now()); });
  return day;
}

}  // namespace ward::city::residents
