#include "storage/postgres/dialect.h"

#include <algorithm>
#include <charconv>

namespace ward::storage::postgres {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool same(std::string_view word, std::string_view upper) {
  return std::ranges::equal(word, upper, {}, [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
}

// One pass over the text; state that ends with each statement stands in `Statement`.
class Translator {
 public:
  explicit Translator(std::string_view sql) : rest_(sql) { out_.text.reserve(sql.size() + 64); }

  Translated run() {
    while (!rest_.empty()) step();
    return std::move(out_);
  }

 private:
  struct Statement {
    int words = 0;            // so far
    bool creates = false;     // CREATE was the first
    bool alters = false;      // ALTER was the first
    bool table = false;       // ... and TABLE the second: its types are translated
    int depth = 0;            // of parentheses
    bool listed = false;      // the columns of CREATE TABLE are over: the rest is left out
    bool indexed = false;     // INDEXED was the last word
    bool indexed_by = false;  // INDEXED BY were the last: the next word is left out
  };

  void step() {
    const char c = rest_.front();
    if (c == '\'' || c == '"') return copy(quoted(c));
    if (rest_.starts_with("--")) return copy(std::min(rest_.find('\n'), rest_.size()));
    if (rest_.starts_with("/*")) return copy(std::min(rest_.find("*/"), rest_.size() - 2) + 2);
    if (is_letter(c)) return word();
    if (c == '?') return placeholder();
    if (is_digit(c)) return copy(std::size_t(std::ranges::find_if_not(rest_, is_digit) - rest_.begin()));
    if (c == '(') ++now_.depth;
    if (c == ')' && --now_.depth == 0 && now_.table && now_.creates) {
      copy(1);
      now_.listed = true;
      return;
    }
    if (c == ';') now_ = {};
    copy(1);
  }

  void copy(std::size_t length) {
    if (!now_.listed) out_.text += rest_.substr(0, length);
    rest_.remove_prefix(length);
  }
  void put(std::string_view text) {
    if (!now_.listed) out_.text += text;
  }

  // A text or a quoted name, to its end; a doubled quote inside begins another, which comes to the same.
  std::size_t quoted(char quote) const {
    const std::size_t end = rest_.find(quote, 1);
    return end == std::string_view::npos ? rest_.size() : end + 1;
  }

  void word() {
    const auto end = std::ranges::find_if_not(rest_, [](char c) { return is_letter(c) || is_digit(c); });
    const std::string_view text = rest_.substr(0, std::size_t(end - rest_.begin()));
    rest_.remove_prefix(text.size());
    ++now_.words;
    if (now_.words == 1) now_.creates = same(text, "CREATE"), now_.alters = same(text, "ALTER");
    if (now_.words == 2) now_.table = (now_.creates || now_.alters) && same(text, "TABLE");
    if (now_.indexed_by) {
      now_.indexed_by = false;
      return;
    }
    if (same(text, "INDEXED")) {
      now_.indexed = true;
      return;
    }
    if (now_.indexed && same(text, "BY")) {
      now_.indexed = false;
      now_.indexed_by = true;
      return;
    }
    put(now_.table ? type_of(text) : text);
  }

  static std::string_view type_of(std::string_view text) {
    if (same(text, "INTEGER")) return "BIGINT";
    if (same(text, "BLOB")) return "BYTEA";
    if (same(text, "REAL")) return "DOUBLE PRECISION";
    if (same(text, "TEXT")) return "TEXT COLLATE \"C\"";
    return text;
  }

  void placeholder() {
    rest_.remove_prefix(1);
    int number = out_.values + 1;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (error == std::errc{}) rest_.remove_prefix(std::size_t(end - rest_.data()));
    out_.values = std::max(out_.values, number);
    put("$" + std::to_string(number));
  }

  std::string_view rest_;
  Translated out_;
  Statement now_;
};

}  // namespace

Translated translate(std::string_view sql) { return Translator(sql).run(); }

const char* const functions_sql = R"sql(
CREATE OR REPLACE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN strpos($1, $2);
CREATE OR REPLACE FUNCTION zeroblob(integer) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN decode(repeat('00', $1), 'hex');
)sql";

}  // namespace ward::storage::postgres
