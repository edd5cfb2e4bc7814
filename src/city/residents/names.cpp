#include "city/residents/names.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace ward::city::residents {

namespace {

// Chosen with the seed 1 of bench/persons.cpp.
constexpr double alike_characters = .78, partly_characters = .5;
constexpr double alike_word = .85, alike_word_of_same_consonants = .78;

// Between characters; positions count from 1 as in the books.
double changes(const Name& a, const Name& b) {
  constexpr double same_reading = .2, changed_places = .5;
  std::array<std::array<double, most_characters + 1>, most_characters + 1> least;
  const std::size_t rows = a.han.size(), columns = b.han.size();
  for (std::size_t i = 0; i <= rows; ++i) least[i][0] = double(i);
  for (std::size_t j = 0; j <= columns; ++j) least[0][j] = double(j);
  for (std::size_t i = 1; i <= rows; ++i)
    for (std::size_t j = 1; j <= columns; ++j) {
      const bool is_same = a.han[i - 1] == b.han[j - 1];
      const bool is_read_the_same = !a.readings[i - 1].empty() && a.readings[i - 1] == b.readings[j - 1];
      const double other = is_same ? 0 : is_read_the_same ? same_reading : 1;
      least[i][j] = std::min({least[i - 1][j - 1] + other, least[i - 1][j] + 1, least[i][j - 1] + 1});
      if (i > 1 && j > 1 && a.han[i - 1] == b.han[j - 2] && a.han[i - 2] == b.han[j - 1])
        least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + changed_places);
    }
  return least[rows][columns];
}

double of_characters(const Name& a, const Name& b) {
  return 1 - changes(a, b) / double(std::max(a.han.size(), b.han.size()));
}

std::size_t letters(const std::vector<std::string>& words) {
  return std::accumulate(words.begin(), words.end(), std::size_t{0},
                         [](std::size_t sum, const std::string& word) { return sum + word.size(); });
}

// A word of one letter is an initial.
double of_word(const std::string& a, const std::string& b) {
  constexpr double initial = .85;
  if (a.empty() || b.empty()) return 0;
  if (a.size() == 1 || b.size() == 1) return a == b ? 1 : a[0] == b[0] ? initial : 0;
  return jaro_winkler(a, b);
}

// Words of the one name and of the other that belong together.
struct Pairing {
  double similarity = 0;  // as similarity() says it
  int alike = 0;          // of the pairs
};

// Another spelling of one word: near by Jaro-Winkler, or a little less near with the same consonants (Yusuf, Youssef).
// Initials say nothing here.
bool is_alike(const std::string& a, const std::string& b, double value, bool are_consonants) {
  if (a.size() == 1 || b.size() == 1) return a == b && are_consonants;
  if (value >= alike_word) return true;
  if (are_consonants || value < alike_word_of_same_consonants) return false;
  const std::string one = consonants(a);
  return !one.empty() && one == consonants(b);
}

// The best pair first, then the best of what is left; each counts by its letters.
Pairing pairing(const std::vector<std::string>& a, const std::vector<std::string>& b, bool are_consonants) {
  constexpr double worth_pairing = .6, cost_of_rest = .3;
  std::vector<bool> a_taken(a.size()), b_taken(b.size());
  Pairing result;
  double fit = 0, paired = 0;
  for (std::size_t n = 0; n < std::min(a.size(), b.size()); ++n) {
    double best = -1;
    std::size_t best_i = 0, best_j = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < b.size(); ++j) {
        if (a_taken[i] || b_taken[j]) continue;
        const double value = of_word(a[i], b[j]);
        if (value > best) best = value, best_i = i, best_j = j;
      }
    if (best < worth_pairing) break;
    a_taken[best_i] = b_taken[best_j] = true;
    const double weight = double(a[best_i].size() + b[best_j].size());
    fit += best * weight;
    paired += weight;
    result.alike += is_alike(a[best_i], b[best_j], best, are_consonants);
  }
  const double all = double(letters(a) + letters(b));
  if (paired > 0) result.similarity = std::max(0.0, fit / paired - cost_of_rest * (all - paired) / all);
  return result;
}

// Alike is a name of which every word of the shorter form has its own, two at least; partly alike one that shares a
// word.
Likeness of_pairing(const Pairing& pairs, std::size_t shorter, std::size_t longer) {
  if (pairs.similarity == 1) return Likeness::same;
  const bool every_word = std::size_t(pairs.alike) == shorter;
  if (every_word && (shorter > 1 || longer == 1)) return Likeness::alike;
  return pairs.alike > 0 ? Likeness::partly : Likeness::different;
}

std::string joined(const std::vector<std::string>& words, std::size_t first) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += words[(first + i) % words.size()];
  return out;
}

