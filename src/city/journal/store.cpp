#include "city/journal/store.h"

#include <fmt/format.h>

#include <limits>

namespace ward::city::journal {

namespace {

crypto::Digest digest_of(const storage::Blob& blob) {
  if (blob.size() != crypto::Digest{}.size()) throw storage::DatabaseError("a digest of the journal has not 32 bytes");
  crypto::Digest digest;
  std::copy(blob.begin(), blob.end(), digest.begin());
  return digest;
}

storage::Blob blob_of(const crypto::Digest& digest) { return {digest.begin(), digest.end()}; }

struct Head {
  std::int64_t number;
  crypto::Digest digest;
};

Head head(storage::Transaction& t) {
  const auto found = t.first("SELECT number, digest FROM journal_head",
                             [](const storage::Row& row) { return Head{row.integer(0), digest_of(row.blob(1))}; });
  if (!found) throw storage::DatabaseError("the journal has lost its head");
  return *found;
}

constexpr const char* columns = "number, id, at, type, subject, actor, purpose, unit, payload, digest";

Record read(const storage::Row& row) {
  return {.number = row.integer(0),
          .id = row.id(1),
          .at = row.time(2),
          .type = row.text(3),
          .subject = row.text(4),
          .actor = row.text(5),
          .purpose = row.text(6),
          .unit = row.text(7),
          .payload = row.text(8),
          .digest = digest_of(row.blob(9))};
}

}  // namespace

std::int64_t append(storage::Transaction& t, const Clock& clock, const Entry& entry) {
  const Head last = head(t);
  const Time now = clock.now();
  Record record{.number = last.number + 1,
                .id = Id::make(now),
                .at = now,
                .type = entry.type,
                .subject = entry.subject,
                .actor = entry.actor,
                .purpose = entry.purpose,
                .unit = entry.unit,
                .payload = json::serialize(entry.payload)};
  record.digest = seal(last.digest, record);
  t.exec(
      "INSERT INTO journal (number, id, at, type, subject, actor, purpose, unit, payload, digest)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      record.number, record.id, record.at, record.type, record.subject, record.actor, record.purpose, record.unit,
      record.payload, blob_of(record.digest));
  t.exec("UPDATE journal_head SET number = ?, digest = ?", record.number, blob_of(record.digest));
  return record.number;
}

std::int64_t next_number(storage::Transaction& t) { return head(t).number + 1; }

std::vector<Record> list(storage::Transaction& t, const Filter& filter) {
  std::string sql = fmt::format("SELECT {} FROM journal WHERE TRUE", columns);
  std::vector<storage::Value> values;
  const auto where = [&](const char* condition, storage::Value value) {
    sql += condition;
    values.push_back(std::move(value));
  };
  if (!filter.type.empty()) where(" AND type = ?", filter.type);
  if (!filter.subject.empty()) where(" AND subject = ?", filter.subject);
  if (filter.before > 0) where(" AND number < ?", filter.before);
  if (!filter.units.empty()) {
    sql += fmt::format(" AND unit IN ({})", fmt::join(std::vector<char>(filter.units.size(), '?'), ", "));
    values.insert(values.end(), filter.units.begin(), filter.units.end());
  }
  where(" ORDER BY number DESC LIMIT ?", std::int64_t(filter.limit));
  std::vector<Record> found;
  t.each(sql, std::move(values), [&](const storage::Row& row) { found.push_back(read(row)); });
  return found;
}

std::vector<Record> following(storage::Transaction& t, std::int64_t after, const std::vector<std::string>& types,
                              int limit) {
  std::vector<storage::Value> values{after};
  values.insert(values.end(), types.begin(), types.end());
  values.emplace_back(std::int64_t(limit));
  std::vector<Record> found;
  t.each(fmt::format("SELECT {} FROM journal WHERE number > ? AND type IN ({}) ORDER BY number LIMIT ?", columns,
                     fmt::join(std::vector<char>(types.size(), '?'), ", ")),
         std::move(values), [&](const storage::Row& row) { found.push_back(read(row)); });
  return found;
}

std::optional<Record> find(storage::Transaction& t, std::int64_t number) {
  return t.first(fmt::format("SELECT {} FROM journal WHERE number = ?", columns), read, number);
}

std::int64_t reader_at(storage::Transaction& t, const std::string& name) {
  return t
      .first(
          "SELECT number FROM journal_reader WHERE name = ?", [](const storage::Row& row) { return row.integer(0); },
          name)
      .value_or(0);
}

void move_reader(storage::Transaction& t, const std::string& name, std::int64_t number) {
  t.exec(
      "INSERT INTO journal_reader (name, number) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = "
      "excluded.number",
      name, number);
}

// Page by page: a database may hand an answer over only as a whole.
std::vector<Text> verify(storage::Transaction& t) {
  constexpr std::int64_t page = 10'000;
  std::vector<Text> faults;
  std::int64_t number = 0;
  crypto::Digest previous{};
  const auto look = [&](const storage::Row& row) {
    const Record record = read(row);
    if (record.number != number + 1)
      faults.push_back({fmt::format("Journal: rows {} to {} are missing.", number + 1, record.number - 1),
                        fmt::format("日志：缺少第 {} 至 {} 行。", number + 1, record.number - 1)});
    else if (seal(previous, record) != record.digest)
      faults.push_back({fmt::format("Journal: row {} ({}) was changed.", record.number, record.type),
                        fmt::format("日志：第 {} 行（{}）被更改。", record.number, record.type)});
    number = record.number;
    previous = record.digest;
  };
  std::int64_t rows = page, after = std::numeric_limits<std::int64_t>::min();
  while (rows == page) {
    rows = 0;
    t.query(
        fmt::format("SELECT {} FROM journal WHERE number > ? ORDER BY number LIMIT ?", columns),
        [&](const storage::Row& row) { look(row), after = number, ++rows; }, after, page);
  }
  const Head last = head(t);
  if (last.number != number || last.digest != previous)
    faults.push_back({fmt::format("Journal: it ends at row {}, but row {} had been written.", number, last.number),
                      fmt::format("日志：止于第 {} 行，但曾写到第 {} 行。", number, last.number)});
  return faults;
}

}  // namespace ward::city::journal
