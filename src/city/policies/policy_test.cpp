#include "city/policies/policy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace ward::city {
namespace {

Policy any_policy(std::mt19937& random) {
  const auto from = [&](int min, int max) { return std::uniform_int_distribution<>(min, max)(random); };
  Policy p;
  p.order = Order(from(0, 2));
  p.mask = Level(from(0, 2));
  p.temperature = Level(from(0, 2));
  p.liveness = Level(from(0, 2));
  p.threshold_cc = from(3600, 3900);
  p.grey_zone_cc = from(0, 100);
  p.max_retests = from(0, 5);
  p.retest_wait_s = from(0, 600);
  p.strangers = Strangers(from(0, 2));
  p.masked_recognition = MaskedRecognition(from(0, 1));
  p.fail = Fail(from(0, 1));
  p.open_all = from(0, 1) == 1;
  p.accept_passes = random() % 2 == 0;
  p.whitelist_max_age_h = from(1, 8760);
  p.false_accept_rate = from(1, 9999) * 1e-5;
  p.min_live_milli = from(0, 1000);
  p.min_warmth_milli = from(0, 1000);
  p.keep_pictures = KeepPictures(from(0, 2));
  p.hold_open_s = from(1, 60);
  return p;
}

bool same(const Policy& a, const Policy& b) {
  Policy c = b;
  c.false_accept_rate = a.false_accept_rate;
  return a == c && std::abs(a.false_accept_rate - b.false_accept_rate) < 1e-9 && a.version() == b.version();
}

TEST(Policy, SurvivesJsonAndTextOfJson) {
  std::mt19937 random(1);
  for (int i = 0; i < 2'000; ++i) {
    const Policy policy = any_policy(random);
    const auto back = policy_from_json(*parse_json(json::serialize(to_json(policy))));
    ASSERT_TRUE(back) << back.error().message.en;
    ASSERT_TRUE(same(policy, *back)) << json::serialize(to_json(policy)) << json::serialize(to_json(*back));
    ASSERT_EQ(*policy_from_json(to_json(*back)), *back);
  }
}

TEST(Policy, SurvivesItsOwnFile) {
  std::mt19937 random(2);
  for (int i = 0; i < 500; ++i) {
    const Policy policy = any_policy(random);
    std::string toml;
    const json::value value = to_json(policy);
    for (const auto& [key, field] : value.as_object())
      if (key != "version") toml += std::string(key) + " = " + json::serialize(field) + "\n";
    Config config = *Config::parse(toml);
    const auto back = policy_from_config(config);
    ASSERT_TRUE(back) << back.error().message.en << toml;
    ASSERT_TRUE(same(policy, *back)) << toml;
  }
}

TEST(Policy, AnEmptyFileIsTheDefault) {
  Config config;
  EXPECT_EQ(*policy_from_config(config), Policy{});
  EXPECT_EQ(config.keys().size(), 19u);
  for (const auto& key : config.keys()) EXPECT_FALSE(key.doc.empty()) << key.path;
}

TEST(Policy, EveryFieldChangesTheVersion) {
  const json::object plain = to_json(Policy{}).as_object();
  EXPECT_EQ(plain.at("version").as_string().size(), 16u);
  std::mt19937 random(3);
  for (const auto& [key, value] : plain) {
    if (key == "version") continue;
    json::object other = plain;
    for (int i = 0; i < 100 && other.at(key) == value; ++i)
      other[key] = to_json(any_policy(random)).as_object().at(key);
    ASSERT_NE(other.at(key), value) << key;
    EXPECT_NE(policy_from_json(other)->version(), Policy{}.version()) << key;
  }
}

TEST(Policy, TheVersionInTheTextIsNotBelieved) {
  json::object value = to_json(Policy{}).as_object();
  value["version"] = "0000";
  EXPECT_EQ(policy_from_json(value)->version(), Policy{}.version());
}

TEST(Policy, ErrorsNameTheField) {
  const auto fault = [](const char* key, json::value with) {
    json::object value = to_json(Policy{}).as_object();
    value[key] = std::move(with);
    const auto policy = policy_from_json(value);
    EXPECT_FALSE(policy) << key;
    return policy ? std::string() : policy.error().field + ":" + policy.error().code;
  };
  EXPECT_EQ(fault("order", "sideways"), "order:field.choice");
  EXPECT_EQ(fault("threshold_cc", 3599), "threshold_cc:field.range");
  EXPECT_EQ(fault("threshold_cc", 37.3), "threshold_cc:field.type");
  EXPECT_EQ(fault("open_all", "yes"), "open_all:field.type");
  EXPECT_EQ(fault("false_accept_rate", 0.5), "false_accept_rate:field.range");
  EXPECT_EQ(fault("colour", "red"), "colour:field.unknown");
  json::object value = to_json(Policy{}).as_object();
  value.erase("mask");
  EXPECT_EQ(policy_from_json(value).error().field, "mask");
  EXPECT_EQ(policy_from_json(json::value("text")).error().code, "field.type");
}

TEST(Policy, ErrorsOfTheFileNameTheKey) {
  const auto fault = [](std::string_view toml) {
    Config config = *Config::parse(toml, "policy.toml");
    const auto policy = policy_from_config(config);
    EXPECT_FALSE(policy) << toml;
    return policy ? std::string() : policy.error().field + ":" + policy.error().code;
  };
  EXPECT_EQ(fault("mask = \"maybe\""), "mask:config.out_of_range");
  EXPECT_EQ(fault("hold_open_s = 0"), "hold_open_s:config.out_of_range");
  EXPECT_EQ(fault("max_retests = \"two\""), "max_retests:config.wrong_type");
  EXPECT_EQ(fault("treshold_cc = 3730"), "treshold_cc:config.unknown_key");
}

}  // namespace
}  // namespace ward::city
