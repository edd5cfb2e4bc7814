#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <thread>

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/id.h"
#include "base/json.h"
#include "base/percent.h"
#include "base/queue.h"
#include "base/utf8.h"

namespace ward {
namespace {

TEST(Time, RoundTripsAsRfc3339) {
  const auto time = parse_rfc3339("2026-03-02T08:00:00.250+08:00");
  ASSERT_TRUE(time);
  EXPECT_EQ(to_rfc3339(*time), "2026-03-02T00:00:00.250Z");
  EXPECT_EQ(*parse_rfc3339(to_rfc3339(*time)), *time);
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026-03-02", "2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T00:00:00",
                           "2026-03-02T00:00:00Zx", "-026-03-02T00:00:00Z", "2026-03-02T00:00:00.Z",
                           // Outside the years 0 to 9999 once in UTC.
                           "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01"}) {
    const auto time = parse_rfc3339(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, "time.malformed") << text;
  }
}

TEST(Date, RoundTripsAndRefusesWhatIsNone) {
  for (const char* text : {"0000-01-01", "1969-12-31", "2020-02-29", "9999-12-31"})
    EXPECT_EQ(to_text(*parse_date(text)), text);
  for (const char* text : {"", "2020-2-29", "2021-02-29", "2020-02-29T", "2020-02-29Z", " 2020-02-2", "2020/02/29"}) {
    const auto date = parse_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().code, "date.malformed") << text;
  }
}

TEST(Id, AscendsAndRoundTrips) {
  const Time now = SystemClock().now();
  std::set<Id> ids;
  Id last;
  for (int i = 0; i < 10'000; ++i) {
    const Id id = Id::make(now);
    EXPECT_LT(last, id);
    last = id;
    ids.insert(id);
    EXPECT_EQ(*Id::parse(id.str()), id);
  }
  EXPECT_EQ(ids.size(), 10'000u);
  EXPECT_EQ(last.str()[14], '7');
}

TEST(Id, RefusesWhatIsNoUuid) {
  EXPECT_EQ(Id::parse("x").error().code, "id.malformed");
  EXPECT_EQ(Id::parse("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5g").error().code, "id.malformed");
}

TEST(Queue, DropsTheOldestWhenToldSo) {
  Queue<int> queue(2, WhenFull::drop_oldest);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.push(i));
  EXPECT_EQ(queue.dropped(), 3u);
  EXPECT_EQ(queue.pop(), 3);
  queue.close();
  EXPECT_FALSE(queue.push(9));
  EXPECT_EQ(queue.pop(), 4);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(Queue, BlocksUntilThereIsRoom) {
  Queue<int> queue(1, WhenFull::block);
  queue.push(1);
  std::jthread producer([&] { queue.push(2); });
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
}

TEST(Queue, RefusesWhenFull) {
  Queue<int> queue(1, WhenFull::refuse);
  EXPECT_TRUE(queue.push(1));
  EXPECT_FALSE(queue.push(2));
}

TEST(Crypto, SealsAndNoticesChange) {
  const auto key = crypto::Key::random();
  auto sealed = key.seal(crypto::as_bytes("a face"), "capture 1");
  EXPECT_EQ(*key.open(sealed, "capture 1"), crypto::Bytes({'a', ' ', 'f', 'a', 'c', 'e'}));
  EXPECT_EQ(key.open(sealed, "capture 2").error().code, "seal.broken");
  sealed.back() ^= 1;
  EXPECT_EQ(key.open(sealed, "capture 1").error().code, "seal.broken");
}

TEST(Crypto, PasswordsAreArgon2id) {
  const auto hash = crypto::hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(crypto::verify_password(hash, "correct horse"));
  EXPECT_FALSE(crypto::verify_password(hash, "wrong"));
}

TEST(Crypto, KeyFileIsMadeOnceAndPrivate) {
  const auto file = std::filesystem::temp_directory_path() / ("ward-key-" + crypto::random_token(8));
  const auto first = crypto::Key::load_or_create(file);
  ASSERT_TRUE(first);
  EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto second = crypto::Key::load_or_create(file);
  EXPECT_TRUE(second->open(first->seal(crypto::as_bytes("x"), ""), ""));
  std::filesystem::remove(file);
}

TEST(Config, RefusesUnknownKeysAndNamesTheNearest) {
  auto config = *Config::parse("[camera]\nsourc = \"v4l2\"\n");
  config.text("camera.source", "v4l2", "where pictures come from");
  const auto result = config.finish();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "config.unknown_key");
  EXPECT_EQ(result.error().field, "camera.sourc");
  EXPECT_NE(result.error().message.en.find("camera.source"), std::string::npos);
}

TEST(Config, ChecksTypesAndRanges) {
  auto config = *Config::parse("rate = 500\nname = 3\n");
  EXPECT_EQ(config.integer("rate", 15, 1, 60, "frames/s"), 15);
  config.text("name", "gate", "what people call it");
  const auto result = config.finish();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "config.out_of_range");
  EXPECT_NE(result.error().message.en.find("name must be a string"), std::string::npos);
}

