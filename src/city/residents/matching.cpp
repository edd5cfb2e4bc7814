#include "city/residents/matching.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "base/crypto.h"
#include "base/words.h"

namespace ward::city::residents {

namespace {

using F = Finding;

F at(const std::array<F, field_count>& found, Field field) { return found[std::size_t(field)]; }
bool agrees(F finding) { return evidence(finding).outcome == Outcome::agree; }
bool is_near(F finding) { return agrees(finding) || evidence(finding).outcome == Outcome::near; }

// ITU-T E.164 digits without the ways to dial abroad; 86 falls away before the eleven digits of a Chinese mobile phone.
std::string normal_phone(std::string_view written) {
  std::string digits;
  std::ranges::copy_if(written, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (digits.size() == 13 && digits.starts_with("861")) digits.erase(0, 2);
  return digits;
}

// One character differs, or two beside each other changed places.
bool one_slip(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  std::size_t differing = 0, first = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i] && ++differing == 1) first = i;
  if (differing == 1) return true;
  return differing == 2 && first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first];
}

F compare_names(const Comparable& a, const Comparable& b) {
  if (a.names.empty() || b.names.empty()) return F::name_unknown;
  switch (likeness(a.names, b.names)) {
    case Likeness::same:
      return F::name_same;
    case Likeness::same_sound:
      return F::name_sound;
    case Likeness::same_pinyin:
      return F::name_pinyin;
    case Likeness::same_script:
      return F::name_script;
    case Likeness::alike:
      return F::name_alike;
    case Likeness::partly:
      return F::name_partly;
    case Likeness::different:
      return F::name_differs;
  }
  return F::name_differs;
}

F compare_births(const Comparable& a, const Comparable& b) {
  if (!a.birth || !b.birth) return F::birth_unknown;
  if (*a.birth == *b.birth) return F::birth_same;
  const std::chrono::year_month_day one{*a.birth}, other{*b.birth};
  const bool is_same_year = one.year() == other.year();
  const auto is_new_year = [](const auto& d) { return unsigned(d.month()) == 1 && unsigned(d.day()) == 1; };
  if (is_same_year && unsigned(one.month()) == unsigned(other.day()) && unsigned(one.day()) == unsigned(other.month()))
    return F::birth_swapped;
  if (one_slip(to_text(*a.birth), to_text(*b.birth))) return F::birth_digit;
  if (is_same_year && (is_new_year(one) || is_new_year(other))) return F::birth_january;
  return F::birth_differs;
}

F compare_sexes(const Comparable& a, const Comparable& b) {
  if (!a.sex || !b.sex) return F::sex_unknown;
  return *a.sex == *b.sex ? F::sex_same : F::sex_differs;
}

F compare_nationalities(const Comparable& a, const Comparable& b) {
  if (!a.nationality || !b.nationality) return F::nationality_unknown;
  return *a.nationality == *b.nationality ? F::nationality_same : F::nationality_differs;
}

bool of_one_kind(const KeptDocument& a, const KeptDocument& b) { return a.kind == b.kind && a.country == b.country; }

// Whether they have a number in common among those of the kind and country of `like`.
bool share_one(const Comparable& a, const Comparable& b, const KeptDocument& like) {
  return std::ranges::any_of(a.documents, [&](const KeptDocument& one) {
    return of_one_kind(one, like) && std::ranges::any_of(b.documents, [&](const KeptDocument& other) {
             return of_one_kind(other, like) && one.digest == other.digest;
           });
  });
}

F compare_numbers(const KeptDocument& one, const KeptDocument& other) {
  if (!one.last.empty() && one.last == other.last) return F::document_last;
  return is_for_life(one.kind) ? F::document_differs : F::document_renewed;
}

struct Documents {
  F found = F::document_unknown;
  bool conflict = false;  // of one kind and country they have only other numbers
};

// A number in common says most; else that one differs which is for life.
Documents compare_documents(const Comparable& a, const Comparable& b) {
  std::optional<F> differing;
  bool share_any = false;
  for (const KeptDocument& one : a.documents)
    for (const KeptDocument& other : b.documents) {
      if (!of_one_kind(one, other)) continue;
      if (share_one(a, b, one))
        share_any = true;
      else
        differing = std::max(differing.value_or(F::document_last), compare_numbers(one, other));
    }
  if (share_any) return {F::document_same, differing.has_value()};
  return {differing.value_or(F::document_unknown), differing.has_value()};
}

F compare_phones(const Comparable& a, const Comparable& b) {
  if (a.phones.empty() || b.phones.empty()) return F::phone_unknown;
  F closest = F::phone_differs;
  for (const std::string& one : a.phones)
    for (const std::string& other : b.phones)
      closest = std::min(closest, one == other           ? F::phone_same
                                  : one_slip(one, other) ? F::phone_digit
                                                         : F::phone_differs);
  return closest;
}

// A name that many have is found on two records by chance as often as they are many; no name is taken to be rarer than
// `more_unseen` makes it, for the register does not know all.
double weight_of_name(F finding, const Register& within) {
  constexpr double more_unseen = 4;
  const bool same_letters = finding == F::name_same || finding == F::name_sound || finding == F::name_pinyin;
  if (!same_letters || within.namesakes <= 0) return weight(finding);
  const double u = (double(within.namesakes) + more_unseen) / (double(within.people) + more_unseen);
  return std::max(0.0, std::log2(evidence(finding).m / std::min(u, 1.0)));  // to agree never speaks against
}

