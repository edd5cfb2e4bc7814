// Channels: where messages go that leave the program: a mailbox, the robot of a group in WeCom or DingTalk, another
// system, another city. Each is for a part of the city and for some of what the journal tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "city/channels/forwarding.h"

namespace ward::city::channels {

enum class Kind {
  email,
  wecom,     // 企业微信群机器人
  dingtalk,  // 钉钉群机器人
  webhook,   // JSON, signed as Standard Webhooks says
  open311,   // another city's GeoReport v2 server: each incident becomes a request there
};
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view text);

// What a message may tell of: the types of rows in the journal.
enum class Event { incident_report, incident_paged, order_issued, order_reminded, order_cancelled, alarm_raised };
std::string_view to_string(Event event);
std::optional<Event> event_from(std::string_view text);
// All of them, as the journal writes them.
const std::vector<std::string>& journal_types();

// As the table has a channel's: ["alarm.raised"].
std::string events_text(const std::vector<Event>& events);
std::vector<Event> stored_events(std::string_view text);

enum class Language { zh, en };
std::string_view to_string(Language language);
std::optional<Language> language_from(std::string_view text);

// Who knows the address of a robot may speak as it: address and secret are sealed at rest and never given out.
struct Target {
  std::vector<std::string> addresses;  // of email
  std::string url;                     // of the others; of open311 the endpoint, without a / at its end
  std::string secret;  // of dingtalk and webhook: what they are signed with, "" for dingtalk: unsigned; of open311: the
                       // api_key, "" for none
  bool operator==(const Target&) const = default;
};

struct Channel {
  Id id;
  Kind kind = Kind::email;
  std::string name;
  std::optional<Id> unit = {};  // the unit with all below it, or the site, that it is for; nothing: everything
  std::vector<Event> events;
  Language language = Language::zh;
  Target target;
  Forwarding forwarding = {};  // of open311
  std::int64_t since = 0;      // rows of the journal after this one
  Time created_at;
};

// What an administrator asks a channel to be. Of one that is there, what is absent of the target stays.
struct ChannelInput {
  Kind kind = Kind::email;
  std::string name;
  std::optional<Id> unit;
  std::vector<Event> events;
  Language language = Language::zh;
  std::optional<std::vector<std::string>> target;
  std::optional<std::string> secret;
  Forwarding forwarding = {};
};
// {"kind", "name", "unit", "events", "language", "target", "secret"}, and of open311 what forwarding_from() reads.
// Errors name the field.
Result<ChannelInput> channel_from_json(const json::value& value);
// The target that `input` asks for, on top of what is `stored` (nothing for a new channel). Errors: "field.missing"
// (target, secret), "channel.address", "channel.url", "channel.secret".
Result<Target> target_from(const ChannelInput& input, const std::optional<Target>& stored);

// Of a robot's address what anybody may see: "https://oapi.dingtalk.com/…".
std::string shown_url(std::string_view url);
// The error with the address in its sentences shown so.
Error without_url(Error error, const std::string& url);
json::value to_json(const Channel& channel);

// Robots take 20 messages a minute, so one goes at most every 6 seconds (10 a minute: two channels may share a robot);
// what comes meanwhile gathers in the next message.
Millis pace_of(Kind kind);

// How failed tries are made again.
struct Patience {
  Millis first{10'000}, most{900'000};  // after the first failure; doubled with each up to the most
  Millis give_up{86'400'000};           // after the first try
};
// After `tries` failures, with a fifth more or less of it: `random` in [0, 1).
Millis delay(int tries, const Patience& patience, double random);

}  // namespace ward::city::channels
