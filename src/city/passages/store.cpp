#include "city/passages/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/journal/store.h"
#include "city/passages/months.h"
#include "city/passages/rows.h"

namespace ward::city::passages {

namespace {

// The tables a batch falls into: mostly one, around midnight of a new month two.
class Tables {
 public:
  explicit Tables(storage::Transaction& t) : t_(t) {}

  struct Table {
    std::string name;
    std::vector<std::size_t> places = {};  // in the batch
    std::vector<std::vector<storage::Value>> rows = {};
  };

  Table& of(const Passage& passage) {
    const std::string name = table_of(passage.id);
    auto found = std::ranges::find(tables_, name, &Table::name);
    if (found != tables_.end()) return *found;
    make_table(t_, name);
    return tables_.emplace_back(name);
  }
  const std::vector<Table>& all() const { return tables_; }

 private:
  storage::Transaction& t_;
  std::vector<Table> tables_;
};

bool belongs_to(storage::Transaction& t, const std::string& table, const Id& id, const Id& device) {
  return t
      .first(
          "SELECT 1 FROM " + table + " WHERE id = ? AND device = ?", [](const storage::Row&) { return true; }, id,
          device)
      .has_value();
}

}  // namespace

std::vector<Receipt> store(storage::Transaction& t, const Clock& clock, const Id& site, Time received_at,
                           std::span<const Incoming> batch) {
  std::vector<Receipt> receipts(batch.size());
  const std::int64_t number = journal::next_number(t);
  Tables tables(t);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    Tables::Table& table = tables.of(batch[i].passage);
    table.places.push_back(i);
    table.rows.push_back(insert_values(batch[i].passage, site, received_at, number));
  }
  journal::SetDigest digest;
  std::int64_t stored = 0;
  for (const Tables::Table& table : tables.all()) {
    const auto added = t.bulk(insert_sql(table.name), table.rows);
    Time min_at = Time::max(), max_at = Time::min();
    for (std::size_t k = 0; k < added.size(); ++k) {
      const auto& [passage, row_digest] = batch[table.places[k]];
      Receipt& receipt = receipts[table.places[k]];
      if (added[k] == 0) {
        receipt = belongs_to(t, table.name, passage.id, passage.device) ? Receipt::duplicate : Receipt::taken;
        continue;
      }
      receipt = Receipt::stored;
      digest.add(row_digest);
      ++stored;
      min_at = std::min(min_at, passage.at);
      max_at = std::max(max_at, passage.at);
    }
    if (min_at <= max_at) widen(t, table.name, min_at, max_at);
  }
  if (stored > 0) {
    const std::string device = batch.front().passage.device.str();
    journal::append(t, clock,
                    {.type = "passages.batch",
                     .subject = device,
                     .actor = "device:" + device,
                     .purpose = "passage",
                     .payload = {{"count", stored}, {"digest", crypto::hex(digest.value())}},
                     .unit = site.str()});
  }
  return receipts;
}

std::vector<Text> verify(storage::Transaction& t) {
  struct Batch {
    std::int64_t count = 0;
    journal::SetDigest digest;
  };
  std::map<std::int64_t, Batch> found;  // by the number in the journal
  std::vector<Text> faults;
  t.query("SELECT name FROM passage_month ORDER BY name", [&](const storage::Row& month) {
    each_row(t, month.text(0), [&](const StoredPassage& row) {
      Batch& batch = found[row.batch];
      ++batch.count;
      batch.digest.add(digest_of(row.passage, row.site, row.received_at));
    });
  });
  t.query("SELECT number, payload FROM journal WHERE type = 'passages.batch' ORDER BY number",
          [&](const storage::Row& row) {
            const std::int64_t number = row.integer(0);
            const auto payload = parse_json(row.text(1));
            const Batch batch = found[number];
            found.erase(number);
            const json::object expected = payload && payload->is_object() ? payload->get_object() : json::object();
            const json::value* count = expected.if_contains("count");
            const json::value* digest = expected.if_contains("digest");
            if (count && digest && *count == batch.count && *digest == json::value(crypto::hex(batch.digest.value())))
              return;
            const std::string expected_count = count ? json::serialize(*count) : "?";
            faults.push_back({fmt::format("Passages: the batch of journal row {} had {} rows; {} are there, and they "
                                          "are not those that were received.",
                                          number, expected_count, batch.count),
                              fmt::format("通行记录：日志第 {} 行的批次原有 {} 条，现有 {} 条，与接收时不一致。",
                                          number, expected_count, batch.count)});
          });
  for (const auto& [number, batch] : found)
    faults.push_back({fmt::format("Passages: {} rows belong to a batch (journal row {}) that was never received.",
                                  batch.count, number),
                      fmt::format("通行记录：有 {} 条属于从未接收的批次（日志第 {} 行）。", batch.count, number)});
  return faults;
}

}  // namespace ward::city::passages
