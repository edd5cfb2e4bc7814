#include "city/residents/country.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace ward::city::residents {

namespace {

using Codes = std::unordered_map<std::string, std::string>;

// ICAO Doc 9303-3, section 5, parts B to D, three letters each.
constexpr std::string_view of_no_country = "EUEUNOUNAUNKXAAXBAXCCXCEXCOXDCXECXIMXMPXOMXPOXXAXXBXXCXXXRKS";
static_assert(of_no_country.size() % 3 == 0);
constexpr std::string_view british[] = {"GBD", "GBN", "GBO", "GBP", "GBS"};

// Lower case, without spaces around.
std::string plain(std::string_view text) {
  icu::UnicodeString letters = icu::UnicodeString::fromUTF8(text);
  std::string out;
  letters.trim().toLower(icu::Locale::getRoot()).toUTF8String(out);
  return out;
}

std::string shown(const icu::Locale& country, const char* language) {
  icu::UnicodeString name;
  std::string out;
  country.getDisplayCountry(icu::Locale(language), name).toUTF8String(out);
  return plain(out);
}

Codes all_spellings() {
  Codes codes;
  for (const char* const* two = uloc_getISOCountries(); *two; ++two) {
    const icu::Locale country("", *two);
    const std::string three = country.getISO3Country();
    if (three.empty()) continue;
    for (const std::string& spelling : {plain(*two), plain(three), shown(country, "zh"), shown(country, "en")})
      codes.emplace(spelling, three);
  }
  for (std::size_t i = 0; i < of_no_country.size(); i += 3)
    codes.emplace(plain(of_no_country.substr(i, 3)), of_no_country.substr(i, 3));
  for (const std::string_view code : british) codes.emplace(plain(code), "GBR");
  codes.emplace("d", "DEU");
  codes.emplace("中华人民共和国", "CHN");
  for (const auto& [everyday, code] : {std::pair{"hong kong", "HKG"}, {"macao", "MAC"}, {"macau", "MAC"}})
    codes.emplace(everyday, code);  // ICU knows them with more words alone
  return codes;
}

}  // namespace

Result<std::string> read_country(std::string_view text, const std::string& field) {
  static const Codes codes = all_spellings();
  constexpr std::size_t longest = 200;
  const auto found = text.size() > longest ? codes.end() : codes.find(plain(text));
  if (found != codes.end()) return found->second;
  return fail(ErrorKind::invalid, "country.unknown",
              {fmt::format("\"{}\" is no country: write its three letters, like CHN.", text.substr(0, longest)),
               fmt::format("“{}”不是国家或地区，请填写三位字母代码，如 CHN。", text.substr(0, longest))},
              field);
}

std::optional<std::string> country_of_number(int number) {
  UErrorCode failed = U_ZERO_ERROR;
  const icu::Region* region = icu::Region::getInstance(number, failed);
  if (U_FAILURE(failed) || !region || region->getType() != URGN_TERRITORY) return std::nullopt;
  const std::string three = icu::Locale("", region->getRegionCode()).getISO3Country();
  return three.empty() ? std::nullopt : std::optional(three);
}

}  // namespace ward::city::residents
