// The passages that reached the server: stored once each, whatever is sent again, and found again.
#pragma once

#include <map>
#include <span>

#include "city/city.h"
#include "city/cursor.h"
#include "city/journal/set_digest.h"
#include "city/passages/passages.h"

namespace ward::city::passages {

constexpr std::size_t max_batch = 1'000;

// A passage as it is stored and shown.
struct StoredPassage {
  Passage passage;
  Id site;  // of the device when it was received
  Time received_at;
  std::int64_t batch = 0;  // the number of its row in the journal
  std::string device_name;
  std::optional<std::string> person_name;  // nothing for a stranger; "" when the person was deleted since
  std::optional<std::string> group_name;
  bool capture_available = false;
};

// SHA-256 of everything that is stored of a passage, except the batch's number.
crypto::Digest digest_of(const Passage& passage, const Id& site, Time received_at);

enum class Receipt {
  stored,
  duplicate,  // the same device sent it before: nothing changed
  taken,      // another device has a passage of this id: nothing changed
};

// One passage of a batch, ready to be stored.
struct Incoming {
  Passage passage;
  crypto::Digest digest;  // digest_of(passage, site, received_at)
};

// Stores a batch of one device with its row in the journal; one receipt each, in order.
std::vector<Receipt> store(storage::Transaction& t, const Clock& clock, const Id& site, Time received_at,
                           std::span<const Incoming> batch);

std::optional<StoredPassage> find(storage::Transaction& t, const Id& id);

// The passage of `device` that names this capture.
std::optional<Id> passage_of_capture(storage::Transaction& t, const Id& device, const Id& capture);

struct Filter {
  std::vector<Id> sites = {};  // empty: any
  std::optional<Id> device = {}, person = {}, group = {};
  std::optional<Time> from = {}, to = {};  // [from, to)
  std::optional<Outcome> outcome = {};
  std::optional<Reason> reason = {};
  std::optional<std::string> mask = {};
  std::optional<std::int64_t> min_cc = {}, max_cc = {};
  bool strangers = false;
  std::optional<TimeCursor> after = {};  // the last row of the page before
  int limit = 50;
};
// Newest first by the gates' clocks. Rows that arrive between two pages never make the second repeat or skip one.
std::vector<StoredPassage> list(storage::Transaction& t, const Filter& filter);

// What a gate decided how often.
struct OutcomeCounts {
  Id device;
  std::map<Outcome, std::int64_t> outcomes;
};
// Passages of [from, to) by the gates' clocks, at these sites (empty: any); gates without any are left out.
std::vector<OutcomeCounts> count_outcomes(storage::Transaction& t, const std::vector<Id>& sites, Time from, Time to);

// Who passed in [from, to) at the gates of a site, each known person once, and the highest temperature that was
// measured.
struct DayAtGates {
  std::int64_t people = 0, strangers = 0;  // strangers: passages of whom the gates did not know
  std::int64_t feverish = 0;               // passages
  std::optional<std::int64_t> highest_cc = {};
};
DayAtGates day_at_gates(storage::Transaction& t, const Id& site, Time from, Time to);

// Compares every batch of the journal with its rows: one sentence for each that does not fit.
std::vector<Text> verify(storage::Transaction& t);

json::value to_json(const StoredPassage& row, http::Language language);

}  // namespace ward::city::passages
