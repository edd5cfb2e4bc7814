#include "city/channels/formats.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/crypto.h"
#include "base/percent.h"
#include "base/utf8.h"

namespace ward::city::channels {

namespace {

constexpr std::size_t most_wecom = 2'048, most_dingtalk = 15'000;  // bytes of text that the robots take

std::string lines_of(const Message& message) { return fmt::format("{}", fmt::join(message.text, "\n")); }

std::string robot_body(const std::string& text) {
  return json::serialize(json::object{{"msgtype", "text"}, {"text", {{"content", text}}}});
}

json::object fact_json(const Fact& fact) {
  return {{"number", fact.number},     {"event", json_view(to_string(fact.event))},
          {"at", to_rfc3339(fact.at)}, {"subject", fact.subject},
          {"unit", fact.unit},         {"where", fact.where}};
}

std::string webhook_body(const Channel& channel, const Outgoing& out) {
  json::array facts;
  for (const Fact& fact : out.facts) {
    json::object one = fact_json(fact);
    one["what"] = channel.language == Language::zh ? fact.what.zh : fact.what.en;
    facts.push_back(std::move(one));
  }
  return json::serialize(json::object{{"id", out.id.str()},
                                      {"channel", channel.id.str()},
                                      {"at", to_rfc3339(out.created_at)},
                                      {"language", json_view(to_string(channel.language))},
                                      {"test", out.facts.empty()},
                                      {"text", lines_of(out.message)},
                                      {"events", std::move(facts)},
                                      {"more", out.more}});
}

std::string base64_of(const crypto::Digest& digest) { return crypto::base64(digest); }

std::int64_t seconds(Time at) { return to_millis(at) / 1'000; }

// Words of a header beyond ASCII (RFC 2047), each at most 75 letters long.
std::string header_text(std::string_view text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
  if (ascii && text.size() <= 70) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, 42);
    const std::size_t whole = std::max<std::size_t>(utf8_prefix(piece).bytes, 1);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + crypto::base64(crypto::as_bytes(text.substr(0, whole))) + "?=";
    text.remove_prefix(whole);
  }
  return out;
}

// base64 in lines of 76 letters.
std::string wrapped(std::string_view text) {
  const std::string whole = crypto::base64(crypto::as_bytes(text));
  std::string out;
  for (std::size_t i = 0; i < whole.size(); i += 76) out += whole.substr(i, 76) + "\r\n";
  return out;
}

// "Mon, 02 Mar 2026 08:00:00 +0000": the names of days and months are English whatever the locale.
std::string mail_date(Time at) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", std::chrono::floor<std::chrono::seconds>(at));
}

std::string text_in(const json::object& object, std::string_view key) {
  const auto& text = object.at(json_view(key)).as_string();
  return {text.data(), text.size()};
}

}  // namespace

std::string cut(const std::string& text, std::size_t most) {
  static constexpr std::string_view mark = "…";
  if (text.size() <= most) return text;
  const std::string_view kept = std::string_view(text).substr(0, most - mark.size());
  return std::string(kept.substr(0, utf8_prefix(kept).bytes)) + std::string(mark);
}

json::value to_json(const Outgoing& out) {
  json::array facts, text;
  for (const Fact& fact : out.facts) {
    json::object one = fact_json(fact);
    one["what"] = json::object{{"en", fact.what.en}, {"zh", fact.what.zh}};
    facts.push_back(std::move(one));
  }
  for (const std::string& sentence : out.message.text) text.push_back(json::value(sentence));
  return {{"title", out.message.title}, {"text", std::move(text)}, {"facts", std::move(facts)}, {"more", out.more}};
}

Outgoing outgoing_from_json(const Id& id, Time created_at, const json::value& value) {
  const json::object& object = value.as_object();
  Outgoing out{.id = id, .created_at = created_at, .message = {text_in(object, "title"), {}}, .facts = {}};
  for (const json::value& sentence : object.at("text").as_array())
    out.message.text.emplace_back(sentence.as_string().data(), sentence.as_string().size());
  for (const json::value& one : object.at("facts").as_array()) {
    const json::object& fact = one.as_object();
    const json::object& what = fact.at("what").as_object();
    out.facts.push_back({.number = fact.at("number").as_int64(),
                         .event = event_from(text_in(fact, "event")).value_or(Event::incident_report),
                         .at = parse_rfc3339(text_in(fact, "at")).value_or(created_at),
                         .subject = text_in(fact, "subject"),
                         .unit = text_in(fact, "unit"),
                         .where = text_in(fact, "where"),
                         .what = {text_in(what, "en"), text_in(what, "zh")}});
  }
  out.more = object.at("more").as_int64();
  return out;
}

