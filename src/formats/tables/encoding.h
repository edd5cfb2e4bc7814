// Which encoding a text from outside is in, and its text as UTF-8, piece by piece.
//
// Taken: UTF-8 with or without byte order mark, UTF-16 with it, GB18030 (with it GBK and GB 2312: what Excel and WPS
// write as "CSV" on Chinese Windows). Pure ASCII is UTF-8. The choice is made at the first byte that is no ASCII, from
// the 64 KiB that follow it, so that it does not matter how late it comes.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ward::tables {

enum class Encoding { utf8, utf16le, utf16be, gb18030 };
std::string_view to_string(Encoding encoding);  // "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"

// UTF-8 or GB18030, for text without a byte order mark. `whole` when nothing follows.
//
// What is only one of the two is that one; what is neither is the one that it is for longer. Some bytes are both: 小学
// in GB18030 is a word of Cyrillic letters in UTF-8. They are GB18030 when every character would be a common one
// (GB 2312 level 1, or its punctuation), none touches a Latin letter, as the é of "José" does, and they are not all
// Greek.
Encoding guess_encoding(std::string_view text, bool whole);

class TextDecoder {
 public:
  // `in` must outlive it. With `known` nothing is guessed.
  explicit TextDecoder(std::istream& in, std::optional<Encoding> known = {});
  ~TextDecoder();
  TextDecoder(const TextDecoder&) = delete;
  TextDecoder& operator=(const TextDecoder&) = delete;

  // Appends the next piece (at most some 200 KiB) to `out`; false at the end. Text before a fault is given first.
  // Errors: "table.encoding": bytes that are no text in this encoding, or a NUL; "file.unreadable".
  Result<bool> more(std::string& out);
  // As far as it is known: UTF-8 while there was nothing but ASCII.
  Encoding encoding() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::tables
