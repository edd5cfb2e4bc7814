#include "city/fields.h"

namespace ward::city {

std::optional<Date> maybe_date_in(JsonReader& in, std::string_view key) {
  const auto text = in.maybe_text(key, 1, 10);
  if (!text) return std::nullopt;
  const auto date = parse_date(*text);
  if (date) return *date;
  in.fault(key, date.error().code, date.error().message);
  return std::nullopt;
}

Date date_in(JsonReader& in, std::string_view key) {
  if (!in.has(key)) in.text(key, 0, 40);  // says that it is missing
  return maybe_date_in(in, key).value_or(Date{});
}

std::vector<Id> ids_of(JsonReader& in, std::string_view key, const json::array& list) {
  std::vector<Id> ids;
  for (const json::value& one : list) {
    const auto* text = one.if_string();
    if (const auto id = Id::parse(text ? std::string_view(text->data(), text->size()) : std::string_view()))
      ids.push_back(*id);
    else
      in.fault(key, "field.type", {"Ids are expected.", "应为编号列表。"});
  }
  return ids;
}

}  // namespace ward::city
