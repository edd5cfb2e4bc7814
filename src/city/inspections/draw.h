// A random draw that nobody can steer and everybody can repeat (commit first, reveal later).
//
//   1. commit: the digest of the frame, how many of each stratum, the digest of a secret, and which value that nobody
//      knows yet will be mixed in (a lottery's numbers of next Sunday) are published.
//   2. that value becomes known, the secret is revealed, and anybody draws the same list again.
//
// The secret keeps everybody else from knowing the list before the inspectors are on their way, though the value is
// public; the value keeps the office from trying secrets until one draws the list it likes. docs/design/inspections.md
// says it all again as shell lines: only SHA-256 and sorting are used. Pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "city/inspections/frame.h"

namespace ward::city::inspections {

struct Take {
  std::string stratum;
  std::int64_t items = 0;  // that the stratum holds
  std::int64_t take = 0;   // that are drawn from it: 0 to `items`
  bool operator==(const Take&) const = default;
};

// What is published before the draw.
struct Commitment {
  std::string frame;         // digest(frame)
  std::vector<Take> strata;  // all of the frame's, ascending by name
  std::string secret;        // digest of the secret, 64 lower case hexadecimal digits
  std::string public_value;  // which value will be mixed in, in words so exact that its text is certain; may be empty
  Time at;
  bool operator==(const Commitment&) const = default;
};

using Takes = std::map<std::string, std::int64_t, std::less<>>;  // by stratum; others give none

// A secret is 32 to 200 characters of visible ASCII; make_secret() gives 64 hexadecimal digits of 32 random bytes.
std::string make_secret();
// SHA-256 of the secret's characters (no line break), in hexadecimal.
std::string digest_of_secret(std::string_view secret);

// Errors: "draw.secret_short"; "draw.stratum_unknown"; "draw.too_many" (a stratum is asked for more than it has, or for
// less than nothing); "draw.nothing" (not one item is asked for); "draw.public_value" (as "frame.text").
Result<Commitment> commit(const Frame& frame, const Takes& takes, std::string_view secret,
                          const std::string& public_value, Time now);

// What is revealed.
struct Reveal {
  std::string secret;
  std::string public_value;  // the value itself; empty when the commitment names none
};

struct Drawn {
  Item item;
  std::int64_t rank = 1;  // from 1, in its stratum
  bool replaces = false;  // beyond what was to be drawn: takes the place of one that does not exist, in this order
  std::string key;        // 64 hexadecimal digits
  bool operator==(const Drawn&) const = default;
};

// The seed is SHA-256 of "ward-draw-seed-1", the digest of the frame, the secret and the public value, each followed by
// LF. The key of an item is SHA-256 of "ward-draw-key-1", the seed in hexadecimal, the stratum and the id, each
// followed by LF. In each stratum those with the smallest keys are drawn (by id where keys are the same), and up to
// `replacements` more follow. Strata ascend by name, items by rank.
//
// Errors (conflict): "draw.frame_changed" (with both digests and how many items), "draw.secret" (it is not the one that
// was committed to), "draw.public_missing", "draw.public_unasked"; (invalid) "draw.commitment" (its numbers contradict
// the frame that it names), "draw.public_value".
Result<std::vector<Drawn>> draw(const Frame& frame, const Commitment& commitment, const Reveal& reveal,
                                std::int64_t replacements = 0);
Result<std::string> final_seed(const Commitment& commitment, const Reveal& reveal);
std::string key_of(std::string_view seed, const Item& item);

// {"version": 1, "frame": "9f…", "strata": [{"stratum": "landlords", "items": 812, "take": 40}], "secret": "3c…",
//  "public_value": "…", "at": "2026-03-02T00:00:00.000Z"}
json::value to_json(const Commitment& commitment);
// Errors name the field: "draw.digest", "draw.version", "draw.strata", "frame.text", and those of JsonReader.
Result<Commitment> commitment_from_json(const json::value& value);

}  // namespace ward::city::inspections
