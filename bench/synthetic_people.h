// A city's people made up from a seed, and two lists of them with typing errors at stated rates. Nobody in it is real:
// names are drawn by how often they are, numbers follow their documents' rules.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "city/residents/names.h"
#include "city/residents/numbers.h"
#include "city/residents/person.h"
#include "synthetic_names.h"

namespace ward::bench::people {

using namespace city::residents;

enum class Origin { chinese, arabic, latin };
inline constexpr std::string_view origins[] = {"chinese", "arabic", "latin"};

// How often each thing goes wrong in the second list; what the first one lacks.
namespace rate {
inline constexpr double first_without_document = .10, first_without_phone = .05;
inline constexpr double no_document = .25, wrong_document = .03, other_passport = .08;
inline constexpr double no_phone = .10, other_phone = .12, wrong_phone = .01;
inline constexpr double no_birth = .05, exchanged_birth = .01, wrong_birth = .015, january_birth = .01;
inline constexpr double no_sex = .05, wrong_sex = .005, no_nationality = .10;
inline constexpr double family_elsewhere = .03;
inline constexpr double homophone = .03, wrong_character = .01, lost_character = .005, pinyin = .04;
inline constexpr double wrong_letter = .05, other_spelling = .35, arabic_letters = .15, shorter = .05;
}  // namespace rate

struct Rate {
  std::string_view what;
  double share;
};
inline constexpr Rate rates[] = {
    {"first list: no document", rate::first_without_document},
    {"first list: no phone", rate::first_without_phone},
    {"second list: no document", rate::no_document},
    {"document with a wrong, lost or exchanged character (a card's check then refuses it)", rate::wrong_document},
    {"passport: another one since", rate::other_passport},
    {"no phone", rate::no_phone},
    {"another phone", rate::other_phone},
    {"phone with a wrong digit", rate::wrong_phone},
    {"no date of birth (a card's number still tells it)", rate::no_birth},
    {"day and month of birth exchanged", rate::exchanged_birth},
    {"a wrong digit in the day or year of birth", rate::wrong_birth},
    {"1 January for a day that is not known", rate::january_birth},
    {"no sex", rate::no_sex},
    {"wrong sex", rate::wrong_sex},
    {"no nationality", rate::no_nationality},
    {"family and given name exchanged", rate::family_elsewhere},
    {"Chinese: a character that is read the same", rate::homophone},
    {"Chinese: another character", rate::wrong_character},
    {"Chinese: a character lost, or two exchanged", rate::lost_character},
    {"Chinese: in pinyin", rate::pinyin},
    {"letters: one wrong, lost, doubled or exchanged with the next", rate::wrong_letter},
    {"letters: another spelling, of each name that has one", rate::other_spelling},
    {"Arabic: in Arabic letters", rate::arabic_letters},
    {"letters: one of three or more names left out", rate::shorter},
};

// SplitMix64 (Steele, Lea, Flood 2014): the standard library's distributions differ between libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  int below(int n) { return int(bits() % std::uint64_t(n)); }
  bool happens(double share) { return double(bits() >> 11) * 0x1p-53 < share; }
  const auto& of(const auto& all) { return all[std::size_t(below(int(std::size(all))))]; }
  // The first ones more often: the n-th in proportion to 1/(n + 8).
  const auto& often_first(const auto& all) {
    double sum = 0;
    for (std::size_t i = 0; i < std::size(all); ++i) sum += 1.0 / double(i + 8);
    double at = double(bits() >> 11) * 0x1p-53 * sum;
    std::size_t i = 0;
    while (i + 1 < std::size(all) && (at -= 1.0 / double(i + 8)) > 0) ++i;
    return all[i];
  }
  std::string digits(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += char('0' + below(10));
    return out;
  }

 private:
  std::uint64_t state_;
};

struct Human {
  Origin origin = Origin::chinese;
  Sex sex = Sex::female;
  Date birth{};
  std::string country;                 // and of the document
  std::string number, phone;           // of the document; each truly so
  std::vector<std::string> names;      // family and given of Chinese ones; else in the order of the passport
  std::vector<std::string> elsewhere;  // each in another spelling, or the same
  std::string arabic, arabic_given;    // in Arabic letters
};

struct Lists {
  std::vector<Person> first, second;
  std::vector<int> first_is, second_is;  // who each record is of
  std::vector<Origin> origins;           // of each human
};

inline Date day_of(int year, int day_in_year) {
  return std::chrono::local_days{std::chrono::year{year} / 1 / 1} + std::chrono::days{day_in_year};
}
inline const Date today = day_of(2026, 60);

