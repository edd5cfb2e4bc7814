#include "city/passages/passages.h"

#include <gtest/gtest.h>

namespace ward::city {
namespace {

Passage full() {
  const Time at = from_millis(1'780'000'000'123);
  Passage p;
  p.id = Id::make(at);
  p.device = Id::make(at);
  p.at = at;
  p.clock_offset_ms = -1'500;
  p.person = Id::make(at);
  p.method = Method::card;
  p.similarity_milli = 712;
  p.temperature_cc = 3'812;
  p.temperature_sd_cc = 31;
  p.temperature_method = "canthi";
  p.simulated = true;
  p.mask = "badly_worn";
  p.live_milli = 930;
  p.warmth_milli = 870;
  p.shots = 3;
  p.outcome = Outcome::call_staff;
  p.reasons = {Reason::fever, Reason::mask_badly_worn};
  p.opened = true;
  p.policy_version = "abc";
  p.capture = Id::make(at);
  return p;
}

TEST(Passages, EveryFieldGoesToJsonAndBack) {
  const json::value out = to_json(full());
  const auto back = passage_from_json(out);
  ASSERT_TRUE(back) << back.error().message.en;
  EXPECT_EQ(json::serialize(to_json(*back)), json::serialize(out));
  EXPECT_EQ(out.at("temperature_cc").as_int64(), 3'812);
  EXPECT_EQ(json::serialize(out.at("reasons")), R"(["fever","mask_badly_worn"])");

  Passage bare;
  bare.id = bare.device = Id::make(from_millis(1));
  EXPECT_EQ(json::serialize(to_json(*passage_from_json(to_json(bare)))), json::serialize(to_json(bare)));
}

TEST(Passages, NamesTheFieldThatIsWrong) {
  const struct {
    const char* key;
    json::value wrong;
  } cases[] = {{"id", "x"},
               {"device", nullptr},
               {"at", "yesterday"},
               {"clock_offset_ms", 1.5},
               {"person", ""},
               {"method", "magic"},
               {"similarity_milli", 1001},
               {"temperature_cc", 36.6},
               {"temperature_sd_cc", -1},
               {"temperature_method", json::string(101, 'x')},
               {"simulated", 1},
               {"mask", "off"},
               {"live_milli", "1"},
               {"warmth_milli", 5000},
               {"shots", 101},
               {"outcome", ""},
               {"reasons", {"fever", "boredom"}},
               {"opened", nullptr},
               {"policy_version", 7},
               {"capture", 7}};
  for (const auto& [key, wrong] : cases) {
    json::value passage = to_json(full());
    passage.as_object()[key] = wrong;
    const auto read = passage_from_json(passage, "passages[3]");
    ASSERT_FALSE(read) << key;
    EXPECT_EQ(read.error().code, "field.invalid") << key;
    EXPECT_EQ(read.error().field, std::string("passages[3].") + key);
  }
}

TEST(Passages, MissingAndUnknownFieldsAreRefused) {
  for (const char* key : {"id", "device", "at", "outcome", "reasons", "opened", "shots", "simulated"}) {
    json::value passage = to_json(full());
    passage.as_object().erase(key);
    EXPECT_EQ(passage_from_json(passage).error().code, "field.missing") << key;
  }
  json::value extra = to_json(full());
  extra.as_object()["colour"] = 1;
  EXPECT_EQ(passage_from_json(extra).error().field, "colour");
  EXPECT_EQ(passage_from_json(json::value(3), "passages[0]").error().field, "passages[0]");
  json::value many = to_json(full());
  many.as_object()["reasons"] = json::array(17, "fever");
  EXPECT_FALSE(passage_from_json(many));
}

TEST(Passages, EveryReasonHasItsSentencesInBothLanguages) {
  for (int i = 0; i <= int(Reason::storage_fault); ++i) {
    const auto reason = Reason(i);
    EXPECT_EQ(reason_from(to_string(reason)), reason);
    for (const Text& text : {explain(reason), advise(reason)}) {
      EXPECT_TRUE(text.en.ends_with('.')) << to_string(reason);
      EXPECT_TRUE(text.zh.ends_with("。")) << to_string(reason);
    }
  }
  EXPECT_EQ(reason_from("boredom"), std::nullopt);
  EXPECT_EQ(outcome_from("call_staff"), Outcome::call_staff);
  EXPECT_EQ(method_from("code"), Method::code);
}

}  // namespace
}  // namespace ward::city
