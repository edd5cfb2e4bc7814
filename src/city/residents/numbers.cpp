#include "city/residents/numbers.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/residents/country.h"

namespace ward::city::residents {

namespace {

using std::string_view;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(string_view text) { return std::ranges::all_of(text, is_digit); }

Result<Date> birth_in(string_view eight, Date today) {
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (const char c : eight.substr(from, length)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day date{std::chrono::year{number(0, 4)}, std::chrono::month{unsigned(number(4, 2))},
                                         std::chrono::day{unsigned(number(6, 2))}};
  constexpr std::chrono::years oldest{130};
  const std::chrono::year_month_day now{today};
  if (!date.ok() || date.year() < now.year() - oldest)
    return refused("document.birth", {fmt::format("The date of birth in the number, {}, cannot be.", eight),
                                      fmt::format("号码中的出生日期 {} 不正确。", eight)});
  if (std::chrono::local_days{date} > today)
    return refused("document.birth", {fmt::format("The date of birth in the number, {}, is still to come.", eight),
                                      fmt::format("号码中的出生日期 {} 在将来。", eight)});
  return std::chrono::local_days{date};
}

// What both kinds of card with a check character of MOD 11-2 have: birth, sex in the 17th digit, the check itself.
Result<> read_eighteen(Document& read, Date today) {
  const string_view number = read.number;
  if (number[17] != mod_11_2(number.substr(0, 17)))
    return refused("document.check", {"The last character does not fit the others: a character is mistyped.",
                                      "最后一位校验码不符，号码有误。"});
  read.checked = true;
  WARD_TRY(birth, birth_in(number.substr(6, 8), today));
  read.birth = birth;
  read.sex = (number[16] - '0') % 2 ? Sex::male : Sex::female;
  return {};
}

bool has_form_of_eighteen(string_view number) {
  return number.size() == 18 && all_digits(number.substr(0, 17)) && (is_digit(number[17]) || number[17] == 'X');
}

Result<> read_resident_card(Document& read, Date today) {
  const string_view number = read.number;
  if (number.size() == 15 && all_digits(number))
    return refused("document.old_number", {"This is the old number of 15 digits: please ask for the card with 18.",
                                           "这是 15 位旧号码，请提供 18 位公民身份号码。"});
  if (!has_form_of_eighteen(number))
    return refused(
        "document.form",
        {fmt::format("The number of a resident identity card has 18 digits, of which the last may be X; these "
                     "are {} characters.",
                     number.size()),
         fmt::format("公民身份号码为 18 位数字，末位可为 X；现有 {} 位。", number.size())});
  if (!is_province(number.substr(0, 2)))
    return refused("document.place", {fmt::format("No province has the code {}.", number.substr(0, 2)),
                                      fmt::format("没有代码为 {} 的省份。", number.substr(0, 2))});
  WARD_CHECK(read_eighteen(read, today));
  read.nationality = "CHN";
  return {};
}

Result<> read_foreigner_card(Document& read, Date today) {
  const string_view number = read.number;
  if (number.size() == 15 && std::ranges::all_of(number.substr(0, 3), is_letter) && all_digits(number.substr(3))) {
    const auto country = read_country(number.substr(0, 3), "document");
    if (!country) return std::unexpected(country.error());
    read.nationality = *country;
    return {};
  }
  if (!has_form_of_eighteen(number) || number[0] != '9')
    return refused(
        "document.form",
        {"The number of a permanent resident has 18 digits and begins with 9, or is the old one of three letters "
         "and 12 digits.",
         "外国人永久居留身份证号码为以 9 开头的 18 位，或旧版 3 位字母加 12 位数字。"});
  WARD_CHECK(read_eighteen(read, today));
  read.nationality = country_of_number((number[3] - '0') * 100 + (number[4] - '0') * 10 + (number[5] - '0'));
  if (!read.nationality)
    return refused("document.nationality",
                   {fmt::format("No country has the number {} of ISO 3166-1.", number.substr(3, 3)),
                    fmt::format("没有数字代码为 {} 的国家或地区。", number.substr(3, 3))});
  return {};
}

Result<> read_hk_macao_permit(Document& read) {
  std::string& number = read.number;
  const bool good = (number.size() == 9 || number.size() == 11) && (number[0] == 'H' || number[0] == 'M') &&
                    all_digits(string_view(number).substr(1));
  if (!good)
    return refused("document.form", {"The number of this permit is H or M and 8 digits, or 10 on older cards.",
                                     "该通行证号码为字母 H 或 M 加 8 位数字，旧证为 10 位。"});
  number.resize(9);
  return {};
}

Result<> read_taiwan_permit(Document& read) {
  std::string& number = read.number;
  const bool good = number.size() >= 8 && number.size() <= 12 && all_digits(string_view(number).substr(0, 8));
  if (!good) return refused("document.form", {"The number of this permit has 8 digits.", "该通行证号码为 8 位数字。"});
  number.resize(8);
  return {};
}

Result<> read_passport(Document& read) {
  const string_view number = read.number;
  const auto digits = std::ranges::count_if(number, is_digit);
  if (number.size() < 5 || number.size() > 9 || digits < 3)
    return refused("document.form",
                   {"The number of a passport has 5 to 9 letters and digits.", "护照号码为 5 至 9 位字母和数字。"});
  const bool is_chinese = number.size() == 9 && is_letter(number[0]) && all_digits(number.substr(2));
  if (read.country == "CHN" && !is_chinese)
    return refused("document.form", {"The number of a Chinese passport has 9 characters, one or two letters first.",
                                     "中国护照号码为 9 位，以一或两位字母开头。"});
  return {};
}

Result<> read_other(const Document& read) {
  if (read.number.size() >= 3 && read.number.size() <= 30) return {};
  return refused("document.form",
                 {"The number of a document has 3 to 30 letters and digits.", "证件号码为 3 至 30 位字母和数字。"});
}

}  // namespace

// GB/T 2260; 81 to 83 are those of GB 11643 numbers of residents of Hong Kong, Macao and Taiwan.
bool is_province(string_view two) {
  constexpr string_view all =
      " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63"
      " 64 65 71 81 82 83 ";
  return all.contains(" " + std::string(two) + " ");
}

char mod_11_2(std::string_view digits) {
  // GB 11643-1999, annex B: the weight of a place is 2^(places to its right) mod 11.
  int sum = 0;
  for (const char c : digits) sum = (sum + (c - '0')) * 2 % 11;
  return "10X98765432"[sum];
}

std::unexpected<Error> refused(std::string code, Text message) {
  return fail(ErrorKind::invalid, std::move(code), std::move(message), "document");
}

Result<> read_number(Document& read, Date today) {
  switch (read.kind) {
    case DocumentKind::resident_card:
      return read_resident_card(read, today);
    case DocumentKind::passport:
      return read_passport(read);
    case DocumentKind::hk_macao_permit:
      return read_hk_macao_permit(read);
    case DocumentKind::taiwan_permit:
      return read_taiwan_permit(read);
    case DocumentKind::foreigner_card:
      return read_foreigner_card(read, today);
    case DocumentKind::other:
      return read_other(read);
  }
  return {};
}

}  // namespace ward::city::residents
