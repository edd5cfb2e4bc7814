// Where people come from: places in China by their code of six digits, other countries by theirs. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace ward::city::declarations {

// GB/T 2260: "420000" a province, "420100" a prefecture, "420106" a county; ISO 3166-1 alpha-3: "ITA", "CHN" for all of
// China.
using Region = std::string;
inline constexpr std::string_view anywhere = "*";

// A region as a caller writes it: a code, a text that begins with a province's Chinese name (of which the province is
// what is known), a country as residents::read_country reads it. Errors: "region.unknown"; `field` names the place.
Result<Region> read_region(std::string_view text, const std::string& field);

// How exactly `region` names a place that lies in it: county 4, prefecture 3, province 2, country 1, "*" 0; nothing
// when the place does not lie in it.
std::optional<int> covers(const Region& region, const Region& place);

// A place where somebody was before they came; until that day, or until now.
struct Stay {
  Region region;
  std::optional<Date> left_on = {};
  bool operator==(const Stay&) const = default;
};
inline constexpr std::size_t most_stays = 20;
std::vector<Stay> stays_in(JsonReader& in, std::string_view key, const json::array& list);
json::array to_json(const std::vector<Stay>& stays);

}  // namespace ward::city::declarations
