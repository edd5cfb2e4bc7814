#include "formats/tables/encoding.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"

namespace ward::tables {

namespace {

constexpr std::size_t piece_bytes = 64 << 10;  // read at a time, and looked at to choose

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }
bool is_ascii(char c) { return static_cast<std::uint8_t>(c) < 0x80; }
bool is_latin_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t ascii_prefix(std::string_view text) {
  return std::size_t(std::ranges::find_if_not(text, is_ascii) - text.begin());
}

// Bytes of the GB18030 character at `at` (GB 18030-2022, clause 6): 1, 2 or 4; 0 when there is none.
std::size_t gb18030_length(std::string_view text, std::size_t at) {
  const std::uint8_t lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  if (lead == 0x80 || lead == 0xff || at + 1 >= text.size()) return 0;
  const std::uint8_t second = byte_at(text, at + 1);
  if (second >= 0x40 && second != 0x7f && second != 0xff) return 2;
  if (second < 0x30 || second > 0x39 || at + 3 >= text.size()) return 0;
  const std::uint8_t third = byte_at(text, at + 2), fourth = byte_at(text, at + 3);
  return third >= 0x81 && third != 0xff && fourth >= 0x30 && fourth <= 0x39 ? 4 : 0;
}

// How far `text` has the form of GB18030, and whether what follows may only be cut.
Utf8Prefix gb18030_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = gb18030_length(text, at);
    if (length == 0) return {at, text.size() - at < 4};
    at += length;
  }
  return {at, true};
}

// A common Han character (GB 2312 level 1, rows 16 to 55) or Chinese punctuation and full-width forms (rows 1 and 3).
bool is_common_gb2312(std::uint8_t lead, std::uint8_t second) {
  return second >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || lead == 0xa1 || lead == 0xa3);
}

// For text that is well-formed in both. A text of nothing but é and its like, or of Greek letters, is not taken for the
// few common characters that have their bytes.
bool reads_as_chinese(std::string_view text) {
  bool beyond_latin_and_greek = false;
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      ++at;
      continue;
    }
    if (at + 1 == text.size()) return false;
    if (!is_common_gb2312(byte_at(text, at), byte_at(text, at + 1))) return false;
    if ((at > 0 && is_latin_letter(text[at - 1])) || (at + 2 < text.size() && is_latin_letter(text[at + 2])))
      return false;
    beyond_latin_and_greek |= byte_at(text, at) != 0xc3 && byte_at(text, at) != 0xce;
    at += 2;
  }
  return beyond_latin_and_greek;
}

std::unexpected<Error> broken(Encoding encoding) {
  return fail(
      ErrorKind::invalid, "table.encoding",
      {fmt::format("The text is broken: bytes that are not {}. Save the file as UTF-8 and send it again.",
                   to_string(encoding)),
       fmt::format("文本编码有误：存在不属于 {} 的字节。请将文件另存为 UTF-8 后重新上传。", to_string(encoding))});
}

std::optional<Encoding> encoding_of_mark(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) return Encoding::utf8;
  if (text.starts_with("\xff\xfe")) return Encoding::utf16le;
  if (text.starts_with("\xfe\xff")) return Encoding::utf16be;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16le:
      return "UTF-16LE";
    case Encoding::utf16be:
      return "UTF-16BE";
    case Encoding::gb18030:
      return "GB18030";
  }
  std::abort();  // every encoding is above
}

Encoding guess_encoding(std::string_view text, bool whole) {
  const Utf8Prefix utf8 = utf8_prefix(text), gb = gb18030_prefix(text);
  const auto fits = [&](const Utf8Prefix& p) { return p.bytes == text.size() || (p.cut && !whole); };
  if (fits(utf8) && fits(gb)) return reads_as_chinese(text) ? Encoding::gb18030 : Encoding::utf8;
  if (fits(utf8) || fits(gb)) return fits(utf8) ? Encoding::utf8 : Encoding::gb18030;
  return utf8.bytes >= gb.bytes ? Encoding::utf8 : Encoding::gb18030;
}