// Whether the words run together to the same letters, from whichever of them one begins: "Wang Xiaoming", "Xiao Ming
// Wang", "Alsayed", "Al Sayed".
bool run_together(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (letters(a) != letters(b)) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      if (joined(a, i) == joined(b, j)) return true;
  return false;
}

// Passports write the ü of 吕 and 女 as yu or v.
std::vector<std::string> with_one_u(std::vector<std::string> words) {
  for (std::string& word : words)
    for (const std::string_view written : {"lyu", "lv", "nyu", "nv"})
      if (const auto at = word.find(written); at != std::string::npos)
        word.replace(at, written.size(), std::string{written[0], 'u'});
  return words;
}

Likeness of_two_in_characters(const Name& a, const Name& b) {
  if (a.han == b.han) return Likeness::same;
  const bool is_rotated = a.han.size() == b.han.size() && a.han.size() > 2 &&
                          (a.han.substr(1) + a.han[0] == b.han || b.han.substr(1) + b.han[0] == a.han);
  if (is_rotated) return Likeness::alike;  // the family name was written last
  if (!a.readings.empty() && !a.readings[0].empty() && a.readings == b.readings) return Likeness::same_sound;
  const double value = of_characters(a, b);
  return value >= alike_characters    ? Likeness::alike
         : value >= partly_characters ? Likeness::partly
                                      : Likeness::different;
}

Likeness of_characters_and_letters(const Name& characters, const Name& spelled) {
  const bool is_pinyin =
      run_together(characters.words, spelled.words) || run_together(characters.words, with_one_u(spelled.words));
  return is_pinyin ? Likeness::same_pinyin : Likeness::different;
}

Likeness of_words(const std::vector<std::string>& a, const std::vector<std::string>& b, bool are_consonants) {
  if (run_together(a, b)) return Likeness::same;
  return of_pairing(pairing(a, b, are_consonants), std::min(a.size(), b.size()), std::max(a.size(), b.size()));
}

Likeness of_two_scripts(const Name& a, const Name& b) {
  const Likeness found = of_words(a.consonants, b.consonants, true);
  return found == Likeness::same ? Likeness::same_script : found;
}

}  // namespace

double jaro_winkler(std::string_view a, std::string_view b) {
  if (a == b) return a.empty() ? 0 : 1;
  if (b < a) std::swap(a, b);  // which one is gone through first can matter: always the same one
  constexpr std::size_t most = 64;
  a = a.substr(0, most), b = b.substr(0, most);
  if (a.empty() || b.empty()) return 0;
  const std::size_t window = std::max<std::size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
  std::array<bool, most> b_taken{};
  std::array<char, most> common{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = i > window ? i - window : 0; j < std::min(b.size(), i + window + 1); ++j)
      if (!b_taken[j] && a[i] == b[j]) {
        b_taken[j] = true;
        common[count++] = a[i];
        break;
      }
  if (count == 0) return 0;
  std::size_t out_of_order = 0;
  for (std::size_t j = 0, k = 0; j < b.size(); ++j)
    if (b_taken[j]) out_of_order += b[j] != common[k++];
  const double m = double(count), t = double(out_of_order) / 2;
  const double jaro = (m / double(a.size()) + m / double(b.size()) + (m - t) / m) / 3;
  std::size_t prefix = 0;
  while (prefix < std::min({a.size(), b.size(), std::size_t{4}}) && a[prefix] == b[prefix]) ++prefix;
  return jaro + double(prefix) * .1 * (1 - jaro);
}

double similarity(const Name& a, const Name& b) {
  if (b.words < a.words) return similarity(b, a);
  if (a.empty() || b.empty()) return 0;
  if (!a.han.empty() && !b.han.empty()) return of_characters(a, b);
  const bool two_scripts = a.is_consonants != b.is_consonants;
  const auto &one = two_scripts ? a.consonants : a.words, &other = two_scripts ? b.consonants : b.words;
  return run_together(one, other) ? 1 : pairing(one, other, two_scripts).similarity;
}

Likeness likeness(const Name& a, const Name& b) {
  if (b.words < a.words) return likeness(b, a);  // pairs that fit equally well are taken in the same order
  if (a.empty() || b.empty()) return Likeness::different;
  if (!a.han.empty() && !b.han.empty()) return of_two_in_characters(a, b);
  if (!a.han.empty()) return of_characters_and_letters(a, b);
  if (!b.han.empty()) return of_characters_and_letters(b, a);
  return a.is_consonants == b.is_consonants ? of_words(a.words, b.words, a.is_consonants) : of_two_scripts(a, b);
}

Likeness likeness(const std::vector<Name>& a, const std::vector<Name>& b) {
  Likeness closest = Likeness::different;
  for (const Name& one : a)
    for (const Name& other : b) closest = std::min(closest, likeness(one, other));
  return closest;
}

}  // namespace ward::city::residents
