#include "city/channels/channels.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/crypto.h"

namespace ward::city::channels {

namespace {

constexpr std::string_view kind_words[] = {"email", "wecom", "dingtalk", "webhook", "open311"};
constexpr std::string_view event_words[] = {"incident.report", "incident.paged",  "order.issued",
                                            "order.reminded",  "order.cancelled", "alarm.raised"};
constexpr std::string_view language_words[] = {"zh", "en"};

template <class Enum, std::size_t N>
std::optional<Enum> word_from(const std::string_view (&words)[N], std::string_view text) {
  const auto found = std::ranges::find(words, text);
  if (found == std::end(words)) return std::nullopt;
  return Enum(found - std::begin(words));
}

// Printable ASCII without blanks: what may stand in an address or a URL, and ends no line of a header.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<> check_address(const std::string& address, std::string field) {
  const auto at = address.find('@');
  const bool whole = at != std::string::npos && at > 0 && at + 1 < address.size() && address.size() <= 254 &&
                     address.find('@', at + 1) == std::string::npos && is_plain(address) &&
                     address.find_first_of("<>,;\"\\()[]:") == std::string::npos;
  if (whole) return {};
  return fail(ErrorKind::invalid, "channel.address", {"This is no e-mail address.", "这不是电子邮件地址。"},
              std::move(field));
}

Result<> check_url(const std::string& url) {
  const std::size_t begin = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  const std::string_view rest = std::string_view(url).substr(begin);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  if (begin > 0 && !host.empty() && !host.contains('@') && !host.starts_with(':') && is_plain(url) &&
      !url.contains('#') && url.size() <= 2'000)
    return {};
  return fail(ErrorKind::invalid, "channel.url",
              {"The address must begin with http:// or https:// and name a host, without a user's name.",
               "地址须以 http:// 或 https:// 开头并包含主机名，不得包含用户名。"},
              "target");
}

Result<> check_secret(Kind kind, const std::string& secret) {
  if (kind == Kind::email || kind == Kind::wecom) {
    if (secret.empty()) return {};
    return fail(ErrorKind::invalid, "channel.secret",
                {"This kind of channel is not signed: leave the secret out.", "此类渠道不签名，请不要填写密钥。"},
                "secret");
  }
  if (kind == Kind::open311) {
    if (is_plain(secret)) return {};
    return fail(ErrorKind::invalid, "channel.secret",
                {"An api_key has printable letters without blanks.", "api_key 应为不含空格的可打印字符。"}, "secret");
  }
  if (kind == Kind::webhook && secret.empty())
    return fail(ErrorKind::invalid, "field.missing",
                {"A webhook needs a secret: what it is signed with.", "Webhook 需要签名密钥。"}, "secret");
  const bool coded = secret.starts_with("whsec_");
  if (is_plain(secret) && (!coded || crypto::from_base64(secret.substr(6)))) return {};
  return fail(ErrorKind::invalid, "channel.secret",
              {"The secret must be printable letters without blanks; after whsec_ it is base64.",
               "密钥应为不含空格的可打印字符；以 whsec_ 开头时其后应为 base64。"},
              "secret");
}

std::vector<Event> read_events(JsonReader& in) {
  std::vector<Event> events;
  for (const json::value& one : in.array("events", 20)) {
    const auto* text = one.if_string();
    const auto event = text ? event_from({text->data(), text->size()}) : std::nullopt;
    if (!event) {
      in.fault("events", "channel.event", {"There is no such event.", "没有这种事件。"});
      break;
    }
    if (std::ranges::find(events, *event) == events.end()) events.push_back(*event);
  }
  if (events.empty())
    in.fault("events", "channel.event", {"A channel tells of at least one event.", "渠道至少要选择一种事件。"});
  return events;
}

std::optional<std::vector<std::string>> read_target(JsonReader& in) {
  const json::array* list = in.maybe_array("target", 50);
  if (!list) return std::nullopt;
  std::vector<std::string> target;
  for (const json::value& one : *list) {
    const auto* text = one.if_string();
    if (!text) {
      in.fault("target", "field.type", {"The targets must be texts.", "目标应为文本。"});
      break;
    }
    target.emplace_back(text->data(), text->size());
  }
  return target;
}

}  // namespace

std::string_view to_string(Kind kind) { return kind_words[std::size_t(kind)]; }
std::optional<Kind> kind_from(std::string_view text) { return word_from<Kind>(kind_words, text); }
std::string_view to_string(Event event) { return event_words[std::size_t(event)]; }
std::optional<Event> event_from(std::string_view text) { return word_from<Event>(event_words, text); }
std::string_view to_string(Language language) { return language_words[std::size_t(language)]; }
std::optional<Language> language_from(std::string_view text) { return word_from<Language>(language_words, text); }

const std::vector<std::string>& journal_types() {
  static const std::vector<std::string> all(std::begin(event_words), std::end(event_words));
  return all;
}

std::string events_text(const std::vector<Event>& events) {
  json::array list;
  for (const Event event : events) list.push_back(json::value(json_view(to_string(event))));
  return json::serialize(list);
}

std::vector<Event> stored_events(std::string_view text) {
  const json::value list = json::parse(json_view(text));
  std::vector<Event> events;
  for (const json::value& one : list.as_array())
    if (const auto event = event_from({one.as_string().data(), one.as_string().size()})) events.push_back(*event);
  return events;
}

Result<ChannelInput> channel_from_json(const json::value& value) {
  JsonReader in(value);
  ChannelInput input;
  input.kind = kind_from(in.choice("kind", {"email", "wecom", "dingtalk", "webhook", "open311"})).value_or(Kind::email);
  input.name = in.text("name", 1, 100);
  input.unit = in.maybe_id("unit");
  input.events = read_events(in);
  input.language = language_from(in.choice("language", {"zh", "en"})).value_or(Language::zh);
  input.target = read_target(in);
  input.secret = in.maybe_text("secret", 0, 200);
  if (input.kind == Kind::open311) {
    input.forwarding = forwarding_from(in);
    if (input.events != std::vector{Event::incident_report})
      in.fault("events", "channel.event",
               {"Another city's server hears of new incidents alone: incident.report.",
                "其他城市的服务器只接收新上报的事件：incident.report。"});
  }
  WARD_CHECK(in.finish());
  return input;
}

Result<Target> target_from(const ChannelInput& input, const std::optional<Target>& stored) {
  Target target = stored.value_or(Target{});
  if (input.secret) target.secret = *input.secret;
  WARD_CHECK(check_secret(input.kind, target.secret));
  if (!input.target && !stored)
    return fail(ErrorKind::invalid, "field.missing", {"target is missing.", "缺少 target。"}, "target");
  if (!input.target) return target;
  if (input.kind == Kind::email) {
    target.addresses = *input.target;
    for (std::size_t i = 0; i < target.addresses.size(); ++i)
      WARD_CHECK(check_address(target.addresses[i], "target[" + std::to_string(i) + "]"));
    if (target.addresses.empty())
      return fail(ErrorKind::invalid, "channel.address", {"An address is needed.", "至少需要一个地址。"}, "target");
    return target;
  }
  if (input.target->size() != 1)
    return fail(ErrorKind::invalid, "channel.url", {"Exactly one address is needed.", "需要且只能有一个地址。"},
                "target");
  target.url = input.target->front();
  WARD_CHECK(check_url(target.url));
  if (input.kind == Kind::open311) {
    if (target.url.contains('?'))
      return fail(ErrorKind::invalid, "channel.url",
                  {"The address of an Open311 endpoint has no query: https://city.example/open311/v2.",
                   "Open311 端点地址不带查询参数，例如 https://city.example/open311/v2。"},
                  "target");
    while (target.url.ends_with('/')) target.url.pop_back();
  }
  return target;
}

std::string shown_url(std::string_view url) {
  const auto host = url.find("://");
  const auto end = host == std::string_view::npos ? host : url.find_first_of("/?", host + 3);
  return end == std::string_view::npos ? std::string(url) : std::string(url.substr(0, end)) + "/…";
}

Error without_url(Error error, const std::string& url) {
  for (std::string* text : {&error.message.en, &error.message.zh})
    for (auto at = text->find(url); at != std::string::npos; at = text->find(url))
      text->replace(at, url.size(), shown_url(url));
  return error;
}

json::value to_json(const Channel& channel) {
  json::array events, target;
  for (const Event event : channel.events) events.push_back(json::value(json_view(to_string(event))));
  for (const std::string& address : channel.target.addresses) target.push_back(json::value(address));
  if (channel.kind != Kind::email) target.push_back(json::value(shown_url(channel.target.url)));
  json::object out{{"id", channel.id.str()},
                   {"kind", json_view(to_string(channel.kind))},
                   {"name", channel.name},
                   {"unit", or_null(channel.unit)},
                   {"events", std::move(events)},
                   {"language", json_view(to_string(channel.language))},
                   {"target", std::move(target)},
                   {"signed", !channel.target.secret.empty()},
                   {"created_at", to_rfc3339(channel.created_at)}};
  if (channel.kind == Kind::open311) add_to_json(out, channel.forwarding);
  return out;
}

Millis pace_of(Kind kind) { return kind == Kind::wecom || kind == Kind::dingtalk ? Millis{6'000} : Millis{0}; }

Millis delay(int tries, const Patience& patience, double random) {
  const double whole =
      std::min(double(patience.first.count()) * std::exp2(std::min(tries - 1, 40)), double(patience.most.count()));
  return Millis{std::int64_t(whole * (0.8 + 0.4 * random))};
}

}  // namespace ward::city::channels
