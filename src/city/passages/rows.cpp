#include "city/passages/rows.h"

#include <fmt/format.h>

namespace ward::city::passages {

namespace {

constexpr const char* columns[] = {"id",
                                   "device",
                                   "site",
                                   "at",
                                   "received_at",
                                   "batch",
                                   "clock_offset_ms",
                                   "person",
                                   "method",
                                   "similarity_milli",
                                   "temperature_cc",
                                   "temperature_sd_cc",
                                   "temperature_method",
                                   "simulated",
                                   "mask",
                                   "live_milli",
                                   "warmth_milli",
                                   "shots",
                                   "outcome",
                                   "reasons",
                                   "opened",
                                   "policy_version",
                                   "capture"};

std::string join_reasons(const std::vector<Reason>& reasons) {
  std::string text;
  for (const Reason reason : reasons) (text.empty() ? text : text += ' ') += city::to_string(reason);
  return text;
}

std::vector<Reason> split_reasons(std::string_view text) {
  std::vector<Reason> reasons;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const auto reason = reason_from(text.substr(0, end));
    if (!reason) throw storage::DatabaseError("a stored passage has an unknown reason");
    reasons.push_back(*reason);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reasons;
}

template <class T>
T known(const std::optional<T>& value) {
  if (!value) throw storage::DatabaseError("a stored passage has an unknown word");
  return *value;
}

std::optional<Id> maybe_id(const storage::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.id(column));
}
std::optional<int> maybe_int(const storage::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(int(row.integer(column)));
}
std::optional<std::string> maybe_text(const storage::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.text(column));
}

StoredPassage read_columns(const storage::Row& row) {
  StoredPassage s;
  Passage& p = s.passage;
  p.id = row.id(0);
  p.device = row.id(1);
  s.site = row.id(2);
  p.at = row.time(3);
  s.received_at = row.time(4);
  s.batch = row.integer(5);
  p.clock_offset_ms = row.integer(6);
  p.person = maybe_id(row, 7);
  p.method = known(method_from(row.text(8)));
  p.similarity_milli = maybe_int(row, 9);
  p.temperature_cc = maybe_int(row, 10);
  p.temperature_sd_cc = maybe_int(row, 11);
  p.temperature_method = row.text(12);
  p.simulated = row.boolean(13);
  p.mask = row.text(14);
  p.live_milli = maybe_int(row, 15);
  p.warmth_milli = maybe_int(row, 16);
  p.shots = int(row.integer(17));
  p.outcome = known(outcome_from(row.text(18)));
  p.reasons = split_reasons(row.text(19));
  p.opened = row.boolean(20);
  p.policy_version = row.text(21);
  p.capture = maybe_id(row, 22);
  return s;
}

