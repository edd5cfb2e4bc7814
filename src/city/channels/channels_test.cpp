#include "city/channels/channels.h"

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "city/alarms/alarms.h"
#include "city/channels/formats.h"

namespace ward::city::channels {
namespace {

using namespace std::chrono_literals;

Fact fact(Event event, std::string where, Text what = {}) {
  return {.number = 7,
          .event = event,
          .at = from_millis(0),
          .subject = "s",
          .unit = "1/",
          .where = std::move(where),
          .what = std::move(what)};
}
const Text gathering{"people gather", "人员聚集"}, fever{"fever", "发热"};

std::string refusal(const std::string& body, const std::optional<Target>& stored = {}) {
  const auto input = channel_from_json(json::parse(body));
  if (!input) return input.error().code + " " + input.error().field;
  const auto target = target_from(*input, stored);
  return target ? "taken" : target.error().code + " " + target.error().field;
}
std::string with(const std::string& kind, const std::string& rest) {
  return R"({"name": "n", "events": ["alarm.raised"], "language": "zh", "kind": ")" + kind + "\", " + rest + "}";
}

TEST(Channel, SaysWhatIsWrongWithIt) {
  EXPECT_EQ(refusal(with("email", R"("target": ["a@b.example"])")), "taken");
  EXPECT_EQ(refusal(with("email", R"("target": ["a@b.example", "c"])")), "channel.address target[1]");
  EXPECT_EQ(refusal(with("email", R"("target": ["a@b\r\nBcc: x@y.z"])")), "channel.address target[0]");
  EXPECT_EQ(refusal(with("email", R"("target": [])")), "channel.address target");
  EXPECT_EQ(refusal(with("email", R"("target": ["a@b.c"], "secret": "x")")), "channel.secret secret");
  EXPECT_EQ(refusal(with("wecom", R"("secret": "")")), "field.missing target");
  EXPECT_EQ(refusal(with("wecom", R"("target": ["ftp://a/b"])")), "channel.url target");
  EXPECT_EQ(refusal(with("wecom", R"("target": ["http://u:p@a/b"])")), "channel.url target");
  EXPECT_EQ(refusal(with("wecom", R"("target": ["http:///b"])")), "channel.url target");
  EXPECT_EQ(refusal(with("dingtalk", R"("target": ["http://127.0.0.1:9/x"])")), "taken");
  EXPECT_EQ(refusal(with("webhook", R"("target": ["http://a/"])")), "field.missing secret");
  EXPECT_EQ(refusal(with("webhook", R"("target": ["http://a/"], "secret": "whsec_not base64")")),
            "channel.secret secret");
  EXPECT_EQ(refusal(R"({"name": "n", "events": ["x"], "language": "zh", "kind": "email"})"), "channel.event events");
  EXPECT_EQ(refusal(with("webhook", R"("unit": null)"), Target{.addresses = {}, .url = "http://a/", .secret = "s"}),
            "taken");
}

TEST(Channel, HidesWhatWouldLetOthersSpeak) {
  EXPECT_EQ(shown_url("https://oapi.dingtalk.com/robot/send?access_token=abc"), "https://oapi.dingtalk.com/…");
  EXPECT_EQ(shown_url("https://a.example?key=abc"), "https://a.example/…");
  EXPECT_EQ(shown_url("https://a.example"), "https://a.example");
}

TEST(Patience, DoublesUpToTheMostWithAFifthOfChance) {
  const Patience patience;
  EXPECT_EQ(delay(1, patience, 0.5), 10s);
  EXPECT_EQ(delay(2, patience, 0.5), 20s);
  EXPECT_EQ(delay(7, patience, 0.5), 640s);
  EXPECT_EQ(delay(8, patience, 0.5), 15min);
  EXPECT_EQ(delay(1'000'000, patience, 0.5), 15min);
  EXPECT_EQ(delay(1, patience, 0), 8s);
  EXPECT_LT(delay(1, patience, 0.999), 12s);
}

TEST(Message, SaysWhatAndWhereInWholeSentences) {
  const std::vector<Fact> one{fact(Event::incident_paged, "Choucheng", gathering)};
  EXPECT_EQ(message_of(one, 0, Language::en, "").text,
            std::vector<std::string>{"An incident waits in Choucheng: people gather."});
  EXPECT_EQ(message_of(one, 0, Language::zh, "https://w").text,
            (std::vector<std::string>{"Choucheng有 1 起事件等待处理：人员聚集。", "请在控制台查看：https://w"}));
  EXPECT_EQ(message_of({{fact(Event::order_issued, "")}}, 0, Language::en, "").title, "A new order for the city.");
  EXPECT_EQ(message_of({{fact(Event::order_cancelled, "")}}, 0, Language::zh, "").title, "全市有 1 条指令已撤销。");
}

TEST(Message, MakesOneOfABurst) {
  std::vector<Fact> facts{fact(Event::alarm_raised, "学校", fever)};
  for (int i = 0; i < 2; ++i) facts.push_back(fact(Event::incident_paged, "稠城街道", gathering));
  facts.push_back(fact(Event::incident_paged, "稠城街道", fever));
  const Message zh = message_of(facts, 0, Language::zh, "");
  EXPECT_EQ(zh.text, (std::vector<std::string>{"稠城街道有 3 起事件等待处理：人员聚集（2）、发热。",
                                               "学校发生 1 条告警：发热。"}));
  EXPECT_EQ(zh.title, zh.text.front());
  EXPECT_EQ(message_of(facts, 0, Language::en, "").title, "3 incidents wait in 稠城街道: people gather (2), fever.");
}

TEST(Message, IsShortHoweverMuchHappened) {
  std::vector<Fact> facts;
  for (int i = 0; i < 200; ++i) facts.push_back(fact(Event::incident_report, "Grid " + std::to_string(i), gathering));
  const Message message = message_of(facts, 99'800, Language::en, "");
  ASSERT_EQ(message.text.size(), 9u);
  EXPECT_EQ(message.text.back(), "99992 more besides these.");
}

TEST(Message, HasWordsForEveryAlarm) {
  for (int kind = 0; kind <= int(alarms::Kind::rejected); ++kind)
    EXPECT_NE(words_of_alarm(alarms::to_string(alarms::Kind(kind))).en, "something else") << kind;
}

// RFC 4231, test cases 2 and 6.
TEST(Signatures, HmacIsThatOfTheStandard) {
  const auto hmac = [](std::string_view key, std::string_view data) {
    return crypto::hex(crypto::hmac_sha256(crypto::as_bytes(key), crypto::as_bytes(data)));
  };
  EXPECT_EQ(hmac("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// As the Python program of DingTalk's documentation makes it for its own secret.
TEST(Signatures, DingTalk) {
  EXPECT_EQ(dingtalk_signature("this is secret", from_millis(1577262236757)),
            "timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D");
}

// The example of the Standard Webhooks specification.
TEST(Signatures, StandardWebhooks) {
  EXPECT_EQ(webhook_signature("whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", from_millis(1731705121'000),
                              R"({"event_type":"ping","data":{"success":true}})"),
            "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
}

Outgoing outgoing(std::vector<std::string> text) {
  return {.id = *Id::parse("01902f5c-0000-7000-8000-000000000001"),
          .created_at = *parse_rfc3339("2026-03-02T08:00:00Z"),
          .message = {text.front(), text},
          .facts = {fact(Event::incident_paged, "稠城街道", gathering)},
          .more = 2};
}

TEST(Formats, RobotsGetTextThatFits) {
  Channel channel{.id = {},
                  .kind = Kind::wecom,
                  .name = "",
                  .events = {},
                  .target = {.addresses = {}, .url = "https://q/s?key=1", .secret = ""},
                  .created_at = {}};
  const Post short_one = post_of(channel, outgoing({"一。", "二。"}), from_millis(0));
  EXPECT_EQ(short_one.body, R"({"msgtype":"text","text":{"content":"一。\n二。"}})");
  EXPECT_EQ(short_one.url, channel.target.url);
  std::string long_text;
  for (int i = 0; i < 1'000; ++i) long_text += "稠";
  const json::value long_one = json::parse(post_of(channel, outgoing({long_text}), from_millis(0)).body);
  const auto& content = long_one.at("text").at("content").as_string();
  EXPECT_LE(content.size(), 2'048u);
  EXPECT_TRUE(std::string_view(content.data(), content.size()).ends_with("稠…"));
  channel.kind = Kind::dingtalk, channel.target.secret = "this is secret";
  EXPECT_TRUE(post_of(channel, outgoing({"x"}), from_millis(1577262236757))
                  .url.ends_with("key=1&" + dingtalk_signature("this is secret", from_millis(1577262236757))));
}

TEST(Formats, AWebhookIsSignedAndTellsEachRow) {
  const Channel channel{.id = {},
                        .kind = Kind::webhook,
                        .name = "",
                        .events = {},
                        .language = Language::zh,
                        .target = {.addresses = {}, .url = "http://a/", .secret = "s3cret"},
                        .created_at = {}};
  const Post post = post_of(channel, outgoing({"稠城街道有 3 起事件等待处理：人员聚集。"}), from_millis(5'000));
  const json::value body = json::parse(post.body);
  EXPECT_EQ(body.at("id"), "01902f5c-0000-7000-8000-000000000001");
  EXPECT_EQ(body.at("more"), 2);
  EXPECT_EQ(body.at("events").at(0).at("what"), "人员聚集");
  const auto has = [&](const std::string& header) {
    return std::ranges::find(post.headers, header) != post.headers.end();
  };
  EXPECT_TRUE(has("Idempotency-Key: 01902f5c-0000-7000-8000-000000000001"));
  EXPECT_TRUE(has("webhook-signature: " +
                  webhook_signature("s3cret", "01902f5c-0000-7000-8000-000000000001", from_millis(5'000), post.body)));
}

TEST(Formats, AMessageIsReadAsItWasWritten) {
  const Outgoing out = outgoing({"一。", "二。"});
  const Outgoing again = outgoing_from_json(out.id, out.created_at, to_json(out));
  EXPECT_EQ(to_json(again), to_json(out));
}

TEST(Formats, MailIsAsciiInShortLinesWithTheIdOfTheDelivery) {
  std::string title;
  for (int i = 0; i < 60; ++i) title += "稠城";
  const std::string mail = mail_of(outgoing({title}), "ward@city.example", {"a@b.c", "d@e.f"});
  EXPECT_NE(mail.find("\r\nMessage-ID: <01902f5c-0000-7000-8000-000000000001@city.example>\r\n"), std::string::npos);
  EXPECT_NE(mail.find("\r\nDate: Mon, 02 Mar 2026 08:00:00 +0000\r\n"), std::string::npos);
  EXPECT_NE(mail.find("To: a@b.c,\r\n d@e.f\r\n"), std::string::npos);
  EXPECT_NE(mail.find("Subject: =?UTF-8?B?"), std::string::npos);
  std::size_t begin = 0;
  for (std::size_t end; (end = mail.find("\r\n", begin)) != std::string::npos; begin = end + 2)
    EXPECT_LE(end - begin, 90u);
  EXPECT_EQ(begin, mail.size());
  EXPECT_TRUE(std::ranges::all_of(mail, [](unsigned char c) { return c < 128; }));
  EXPECT_NE(mail_of(outgoing({"A new order for the city."}), "w@x", {"a@b.c"})
                .find("Subject: Ward: A new order for the city.\r\n"),
            std::string::npos);
}

TEST(Formats, ARobotThatSaysNoDidNotTakeIt) {
  const auto code = [](Kind kind, int status, const std::string& answer) {
    const auto it = verdict(kind, status, answer);
    return it ? "" : it.error().message.en;
  };
  EXPECT_EQ(code(Kind::wecom, 200, R"({"errcode":0,"errmsg":"ok"})"), "");
  EXPECT_EQ(code(Kind::dingtalk, 200, R"({"errcode":310000,"errmsg":"sign not match"})"),
            "The robot refused with errcode 310000: sign not match.");
  EXPECT_EQ(code(Kind::wecom, 200, "<html>"), "The receiver's answer is not that of a group robot.");
  EXPECT_EQ(code(Kind::wecom, 302, ""), "The receiver answered with status 302.");
  EXPECT_EQ(code(Kind::webhook, 204, ""), "");
  EXPECT_EQ(code(Kind::webhook, 500, ""), "The receiver answered with status 500.");
}

}  // namespace
}  // namespace ward::city::channels
