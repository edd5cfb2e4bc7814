// Where receipts come in: 300,000 people acknowledge within a minute, so those that arrive while others are being
// stored wait a moment and are stored together.
#pragma once

#include <mutex>
#include <semaphore>
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

  // Returns when the receipt is durable. Errors: those of store(), and those of Database::write.
  Result<> take(const Receipt& receipt);

  // Tells the live stream which orders came further since it was last called: every second, because the numbers of an
  // order to a whole city change with each batch.
  void tell();

 private:
  struct Waiting {
    const Receipt& receipt;
    Result<> result{};
    bool stores = false;            // the turn to store for all who wait has come to this one
    std::binary_semaphore turn{0};  // released with the result, or with the turn to store
  };
  void store_all(const std::vector<Waiting*>& batch);

  City& city_;
  std::mutex mutex_;
  std::vector<Waiting*> waiting_;  // guarded by mutex_
  bool storing_ = false;           // guarded by mutex_
  std::set<Id> moved_;             // guarded by mutex_
};

}  // namespace ward::city::orders
