// The tables of channels and deliveries. Whoever changes them writes the journal in the same transaction.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/crypto.h"
#include "city/channels/channels.h"
#include "city/channels/formats.h"
#include "city/cursor.h"
#include "storage/database.h"

namespace ward::city::channels {

std::optional<Channel> find(storage::Transaction& t, const crypto::Key& vault, const Id& id);
// By name.
std::vector<Channel> list(storage::Transaction& t, const crypto::Key& vault);
// Makes or changes the channel `id`; a new one hears of what happens from now on. Errors: those of target_from(),
// "channel.kind" (a channel keeps its kind), "channel.unit" (no such unit or site), "channel.type" (a
// type of incident or a question of its form that the catalogue does not have).
Result<Channel> put(storage::Transaction& t, const Clock& clock, const crypto::Key& vault, const Id& id,
                    const ChannelInput& input, const std::string& actor);
// What waits for it is dropped; the record stays. False when there is none.
bool remove(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

enum class State {
  waiting,
  sent,
  gave_up,
  dropped,  // its channel was removed
};
std::string_view to_string(State state);
std::optional<State> state_from(std::string_view text);

// What a delivery became at another city's server.
struct Requested {
  Id incident;
  std::string id, token;  // service_request_id, or the token by which it is asked for; "" while it is not known
  std::string status;     // "open", "closed"; "" while the id is not known
  std::string notes;      // theirs on the status
  std::optional<Time> asked_at = {};  // when they said so last
};

// One message to one channel, made of rows of the journal.
struct Delivery {
  Id id, channel;
  Time created_at;
  State state = State::waiting;
  bool test = false;
  std::int64_t facts = 0;  // rows of the journal that it tells of
  int tries = 0;
  std::optional<Time> due_at = {};          // when it is tried next; while it is tried, when others may try
  std::optional<Time> first_tried_at = {};  // the others of the same kind wait behind it
  std::optional<Time> done_at = {};         // sent, given up or dropped
  std::optional<Text> error = {};           // of the last try that failed
  std::optional<Outgoing> message = {};     // made at the first try, and kept
  std::optional<Requested> request = {};    // of open311, once it was taken
};

// Adds rows of the journal to what gathers for the channel: a delivery that was not tried yet, or a new one, which is
// due after `burst`.
void gather(storage::Transaction& t, const Clock& clock, const Id& channel, std::span<const std::int64_t> rows,
            Millis burst);
// A delivery of this row alone, due at once.
void add_delivery(storage::Transaction& t, const Clock& clock, const Id& channel, std::int64_t row);
// Rows of a delivery in the order of the journal, at most `limit`.
std::vector<std::int64_t> rows_of(storage::Transaction& t, const Id& delivery, int limit);

std::optional<Delivery> find_delivery(storage::Transaction& t, const Id& id);
// One that may be tried now: due, its channel's pace kept, and nothing before it in the middle of its tries. Requests
// to other cities do not wait for each other: what is wrong with one is not with the next.
std::optional<Delivery> next_due(storage::Transaction& t, Time now);
// Takes it for `lease`, after which others may try it. False when somebody else was first or it grew since it was read.
bool claim(storage::Transaction& t, const Clock& clock, const Delivery& due, const Outgoing& message, Millis lease,
           Millis pace);
// A delivery that is tried once and at once, claimed already. False when the pace of the channel forbids it now.
bool add_test(storage::Transaction& t, const Clock& clock, const Outgoing& message, const Channel& channel,
              Millis lease);
// What became of try number `tries`, with its row in the journal when it was the last; false when somebody else took
// over meanwhile. `retry_at`: nothing gives up.
bool finish(storage::Transaction& t, const Clock& clock, const Id& delivery, int tries, const Result<>& outcome,
            std::optional<Time> retry_at);

// Nothing is sent to the channel before `until`: its server does not answer, or none of what is sent.
void rest(storage::Transaction& t, const Id& channel, Time until);

struct Filter {
  std::optional<std::vector<Id>> channels = {};  // nothing: of any
  std::optional<State> state = {};
  std::optional<TimeCursor> after = {};
  int limit = 50;
};
// The newest first.
std::vector<Delivery> deliveries(storage::Transaction& t, const Filter& filter);
// How long the record of what was done is kept.
inline constexpr std::chrono::days kept_for{90};
// Forgets what was done before `before`, but for requests that are still asked about.
void sweep(storage::Transaction& t, Time before);

}  // namespace ward::city::channels
