#include "city/orders/intake.h"

#include "city/orders/store.h"

namespace ward::city::orders {

// Whoever comes while nobody stores, stores: what is there, and then what came meanwhile, until nothing is left.
void Intake::take(Ask ask, std::function<void(Result<>)> done) {
  std::unique_lock lock(mutex_);
  waiting_.push_back({std::move(ask), std::move(done)});
  if (std::exchange(storing_, true)) return;
  while (!waiting_.empty()) {
    const std::vector<Waiting> batch = std::exchange(waiting_, {});
    lock.unlock();
    const std::set<Id> moved = store_all(batch);
    lock.lock();
    moved_.insert(moved.begin(), moved.end());
  }
  storing_ = false;
}

std::set<Id> Intake::store_all(const std::vector<Waiting>& batch) {
  std::vector<Result<>> results;
  std::set<Id> moved;
  Result<> written;
  try {
    written = city_.db.write([&](storage::Transaction& t) -> Result<> {
      results.assign(batch.size(), {});
      moved.clear();
      std::vector<Receipt> receipts;
      std::vector<std::size_t> whose;
      for (std::size_t i = 0; i < batch.size(); ++i) {
        auto receipt = batch[i].ask(t);
        if (receipt) {
          receipts.push_back(*std::move(receipt));
          whose.push_back(i);
        } else {
          results[i] = std::unexpected(receipt.error());
        }
      }
      const std::vector<Result<>> stored = store(t, city_.clock, receipts);
      for (std::size_t k = 0; k < stored.size(); ++k) {
        results[whose[k]] = stored[k];
        if (stored[k]) moved.insert(receipts[k].order);
      }
      return {};
    });
  } catch (const std::exception& e) {  // those who wait must hear of it
    written = fail(ErrorKind::internal, "server.fault", {e.what(), e.what()});
  }
  if (!written) results.assign(batch.size(), std::unexpected(written.error()));
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(results[i]));
  return written ? moved : std::set<Id>{};
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
