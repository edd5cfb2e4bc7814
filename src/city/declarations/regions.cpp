#include "city/declarations/regions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "city/residents/country.h"
#include "city/residents/numbers.h"

namespace ward::city::declarations {

namespace {

bool is_code(std::string_view text) {
  return text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// How a province's name begins, with its two digits of GB/T 2260.
constexpr std::pair<std::string_view, std::string_view> provinces[] = {
    {"北京", "11"},   {"天津", "12"}, {"河北", "13"}, {"山西", "14"}, {"内蒙古", "15"}, {"辽宁", "21"}, {"吉林", "22"},
    {"黑龙江", "23"}, {"上海", "31"}, {"江苏", "32"}, {"浙江", "33"}, {"安徽", "34"},   {"福建", "35"}, {"江西", "36"},
    {"山东", "37"},   {"河南", "41"}, {"湖北", "42"}, {"湖南", "43"}, {"广东", "44"},   {"广西", "45"}, {"海南", "46"},
    {"重庆", "50"},   {"四川", "51"}, {"贵州", "52"}, {"云南", "53"}, {"西藏", "54"},   {"陕西", "61"}, {"甘肃", "62"},
    {"青海", "63"},   {"宁夏", "64"}, {"新疆", "65"}, {"台湾", "71"}, {"香港", "81"},   {"澳门", "82"}};

// ISO 3166 has codes of their own for these too; rules and statistics know them by GB/T 2260 alone.
constexpr std::pair<std::string_view, std::string_view> with_two_codes[] = {
    {"TWN", "710000"}, {"HKG", "810000"}, {"MAC", "820000"}};

// How many of the six digits say something: 420000 two, 420100 four, 420106 six.
std::size_t length_of(std::string_view code) {
  if (code.ends_with("0000")) return 2;
  return code.ends_with("00") ? 4 : 6;
}

}  // namespace

Result<Region> read_region(std::string_view text, const std::string& field) {
  if (is_code(text) && residents::is_province(text.substr(0, 2))) return Region(text);
  for (const auto& [name, digits] : provinces)
    if (text.starts_with(name)) return std::string(digits) + "0000";
  if (const auto country = residents::read_country(text, field)) {
    const auto also =
        std::ranges::find(with_two_codes, *country, &std::pair<std::string_view, std::string_view>::first);
    return also == std::end(with_two_codes) ? *country : std::string(also->second);
  }
  return fail(ErrorKind::invalid, "region.unknown",
              {fmt::format("\"{}\" is neither a code of six digits (GB/T 2260), nor a province, nor a country.", text),
               fmt::format("“{}”既不是六位行政区划代码（GB/T 2260），也不是省份或国家。", text)},
              field);
}

std::optional<int> covers(const Region& region, const Region& place) {
  if (region == anywhere) return 0;
  const bool in_china = is_code(place);
  if (!is_code(region)) return region == place || (in_china && region == "CHN") ? std::optional(1) : std::nullopt;
  const std::size_t length = length_of(region);
  if (!in_china || region.substr(0, length) != place.substr(0, length)) return std::nullopt;
  return int(length) / 2 + 1;
}

std::vector<Stay> stays_in(JsonReader& in, std::string_view key, const json::array& list) {
  std::vector<Stay> stays;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = fmt::format("{}[{}]", key, i);
    JsonReader one(list[i], at);
    const std::string text = one.text("region", 1, 60);
    Stay stay;
    if (const auto left = one.maybe_text("left_on", 10, 10)) {
      const auto day = parse_date(*left);
      if (day)
        stay.left_on = *day;
      else
        one.fault("left_on", day.error().code, day.error().message);
    }
    if (const auto read = one.finish(); !read) in.fault(read.error());
    const auto region = read_region(text, at + ".region");
    if (region)
      stay.region = *region;
    else
      in.fault(region.error());
    stays.push_back(std::move(stay));
  }
  return stays;
}

json::array to_json(const std::vector<Stay>& stays) {
  json::array all;
  for (const Stay& one : stays) all.push_back(json::object{{"region", one.region}, {"left_on", or_null(one.left_on)}});
  return all;
}

}  // namespace ward::city::declarations
