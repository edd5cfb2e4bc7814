#include "city/residents/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace ward::city::residents {
namespace {

using enum DocumentKind;
using F = Finding;

Date on_day(const char* text) { return *parse_date(text); }

KeptDocument document(DocumentKind kind, std::string_view number, std::string_view country = {}) {
  return keep(*read_document(kind, number, country, on_day("2026-03-02")), crypto::as_bytes("key"));
}
const KeptDocument card = document(resident_card, "11010519491231002X"),
                   other_card = document(resident_card, "440524194912310027"),
                   passport_before = document(passport, "AB1234567", "PAK"),
                   passport_now = document(passport, "CD7654321", "PAK");

Person wang() {
  return {.name = "王小明",
          .birth = on_day("1990-03-07"),
          .sex = Sex::male,
          .nationality = "CHN",
          .documents = {card},
          .phones = {"138 0013 8000"}};
}
Person changed(Person person, auto&& change) {
  change(person);
  return person;
}
Match match(const Person& a, const Person& b, Register within = {}) {
  return compare(comparable(a), comparable(b), within);
}
F found(const Match& result, Field field) { return result.found[std::size_t(field)]; }
bool share_a_key(const Person& a, const Person& b) {
  const auto one = blocking_keys(comparable(a)), other = blocking_keys(comparable(b));
  return std::ranges::any_of(one, [&](const std::string& key) { return std::ranges::find(other, key) != other.end(); });
}

TEST(Matching, OnePersonWrittenTwiceIsTheSame) {
  const Match both = match(wang(), wang());
  EXPECT_EQ(both.verdict, Verdict::same);
  for (const F finding : both.found) EXPECT_EQ(evidence(finding).outcome, Outcome::agree);
  double sum = 0;
  for (const double bits : both.weights) sum += bits;
  EXPECT_NEAR(both.odds, sum - std::log2(1e6), 1e-9);
}

TEST(Matching, AnotherSpellingOfOnePassportIsTheSamePerson) {
  const Person one{
      .name = "Mohammed Al-Sayed", .birth = on_day("1985-05-01"), .nationality = "PAK", .documents = {passport_now}};
  const Person other{.name = "MUHAMMAD ELSAYED", .nationality = "PAK", .documents = {passport_now}};
  EXPECT_EQ(match(one, other).verdict, Verdict::same);
  EXPECT_EQ(found(match(one, other), Field::name), F::name_alike);
}

TEST(Matching, TwoValidNumbersOfOneKindAreNeverTheSameByThemselves) {
  const Match cards = match(wang(), changed(wang(), [](Person& p) { p.documents = {other_card}; }));
  EXPECT_EQ(found(cards, Field::document), F::document_differs);
  EXPECT_EQ(cards.verdict, Verdict::perhaps);
  EXPECT_EQ(cards.caution, Caution::documents_differ);

  const Person before = changed(wang(), [](Person& p) { p.documents = {passport_before}; });
  const Person renewed = changed(wang(), [](Person& p) { p.documents = {passport_now}; });
  EXPECT_EQ(found(match(before, renewed), Field::document), F::document_renewed);
  EXPECT_EQ(match(before, renewed).verdict, Verdict::perhaps);
  // Once both are known of one person, either is the same.
  const Person merged = changed(wang(), [](Person& p) { p.documents = {passport_before, passport_now}; });
  EXPECT_EQ(match(merged, renewed).verdict, Verdict::same);
  EXPECT_EQ(match(before, merged).verdict, Verdict::same);
  // A passport in common does not outweigh two cards.
  const Person one = changed(merged, [](Person& p) { p.documents.push_back(card); });
  const Person other = changed(merged, [](Person& p) { p.documents.push_back(other_card); });
  EXPECT_EQ(match(one, other).caution, Caution::documents_differ);
  EXPECT_EQ(match(one, other).verdict, Verdict::perhaps);
}

TEST(Matching, DocumentsOfTwoKindsSayNothing) {
  const Match result = match(wang(), changed(wang(), [](Person& p) { p.documents = {passport_now}; }));
  EXPECT_EQ(found(result, Field::document), F::document_unknown);
  EXPECT_EQ(result.verdict, Verdict::same);  // name, birth and phone agree
}

TEST(Matching, OneNumberWithQuiteAnotherNameMustBeLookedAt) {
  const Match result = match(wang(), changed(wang(), [](Person& p) { p.name = "李大海"; }));
  EXPECT_EQ(result.verdict, Verdict::perhaps);
  EXPECT_EQ(result.caution, Caution::name_differs);
  const Person only_number{.name = "李大海", .documents = {card}};
  EXPECT_EQ(match(wang(), only_number).verdict, Verdict::perhaps);
}

TEST(Matching, ASharedPhoneIsNeverEnough) {
  const auto relative = [&](const char* name, const char* birth) {
    return Person{.name = name,
                  .birth = birth ? std::optional(on_day(birth)) : std::nullopt,
                  .sex = Sex::male,
                  .nationality = "CHN",
                  .phones = {"13800138000"}};
  };
  EXPECT_EQ(match(wang(), relative("王大海", "1962-11-20")).verdict, Verdict::different);  // the father
  EXPECT_EQ(match(wang(), relative("王小红", "1993-01-05")).verdict, Verdict::different);  // a brother
  EXPECT_EQ(match(wang(), relative("李四", "1971-02-03")).verdict, Verdict::different);    // the landlord
  EXPECT_NE(match(wang(), relative("王小红", "1990-03-07")).verdict, Verdict::same);       // a twin
  EXPECT_NE(match(wang(), relative("王小明", nullptr)).verdict, Verdict::same);
  EXPECT_NE(match(relative("王小明", nullptr), relative("王小明", nullptr)).verdict, Verdict::same);
}

TEST(Matching, NamesakesAreTakenForOneOnlyWhenTheyAreRare) {
  const Person one{.name = "王伟", .birth = on_day("1990-03-07"), .sex = Sex::male};
  EXPECT_EQ(match(one, one, {.people = 1'000'000, .namesakes = 1}).verdict, Verdict::same);
  EXPECT_EQ(match(one, one, {.people = 1'000'000, .namesakes = 600}).verdict, Verdict::perhaps);
  const Person of_another_day = changed(one, [](Person& p) { p.birth = on_day("1971-11-23"); });
  EXPECT_EQ(match(one, of_another_day).verdict, Verdict::different);
}

TEST(Matching, ALargerRegisterAsksForMore) {
  const Person one{.name = "王小明", .birth = on_day("1990-03-07")},
      other{.name = "王晓明", .birth = on_day("1990-03-07")};
  EXPECT_EQ(match(one, other, {.people = 5'000}).verdict, Verdict::same);
  EXPECT_NE(match(one, other, {.people = 10'000'000}).verdict, Verdict::same);
  EXPECT_NEAR(match(one, other, {.people = 1'000}).odds - match(one, other, {.people = 1'000'000}).odds, std::log2(1e3),
              1e-9);
}

TEST(Matching, SaysHowDatesOfBirthAndPhonesRelate) {
  const auto born = [](const char* date) {
    return found(match(wang(), changed(wang(), [&](Person& p) { p.birth = on_day(date); })), Field::birth);
  };
  EXPECT_EQ(born("1990-03-07"), F::birth_same);
  EXPECT_EQ(born("1990-07-03"), F::birth_swapped);
  EXPECT_EQ(born("1990-03-17"), F::birth_digit);
  EXPECT_EQ(born("1909-03-07"), F::birth_digit);
  EXPECT_EQ(born("1990-01-01"), F::birth_january);
  EXPECT_EQ(born("1991-01-01"), F::birth_differs);
  const auto calls = [](const char* phone) {
    return found(match(wang(), changed(wang(), [&](Person& p) { p.phones = {phone}; })), Field::phone);
  };
  for (const char* same : {"13800138000", "+86 138-0013-8000", "0086 13800138000", "8613800138000"})
    EXPECT_EQ(calls(same), F::phone_same) << same;
  EXPECT_EQ(calls("13800138001"), F::phone_digit);
  EXPECT_EQ(calls("13800318000"), F::phone_digit);
  EXPECT_EQ(calls("13912345678"), F::phone_differs);
  EXPECT_EQ(calls("none"), F::phone_unknown);
}

TEST(Matching, WhatIsMissingSaysNothing) {
  const Match nothing = match(Person{}, Person{});
  for (std::size_t i = 0; i < field_count; ++i) {
    EXPECT_EQ(evidence(nothing.found[i]).outcome, Outcome::unknown);
    EXPECT_EQ(nothing.weights[i], 0);
  }
  EXPECT_EQ(nothing.verdict, Verdict::different);
}

TEST(Choose, TakesTheBestAndAsksWhenTwoWouldDo) {
  const Match same{.odds = 20, .verdict = Verdict::same}, less{.odds = 9, .verdict = Verdict::same},
      perhaps{.odds = 30, .verdict = Verdict::perhaps}, different{.odds = -9, .verdict = Verdict::different};
  std::vector<Match> one{different, perhaps, same}, two{less, same}, none{different};
  EXPECT_EQ(choose(one), 2U);
  EXPECT_EQ(one[2].verdict, Verdict::same);
  EXPECT_EQ(choose(two), 1U);
  EXPECT_EQ(two[1].verdict, Verdict::perhaps);
  EXPECT_EQ(two[1].caution, Caution::several);
  EXPECT_EQ(choose(none), std::nullopt);
  EXPECT_EQ(choose({}), std::nullopt);
}

TEST(BlockingKeys, FindAPersonByWhateverIsRight) {
  const auto bare = [](const char* name, const char* birth) { return Person{.name = name, .birth = on_day(birth)}; };
  EXPECT_TRUE(share_a_key(wang(), Person{.name = "李四", .documents = {card}}));
  EXPECT_TRUE(share_a_key(wang(), Person{.name = "李四", .phones = {"+8613800138000"}}));
  EXPECT_TRUE(share_a_key(wang(), bare("Xiaoming Wang", "1962-01-01")));  // the letters of the name
  EXPECT_TRUE(share_a_key(wang(), bare("王大海", "1990-07-03")));         // day and month exchanged
  EXPECT_FALSE(share_a_key(wang(), bare("李四", "1990-03-07")));
  EXPECT_FALSE(share_a_key(wang(), bare("王大海", "1990-03-08")));
  EXPECT_LE(blocking_keys(comparable(wang())).size(), 8U);
  for (const std::string& key : blocking_keys(comparable(wang()))) EXPECT_LE(key.size(), 66U);
}

TEST(Evidence, EveryFindingHasItsSentenceAndItsWeight) {
  for (std::size_t i = 0; i < finding_count; ++i) {
    const Finding finding = Finding(i);
    EXPECT_EQ(evidence(finding).finding, finding);
    EXPECT_TRUE(words(finding).en.ends_with('.')) << words(finding).en;
    EXPECT_TRUE(words(finding).zh.ends_with("。")) << words(finding).zh;
    EXPECT_TRUE(to_string(finding).starts_with(to_string(evidence(finding).field)));
    switch (evidence(finding).outcome) {
      case Outcome::agree:
        EXPECT_GT(weight(finding), 0) << to_string(finding);
        break;
      case Outcome::differ:
        EXPECT_LT(weight(finding), 0) << to_string(finding);
        break;
      case Outcome::near:
        EXPECT_GT(weight(finding), 0) << to_string(finding);
        break;
      case Outcome::unknown:
        EXPECT_EQ(weight(finding), 0);
    }
  }
}

// ---- rules that hold for any two records

Person any(std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return std::size_t(random() % n); };
  static const char* const names[] = {"王小明",     "王晓明", "王小红", "Wang Xiaoming", "Mohammed Al-Sayed",
                                      "محمد السيد", "李伟",   ""};
  static const char* const births[] = {"1990-03-07", "1990-07-03", "1990-01-01", "1990-03-17", "1962-11-20"};
  static const char* const phones[] = {"13800138000", "13800138001", "13912345678"};
  const KeptDocument* const documents[] = {&card, &other_card, &passport_before, &passport_now};
  Person person{.name = names[below(8)]};
  if (below(4)) person.birth = on_day(births[below(5)]);
  if (below(4)) person.sex = below(2) ? Sex::male : Sex::female;
  if (below(4)) person.nationality = below(3) ? "CHN" : "PAK";
  for (std::size_t n = below(3); n > 0; --n) person.documents.push_back(*documents[below(4)]);
  for (std::size_t n = below(3); n > 0; --n) person.phones.push_back(phones[below(3)]);
  return person;
}

TEST(MatchingProperty, TheRulesHoldForAnyTwoRecordsAndFromBothSides) {
  std::mt19937_64 random(11);
  for (int n = 0; n < 2'000; ++n) {
    const Person a = any(random), b = any(random);
    const Match one = match(a, b, {.people = 50}), other = match(b, a, {.people = 50});
    ASSERT_EQ(one.found, other.found) << n;
    ASSERT_EQ(one.verdict, other.verdict) << n;
    ASSERT_EQ(one.caution, other.caution) << n;
    ASSERT_TRUE(one.caution == Caution::none || one.verdict != Verdict::same) << n;
    if (one.verdict != Verdict::same) continue;
    const bool has_document = found(one, Field::document) == F::document_same;
    const bool has_birth = evidence(found(one, Field::birth)).outcome <= Outcome::near;
    ASSERT_TRUE(has_document || has_birth) << n;
    ASSERT_NE(found(one, Field::name), F::name_differs) << n;
  }
}

}  // namespace
}  // namespace ward::city::residents
