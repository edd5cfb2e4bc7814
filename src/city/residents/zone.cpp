#include "city/residents/zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "city/residents/country.h"
#include "city/residents/numbers.h"

namespace ward::city::residents {

namespace {

constexpr std::size_t line_length = 44;

// Doc 9303-3, section 4.9: 0 to 9 count themselves, A to Z 10 to 35, the filler 0.
int value_of(char c) { return c == '<' ? 0 : c <= '9' ? c - '0' : c - 'A' + 10; }

char check_digit(std::string_view field) {
  constexpr int weights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < field.size(); ++i) sum += value_of(field[i]) * weights[i % std::size(weights)];
  return char('0' + sum % 10);
}

// Where the fields lie in the second line (Doc 9303-4, section 4.2.2), each followed by its check digit.
struct Checked {
  std::size_t from, length;
  const char *en, *zh;
};
constexpr Checked number_field{0, 9, "number", "证件号码"}, birth_field{13, 6, "date of birth", "出生日期"},
    expiry_field{21, 6, "date of expiry", "有效期"}, personal_field{28, 14, "personal number", "个人号码"};

std::string_view at(std::string_view line, const Checked& field) { return line.substr(field.from, field.length); }

Result<> check(std::string_view line, const Checked& field) {
  const char printed = line[field.from + field.length];
  const bool is_empty = at(line, field).find_first_not_of('<') == std::string_view::npos;
  const bool may_be_filler = &field == &personal_field && is_empty && printed == '<';
  if (may_be_filler || printed == check_digit(at(line, field))) return {};
  return refused("document.zone_check",
                 {fmt::format("The check digit of the {} in the zone does not agree: read it again.", field.en),
                  fmt::format("机读区中{}的校验位不符，请重新读取。", field.zh)});
}

Result<> check_all(std::string_view line) {
  for (const Checked* field : {&number_field, &birth_field, &expiry_field, &personal_field})
    WARD_CHECK(check(line, *field));
  const std::string over =
      std::string(line.substr(0, 10)) + std::string(line.substr(13, 7)) + std::string(line.substr(21, 22));
  if (line[43] == check_digit(over)) return {};
  return refused("document.zone_check", {"The last check digit of the zone does not agree: read it again.",
                                         "机读区最后一位校验位不符，请重新读取。"});
}

std::string without_filler(std::string_view field) {
  std::string out;
  std::ranges::copy_if(field, std::back_inserter(out), [](char c) { return c != '<'; });
  return out;
}

// Nothing when a part of it is not known. `latest` decides the century.
Result<std::optional<Date>> date_in(std::string_view line, const Checked& field, std::chrono::year latest) {
  const std::string_view text = at(line, field);
  if (text.contains('<')) return std::nullopt;
  const auto two = [&](std::size_t i) { return value_of(text[i]) * 10 + value_of(text[i + 1]); };
  const int century = int(latest) / 100 * 100;
  const int year = century + two(0) > int(latest) ? century - 100 + two(0) : century + two(0);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{unsigned(two(2))},
                                         std::chrono::day{unsigned(two(4))}};
  if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) && date.ok())
    return std::chrono::local_days{date};
  return refused("document.zone_date", {fmt::format("The {} in the zone is no date.", field.en),
                                        fmt::format("机读区中的{}不是有效日期。", field.zh)});
}

// The first line says who issued it.
Result<std::string> issuer(std::string_view first, std::string_view country, const std::string& nationality) {
  if (first.empty()) return country.empty() ? Result<std::string>(nationality) : read_country(country);
  if (first[0] != 'P')
    return refused("document.zone_kind",
                   {"This is the zone of another document, not of a passport.", "这不是护照的机读区。"});
  WARD_TRY(read, read_country(without_filler(first.substr(2, 3)), "document"));
  if (country.empty()) return read;
  WARD_TRY(said, read_country(country));
  if (said == read) return read;
  return fail(ErrorKind::invalid, "document.country_differs",
              {fmt::format("The passport is of {}, not of {}.", read, said),
               fmt::format("护照的签发国是 {}，不是 {}。", read, said)},
              "country");
}

}  // namespace

bool looks_like_zone(std::string_view text) { return text.contains('<') || text.size() >= line_length; }

Result<Document> read_zone(std::string_view text, std::string_view country, Date today) {
  if (text.size() != line_length && text.size() != 2 * line_length)
    return refused(
        "document.zone_length",
        {fmt::format("The zone of a passport has 44 characters in a line, two lines or the second one; these "
                     "are {}.",
                     text.size()),
         fmt::format("护照机读区每行 44 个字符，请提供两行或第二行；现有 {} 个字符。", text.size())});
  const std::string_view line = text.substr(text.size() - line_length),
                         first = text.substr(0, text.size() - line.size());
  WARD_CHECK(check_all(line));

  const std::chrono::year this_year = std::chrono::year_month_day{today}.year();
  constexpr std::chrono::years longest_validity{50};  // some states write "no expiry" as far ahead
  Document read{.kind = DocumentKind::passport, .number = without_filler(at(line, number_field)), .checked = true};
  WARD_TRY(nationality, read_country(without_filler(line.substr(10, 3)), "document"));
  WARD_TRY(issued_by, issuer(first, country, nationality));
  WARD_TRY(birth, date_in(line, birth_field, this_year));
  WARD_TRY(expires, date_in(line, expiry_field, this_year + longest_validity));
  if (read.number.empty())
    return refused("document.zone_number", {"The zone holds no number.", "机读区中没有证件号码。"});
  if (birth && *birth > today)
    *birth = std::chrono::local_days{std::chrono::year_month_day{*birth} - std::chrono::years{100}};
  if (line[20] == 'F' || line[20] == 'M') read.sex = line[20] == 'F' ? Sex::female : Sex::male;
  read.country = issued_by;
  read.nationality = nationality;
  read.birth = birth;
  read.expires = expires;
  return read;
}

}  // namespace ward::city::residents
