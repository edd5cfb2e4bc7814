#include "city/residents/document.h"

#include <gtest/gtest.h>

#include <cctype>
#include <random>

#include "city/residents/country.h"
#include "city/residents/numbers.h"
#include "city/residents/zone.h"

namespace ward::city::residents {
namespace {

using enum DocumentKind;

Date day(const char* text) { return *parse_date(text); }
const Date today = day("2026-03-02");
Result<Document> read(DocumentKind kind, std::string_view text, std::string_view country = {}) {
  return read_document(kind, text, country, today);
}
std::string fault(const Result<Document>& result) { return result ? "none" : result.error().code; }

TEST(Document, TheStandardsOwnExampleIsReadWithWhatItSays) {
  const auto card = read(resident_card, "11010519491231002X");  // GB 11643-1999, annex A
  ASSERT_TRUE(card);
  EXPECT_EQ(card->birth, day("1949-12-31"));
  EXPECT_EQ(card->sex, Sex::female);
  EXPECT_EQ(card->nationality, "CHN");
  EXPECT_TRUE(card->checked);
  EXPECT_TRUE(
      read_document(resident_card, "440524188001010014", {}, day("1999-07-01")));  // the other one, a man of 1880
}

TEST(Document, HowItIsTypedMakesNoDifference) {
  const std::string number = read(resident_card, "11010519491231002X")->number;
  for (const char* typed :
       {"11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002Ⅹ",
        "\u200e11010519491231002X", "１１０１０５　19491231002ｘ", "11010519491231002Х", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X"}) {
    const auto card = read(resident_card, typed);
    ASSERT_TRUE(card) << typed << ": " << fault(card);
    EXPECT_EQ(card->number, number) << typed;
  }
}

TEST(Document, WhatIsWrongWithAResidentCardIsSaid) {
  EXPECT_EQ(fault(read(resident_card, "110105194912310021")), "document.check");
  EXPECT_EQ(fault(read(resident_card, "110105491231002")), "document.old_number");
  EXPECT_NE(read(resident_card, "110105491231002").error().message.en.find("18"), std::string::npos);
  EXPECT_EQ(fault(read(resident_card, "1101051949123100")), "document.form");
  EXPECT_EQ(fault(read(resident_card, "1101051949123100XX")), "document.form");
  EXPECT_EQ(fault(read(resident_card, "王小明")), "document.characters");
  EXPECT_EQ(fault(read(resident_card, " - ")), "document.empty");
  EXPECT_EQ(fault(read(resident_card, std::string(500, '1'))), "document.length");
  const auto with_check = [](std::string digits) { return digits + mod_11_2(digits); };
  EXPECT_EQ(fault(read(resident_card, with_check("99010519491231002"))), "document.place");
  EXPECT_EQ(fault(read(resident_card, with_check("11010519490230002"))), "document.birth");  // 30 February
  EXPECT_EQ(fault(read(resident_card, with_check("11010520260303002"))), "document.birth");  // tomorrow
  EXPECT_EQ(fault(read(resident_card, with_check("11010520260302002"))), "none");            // today
  EXPECT_EQ(fault(read(resident_card, with_check("11010510491231002"))), "document.birth");
  EXPECT_EQ(fault(read(resident_card, with_check("83000019900101001"))), "none");  // 港澳台居民居住证
}

// ISO 7064: a pure system modulo a prime finds every wrong character and every two that changed places.
TEST(DocumentProperty, EveryWrongDigitAndEveryTwoThatChangedPlacesAreFound) {
  std::mt19937_64 random(7);
  for (int n = 0; n < 300; ++n) {
    std::string digits;
    for (int i = 0; i < 17; ++i) digits += char('0' + random() % 10);
    const std::string number = digits + mod_11_2(digits);
    for (std::size_t i = 0; i < 17; ++i) {
      for (char c = '0'; c <= '9'; ++c) {
        std::string wrong = number;
        wrong[i] = c;
        ASSERT_EQ(mod_11_2(wrong.substr(0, 17)) == wrong[17], c == number[i]) << number << " " << wrong;
      }
      if (i == 16 || number[i] == number[i + 1]) continue;
      std::string wrong = number;
      std::swap(wrong[i], wrong[i + 1]);
      ASSERT_NE(mod_11_2(wrong.substr(0, 17)), wrong[17]) << number << " " << wrong;
    }
  }
}

TEST(Document, PermitsAreReadWithTheNumberOfTheirHolder) {
  EXPECT_EQ(read(hk_macao_permit, "H12345678")->number, "H12345678");
  EXPECT_EQ(read(hk_macao_permit, "h1234567802")->number, "H12345678");  // renewed twice
  EXPECT_EQ(fault(read(hk_macao_permit, "C12345678")), "document.form");
  EXPECT_EQ(read(taiwan_permit, "12345678")->number, "12345678");
  EXPECT_EQ(read(taiwan_permit, "1234567801(B)")->number, "12345678");
  EXPECT_EQ(fault(read(taiwan_permit, "1234567")), "document.form");
  EXPECT_EQ(read(taiwan_permit, "12345678")->country, "CHN");
}

TEST(Document, TheCardsOfPermanentResidentsAreThoseOfTheirOfficialTable) {
  const auto saudi = read(foreigner_card, "932682198501010017"), canadian = read(foreigner_card, "911124198108030024");
  ASSERT_TRUE(saudi && canadian);
  EXPECT_EQ(saudi->nationality, "SAU");
  EXPECT_EQ(saudi->sex, Sex::male);
  EXPECT_EQ(canadian->nationality, "CAN");
  EXPECT_EQ(canadian->birth, day("1981-08-03"));
  EXPECT_EQ(canadian->sex, Sex::female);
  EXPECT_EQ(read(foreigner_card, "CAN110019810803")->nationality, "CAN");
  EXPECT_FALSE(read(foreigner_card, "CAN110019810803")->checked);
  EXPECT_EQ(fault(read(foreigner_card, "911124198108030025")), "document.check");
  EXPECT_EQ(fault(read(foreigner_card, "QQQ110019810803")), "country.unknown");
  EXPECT_EQ(fault(read(foreigner_card, "110105194912310021")), "document.form");
}

TEST(Document, APassportNeedsItsCountry) {
  EXPECT_EQ(read(passport, "l898902c", "UTO").error().code, "country.unknown");
  EXPECT_EQ(read(passport, "c4 k7 0tl 93", "德国")->country, "DEU");
  EXPECT_EQ(read(passport, "AB1234567", "de")->number, "AB1234567");
  EXPECT_EQ(fault(read(passport, "AB1234567")), "document.country_missing");
  EXPECT_EQ(fault(read(passport, "AB12", "PAK")), "document.form");
  EXPECT_EQ(fault(read(passport, "MOHAMMED", "PAK")), "document.form");
  EXPECT_EQ(fault(read(passport, "AB12345678", "PAK")), "document.form");
  EXPECT_EQ(read(passport, "EA1234567", "CHN")->number, "EA1234567");
  EXPECT_EQ(fault(read(passport, "1234567", "CHN")), "document.form");
  EXPECT_EQ(fault(read(passport, "AB<234567", "PAK")), "document.zone_length");
  EXPECT_EQ(fault(read(other, "A", "PAK")), "document.form");
}

// Doc 9303-4, appendix A, with a country that exists; the check digits do not hang on it.
const std::string first_line = "P<D<<ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string second_line = "L898902C36D<<7408122F1204159ZE184226B<<<<<10";

TEST(Zone, TheExampleOfTheStandardIsRead) {
  const auto both = read(passport, first_line + "\n" + second_line), second = read(passport, second_line);
  ASSERT_TRUE(both) << both.error().message.en;
  EXPECT_EQ(both->number, "L898902C3");
  EXPECT_EQ(both->country, "DEU");
  EXPECT_EQ(both->nationality, "DEU");
  EXPECT_EQ(both->birth, day("1974-08-12"));
  EXPECT_EQ(both->expires, day("2012-04-15"));
  EXPECT_EQ(both->sex, Sex::female);
  EXPECT_TRUE(both->checked);
  EXPECT_EQ(*second, *both);
  EXPECT_EQ(read(passport, second_line, "AUT")->country, "AUT");
  EXPECT_EQ(fault(read(passport, first_line + second_line, "AUT")), "document.country_differs");
  EXPECT_EQ(fault(read(passport, "V" + first_line.substr(1) + second_line)), "document.zone_kind");
  EXPECT_EQ(fault(read(passport, second_line + "<")), "document.zone_length");
}

TEST(Zone, TheZoneAndTheTypedNumberAreOneDocument) {
  const auto key = crypto::as_bytes("key");
  EXPECT_EQ(keep(*read(passport, second_line), key), keep(*read(passport, "l898902c3", "DEU"), key));
}

TEST(Zone, EveryWrongDigitOfACheckedFieldIsFound) {
  for (std::size_t i = 0; i < second_line.size(); ++i) {
    if (!std::isdigit(static_cast<unsigned char>(second_line[i]))) continue;
    for (char c = '0'; c <= '9'; ++c) {
      std::string wrong = second_line;
      wrong[i] = c;
      EXPECT_EQ(fault(read(passport, wrong)), c == second_line[i] ? "none" : "document.zone_check") << wrong;
    }
  }
}

// Of a field: its check digit, and then the one over all.
std::string with_checks(std::string line) {
  const auto digit = [](std::string_view field) {
    int sum = 0;
    const int weights[] = {7, 3, 1};
    for (std::size_t i = 0; i < field.size(); ++i)
      sum += (field[i] == '<' ? 0 : field[i] <= '9' ? field[i] - '0' : field[i] - 'A' + 10) * weights[i % 3];
    return char('0' + sum % 10);
  };
  line[9] = digit(line.substr(0, 9));
  line[19] = digit(line.substr(13, 6));
  line[27] = digit(line.substr(21, 6));
  line[43] = digit(line.substr(0, 10) + line.substr(13, 7) + line.substr(21, 22));
  return line;
}

TEST(Zone, AYearOfBirthIsTheLastThatIsNotToCome) {
  const auto born = [](const char* six) {
    return read(passport, with_checks(std::string("AB1234567?PAK") + six + "?M300101?<<<<<<<<<<<<<<<?"));
  };
  ASSERT_TRUE(born("260301")) << born("260301").error().message.en;
  EXPECT_EQ(born("260301")->birth, day("2026-03-01"));
  EXPECT_EQ(born("260303")->birth, day("1926-03-03"));
  EXPECT_EQ(born("270101")->birth, day("1927-01-01"));
  EXPECT_EQ(born("74<<<<")->birth, std::nullopt);  // month and day are not known
  EXPECT_EQ(fault(born("741301")), "document.zone_date");
  EXPECT_EQ(born("260301")->sex, Sex::male);
}

TEST(Document, WhatIsKeptTellsNoNumber) {
  const auto card = *read(resident_card, "11010519491231002X");
  const KeptDocument kept = keep(card, crypto::as_bytes("one key")),
                     elsewhere = keep(card, crypto::as_bytes("another"));
  EXPECT_EQ(kept.last, "002X");
  EXPECT_EQ(kept, keep(*read(resident_card, "11010519491231002x"), crypto::as_bytes("one key")));
  EXPECT_NE(kept.digest, elsewhere.digest);
  EXPECT_EQ(keep(*read(other, "ABC", "PAK"), crypto::as_bytes("k")).last, "C");
  EXPECT_NE(keep(*read(passport, "AB1234567", "PAK"), crypto::as_bytes("k")).digest,
            keep(*read(passport, "AB1234567", "IND"), crypto::as_bytes("k")).digest);
}

TEST(Document, KindsKeepTheirNames) {
  for (std::size_t i = 0; i < document_kind_count; ++i)
    EXPECT_EQ(document_kind_from(to_string(DocumentKind(i))), DocumentKind(i));
  EXPECT_EQ(sex_from(to_string(Sex::female)), Sex::female);
  EXPECT_EQ(words(passport).zh, "护照");
}

TEST(Country, IsReadAsPeopleWriteIt) {
  for (const char* china : {"CHN", "cn", " China ", "中国", "中华人民共和国"})
    EXPECT_EQ(read_country(china), "CHN") << china;
  EXPECT_EQ(read_country("D"), "DEU");
  EXPECT_EQ(read_country("GBN"), "GBR");
  EXPECT_EQ(read_country("XXA"), "XXA");
  EXPECT_EQ(read_country("Narnia").error().code, "country.unknown");
  EXPECT_EQ(country_of_number(156), "CHN");
  EXPECT_EQ(country_of_number(999), std::nullopt);
}

}  // namespace
}  // namespace ward::city::residents