struct TextDecoder::Impl {
  Impl(std::istream& stream, std::optional<Encoding> known) : in(stream), chosen(known) {}
  ~Impl() {
    if (converter != no_converter) iconv_close(converter);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void read() {
    const std::size_t before = bytes.size();
    bytes.resize(before + piece_bytes);
    in.read(bytes.data() + before, piece_bytes);
    bytes.resize(before + std::size_t(in.gcount()));
    if (!in) ended = true;
  }

  void skip_mark() {
    started = true;
    const auto mark = encoding_of_mark(bytes);
    if (!mark || (chosen && chosen != mark)) return;
    chosen = mark;
    bytes.erase(0, mark == Encoding::utf8 ? 3 : 2);
  }

  // Gives the ASCII in front away while there is nothing to choose by. Chooses once there is.
  void choose(std::string& out) {
    const std::size_t ascii = ascii_prefix(bytes);
    if (ascii == bytes.size()) {
      take(out, ascii);
      return;
    }
    while (!ended && bytes.size() - ascii < piece_bytes) read();
    // The character before the first that is no ASCII belongs to the picture.
    const std::string_view window = std::string_view(bytes).substr(ascii > 0 ? ascii - 1 : 0);
    chosen = guess_encoding(window, ended);
  }

  void take(std::string& out, std::size_t count) {
    out.append(bytes, 0, count);
    bytes.erase(0, count);
  }

  void decode(std::string& out) {
    if (*chosen != Encoding::utf8) return convert(out);
    const Utf8Prefix prefix = utf8_prefix(bytes);
    take(out, prefix.bytes);
    if (!bytes.empty() && (!prefix.cut || ended)) fault = broken(*chosen).error();
  }

  void convert(std::string& out) {
    if (converter == no_converter) converter = iconv_open("UTF-8", std::string(to_string(*chosen)).c_str());
    if (converter == no_converter) std::abort();  // glibc has all of them
    char buffer[16 << 10];
    char* from = bytes.data();
    std::size_t from_left = bytes.size();
    while (from_left > 0) {
      char* to = buffer;
      std::size_t to_left = sizeof buffer;
      const std::size_t status = iconv(converter, &from, &from_left, &to, &to_left);
      const int why = status == std::size_t(-1) ? errno : 0;
      out.append(buffer, sizeof buffer - to_left);
      if (why == EILSEQ || (why == EINVAL && ended)) fault = broken(*chosen).error();
      if (why == EILSEQ || why == EINVAL) break;
    }
    bytes.erase(0, bytes.size() - from_left);
  }

  // A NUL is no text: neither C strings nor every database can hold it.
  void refuse_nul(std::string& out, std::size_t from) {
    const auto nul = out.find('\0', from);
    if (nul == std::string::npos) return;
    out.resize(nul);
    fault = broken(chosen.value_or(Encoding::utf8)).error();
  }

  static inline const auto no_converter = reinterpret_cast<iconv_t>(-1);

  std::istream& in;
  std::optional<Encoding> chosen;
  bool started = false, ended = false;
  std::string bytes;  // read and not yet given
  std::optional<Error> fault;
  iconv_t converter = no_converter;
};

TextDecoder::TextDecoder(std::istream& in, std::optional<Encoding> known) : impl_(std::make_unique<Impl>(in, known)) {}
TextDecoder::~TextDecoder() = default;
Encoding TextDecoder::encoding() const { return impl_->chosen.value_or(Encoding::utf8); }

Result<bool> TextDecoder::more(std::string& out) {
  Impl& it = *impl_;
  const std::size_t before = out.size();
  while (out.size() == before) {
    if (it.fault) return std::unexpected(*it.fault);
    if (!it.ended) it.read();
    if (it.in.bad())
      return fail(ErrorKind::unavailable, "file.unreadable", {"The file cannot be read.", "无法读取文件。"});
    if (!it.started) it.skip_mark();
    if (it.bytes.empty() && it.ended) return false;
    if (!it.chosen) it.choose(out);
    if (it.chosen) it.decode(out);
    it.refuse_nul(out, before);
  }
  return true;
}

}  // namespace ward::tables
