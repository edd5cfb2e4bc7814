// The two lists of bench/persons.cpp: the same people, the second time with the errors of rates.
#pragma once

#include <fmt/format.h>

#include "synthetic_people.h"

namespace ward::bench::people {

class ListMaker {
 public:
  // Everything goes wrong `times` as often as rates say.
  ListMaker(std::uint64_t seed, double times) : random_(seed), times_(times) {}

  // Six of ten people are in the first list; half of those are in the second, and three quarters of the others.
  Lists make(const std::vector<Human>& people) {
    Lists lists;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const bool in_first = random_.happens(.6), in_second = random_.happens(in_first ? .5 : .75);
      lists.origins.push_back(people[i].origin);
      if (in_first) lists.first.push_back(as_first(people[i])), lists.first_is.push_back(int(i));
      if (in_second) lists.second.push_back(as_second(people[i])), lists.second_is.push_back(int(i));
    }
    return lists;
  }

 private:
  bool goes_wrong(double share) { return random_.happens(std::min(1.0, share * times_)); }

  static std::string joined(const std::vector<std::string>& names, std::string_view between) {
    return fmt::format("{}", fmt::join(names, between));
  }

  Person as_first(const Human& one) {
    Person person = truly(one);
    person.name = joined(one.names, one.origin == Origin::chinese ? "" : " ");
    if (!goes_wrong(rate::first_without_document)) add_document(person, one, one.number);
    if (!goes_wrong(rate::first_without_phone)) person.phones = {one.phone};
    return person;
  }

  Person as_second(const Human& one) {
    Person person = truly(one);
    person.name = one.origin == Origin::chinese ? chinese(one) : in_letters(one);
    if (goes_wrong(rate::no_nationality)) person.nationality.reset();
    if (goes_wrong(rate::no_sex))
      person.sex.reset();
    else if (goes_wrong(rate::wrong_sex))
      person.sex = one.sex == Sex::male ? Sex::female : Sex::male;
    person.birth = birth(one);
    if (!goes_wrong(rate::no_phone)) person.phones = {phone(one)};
    if (!goes_wrong(rate::no_document)) add_document(person, one, document(one));
    return person;
  }

  static Person truly(const Human& one) { return {.birth = one.birth, .sex = one.sex, .nationality = one.country}; }

  // As an import does: what cannot be read is left out, and what a card says of its holder fills what is missing.
  static void add_document(Person& person, const Human& one, const std::string& typed) {
    const auto kind = one.origin == Origin::chinese ? DocumentKind::resident_card : DocumentKind::passport;
    const auto document = read_document(kind, typed, one.country, today);
    if (!document) return;
    person.documents = {keep(*document, crypto::as_bytes("the key of the benchmark"))};
    if (!person.birth) person.birth = document->birth;
    if (!person.sex) person.sex = document->sex;
  }

  std::string document(const Human& one) {
    if (one.origin != Origin::chinese && goes_wrong(rate::other_passport))
      return one.number.substr(0, 2) + random_.digits(7);
    return goes_wrong(rate::wrong_document) ? with_slip(one.number, 2, "0123456789") : one.number;
  }

  std::string phone(const Human& one) {
    if (goes_wrong(rate::other_phone)) return "137" + random_.digits(8);
    if (goes_wrong(rate::wrong_phone)) {
      std::string wrong = one.phone;
      wrong[std::size_t(3 + random_.below(8))] = char('0' + random_.below(10));
      return wrong;
    }
    return random_.happens(.3) ? "+86 " + one.phone : one.phone;
  }

  std::optional<Date> birth(const Human& one) {
    const std::chrono::year_month_day truly{one.birth};
    const auto or_true = [&](std::chrono::year_month_day date) {
      return date.ok() ? std::chrono::local_days{date} : one.birth;
    };
    if (goes_wrong(rate::no_birth)) return std::nullopt;
    if (goes_wrong(rate::exchanged_birth))
      return or_true(
          {truly.year(), std::chrono::month{unsigned(truly.day())}, std::chrono::day{unsigned(truly.month())}});
    if (goes_wrong(rate::january_birth)) return std::chrono::local_days{truly.year() / std::chrono::January / 1};
    if (!goes_wrong(rate::wrong_birth)) return one.birth;
    if (random_.happens(.5))
      return or_true({truly.year() + std::chrono::years{random_.of(wrong_years)}, truly.month(), truly.day()});
    const unsigned day = unsigned(truly.day());
    return or_true({truly.year(), truly.month(), std::chrono::day{day / 10 * 10 + unsigned(random_.below(10))}});
  }

