#include "city/residents/record.h"

#include <gtest/gtest.h>

#include <random>

namespace ward::city::residents {
namespace {

const Date that_day = parse_date("2020-02-19").value();
const Id someone = Id::make(Time{});
std::string code_of(const auto& result) { return result ? "" : result.error().code; }
std::string field_of(const auto& result) { return result ? "" : result.error().field; }

TEST(Record, IsReadWithEveryFaultNamed) {
  const json::object good{
      {"name", "王小明"},
      {"birth", "1984-02-29"},
      {"sex", "male"},
      {"nationality", "中国"},
      {"phones", json::array{"13900000001"}},
      {"documents", json::array{json::object{{"kind", "passport"}, {"country", "CHN"}, {"number", "E12345678"}}}},
      {"version", 0}};
  const auto read = record_from_json(someone, good, that_day);
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(read->person.nationality, "CHN");
  EXPECT_EQ(read->person.birth, parse_date("1984-02-29").value());
  const auto with = [&](const char* key, json::value value) {
    json::object other = good;
    other[key] = std::move(value);
    return record_from_json(someone, other, that_day);
  };
  EXPECT_EQ(code_of(with("birth", "2020-02-20")), "resident.birth");
  EXPECT_EQ(code_of(with("birth", "1984-02-30")), "date.malformed");
  EXPECT_EQ(field_of(with("birth", "1984-2-3")), "birth");
  EXPECT_EQ(code_of(with("nationality", "Atlantis")), "country.unknown");
  EXPECT_EQ(field_of(with("phones", json::array{1})), "phones");
  EXPECT_EQ(field_of(with("documents", json::array{json::object{{"kind", "passport"}}})), "documents[0].number");
  EXPECT_EQ(code_of(with("address", "x")), "field.unknown");
  EXPECT_EQ(field_of(with("home", json::object{{"room", someone.str()}, {"since", "2020-02-01"}})), "home.tenancy");
  EXPECT_TRUE(
      with("home", json::object{{"tenancy", someone.str()}, {"room", someone.str()}, {"since", "2020-02-01"}})->home);
}

TEST(Record, NumbersOfDocumentsBecomeDigestsAndStoredOnesAreNamedByTheirEnd) {
  const auto key = crypto::sha256(crypto::as_bytes("a key"));
  const DocumentInput card{
      .kind = DocumentKind::resident_card, .country = "", .number = "11010519491231002X", .last = ""};
  const auto first = kept({card}, {}, key, that_day);
  ASSERT_TRUE(first) << first.error().message.en;
  EXPECT_EQ(first->at(0).last, "002X");
  EXPECT_EQ(kept({card, card}, {}, key, that_day)->size(), 1U);
  const DocumentInput ending{.kind = DocumentKind::resident_card, .country = "", .number = "", .last = "002X"};
  EXPECT_EQ(*kept({ending}, *first, key, that_day), *first);
  EXPECT_EQ(code_of(kept({ending}, {}, key, that_day)), "document.not_stored");
  // Two that end the same are both kept when both are named.
  KeptDocument twin = first->at(0);
  twin.digest = crypto::sha256(crypto::as_bytes("another"));
  EXPECT_EQ(kept({ending, ending}, {first->at(0), twin}, key, that_day)->size(), 2U);
  EXPECT_EQ(code_of(kept({ending, ending}, *first, key, that_day)), "document.not_stored");
  DocumentInput wrong = card;
  wrong.number = "110105194912310021";
  EXPECT_EQ(field_of(kept({card, wrong}, {}, key, that_day)), "documents[1].number");
}

TEST(Record, WhatRecordsSayTogetherIsWhatAnyOfThemSays) {
  const KeptDocument passport{.kind = DocumentKind::passport, .country = "EGY", .digest = {}, .last = "4567"};
  const Person first{.id = someone, .name = "Ahmed Hassan", .phones = {"1"}};
  const Person other{.id = Id::make(Time{}),
                     .name = "أحمد حسن",
                     .spellings = {"Ahmad Hasan"},
                     .birth = that_day,
                     .sex = Sex::male,
                     .documents = {passport},
                     .phones = {"1", "2"}};
  const Person both = together(std::vector{first, other});
  EXPECT_EQ(both.id, someone);
  EXPECT_EQ(both.name, "Ahmed Hassan");
  EXPECT_EQ(both.spellings, (std::vector<std::string>{"أحمد حسن", "Ahmad Hasan"}));
  EXPECT_EQ(both.birth, that_day);
  EXPECT_EQ(both.documents, std::vector{passport});
  EXPECT_EQ(both.phones, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(together(std::vector{first}), first);
}

TEST(Tenancy, HoldsFromItsFirstDayUpToTheOneItEndsOn) {
  const auto day = [](const char* text) { return parse_date(text).value(); };
  const Tenancy one{
      .id = someone, .resident = someone, .room = someone, .since = day("2020-02-01"), .until = day("2020-02-10")};
  EXPECT_FALSE(holds(one, day("2020-01-31")));
  EXPECT_TRUE(holds(one, day("2020-02-01")));
  EXPECT_TRUE(holds(one, day("2020-02-09")));
  EXPECT_FALSE(holds(one, day("2020-02-10")));
  Tenancy next = one;
  next.id = Id::make(Time{});
  next.since = day("2020-02-10");
  next.until = {};
  EXPECT_EQ(code_of(check_tenancy(next, std::vector{one})), "");
  next.since = day("2020-02-09");
  EXPECT_EQ(code_of(check_tenancy(next, std::vector{one})), "tenancy.twice");
  next.room = Id::make(Time{});
  EXPECT_EQ(code_of(check_tenancy(next, std::vector{one})), "") << "two rooms at a time";
}

TEST(Tenancy, IsReadWithEveryFaultNamed) {
  const json::object good{
      {"resident", someone.str()}, {"room", someone.str()}, {"since", "2020-02-01"}, {"version", 0}};
  EXPECT_TRUE(tenancy_from_json(good));
  json::object other = good;
  other["until"] = "2020-01-31";
  EXPECT_EQ(code_of(tenancy_from_json(other)), "tenancy.order");
  other = good;
  other.erase("since");
  EXPECT_EQ(field_of(tenancy_from_json(other)), "since");
}

}  // namespace
}  // namespace ward::city::residents
