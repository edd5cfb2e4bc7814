#include "city/residents/document.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>

#include "base/words.h"
#include "city/residents/country.h"
#include "city/residents/numbers.h"
#include "city/residents/zone.h"

namespace ward::city::residents {

namespace {

using std::string_view;

constexpr Words kinds[] = {
    {"resident_card", "resident identity card", "居民身份证"},
    {"passport", "passport", "护照"},
    {"hk_macao_permit", "mainland travel permit for Hong Kong and Macao residents", "港澳居民来往内地通行证"},
    {"taiwan_permit", "mainland travel permit for Taiwan residents", "台湾居民来往大陆通行证"},
    {"foreigner_card", "foreign permanent resident identity card", "外国人永久居留身份证"},
    {"other", "other document", "其他证件"},
};
static_assert(std::size(kinds) == document_kind_count);

constexpr std::size_t longest_zone = 400;  // bytes; two lines of a zone in full-width letters have 264

// How people write a number falls away: width, case, spaces, dashes, brackets, marks of direction.
bool falls_away(UChar32 c) {
  const int type = u_charType(c);
  return u_isUWhiteSpace(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         type == U_DASH_PUNCTUATION || type == U_CONTROL_CHAR || c == '(' || c == ')' || c == '.' || c == 0x2212;
}

// The Roman numeral ten of the standard, the times sign of a keyboard and the letter of a Cyrillic one.
bool is_meant_as_x(UChar32 c) { return c == 0xD7 || c == 0x425 || c == 0x445; }

Result<std::string> normal(string_view text) {
  if (text.size() > longest_zone)
    return refused("document.length", {"This is too long for the number of a document.", "证件号码过长。"});
  UErrorCode failed = U_ZERO_ERROR;
  const icu::UnicodeString folded =
      icu::Normalizer2::getNFKCInstance(failed)->normalize(icu::UnicodeString::fromUTF8(text), failed);
  std::string out;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = u_toupper(folded.char32At(i));
    if (falls_away(c)) continue;
    if (u_charDigitValue(c) >= 0) {
      out += char('0' + u_charDigitValue(c));
    } else if (is_meant_as_x(c)) {
      out += 'X';
    } else if ((c >= 'A' && c <= 'Z') || c == '<') {
      out += char(c);
    } else {
      return refused("document.characters", {"A number of a document has only letters A to Z and digits.",
                                             "证件号码只能由字母 A 至 Z 和数字组成。"});
    }
  }
  if (out.empty()) return refused("document.empty", {"The number of the document is missing.", "缺少证件号码。"});
  return out;
}

}  // namespace

std::string_view to_string(Sex sex) { return sex == Sex::female ? "female" : "male"; }
std::optional<Sex> sex_from(std::string_view name) {
  if (name == "female") return Sex::female;
  if (name == "male") return Sex::male;
  return std::nullopt;
}

std::string_view to_string(DocumentKind kind) { return kinds[std::size_t(kind)].name; }
std::optional<DocumentKind> document_kind_from(std::string_view name) { return named<DocumentKind>(kinds, name); }
Text words(DocumentKind kind) { return text_of(kinds[std::size_t(kind)]); }

bool is_for_life(DocumentKind kind) {
  return kind == DocumentKind::resident_card || kind == DocumentKind::hk_macao_permit ||
         kind == DocumentKind::taiwan_permit;
}

Result<Document> read_document(DocumentKind kind, std::string_view text, std::string_view country, Date today) {
  WARD_TRY(number, normal(text));
  if (kind == DocumentKind::passport && looks_like_zone(number)) return read_zone(number, country, today);
  Document read{.kind = kind, .country = "CHN", .number = number};
  if (number.contains('<'))
    return refused("document.characters", {"A number of a document has only letters A to Z and digits.",
                                           "证件号码只能由字母 A 至 Z 和数字组成。"});
  if (kind == DocumentKind::passport || kind == DocumentKind::other) {
    if (country.empty())
      return fail(ErrorKind::invalid, "document.country_missing",
                  {"Say which country issued this document.", "请填写证件的签发国家或地区。"}, "country");
    WARD_TRY(issued_by, read_country(country));
    read.country = issued_by;
  }
  WARD_CHECK(read_number(read, today));
  return read;
}

KeptDocument keep(const Document& document, crypto::ByteView key) {
  const std::string over = fmt::format("{}|{}|{}", to_string(document.kind), document.country, document.number);
  const std::size_t shown = std::min<std::size_t>(4, document.number.size() / 2);
  return {.kind = document.kind,
          .country = document.country,
          .digest = crypto::hmac_sha256(key, crypto::as_bytes(over)),
          .last = document.number.substr(document.number.size() - shown)};
}

}  // namespace ward::city::residents
