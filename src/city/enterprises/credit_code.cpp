#include "city/enterprises/credit_code.h"

namespace ward::city::enterprises {

namespace {

constexpr std::string_view characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static_assert(characters.size() == 31);
constexpr std::size_t code_length = 18;

std::string capitals(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    out += c >= 'a' && c <= 'z' ? char(c - 0x20) : c;
  }
  return out;
}

char check_character(std::string_view code) {
  int sum = 0, weight = 1;
  for (const char c : code.substr(0, code_length - 1)) {
    sum += int(characters.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return characters[std::size_t((31 - sum % 31) % 31)];
}

}  // namespace

Result<std::string> read_credit_code(std::string_view text) {
  const std::string code = capitals(text);
  const bool has_form = code.size() == code_length && code.find_first_not_of(characters) == std::string::npos;
  if (has_form && code.back() == check_character(code)) return code;
  return fail(ErrorKind::invalid, "enterprise.credit_code",
              {"A unified social credit code has 18 characters, and its last one fits the others: a character is "
               "mistyped.",
               "统一社会信用代码为 18 位，末位校验码须与前 17 位相符，输入有误。"},
              "credit_code");
}

}  // namespace ward::city::enterprises