  std::string chinese(const Human& one) {
    if (goes_wrong(rate::pinyin)) return in_pinyin(one);
    std::vector<std::string> names = one.names;
    if (goes_wrong(rate::homophone)) names[1] = with_homophone(names[1]);
    if (goes_wrong(rate::wrong_character)) {
      const std::size_t at = std::size_t(random_.below(int(names[1].size() / 3))) * 3;
      names[1].replace(at, 3,
                       random_.of(random_.happens(.5) ? std::span(men_characters) : std::span(women_characters)));
    }
    if (goes_wrong(rate::lost_character) && names[1].size() > 3)
      names[1] = random_.happens(.5) ? names[1].substr(3) : names[1].substr(3) + names[1].substr(0, 3);
    if (goes_wrong(rate::family_elsewhere)) std::swap(names[0], names[1]);
    return joined(names, random_.happens(.05) ? " " : "");
  }

  // "Wang Xiaoming", "XIAOMING WANG", "Wang Xiao Ming".
  std::string in_pinyin(const Human& one) {
    const std::vector<std::string> syllables = names_in(one.names[0] + one.names[1])[0].words;
    const auto given_from = syllables.begin() + std::ptrdiff_t(one.names[0].size() / 3);
    std::string family = joined({syllables.begin(), given_from}, "");
    const std::string given = joined({given_from, syllables.end()}, random_.happens(.3) ? " " : "");
    if (one.names[0] == "吕") family = "lyu";
    std::string whole = random_.happens(.5) ? family + " " + given : given + " " + family;
    if (random_.happens(.5)) std::ranges::transform(whole, whole.begin(), [](char c) { return char(std::toupper(c)); });
    return whole;
  }

  std::string with_homophone(const std::string& given) {
    const std::size_t at = std::size_t(random_.below(int(given.size() / 3))) * 3;
    for (const std::string_view group : homophones) {
      const std::size_t in_group = group.find(std::string_view(given).substr(at, 3));
      if (in_group == std::string_view::npos || group.size() == 3) continue;
      const std::size_t other =
          (in_group + 3 * std::size_t(1 + random_.below(int(group.size() / 3) - 1))) % group.size();
      return given.substr(0, at) + std::string(group.substr(other, 3)) + given.substr(at + 3);
    }
    return given;
  }

  std::string in_letters(const Human& one) {
    if (one.origin == Origin::arabic && goes_wrong(rate::arabic_letters)) return one.arabic;
    std::vector<std::string> names = one.names;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (goes_wrong(rate::other_spelling)) names[i] = one.elsewhere[i];
    if (names.size() > 2 && goes_wrong(rate::shorter)) names.erase(names.begin() + 1);
    if (goes_wrong(rate::wrong_letter)) {
      std::string& name = names[std::size_t(random_.below(int(names.size())))];
      name = with_slip(name, 0, "abcdefghijklmnopqrstuvwxyz");
    }
    if (goes_wrong(rate::family_elsewhere)) std::ranges::rotate(names, names.end() - 1);
    std::string whole = joined(names, " ");
    if (random_.happens(.4))
      std::ranges::transform(whole, whole.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return whole;
  }

  // A character from `from` on is wrong, lost, doubled or exchanged with the next; bytes of other letters stay.
  std::string with_slip(std::string text, std::size_t from, std::string_view alphabet) {
    if (text.size() < from + 2) return text;
    const std::size_t at = from + std::size_t(random_.below(int(text.size() - from - 1)));
    if (static_cast<unsigned char>(text[at]) >= 0x80 || static_cast<unsigned char>(text[at + 1]) >= 0x80) return text;
    const int how = random_.below(10);
    if (how < 5)
      text[at] = random_.of(alphabet);
    else if (how < 7)
      text.erase(at, 1);
    else if (how < 8)
      text.insert(at, 1, text[at]);
    else
      std::swap(text[at], text[at + 1]);
    return text;
  }

  static constexpr int wrong_years[] = {1, -1, 2, 10, -10, 3};
  Random random_;
  double times_;
};

inline Lists make_lists(int people, std::uint64_t seed, double times) {
  return ListMaker(seed * 2 + 1, times).make(PeopleMaker(seed * 2).make(people));
}

}  // namespace ward::bench::people