TEST(Config, DocumentsItselfAsToml) {
  auto config = *Config::parse("[a]\nb = 2\n");
  config.integer("a.b", 1, 0, 9, "a number");
  config.boolean("c", true, "a switch");
  auto again = *Config::parse(config.documented());
  EXPECT_EQ(again.integer("a.b", 1, 0, 9, ""), 2);
  EXPECT_TRUE(again.boolean("c", false, ""));
  EXPECT_TRUE(again.finish());
}

TEST(Utf8, KnowsWhereTextEndsAndWhetherItMayGoOn) {
  const std::string whole = "a\u00e9\u5f20\U0001F9EA";
  ASSERT_EQ(whole.size(), 10u);
  EXPECT_TRUE(is_utf8(whole));
  const std::size_t ends[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
  for (std::size_t n = 0; n <= whole.size(); ++n) {
    const Utf8Prefix prefix = utf8_prefix(std::string_view(whole).substr(0, n));
    EXPECT_EQ(prefix.bytes, ends[n]);
    EXPECT_TRUE(prefix.cut);
  }
  for (const std::string_view broken :
       {"x\xc1\xaa", "x\xe0\x80\x80", "x\xed\xa0\x80", "x\xf4\x90\x80\x80", "x\xf5", "x\x80", "x\xc3z", "x\xe4\xb8z"}) {
    EXPECT_EQ(utf8_prefix(broken).bytes, 1u);
    EXPECT_FALSE(utf8_prefix(broken).cut);
  }
}

TEST(Utf8, KnowsItsWellFormedSequences) {
  EXPECT_TRUE(is_utf8("aé张😀"));
  for (const char* bad :
       {"\x80", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xf0\x80\x80\x80"})
    EXPECT_FALSE(is_utf8(bad));
}

TEST(Form, RoundTripsAndRefusesWhatIsNoText) {
  const FormFields fields = {{"attribute[A B]", "1&2=3"}, {"description", "两行\n+ 100 %"}, {"empty", ""}};
  EXPECT_EQ(*parse_form(to_form(fields)), fields);
  EXPECT_EQ(*parse_form("a=1&&b&a=x+y"), (FormFields{{"a", "1"}, {"b", ""}, {"a", "x y"}}));
  EXPECT_TRUE(parse_form("")->empty());
  for (const char* broken : {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%00"}) {
    const auto form = parse_form(broken);
    ASSERT_FALSE(form) << broken;
    EXPECT_EQ(form.error().code, "form.malformed");
    EXPECT_EQ(form.error().field, "a");
  }
  std::string many;
  for (int i = 0; i < 1'001; ++i) many += "a=1&";
  EXPECT_EQ(parse_form(many).error().code, "form.too_many");
}

TEST(Json, CountsCharactersAndNotBytes) {
  const auto value = *parse_json(R"({"four": "张伟é🧪"})");
  JsonReader fits(value);
  EXPECT_EQ(fits.text("four", 4, 4), "张伟é🧪");
  EXPECT_TRUE(fits.finish());
  for (const auto& [min, max] : {std::pair{5U, 9U}, std::pair{0U, 3U}}) {
    JsonReader in(value);
    in.text("four", min, max);
    EXPECT_EQ(in.finish().error().code, "field.range");
  }
}

TEST(Json, ReadsWhatMayBeAbsentOrNull) {
  const auto value = *parse_json(R"({"list": [1], "none": null, "number": 3})");
  JsonReader in(value);
  ASSERT_TRUE(in.maybe_array("list", 1));
  EXPECT_EQ(in.maybe_array("none", 1), nullptr);
  EXPECT_EQ(in.maybe_array("absent", 1), nullptr);
  EXPECT_EQ(*in.maybe_any("number"), 3);
  EXPECT_TRUE(in.finish());
  EXPECT_EQ(in.maybe_array("list", 0), nullptr);
  EXPECT_EQ(in.finish().error().code, "field.range");
  JsonReader wrong(value);
  wrong.maybe_array("number", 1);
  EXPECT_EQ(wrong.finish().error().field, "number");
}

TEST(Json, NamesTheFieldAtFault) {
  const auto value = *parse_json(R"({"name": 3, "extra": true})");
  JsonReader in(value, "passages[2]");
  in.text("name", 1, 10);
  EXPECT_EQ(in.finish().error().field, "passages[2].name");
  const auto extra = *parse_json(R"({"extra": true})");
  JsonReader again(extra);
  EXPECT_EQ(again.finish().error().code, "field.unknown");
  EXPECT_EQ(parse_json("{").error().code, "json.syntax");
  EXPECT_EQ(parse_json(std::string(100, '[') + std::string(100, ']')).error().code, "json.depth");
}

}  // namespace
}  // namespace ward
