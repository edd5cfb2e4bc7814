// A message as each kind of channel wants it, and what its answer means.
#pragma once

#include <string>
#include <vector>

#include "city/channels/message.h"

namespace ward::city::channels {

// What goes out. It keeps its id and its words however often it is tried: a receiver that got it twice drops the
// second.
struct Outgoing {
  Id id;  // of the delivery
  Time created_at;
  Message message;
  std::vector<Fact> facts;  // empty for a test
  std::int64_t more = 0;    // how many others there are
};
json::value to_json(const Outgoing& out);
// What to_json wrote; broken JSON throws.
Outgoing outgoing_from_json(const Id& id, Time created_at, const json::value& value);

// Whole characters within `most` bytes, with … where something is left out.
std::string cut(const std::string& text, std::size_t most);

// A call over HTTP.
struct Post {
  std::string url, body;
  std::vector<std::string> headers;  // "Name: value"
};
// For robots and webhooks.
Post post_of(const Channel& channel, const Outgoing& out, Time now);
// Whether the receiver took it: a status of 2xx, and errcode 0 in the answer of a robot. Errors: "channel.refused".
Result<> verdict(Kind kind, int status, const std::string& answer);

// 加签: the query's "timestamp=...&sign=..." of a DingTalk robot.
std::string dingtalk_signature(const std::string& secret, Time now);
// The header webhook-signature as Standard Webhooks 1.0 says: "v1,<base64>", over "<id>.<seconds>.<body>".
std::string webhook_signature(const std::string& secret, const std::string& id, Time now, const std::string& body);

// RFC 5322 in ASCII, with CR LF; text in UTF-8, base64. The Message-ID is made of the delivery's id.
std::string mail_of(const Outgoing& out, const std::string& from, const std::vector<std::string>& to);

}  // namespace ward::city::channels
