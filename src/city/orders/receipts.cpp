#include "city/orders/receipts.h"

#include <fmt/format.h>

#include <map>

#include "city/files/store.h"
#include "city/journal/set_digest.h"
#include "city/journal/store.h"
#include "city/notices/store.h"

namespace ward::city::orders {

namespace {

// A recipient's row with what the order asks.
struct Owed {
  Id unit;
  Steps steps;
  bool reminded = false, picture_asked = false, released = true;
  std::string path;  // of the order's unit
};

std::optional<Owed> find_recipient(storage::Transaction& t, const Receipt& receipt, Time now) {
  return t.first(
      "SELECT r.unit, r.delivered_at, r.read_at, r.acknowledged_at, r.done_at, r.reminded, o.asks_picture, "
      "e.release_at,"
      " u.path FROM order_recipient r JOIN orders o ON o.id = r.order_id JOIN unit u ON u.id = o.unit"
      " LEFT JOIN order_release e ON e.order_id = r.order_id AND e.unit = r.via WHERE r.order_id = ? AND r.member = ?",
      [&](const storage::Row& row) {
        return Owed{.unit = row.id(0),
                    .steps = {row.maybe_time(1), row.maybe_time(2), row.maybe_time(3), row.maybe_time(4)},
                    .reminded = row.integer(5) > 0,
                    .picture_asked = row.boolean(6),
                    .released = row.is_null(7) || row.time(7) <= now,
                    .path = row.text(8)};
      },
      receipt.order, receipt.member);
}

crypto::Digest digest_of(const Id& order, const Id& member, std::string_view step, Time at) {
  return crypto::sha256(crypto::as_bytes(fmt::format("{} {} {} {}", order.str(), member.str(), step, to_millis(at))));
}

// What a batch adds to one order.
struct Added {
  std::string path;
  std::map<Id, Progress> units;
  std::vector<std::pair<Id, Step>> receipts;
};

// The numbers of the units and of all above them, each changed once.
void add_to_tallies(storage::Transaction& t, const Id& order, const std::map<Id, Progress>& units) {
  std::map<Id, std::optional<Id>> above;
  std::map<Id, Progress> all;
  for (const auto& [unit, progress] : units)
    for (std::optional<Id> at = unit; at;) {
      all[*at] += progress;
      auto known = above.find(*at);
      if (known == above.end()) {
        const auto found = t.first(
            "SELECT above FROM order_tally WHERE order_id = ? AND unit = ?",
            [](const storage::Row& row) { return row.is_null(0) ? std::nullopt : std::optional(row.id(0)); }, order,
            *at);
        known = above.emplace(*at, found.value_or(std::nullopt)).first;
      }
      at = known->second;
    }
  std::vector<std::vector<storage::Value>> rows;
  for (const auto& [unit, progress] : all)
    rows.push_back({progress.delivered, progress.read, progress.acknowledged, progress.done, storage::to_value(order),
                    storage::to_value(unit)});
  t.bulk(
      "UPDATE order_tally SET delivered = delivered + ?, seen = seen + ?, acknowledged = acknowledged + ?,"
      " done = done + ? WHERE order_id = ? AND unit = ?",
      rows);
}

void seal(storage::Transaction& t, const Clock& clock, const Id& order, const Added& added, Time now) {
  const std::int64_t batch = journal::next_number(t);
  journal::SetDigest digest;
  std::vector<std::vector<storage::Value>> rows;
  for (const auto& [member, step] : added.receipts) {
    digest.add(digest_of(order, member, to_string(step), now));
    rows.push_back(
        {batch, storage::to_value(order), storage::to_value(member), std::string(to_string(step)), to_millis(now)});
  }
  t.bulk("INSERT INTO order_receipt (batch, order_id, member, step, at) VALUES (?, ?, ?, ?, ?)", rows);
  journal::append(t, clock,
                  {.type = "order.receipts",
                   .subject = order.str(),
                   .actor = "system",
                   .purpose = "orders",
                   .payload = {{"count", added.receipts.size()}, {"digest", crypto::hex(digest.value())}},
                   .unit = added.path});
}

Error none() {
  return Error::make(ErrorKind::not_found, "order.none", {"There is no such order for you.", "没有给您的这条指令。"},
                     "id");
}

void verify_batches(storage::Transaction& t, std::vector<Text>& faults) {
  struct Batch {
    std::int64_t count = 0;
    journal::SetDigest digest;
  };
  std::map<std::int64_t, Batch> found;
  t.query("SELECT batch, order_id, member, step, at FROM order_receipt", [&](const storage::Row& row) {
    Batch& batch = found[row.integer(0)];
    ++batch.count;
    batch.digest.add(digest_of(row.id(1), row.id(2), row.text(3), row.time(4)));
  });
  const auto wrong = [&](std::int64_t number) {
    faults.push_back({fmt::format("Orders: the receipts of journal row {} are not those that were received.", number),
                      fmt::format("指令：日志第 {} 行的回执与接收时不一致。", number)});
  };
  t.query("SELECT number, payload FROM journal WHERE type = 'order.receipts' ORDER BY number",
          [&](const storage::Row& row) {
            const std::int64_t number = row.integer(0);
            const Batch batch = found[number];
            found.erase(number);
            if (row.text(1) !=
                json::serialize(json::object{{"count", batch.count}, {"digest", crypto::hex(batch.digest.value())}}))
              wrong(number);
          });
  for (const auto& [number, batch] : found) wrong(number);
}

void verify_steps(storage::Transaction& t, std::vector<Text>& faults) {
  std::map<Id, Progress> counted, kept;
  t.query(
      "SELECT order_id, count(*), count(delivered_at), count(read_at), count(acknowledged_at), count(done_at)"
      " FROM order_recipient GROUP BY order_id",
      [&](const storage::Row& row) {
        counted[row.id(0)] = {row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)};
      });
  t.query("SELECT order_id, recipients, delivered, seen, acknowledged, done FROM order_tally WHERE above IS NULL",
          [&](const storage::Row& row) {
            kept[row.id(0)] = {row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)};
          });
  for (const auto& [order, progress] : counted)
    if (kept[order] != progress)
      faults.push_back({fmt::format("Orders: the numbers of order {} are not what its recipients say.", order.str()),
                        fmt::format("指令：指令 {} 的汇总数与收件人记录不一致。", order.str())});
}