Caution caution_of(const Match& match, bool conflict) {
  const F name = at(match.found, Field::name), birth = at(match.found, Field::birth);
  const bool has_document = at(match.found, Field::document) == F::document_same;
  if (conflict) return Caution::documents_differ;
  if (has_document) return name == F::name_differs ? Caution::name_differs : Caution::none;
  const bool has_name = is_near(name) && name != F::name_partly;
  return has_name && is_near(birth) ? Caution::none : Caution::too_little;
}

Verdict verdict_of(const Match& match) {
  if (match.odds >= same_from) return match.caution == Caution::none ? Verdict::same : Verdict::perhaps;
  const bool has_document = at(match.found, Field::document) == F::document_same;
  return match.odds >= perhaps_from || has_document ? Verdict::perhaps : Verdict::different;
}

constexpr Words verdicts[] = {{"same", "This is one person.", "是同一人。"},
                              {"perhaps", "This may be one person: please look.", "可能是同一人，请核对。"},
                              {"different", "These are two people.", "是不同的人。"}};
constexpr Words cautions[] = {
    {"none", "", ""},
    {"documents_differ", "Both have a valid document of the same kind, with different numbers.",
     "双方持有同类有效证件，号码不同。"},
    {"name_differs", "The number of the document is the same, but the names are quite different.",
     "证件号码相同，但姓名差别很大。"},
    {"too_little", "Name and date of birth do not both agree, and no document does.",
     "姓名与出生日期未同时相符，也没有相同的证件。"},
    {"several", "More than one person of the register would fit.", "登记中有多人相符。"},
};

}  // namespace

Comparable comparable(const Person& person) {
  Comparable ready{.names = names_in(person.name),
                   .birth = person.birth,
                   .sex = person.sex,
                   .nationality = person.nationality,
                   .documents = person.documents,
                   .phones = {}};
  for (const std::string& spelling : person.spellings)
    for (Name& name : names_in(spelling)) ready.names.push_back(std::move(name));
  for (const std::string& phone : person.phones)
    if (std::string digits = normal_phone(phone); digits.size() >= 5) ready.phones.push_back(std::move(digits));
  return ready;
}

Compared look_at(const Comparable& a, const Comparable& b) {
  const Documents documents = compare_documents(a, b);
  return {.found = {compare_names(a, b), compare_births(a, b), compare_sexes(a, b), compare_nationalities(a, b),
                    documents.found, compare_phones(a, b)},
          .documents_conflict = documents.conflict};
}

Match weigh(const Compared& compared, const Register& within) {
  Match match{.found = compared.found};
  for (std::size_t i = 0; i < field_count; ++i) match.weights[i] = weight(match.found[i]);
  match.weights[std::size_t(Field::name)] = weight_of_name(at(match.found, Field::name), within);
  for (const double bits : match.weights) match.odds += bits;
  match.odds -= std::log2(double(std::max<std::int64_t>(1, within.people)));
  match.caution = caution_of(match, compared.documents_conflict);
  match.verdict = verdict_of(match);
  return match;
}

Match compare(const Comparable& a, const Comparable& b, const Register& within) { return weigh(look_at(a, b), within); }

std::optional<std::size_t> choose(std::span<Match> candidates) {
  std::optional<std::size_t> best;
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Match& match = candidates[i];
    if (match.verdict == Verdict::different) continue;
    fitting += match.verdict == Verdict::same;
    const auto better = [&](const Match& than) {
      return match.verdict != than.verdict ? match.verdict < than.verdict : match.odds > than.odds;
    };
    if (!best || better(candidates[*best])) best = i;
  }
  if (fitting > 1) {
    candidates[*best].verdict = Verdict::perhaps;
    candidates[*best].caution = Caution::several;
  }
  return best;
}

std::vector<std::string> blocking_keys(const Comparable& person) {
  std::set<std::string> keys;
  for (const KeptDocument& document : person.documents) keys.insert("d:" + crypto::hex(document.digest));
  for (const std::string& phone : person.phones) keys.insert("p:" + phone);
  for (const Name& name : person.names) {
    if (const std::string letters = letters_key(name); !letters.empty()) keys.insert("n:" + letters);
    if (!person.birth) continue;
    const std::chrono::year_month_day birth{*person.birth};
    // Day and month in the order of their size: exchanged, they give the same key.
    const unsigned month = unsigned(birth.month()), on = unsigned(birth.day());
    for (const std::string& word : name.words)
      keys.insert(
          fmt::format("b:{:04}{:02}{:02}{}", int(birth.year()), std::min(month, on), std::max(month, on), word[0]));
  }
  return {keys.begin(), keys.end()};
}

std::string_view to_string(Verdict verdict) { return verdicts[std::size_t(verdict)].name; }
Text words(Verdict verdict) { return text_of(verdicts[std::size_t(verdict)]); }
std::string_view to_string(Caution caution) { return cautions[std::size_t(caution)].name; }
std::optional<Caution> caution_from(std::string_view name) { return named<Caution>(cautions, name); }
Text words(Caution caution) { return text_of(cautions[std::size_t(caution)]); }

}  // namespace ward::city::residents
