#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "city/residents/names.h"

namespace ward::city::residents {

namespace {

constexpr std::size_t longest_text = 400;  // bytes; what follows is not looked at

// One for the process: ICU makes them slowly and lets threads share them.
icu::Transliterator& transliterator(const char* rules) {
  UErrorCode failed = U_ZERO_ERROR;
  icu::Transliterator* made = icu::Transliterator::createInstance(rules, UTRANS_FORWARD, failed);
  if (U_FAILURE(failed)) std::abort();  // ICU's own data are not there
  return *made;
}

std::string through(icu::Transliterator& rules, icu::UnicodeString text) {
  rules.transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

UScriptCode script_of(UChar32 c) {
  UErrorCode failed = U_ZERO_ERROR;
  return uscript_getScript(c, &failed);
}

bool is_han(UChar32 c) { return script_of(c) == USCRIPT_HAN && u_isalpha(c); }

// Runs of a to z; what else there is ends a word, an apostrophe does not.
std::vector<std::string> words_in(const std::string& latin, std::size_t most) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < latin.size(); ++i) {
    const char c = latin[i];
    const bool is_other = static_cast<unsigned char>(c) >= 0x80;  // marks of Arabic letters that have no Latin one
    if (c >= 'a' && c <= 'z') {
      if (words.back().size() < longest_word) words.back() += c;
    } else if (c != '\'' && c != '`' && !is_other && !words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  if (words.size() > most) words.resize(most);
  return words;
}

bool is_article(const std::string& word) { return word == "al" || word == "el" || word == "ul"; }

Name of_letters(const icu::UnicodeString& text, bool is_consonants) {
  static icu::Transliterator& to_latin = transliterator("Any-Latin; Latin-ASCII; Lower");
  Name name{.words = words_in(through(to_latin, text), most_words), .is_consonants = is_consonants};
  const auto others = std::ranges::count_if(name.words, [](const auto& word) { return !is_article(word); });
  if (others > 0) std::erase_if(name.words, is_article);
  for (const std::string& word : name.words) name.consonants.push_back(consonants(word));
  return name;
}

Name of_characters(const icu::UnicodeString& characters) {
  static icu::Transliterator& to_simplified = transliterator("Traditional-Simplified");
  static icu::Transliterator& to_pinyin = transliterator("Han-Latin/Names; Latin-ASCII; Lower");
  icu::UnicodeString simplified = characters;
  to_simplified.transliterate(simplified);
  Name name;
  name.readings = words_in(through(to_pinyin, simplified), most_characters);
  name.words = name.readings;
  for (std::int32_t i = 0; i < simplified.length() && name.han.size() < most_characters;
       i = simplified.moveIndex32(i, 1))
    name.han += char32_t(simplified.char32At(i));
  // With a character that has no reading the others' cannot be told apart: it is compared by its characters alone.
  if (name.readings.size() != name.han.size()) name.readings.assign(name.han.size(), {});
  return name;
}

}  // namespace

std::string consonants(std::string_view word) {
  // What begins a word and how it sounds, two letters first; what is not here sounds as it is written.
  static constexpr std::pair<std::string_view, std::string_view> sounds[] = {
      {"sh", "x"}, {"ch", "x"}, {"kh", "k"}, {"gh", "q"}, {"dh", "d"}, {"th", "t"}, {"ph", "f"},
      {"dj", "j"}, {"q", "k"},  {"c", "k"},  {"g", "j"},  {"p", "b"},  {"a", ""},   {"e", ""},
      {"i", ""},   {"o", ""},   {"u", ""},   {"y", ""},   {"w", ""}};
  const bool has_article = word.size() >= 5 && (word.starts_with("al") || word.starts_with("el"));
  const bool is_servant_of = word.size() > 6 && word.starts_with("abd") && word[4] == 'l';  // Abdulrahman, Abdelrahman
  std::string rest =
      is_servant_of ? "abd" + std::string(word.substr(5)) : std::string(word.substr(has_article ? 2 : 0));
  std::string out;
  for (std::string_view left = rest; !left.empty();) {
    const auto found = std::ranges::find_if(sounds, [&](const auto& sound) { return left.starts_with(sound.first); });
    const std::string_view heard = found == std::end(sounds) ? left.substr(0, 1) : found->second;
    if (!heard.empty() && (out.empty() || out.back() != heard[0])) out += heard;
    left.remove_prefix(found == std::end(sounds) ? 1 : found->first.size());
  }
  if (out.size() > 2 && out.back() == 'h') out.pop_back();  // Fatima, Fatimah
  return out;
}

std::vector<Name> names_in(std::string_view text) {
  const icu::UnicodeString all = icu::UnicodeString::fromUTF8(text.substr(0, longest_text));
  icu::UnicodeString characters, letters;
  bool is_consonants = false;
  for (std::int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
    const UChar32 c = all.char32At(i);
    is_consonants = is_consonants || script_of(c) == USCRIPT_ARABIC || script_of(c) == USCRIPT_HEBREW;
    if (is_han(c))
      characters += c;
    else
      letters += c == 0x629 ? UChar32(0x647) : c;  // an Arabic ta marbuta is spoken as h, or not at all
  }
  std::vector<Name> names;
  if (!characters.isEmpty()) names.push_back(of_characters(characters));
  if (Name name = of_letters(letters, is_consonants); !name.empty()) names.push_back(std::move(name));
  return names;
}

std::string letters_key(const Name& name) {
  std::string key;
  for (const std::string& word : name.words) key += word;
  std::ranges::sort(key);
  return key;
}

}  // namespace ward::city::residents
