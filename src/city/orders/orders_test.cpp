#include "city/orders/orders.h"

#include <gtest/gtest.h>

#include "city/orders/warning.h"

namespace ward::city::orders {
namespace {

constexpr Time noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{4}};

json::object good() {
  return {{"unit", Id::make(noon).str()},
          {"asks", "done"},
          {"texts", json::array{json::object{{"language", "zh-CN"}, {"headline", "消毒"}, {"text", "请消毒。"}},
                                json::object{{"language", "en"}, {"headline", "Disinfect"}, {"text", "Please."}}}}};
}
std::string refusal(const json::object& input) {
  const auto read = input_from_json(input);
  return read ? "" : read.error().code + " " + read.error().field;
}

TEST(Orders, AreReadAndWrittenTheSame) {
  json::object full = good();
  full["duties"] = {"landlord", "commander"};
  full["picture"] = true;
  full["due_at"] = "2026-03-03T08:00:00.000Z";
  full["urgency"] = "immediate";
  full["tower"] = true;
  full["pass_minutes"] = 10;
  full["remind_minutes"] = 60;
  full["supersedes"] = {Id::make(noon).str()};
  for (const json::object& one : {good(), full}) {
    const auto input = input_from_json(one);
    ASSERT_TRUE(input) << input.error().message.en;
    EXPECT_EQ(*input_from_json(to_json(*input)), *input);
  }
}

TEST(Orders, SayWhatIsWrongWithThem) {
  const auto with = [](const char* key, json::value value) {
    json::object input = good();
    input[key] = std::move(value);
    return refusal(input);
  };
  const json::value text{{"language", "EN"}, {"headline", "x"}, {"text", "x"}};
  EXPECT_EQ(with("texts", json::array{}), "field.range texts");
  EXPECT_EQ(with("texts", json::array{good()["texts"].as_array()[1], text}), "order.language_twice texts[1].language");
  for (const char* tag : {"e", "english language", "1a", "zh_CN", "-en", "en-"}) {
    json::object odd = text.as_object();
    odd["language"] = tag;
    EXPECT_EQ(with("texts", json::array{odd}).substr(0, 5), tag[1] ? "order" : "field") << tag;
  }
  EXPECT_EQ(with("duties", {"king"}), "field.choice duties");
  EXPECT_EQ(with("asks", "nothing"), "field.choice asks");
  EXPECT_EQ(with("remind_minutes", 1), "field.range remind_minutes");
  EXPECT_EQ(with("supersedes", {"x"}), "id.malformed supersedes");
  EXPECT_EQ(with("more", 1), "field.unknown more");
  json::object picture = good();
  picture["picture"] = true;
  picture["asks"] = "read";
  EXPECT_EQ(refusal(picture), "order.picture picture");
  json::object tower = good();
  tower["tower"] = true;
  tower["duties"] = {"landlord"};
  EXPECT_EQ(refusal(tower), "order.tower_audience duties");
}

TEST(Steps, CountOnceWithAllBefore) {
  Steps steps;
  EXPECT_EQ(advance(steps, Step::read, noon), (Progress{0, 1, 1, 0, 0}));
  EXPECT_EQ(advance(steps, Step::read, noon), Progress{});
  EXPECT_EQ(advance(steps, Step::delivered, noon), Progress{});
  const Time later = noon + std::chrono::hours{1};
  EXPECT_EQ(advance(steps, Step::done, later), (Progress{0, 0, 0, 1, 1}));
  EXPECT_EQ(steps, (Steps{noon, noon, later, later}));
  EXPECT_EQ(advance(steps, Step::acknowledged, later), Progress{});
}

TEST(Tower, HoldsNobodyUp) {
  Order order{.id = {},
              .input = {},
              .issued_at = noon,
              .issuer = "",
              .issuer_name = "",
              .ended_at = {},
              .reason = "",
              .superseded_by = {}};
  order.input.pass_minutes = 20;
  EXPECT_EQ(release_at(order, 0), noon);
  EXPECT_EQ(release_at(order, 3), noon + std::chrono::hours{1});
}

TEST(Warnings, OfOrdersAreValidCap) {
  Stored stored{.order = {.id = Id::make(noon),
                          .input = *input_from_json(good()),
                          .issued_at = noon,
                          .issuer = "user:x",
                          .issuer_name = "x",
                          .ended_at = {},
                          .reason = "",
                          .superseded_by = {}},
                .unit = {.id = Id::make(noon), .code = "g 1,<", .name = "网格一", .path = "1/"}};
  const std::string sender = sender_of(stored.unit);
  EXPECT_EQ(sender, "ward.g1");
  const auto round = [&](const std::vector<Order>& superseded) {
    const cap::Alert alert = to_cap(stored, sender, superseded);
    EXPECT_TRUE(cap::check_own(alert));
    const auto written = cap::write_cap(alert);
    EXPECT_TRUE(written) << written.error().message.en;
    const auto read = cap::read_cap(*written);
    EXPECT_TRUE(read) << read.error().message.en;
    EXPECT_EQ(*read, alert);
    return alert;
  };
  EXPECT_EQ(round({}).infos.size(), 2U);
  Order earlier = stored.order;
  earlier.id = Id::make(noon);
  const cap::Alert update = round({earlier});
  EXPECT_EQ(update.type, cap::MessageType::update);
  EXPECT_EQ(update.references.at(0).identifier, earlier.id.str());
  stored.order.state = State::cancelled;
  stored.order.ended_at = noon + std::chrono::hours{1};
  stored.order.reason = "A mistake.";
  const cap::Alert cancel = round({});
  EXPECT_EQ(cancel.type, cap::MessageType::cancel);
  EXPECT_EQ(cancel.references.at(0).identifier, stored.order.id.str());
}

}  // namespace
}  // namespace ward::city::orders
