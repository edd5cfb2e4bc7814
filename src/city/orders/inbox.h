// Orders as those see them who received them, and how far an order has come, unit by unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/orders/store.h"

namespace ward::city::orders {

// An order as one of its recipients has it.
struct Received {
  Stored stored;
  Id unit;           // where they are counted
  std::string path;  // of that unit, as it is now
  Steps steps;
  std::int64_t reminded = 0;
};
// The newest first: what reached this member by now. `open`: only active orders that they have not come to the end of.
std::vector<Received> inbox(storage::Transaction& t, const Id& member, Time now, bool open,
                            const std::optional<TimeCursor>& after, int limit);

// How far an order has come in a unit: with everything below it, and in its own team alone.
struct Rollup {
  Progress progress, own;
};
Rollup rollup(storage::Transaction& t, const Id& order, const Id& unit);
// In each unit that was right below it when the order was given, by code.
struct Below {
  units::Unit unit;
  Progress progress;
};
std::vector<Below> below(storage::Transaction& t, const Id& order, const Id& unit);

struct Recipient {
  Id member;
  std::string name, phone;
  Id unit;
  std::string unit_name;
  Steps steps;
  std::int64_t reminded = 0;
  std::optional<Id> picture;
};
// Those counted within the path; `without`: only those who have not come so far. By unit and member; `after`: the last
// of the page before, as cursor_of() writes it.
struct RecipientFilter {
  std::string path;
  std::optional<Step> without = {};
  std::string after = {};
  int limit = 50;
};
struct RecipientPage {
  std::vector<Recipient> recipients;
  std::string next;  // empty: that was all
};
RecipientPage recipients(storage::Transaction& t, const Id& order, const RecipientFilter& filter);

}  // namespace ward::city::orders
