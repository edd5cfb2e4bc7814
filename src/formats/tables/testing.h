// For the tests of tables: texts in other encodings, and random ones that hold what tables get wrong.
#pragma once

#include <iconv.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace ward::tables {

// UTF-8 `text` in another encoding, without a byte order mark.
inline std::string encoded(std::string text, const char* encoding) {
  const iconv_t converter = iconv_open(encoding, "UTF-8");
  std::string out(4 * text.size() + 16, '\0');
  char *from = text.data(), *to = out.data();
  std::size_t from_left = text.size(), to_left = out.size();
  if (iconv(converter, &from, &from_left, &to, &to_left) == std::size_t(-1)) std::abort();
  iconv_close(converter);
  out.resize(out.size() - to_left);
  return out;
}

// Up to `most` pieces: quotes, line ends, separators, formulas, zeros in front, and the alphabets of a port city.
inline std::string random_text(std::mt19937& random, unsigned most) {
  static const std::vector<std::string> pieces = {"\"",
                                                  "\"\"",
                                                  "'",
                                                  "''",
                                                  ",",
                                                  ";",
                                                  "\t",
                                                  "\n",
                                                  "\r",
                                                  "\r\n",
                                                  " ",
                                                  "　",
                                                  "=",
                                                  "+",
                                                  "-",
                                                  "@",
                                                  "＝",
                                                  "0",
                                                  "007",
                                                  "12",
                                                  ".5",
                                                  "张",
                                                  "伟",
                                                  "é",
                                                  "ب",
                                                  "ם",
                                                  "🧪",
                                                  "_x41_",
                                                  "<",
                                                  "_x0041_",
                                                  "330782199001011234",
                                                  "&amp;",
                                                  "]]>",
                                                  "𠀀",
                                                  "a",
                                                  "Z",
                                                  "\\"};
  std::string text;
  for (unsigned i = random() % (most + 1); i > 0; --i) text += pieces[random() % pieces.size()];
  return text;
}

}  // namespace ward::tables