std::string dingtalk_signature(const std::string& secret, Time now) {
  const std::string timestamp = std::to_string(to_millis(now));
  const std::string content = timestamp + "\n" + secret;
  const auto digest = crypto::hmac_sha256(crypto::as_bytes(secret), crypto::as_bytes(content));
  return "timestamp=" + timestamp + "&sign=" + percent_encoded(base64_of(digest));
}

std::string webhook_signature(const std::string& secret, const std::string& id, Time now, const std::string& body) {
  const auto key = crypto::from_base64(secret.starts_with("whsec_") ? secret.substr(6) : "");
  const crypto::Bytes bytes(secret.begin(), secret.end());
  const std::string content = fmt::format("{}.{}.{}", id, seconds(now), body);
  return "v1," +
         base64_of(crypto::hmac_sha256(secret.starts_with("whsec_") && key ? *key : bytes, crypto::as_bytes(content)));
}

Post post_of(const Channel& channel, const Outgoing& out, Time now) {
  const std::string id = out.id.str();
  const std::string& url = channel.target.url;
  Post post{.url = url,
            .body = {},
            .headers = {"Content-Type: application/json; charset=utf-8", "User-Agent: Ward", "Idempotency-Key: " + id}};
  if (channel.kind == Kind::wecom) post.body = robot_body(cut(lines_of(out.message), most_wecom));
  if (channel.kind == Kind::dingtalk) {
    post.body = robot_body(cut(lines_of(out.message), most_dingtalk));
    if (!channel.target.secret.empty())
      post.url += (url.contains('?') ? "&" : "?") + dingtalk_signature(channel.target.secret, now);
  }
  if (channel.kind == Kind::webhook) {
    post.body = webhook_body(channel, out);
    post.headers.push_back("webhook-id: " + id);
    post.headers.push_back("webhook-timestamp: " + std::to_string(seconds(now)));
    post.headers.push_back("webhook-signature: " + webhook_signature(channel.target.secret, id, now, post.body));
  }
  return post;
}

Result<> verdict(Kind kind, int status, const std::string& answer) {
  if (status < 200 || status > 299)
    return fail(
        ErrorKind::unavailable, "channel.refused",
        {fmt::format("The receiver answered with status {}.", status), fmt::format("接收方返回状态码 {}。", status)});
  if (kind == Kind::webhook) return {};
  const auto body = parse_json(answer);
  const auto* object = body ? body->if_object() : nullptr;
  const auto* errcode = object ? object->if_contains("errcode") : nullptr;
  if (!errcode || !errcode->is_int64())
    return fail(ErrorKind::unavailable, "channel.refused",
                {"The receiver's answer is not that of a group robot.", "接收方的回答不是群机器人的格式。"});
  if (errcode->as_int64() == 0) return {};
  const auto* errmsg = object->if_contains("errmsg");
  const std::string why = errmsg && errmsg->is_string() ? cut(std::string(errmsg->as_string()), 300) : "";
  return fail(ErrorKind::unavailable, "channel.refused",
              {fmt::format("The robot refused with errcode {}: {}.", errcode->as_int64(), why),
               fmt::format("群机器人拒收，errcode {}：{}。", errcode->as_int64(), why)});
}

std::string mail_of(const Outgoing& out, const std::string& from, const std::vector<std::string>& to) {
  const auto at = from.find('@');
  const std::string host = at == std::string::npos ? "localhost" : from.substr(at + 1);
  std::string mail;
  mail += "From: Ward <" + from + ">\r\n";
  mail += fmt::format("To: {}\r\n", fmt::join(to, ",\r\n "));
  mail += "Subject: " + header_text("Ward: " + out.message.title) + "\r\n";
  mail += "Date: " + mail_date(out.created_at) + "\r\n";
  mail += "Message-ID: <" + out.id.str() + "@" + host + ">\r\n";
  mail += "Auto-Submitted: auto-generated\r\n";
  mail += "MIME-Version: 1.0\r\n";
  mail += "Content-Type: text/plain; charset=utf-8\r\n";
  mail += "Content-Transfer-Encoding: base64\r\n\r\n";
  return mail + wrapped(fmt::format("{}\r\n", fmt::join(out.message.text, "\r\n")));
}

}  // namespace ward::city::channels
