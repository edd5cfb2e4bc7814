// What a member found at a door, and what several members' verdicts on one room say together. Pure.
//
// A verdict is never changed and never lost: whoever looks again gives another one, and says which ones they knew of.
// So verdicts can come from phones in any order and from several phones, and end in the same state.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "city/rounds/rounds.h"

namespace ward::city::verdicts {

enum class Found {
  nobody,   // nobody was there; perhaps a day on which to come again
  refused,  // somebody was there, and would not answer
  seen,     // somebody told how many live there
  empty,    // nobody lives there
};
std::string_view to_string(Found found);
std::optional<Found> found_from(std::string_view name);
Text name_of(Found found);

struct Verdict {
  Id id;
  Id room;
  Found found = Found::seen;
  std::optional<std::int64_t> people = {};  // that live there: of `seen` always, else nothing
  std::optional<Date> return_on = {};       // of `nobody`
  std::string note = {};
  json::object answers = {};   // to the round's form, of `seen`
  std::vector<Id> after = {};  // the verdicts on this room that the member knew of
  Time at = {};                // of the visit, by the server's clock as far as the phone's is known to be off
  Date day = {};               // of the visit, in the city
  Time received_at = {};
  std::string author = {};  // name of the account
  std::optional<Id> member = {};
  bool operator==(const Verdict&) const = default;
};

// Whether they say the same: a phone sends again what it does not know to have arrived.
bool is_sent_again(const Verdict& stored, const Verdict& sent);

// What a phone sends: `sent_at` by the same clock as the times of the visits. At most `most_sent` verdicts.
inline constexpr std::size_t most_sent = 200;
struct Sending {
  Time sent_at;
  json::array verdicts;  // each read by itself: one that is malformed does not hold the others up
};
Result<Sending> sending_from_json(const json::value& value);
// `form`: of the round. `ahead`: by how much the phone's clock is ahead of the server's; visits in the future are of
// now. Errors: those of JsonReader and of the answers, "date.malformed".
Result<Verdict> verdict_from_json(const json::value& value, const std::vector<incidents::Field>& form, Millis ahead,
                                  Time now);

// The verdicts that no other one was given after: in whatever order they are, the same ones.
std::vector<Verdict> standing(std::span<const Verdict> all);

// How the room stands by all verdicts on it (in whatever order, one at least). Of those that stand: `seen` and `empty`
// count before `refused`, and that before `nobody`, for somebody who was not there in the morning may be in the
// evening. Contested: one says empty, and another that somebody was there; or two count differently. It ends with a
// verdict that knows of both.
rounds::Finding together(std::span<const Verdict> all);

}  // namespace ward::city::verdicts