// What is sealed, one field after the other: numbers as 8 bytes big-endian, texts with their length before them, absent
// values as a byte of their own.
class Sealer {
 public:
  void number(std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(std::uint8_t(value >> shift));
  }
  void text(std::string_view value) {
    number(std::int64_t(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  void id(const Id& value) { bytes_.insert(bytes_.end(), value.bytes().begin(), value.bytes().end()); }
  void maybe(const std::optional<int>& value) {
    bytes_.push_back(value.has_value());
    if (value) number(*value);
  }
  void maybe(const std::optional<Id>& value) {
    bytes_.push_back(value.has_value());
    if (value) id(*value);
  }
  crypto::Digest digest() const { return crypto::sha256(bytes_); }
  Sealer() { bytes_.reserve(384); }

 private:
  crypto::Bytes bytes_;
};

}  // namespace

crypto::Digest digest_of(const Passage& p, const Id& site, Time received_at) {
  Sealer out;
  out.id(p.id);
  out.id(p.device);
  out.id(site);
  out.number(to_millis(p.at));
  out.number(to_millis(received_at));
  out.number(p.clock_offset_ms);
  out.maybe(p.person);
  out.text(city::to_string(p.method));
  out.maybe(p.similarity_milli);
  out.maybe(p.temperature_cc);
  out.maybe(p.temperature_sd_cc);
  out.text(p.temperature_method);
  out.number(p.simulated);
  out.text(p.mask);
  out.maybe(p.live_milli);
  out.maybe(p.warmth_milli);
  out.number(p.shots);
  out.text(city::to_string(p.outcome));
  out.text(join_reasons(p.reasons));
  out.number(p.opened);
  out.text(p.policy_version);
  out.maybe(p.capture);
  return out.digest();
}

std::string insert_sql(const std::string& table) {
  return fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (id) DO NOTHING", table, fmt::join(columns, ", "),
                     fmt::join(std::vector<char>(std::size(columns), '?'), ", "));
}

std::vector<storage::Value> insert_values(const Passage& p, const Id& site, Time received_at, std::int64_t batch) {
  std::vector<storage::Value> values;
  values.reserve(std::size(columns));
  const auto add = [&](const auto&... value) { (values.push_back(storage::to_value(value)), ...); };
  add(p.id, p.device, site, p.at, received_at, batch, p.clock_offset_ms, p.person, city::to_string(p.method),
      p.similarity_milli, p.temperature_cc, p.temperature_sd_cc, p.temperature_method, p.simulated, p.mask,
      p.live_milli, p.warmth_milli, p.shots, city::to_string(p.outcome), join_reasons(p.reasons), p.opened,
      p.policy_version, p.capture);
  return values;
}

std::string select_sql(const std::string& table, const std::string& indexed_by) {
  return fmt::format(
      "SELECT p.{}, d.name, CASE WHEN p.person IS NOT NULL THEN coalesce(x.name, '') END, g.name,"
      " EXISTS (SELECT 1 FROM capture c WHERE c.id = p.capture AND c.passage = p.id AND c.gone = 0)"
      " FROM {} AS p{}{} LEFT JOIN device d ON d.id = p.device LEFT JOIN person x ON x.id = p.person"
      " LEFT JOIN person_group g ON g.id = x.person_group",
      fmt::join(columns, ", p."), table, indexed_by.empty() ? "" : " INDEXED BY ", indexed_by);
}

StoredPassage read(const storage::Row& row) {
  StoredPassage s = read_columns(row);
  s.device_name = maybe_text(row, 23).value_or("");
  s.person_name = maybe_text(row, 24);
  s.group_name = maybe_text(row, 25);
  s.capture_available = row.boolean(26);
  return s;
}

// Page by page: a database may hand an answer over only as a whole.
void each_row(storage::Transaction& t, const std::string& table,
              const std::function<void(const StoredPassage&)>& visit) {
  constexpr int page = 10'000;
  const std::string sql =
      fmt::format("SELECT {} FROM {} WHERE id > ? ORDER BY id LIMIT ?", fmt::join(columns, ", "), table);
  int rows = page;
  for (storage::Blob last; rows == page;) {
    rows = 0;
    t.query(
        sql,
        [&](const storage::Row& row) {
          const StoredPassage passage = read_columns(row);
          visit(passage);
          last.assign(passage.passage.id.bytes().begin(), passage.passage.id.bytes().end());
          ++rows;
        },
        last, page);
  }
}

json::value to_json(const StoredPassage& row, http::Language language) {
  json::value out = to_json(row.passage);
  json::object& o = out.get_object();
  const auto text_or_null = [](const std::optional<std::string>& text) { return or_null(text); };
  o["device_name"] = row.device_name;
  o["site"] = row.site.str();
  o["received_at"] = to_rfc3339(row.received_at);
  o["person_name"] = text_or_null(row.person_name);
  o["group_name"] = text_or_null(row.group_name);
  const Text why = row.passage.reasons.empty() ? Text{} : explain(row.passage.reasons.front());
  o["explanation"] = language == http::Language::zh ? why.zh : why.en;
  o["capture_available"] = row.capture_available;
  return out;
}

}  // namespace ward::city::passages
