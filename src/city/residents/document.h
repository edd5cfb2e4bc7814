// The numbers of identity documents: read as people and readers write them, checked by what the document's own rules
// allow, and kept only as a keyed digest with the last four characters. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

namespace ward::city::residents {

enum class Sex { female, male };
std::string_view to_string(Sex sex);
std::optional<Sex> sex_from(std::string_view name);

enum class DocumentKind {
  resident_card,    // 居民身份证; also the 港澳台居民居住证, whose number is made by the same standard
  passport,         // 护照
  hk_macao_permit,  // 港澳居民来往内地通行证
  taiwan_permit,    // 台湾居民来往大陆通行证
  foreigner_card,   // 外国人永久居留身份证
  other,
};
inline constexpr std::size_t document_kind_count = std::size_t(DocumentKind::other) + 1;
std::string_view to_string(DocumentKind kind);
std::optional<DocumentKind> document_kind_from(std::string_view name);
Text words(DocumentKind kind);
// The number is the holder's for life. Of the others a new document may bring a new number.
bool is_for_life(DocumentKind kind);

// What was read. `number` is never stored: keep() makes what is.
struct Document {
  DocumentKind kind = DocumentKind::other;
  std::string country = {};  // that issued it, ISO 3166-1 alpha-3
  std::string number = {};   // capital letters and digits
  bool checked = false;      // a check digit agreed
  // What the number or the zone itself says of the holder.
  std::optional<Date> birth = {};
  std::optional<Sex> sex = {};
  std::optional<std::string> nationality = {};
  std::optional<Date> expires = {};
  bool operator==(const Document&) const = default;
};

// Reads a number as it was typed: spaces and dashes fall away, full-width and lower case letters become capitals,
// digits of other scripts become 0 to 9. Today only tells which dates of birth are still to come.
//
//   resident_card    GB 11643-1999: 18 characters, the province of GB/T 2260, a date of birth that exists, the sex in
//                    the 17th digit, the check character of ISO 7064 MOD 11-2. The 15 digits of GB 11643-1989 are
//                    refused: they have no check digit.
//   passport         5 to 9 letters and digits (ICAO Doc 9303-4, section 4.2.2: nine places), three digits at least;
//                    of China 9 characters. Or its machine readable zone: see zone.h.
//   hk_macao_permit  H or M and 8 digits; two more, which count the renewals, fall away (公安部 2010, 号码规则)
//   taiwan_permit    8 digits; what follows them on cards made before 2008 falls away (issue and office)
//   foreigner_card   18 digits from 2023 on: 9, province, nationality (ISO 3166-1 numeric), birth, order, the check
//                    character of ISO 7064 MOD 11-2 (国家移民管理局 2023, 适配性改造要点, table 1); or the 15
//                    characters before: nationality and 12 digits, of which only the form is checked
//   other            3 to 30 letters and digits
//
// `country` issued it, as read_country() reads it; it is needed for a passport and for `other`, and not looked at for
// the rest. Errors: "document.*", "country.unknown"; `field` is "document" or "country".
Result<Document> read_document(DocumentKind kind, std::string_view text, std::string_view country, Date today);

// What is stored of a document.
struct KeptDocument {
  DocumentKind kind = DocumentKind::other;
  std::string country;
  crypto::Digest digest{};
  std::string last;  // the last four characters, fewer of a number of less than eight: never more than half
  bool operator==(const KeptDocument&) const = default;
};
// The digest is HMAC-SHA-256 (RFC 2104) over kind, country and number: without the key nobody can try all numbers, and
// the same number has another digest in a city with another key.
KeptDocument keep(const Document& document, crypto::ByteView key);

}  // namespace ward::city::residents
