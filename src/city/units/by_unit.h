// Numbers of units as the API shows them: of a unit, with those of each right below it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "city/units/store.h"

namespace ward::city::units {

// One for each of the units of `paths`. `own`: the numbers of a unit; `below`: those of its children that have any;
// `shown`: them as JSON, which stands under `key`.
template <class Own, class Below, class Shown>
json::array by_unit(storage::Transaction& t, const std::vector<std::string>& paths, const char* key, Own&& own,
                    Below&& below, Shown&& shown) {
  const auto one = [&](const Unit& unit, const auto& numbers) {
    return json::object{{"id", unit.id.str()},
                        {"code", unit.code},
                        {"name", unit.name},
                        {"kind", to_string(unit.kind)},
                        {key, shown(numbers)}};
  };
  json::array items;
  for (const Unit& top : tops(t, paths)) {
    const auto numbers = below(top.id);
    json::array children_shown;
    for (const Unit& child : children(t, top.id)) {
      const auto found = numbers.find(child.id);
      children_shown.push_back(
          one(child, found == numbers.end() ? typename std::decay_t<decltype(numbers)>::mapped_type{} : found->second));
    }
    json::object item = one(top, own(top.id));
    item["children"] = std::move(children_shown);
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace ward::city::units
