// Where receipts come in: 300,000 people acknowledge within a minute, so those that arrive while others are being
// stored wait a moment and are stored together.
#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <vector>

#include "city/city.h"
#include "city/orders/receipts.h"

namespace ward::city::orders {

// Safe to use from any thread.
class Intake {
 public:
  explicit Intake(City& city) : city_(city) {}
  Intake(const Intake&) = delete;

  // Whose receipt it is, asked in the transaction that stores it: looked up before it, it would be looked up in pages
  // that each batch makes a reader read again.
  using Ask = std::function<Result<Receipt>(storage::Transaction&)>;
  // Calls `done` when the receipt is durable, on the thread that stores. Errors: those of `ask`, of store(), and of
  // Database::write.
  void take(Ask ask, std::function<void(Result<>)> done);

  // Tells the live stream which orders came further since it was last called: every second, because the numbers of an
  // order to a whole city change with each batch.
  void tell();

 private:
  struct Waiting {
    Ask ask;
    std::function<void(Result<>)> done;
  };
  std::set<Id> store_all(const std::vector<Waiting>& batch);  // the orders that came further

  City& city_;
  std::mutex mutex_;
  std::vector<Waiting> waiting_;  // guarded by mutex_
  bool storing_ = false;          // guarded by mutex_
  std::set<Id> moved_;            // guarded by mutex_
};

}  // namespace ward::city::orders
