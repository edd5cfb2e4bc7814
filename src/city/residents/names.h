// Names made comparable: Chinese characters, letters of any script, their order and their spelling. Pure functions over
// ICU's transliteration (CLDR).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ward::city::residents {

inline constexpr std::size_t most_characters = 24, most_words = 8, longest_word = 40;

// One name as it is compared.
struct Name {
  // Of a name in Chinese characters: each of them, simplified, and its reading in pinyin without tones (empty when one
  // of them has none); else empty. At most `most_characters`.
  std::u32string han = {};
  std::vector<std::string> readings = {};
  // Latin letters a to z alone: the words of the name in their order, without the article "al"; for Chinese characters
  // their readings. At most `most_words` of `longest_word` letters; of characters one each.
  std::vector<std::string> words = {};
  // The name was written without vowels (Arabic, Hebrew): only its consonants can be compared with another script's.
  bool is_consonants = false;
  std::vector<std::string> consonants = {};  // of each word, sounds that are often exchanged written as one
  bool empty() const { return words.empty() && han.empty(); }
  bool operator==(const Name&) const = default;
};

// What a person is called in `text`, as it was typed: one name, or two when it says it in Chinese characters and in
// letters ("王小明 Wang Xiaoming"). None when there is no letter in it.
std::vector<Name> names_in(std::string_view text);

// How two names relate, the closest first.
enum class Likeness {
  same,         // the same characters, or the same words in whatever order
  same_sound,   // other Chinese characters that are read the same: what a typed pinyin makes of them
  same_pinyin,  // characters, and their spelling in letters
  same_script,  // consonants of an Arabic or Hebrew name, and its spelling in letters
  alike,        // a letter or a character is wrong, missing, or in another place; or another spelling
  partly,       // a part is the same: family, or a shorter form
  different,
};

// The closest of all pairs; `different` when either is empty.
Likeness likeness(const std::vector<Name>& a, const std::vector<Name>& b);
Likeness likeness(const Name& a, const Name& b);

// 0 to 1. Of characters 1 - D/n, with D the least sum of changes that make one of the other (Damerau 1964): .2 for a
// character that is read the same, .5 for two that changed places, 1 for any other; n is the longer one's length. Of
// words the mean of Jaro-Winkler over the pairs that fit best, whatever their order, less .3 times the share of letters
// in words that found none.
double similarity(const Name& a, const Name& b);

// Jaro (1989) with Winkler's (1990) bonus of .1 for each of up to four letters that begin both; 0 to 1.
double jaro_winkler(std::string_view a, std::string_view b);

// The consonants of a word in Latin letters, with the sounds that spellings of Arabic names exchange written as one
// letter: "mhmd" of Mohammed and of Muhammad.
std::string consonants(std::string_view word);

// The letters of the name, sorted: the same for each order and division of its words, and for characters and their
// pinyin. Empty when it has none.
std::string letters_key(const Name& name);

}  // namespace ward::city::residents