// A unit's numbers are those of its own team and of the units right below it.
void verify_sums(storage::Transaction& t, std::vector<Text>& faults) {
  // Each table is gone through once: a look into them for every unit takes minutes where an order went to a whole city.
  t.query(
      "SELECT y.order_id, count(*) FROM order_tally y LEFT JOIN"
      " (SELECT order_id, unit, count(*) AS recipients, count(acknowledged_at) AS acknowledged FROM order_recipient"
      " GROUP BY order_id, unit) r ON r.order_id = y.order_id AND r.unit = y.unit LEFT JOIN"
      " (SELECT order_id, above, sum(recipients) AS recipients, sum(acknowledged) AS acknowledged FROM order_tally"
      " WHERE above IS NOT NULL GROUP BY order_id, above) b ON b.order_id = y.order_id AND b.above = y.unit"
      " WHERE y.recipients <> coalesce(r.recipients, 0) + coalesce(b.recipients, 0)"
      " OR y.acknowledged <> coalesce(r.acknowledged, 0) + coalesce(b.acknowledged, 0) GROUP BY y.order_id",
      [&](const storage::Row& row) {
        const std::string id = row.id(0).str();
        faults.push_back({fmt::format("Orders: {} units of order {} do not add up.", row.integer(1), id),
                          fmt::format("指令：指令 {1} 有 {0} 个单元的汇总数不符。", row.integer(1), id)});
      });
}

}  // namespace

std::string reminder_keys(const Id& order) { return "order/" + order.str() + "/"; }
std::string reminder_key(const Id& order, std::int64_t number) { return reminder_keys(order) + std::to_string(number); }

std::vector<Result<>> store(storage::Transaction& t, const Clock& clock, std::span<const Receipt> receipts) {
  const Time now = clock.now();
  std::vector<Result<>> results(receipts.size());
  std::map<Id, Added> orders;
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    const Receipt& receipt = receipts[i];
    auto recipient = find_recipient(t, receipt, now);
    if (!recipient || !recipient->released) {
      results[i] = std::unexpected(none());
      continue;
    }
    if (receipt.step == Step::done && recipient->picture_asked && !recipient->steps.done_at && !receipt.picture) {
      results[i] =
          fail(ErrorKind::invalid, "order.picture",
               {"The order asks for a picture of what was done.", "此指令要求提交完成情况的照片。"}, "picture");
      continue;
    }
    if (receipt.picture && !files::was_sent_by(t, *receipt.picture, receipt.actor)) {
      results[i] = fail(ErrorKind::invalid, "order.picture",
                        {"There is no such picture of yours.", "没有您上传的这张照片。"}, "picture");
      continue;
    }
    Steps& steps = recipient->steps;
    const Progress more = advance(steps, receipt.step, now);
    if (more == Progress{}) continue;
    t.exec(
        "UPDATE order_recipient SET delivered_at = ?, read_at = ?, acknowledged_at = ?, done_at = ?,"
        " picture = coalesce(picture, ?) WHERE order_id = ? AND member = ?",
        steps.delivered_at, steps.read_at, steps.acknowledged_at, steps.done_at, receipt.picture, receipt.order,
        receipt.member);
    if (receipt.picture) files::use(t, *receipt.picture, recipient->unit);
    if (recipient->reminded && receipt.step >= Step::acknowledged)
      notices::mark_keys_read(t, receipt.member, reminder_keys(receipt.order), now);
    Added& added = orders[receipt.order];
    added.path = recipient->path;
    added.units[recipient->unit] += more;
    added.receipts.emplace_back(receipt.member, receipt.step);
  }
  for (const auto& [order, added] : orders) {
    add_to_tallies(t, order, added.units);
    seal(t, clock, order, added, now);
  }
  return results;
}

std::vector<Text> verify(storage::Transaction& t) {
  std::vector<Text> faults;
  verify_batches(t, faults);
  verify_steps(t, faults);
  verify_sums(t, faults);
  return faults;
}

}  // namespace ward::city::orders