class PeopleMaker {
 public:
  explicit PeopleMaker(std::uint64_t seed) : random_(seed) {}

  // Households of one to six; some share a phone, all have a family name; children have their parents' phone.
  std::vector<Human> make(int count) {
    std::vector<Human> people;
    while (int(people.size()) < count) household(people);
    return people;
  }

 private:
  struct Home {
    Origin origin;
    std::string family, family_elsewhere, family_arabic, phone;
    const People* people;
    std::string_view country, generation;  // a character that the brothers and sisters have in common
    bool one_phone;
  };

  void household(std::vector<Human>& people) {
    const int which = random_.below(100);
    const Origin origin = which < 76 ? Origin::chinese : which < 88 ? Origin::arabic : Origin::latin;
    const Home home = this->home(origin);
    const int father_born = 1940 + random_.below(62);
    const std::size_t father = people.size();
    people.push_back(human(home, Sex::male, father_born, nullptr));
    if (random_.happens(.25)) return;  // lives alone
    Home mothers = home;
    if (origin == Origin::chinese) mothers.family = weighted(chinese_families);
    people.push_back(human(mothers, Sex::female, father_born + 1 + random_.below(4), nullptr));
    for (int n = random_.below(4), year = father_born + 22; n > 0; --n, year += 1 + random_.below(4)) {
      if (year > 2025) break;
      people.push_back(human(home, random_.happens(.5) ? Sex::male : Sex::female, year, &people[father]));
      if (random_.happens(.02)) add_twin(people, home);
    }
  }

  Home home(Origin origin) {
    Home home{.origin = origin,
              .family = {},
              .family_elsewhere = {},
              .family_arabic = {},
              .phone = mobile(),
              .people = &random_.of(peoples),
              .country = "CHN",
              .generation = random_.of(men_characters),
              .one_phone = random_.happens(.3)};
    if (origin == Origin::chinese) {
      home.family = weighted(chinese_families);
    } else if (origin == Origin::arabic) {
      const Arabic& family = random_.of(arabic_families);
      home.country = random_.of(arabic_countries);
      home.family = family.latin[std::size_t(random_.below(4))];
      home.family_elsewhere = family.latin[std::size_t(random_.below(4))];
      home.family_arabic = family.arabic;
    } else {
      home.country = home.people->country;
      home.family = random_.of(home.people->families);
      home.family_elsewhere = spelled_elsewhere(home.family);
      const std::string second(random_.of(home.people->families));
      if (home.people->families_each == 2) home.family += " " + second, home.family_elsewhere += " " + second;
    }
    return home;
  }

  Human human(const Home& home, Sex sex, int year, const Human* father) {
    Human one{.origin = home.origin,
              .sex = sex,
              .birth = day_of(year, random_.below(365)),
              .country = std::string(home.country),
              .number = {},
              .phone = {},
              .names = {},
              .elsewhere = {},
              .arabic = {},
              .arabic_given = {}};
    if (one.birth > today) one.birth -= std::chrono::days{400};
    const bool is_child = year > 2012;
    one.phone = home.one_phone || is_child ? home.phone : random_.happens(.03) ? landlord() : mobile();
    if (home.origin == Origin::chinese) {
      one.names = {home.family, chinese_given(sex, home.generation)};
    } else if (home.origin == Origin::arabic) {
      add_arabic(one, home, father);
    } else {
      add_latin(one, home, father);
    }
    number(one);
    return one;
  }

  // Born on the same day, with the same phone; of Chinese twins' names a character is the same.
  void add_twin(std::vector<Human>& people, const Home& home) {
    Human twin = human(home,
                       random_.happens(.7)              ? people.back().sex
                       : people.back().sex == Sex::male ? Sex::female
                                                        : Sex::male,
                       2000, nullptr);
    const Human& first = people.back();
    twin.birth = first.birth;
    twin.phone = first.phone;
    if (twin.origin == Origin::chinese) {
      const std::string other(
          random_.of(twin.sex == Sex::male ? std::span(men_characters) : std::span(women_characters)));
      twin.names[1] = first.names[1].size() > 3 ? first.names[1].substr(0, 3) + other : other;
      if (twin.names[1] == first.names[1]) twin.names[1] = first.names[1].substr(0, 3) + std::string("乐");
    } else if (twin.origin == Origin::arabic && twin.arabic_given == first.arabic_given) {
      twin.names = twin.elsewhere = {"Noel", home.family};
      twin.arabic = "نويل " + home.family_arabic;
    } else if (twin.names == first.names) {
      const std::size_t given = home.people->family_first ? 1 : 0;
      twin.names[given] = twin.elsewhere[given] = "Noel";
    }
    number(twin);
    people.push_back(std::move(twin));
  }

