// Receipts: what the recipients of orders say of how far they have come. They come in bulk, so a batch of them is
// stored together, with one row of the journal for each order, which holds the digest of its receipts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "city/orders/orders.h"
#include "storage/database.h"

namespace ward::city::orders {

struct Receipt {
  Id order, member;
  Step step;
  std::optional<Id> picture;
  std::string actor = {};  // who sends it: the picture must be theirs
};

// Stores the receipts in the caller's transaction, each by itself: what is wrong with one leaves the others. A step
// that somebody came to before changes nothing. Errors, one a receipt: "order.none" (this order did not reach this
// member), "order.picture" (the order asks for a picture of what was done, or there is none of this id that the actor
// sent).
std::vector<Result<>> store(storage::Transaction& t, const Clock& clock, std::span<const Receipt> receipts);

// One sentence for each order or batch of receipts that is not what it should be.
std::vector<Text> verify(storage::Transaction& t);

// Of the notices that remind somebody of an order; they begin with reminder_keys().
std::string reminder_key(const Id& order, std::int64_t number);
std::string reminder_keys(const Id& order);

}  // namespace ward::city::orders
