#include "city/orders/intake.h"

#include <algorithm>

#include "city/orders/store.h"

namespace ward::city::orders {

// Whoever comes while nobody stores, stores for all who came by then; whoever comes meanwhile waits, and one of them
// has the next turn.
Result<> Intake::take(const Receipt& receipt) {
  Waiting mine{receipt};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  if (storing_) {
    lock.unlock();
    mine.turn.acquire();
    if (!mine.stores) return std::move(mine.result);
    lock.lock();
  }
  storing_ = true;
  const std::vector<Waiting*> batch = std::exchange(waiting_, {});
  lock.unlock();
  store_all(batch);
  lock.lock();
  for (const Waiting* one : batch)
    if (one->result) moved_.insert(one->receipt.order);
  if (waiting_.empty()) {
    storing_ = false;
  } else {
    waiting_.front()->stores = true;
    waiting_.front()->turn.release();
  }
  lock.unlock();
  for (Waiting* one : batch)
    if (one != &mine) one->turn.release();  // from here on it may be gone
  return std::move(mine.result);
}

void Intake::store_all(const std::vector<Waiting*>& batch) {
  std::vector<Receipt> receipts;
  for (const Waiting* one : batch) receipts.push_back(one->receipt);
  std::vector<Result<>> results;
  Result<> written;
  try {
    written = city_.db.write([&](storage::Transaction& t) -> Result<> {
      results = store(t, city_.clock, receipts);
      return {};
    });
  } catch (const std::exception& e) {  // those who wait must hear of it
    written = fail(ErrorKind::internal, "server.fault", {e.what(), e.what()});
  }
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i]->result = written ? std::move(results[i]) : std::unexpected(written.error());
}

void Intake::tell() {
  std::set<Id> moved;
  {
    std::lock_guard lock(mutex_);
    moved.swap(moved_);
  }
  if (!city_.live->heard()) return;
  for (const Id& order : moved) {
    std::string path;
    city_.db.read([&](storage::Transaction& t) {
      if (const auto stored = find(t, order)) path = stored->unit.path;
    });
    city_.live->publish({"receipts", json::serialize(json::object{{"id", order.str()}, {"path", path}})}, path);
  }
}

}  // namespace ward::city::orders