  std::string chinese_given(Sex sex, std::string_view generation) {
    const bool is_man = sex == Sex::male;
    if (random_.happens(.08))
      return std::string(is_man ? random_.of(common_given_men) : random_.of(common_given_women));
    const auto characters = is_man ? std::span(men_characters) : std::span(women_characters);
    if (random_.happens(.12)) return std::string(random_.often_first(characters));
    const std::string first(random_.happens(.35) ? generation : random_.often_first(characters));
    return first + std::string(random_.often_first(characters));
  }

  // Given name, the father's where he is known, family.
  void add_arabic(Human& one, const Home& home, const Human* father) {
    const Arabic& given = one.sex == Sex::male ? random_.often_first(arabic_men) : random_.often_first(arabic_women);
    const std::size_t spelling = std::size_t(random_.below(4));
    one.names = {std::string(given.latin[spelling])};
    one.elsewhere = {std::string(given.latin[(spelling + 1 + std::size_t(random_.below(3))) % 4])};
    one.arabic = one.arabic_given = std::string(given.arabic);
    if (father && random_.happens(.7)) {
      one.names.push_back(father->names[0]), one.elsewhere.push_back(father->elsewhere[0]);
      one.arabic += " " + father->arabic_given;
    }
    one.names.push_back(home.family), one.elsewhere.push_back(home.family_elsewhere);
    one.arabic += " " + home.family_arabic;
  }

  // A son may have his father's name.
  void add_latin(Human& one, const Home& home, const Human* father) {
    std::string given(one.sex == Sex::male ? random_.of(home.people->men) : random_.of(home.people->women));
    if (father && one.sex == Sex::male && random_.happens(.04)) {
      one.names = father->names, one.elsewhere = father->elsewhere;
      return;
    }
    std::string family = home.family, family_elsewhere = home.family_elsewhere;
    if (home.people->country == "RUS" && one.sex == Sex::female) family += "a", family_elsewhere += "a";
    const std::string given_elsewhere = spelled_elsewhere(given);
    const bool has_middle = home.people->country == "GBR" && random_.happens(.5);
    const std::string middle(one.sex == Sex::male ? random_.of(home.people->men) : random_.of(home.people->women));
    one.names = {given}, one.elsewhere = {given_elsewhere};
    if (has_middle) one.names.push_back(middle), one.elsewhere.push_back(middle);
    one.names.push_back(family), one.elsewhere.push_back(family_elsewhere);
    if (home.people->family_first) std::ranges::reverse(one.names), std::ranges::reverse(one.elsewhere);
  }

  void number(Human& one) {
    if (one.origin != Origin::chinese) {
      one.number = std::string{char('A' + random_.below(26)), char('A' + random_.below(26))} + random_.digits(7);
      return;
    }
    static constexpr std::string_view places[] = {"330782", "330702", "330102", "362329", "411324",
                                                  "340123", "522121", "431126", "610112", "320583"};
    const std::chrono::year_month_day birth{one.birth};
    const int order = random_.below(500) * 2 + (one.sex == Sex::male);
    const std::string_view place = random_.happens(.5) ? places[0] : random_.of(places);
    one.number = fmt::format("{}{:04}{:02}{:02}{:03}", place, int(birth.year()), unsigned(birth.month()),
                             unsigned(birth.day()), order);
    one.number += mod_11_2(one.number);
  }

  std::string mobile() {
    static constexpr std::string_view beginnings[] = {"138", "139", "150", "158", "186", "188", "131", "177"};
    return std::string(random_.of(beginnings)) + random_.digits(8);
  }

  // Twenty tenants, one after the other, are registered with the phone of their landlord.
  std::string landlord() {
    if (tenants_++ % 20 == 0) landlord_ = mobile();
    return landlord_;
  }

  static std::string spelled_elsewhere(const std::string& name) {
    const auto found = std::ranges::find(spellings, name, &Spelling::one);
    return found == std::end(spellings) ? name : std::string(found->other);
  }

  std::string weighted(std::span<const Weighted> all) {
    int sum = 0;
    for (const Weighted& one : all) sum += one.weight;
    int at = random_.below(sum);
    for (const Weighted& one : all)
      if ((at -= one.weight) < 0) return std::string(one.text);
    return std::string(all[0].text);
  }

  Random random_;
  std::string landlord_;
  int tenants_ = 0;
};

}  // namespace ward::bench::people
