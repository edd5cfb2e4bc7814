#include "city/incidents/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "city/incidents/test_incident.h"

namespace ward::city::incidents {
namespace {

TEST(Catalogue, TheOneThatComesWithWardCoversEveryPlatform) {
  const Catalogue& catalogue = default_catalogue();
  EXPECT_GE(catalogue.types.size(), 20U);
  std::set<Platform> platforms;
  for (const Type& type : catalogue.types) platforms.insert(type.platform);
  EXPECT_EQ(platforms.size(), 4U);
  const Type* type = catalogue.find("fever_at_gate");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->name.zh, "卡口发现发热人员");
  EXPECT_EQ(type->urgency, Urgency::critical);
  for (const auto& [state, term] : type->deadlines) EXPECT_EQ(term.pace, calendar::Pace::urgent);
  EXPECT_EQ(catalogue.find("nothing"), nullptr);
}

TEST(Catalogue, ReadsBackWhatItWrote) {
  for (const Catalogue& catalogue : {default_catalogue(), testing::small_catalogue(), Catalogue{}}) {
    const auto back = catalogue_from_json(*parse_json(json::serialize(to_json(catalogue))));
    ASSERT_TRUE(back) << back.error().message.en << back.error().field;
    EXPECT_EQ(*back, catalogue);
  }
}

// The default catalogue with one thing changed.
template <class Change>
Error fault(Change change) {
  json::value value = to_json(default_catalogue());
  change(value.as_object()["types"].as_array());
  const auto read = catalogue_from_json(value);
  return read ? Error{} : read.error();
}

TEST(Catalogue, NamesTheFieldThatIsWrong) {
  using List = json::array;
  const auto expect = [](const Error& error, const char* code, const char* field) {
    EXPECT_EQ(error.code, code) << field;
    EXPECT_EQ(error.field, field);
  };
  const auto type = [](List& types) -> json::object& { return types[1].as_object(); };
  expect(fault([&](List& t) { type(t)["code"] = "Has Space"; }), "type.code", "types[1].code");
  expect(fault([&](List& t) { type(t)["code"] = t[0].at("code"); }), "type.twice", "types[1].code");
  expect(fault([&](List& t) { type(t)["name"].as_object().erase("zh"); }), "field.missing", "types[1].name.zh");
  expect(fault([&](List& t) { type(t)["platform"] = "police"; }), "field.choice", "types[1].platform");
  expect(fault([&](List& t) { type(t)["verify"] = "yes"; }), "field.type", "types[1].verify");
  expect(fault([&](List& t) { type(t)["more"] = 1; }), "field.unknown", "types[1].more");
  expect(fault([&](List& t) { type(t)["deadlines"].as_object().erase("handling"); }), "field.missing",
         "types[1].deadlines.handling");
  expect(fault([&](List& t) { type(t)["verify"] = false; }), "field.unknown", "types[1].deadlines.verified");
  expect(fault([&](List& t) { type(t)["deadlines"].at("handling").as_object()["days"] = 0; }), "field.range",
         "types[1].deadlines.handling.days");
  const auto form = [&](List& t) -> json::array& { return type(t)["form"].as_array(); };
  expect(fault([&](List& t) { form(t)[0].as_object()["kind"] = "colour"; }), "field.choice", "types[1].form[0].kind");
  expect(fault([&](List& t) { form(t)[1] = form(t)[0]; }), "type.twice", "types[1].form[1].key");
  expect(fault([&](List& t) { form(t)[0].as_object()["kind"] = "choice"; }), "field.missing",
         "types[1].form[0].choices");
  expect(fault([&](List& t) {
           form(t)[0].as_object()["kind"] = "choice";
           form(t)[0].as_object()["choices"] = List{};
         }),
         "type.no_choices", "types[1].form[0].choices");
}

Type with_every_kind() {
  Type type{.code = "all", .name = {"All", "全部"}};
  for (const Kind kind :
       {Kind::text, Kind::number, Kind::temperature, Kind::choice, Kind::yes_no, Kind::date, Kind::picture})
    for (const bool required : {false, true})
      type.form.push_back({.key = std::string(to_string(kind)) + (required ? "" : "_maybe"),
                           .name = {"Name", "名称"},
                           .kind = kind,
                           .required = required,
                           .choices = {{"red", {"Red", "红"}}, {"blue", {"Blue", "蓝"}}}});
  return type;
}

json::object good_answers() {
  return {{"text", "打麻将"},
          {"number", 36.5},
          {"temperature", 3'850},
          {"choice", "blue"},
          {"yes_no", false},
          {"date", "2020-02-29"},
          {"picture", "01902b5c-0000-7000-8000-000000000001"},
          {"date_maybe", nullptr}};
}

TEST(Answers, KeepWhatWasAnsweredAndNothingElse) {
  const auto answers = answers_from_json(with_every_kind().form, good_answers());
  ASSERT_TRUE(answers) << answers.error().message.en;
  json::object expected = good_answers();
  expected.erase("date_maybe");
  EXPECT_EQ(*answers, expected);
  EXPECT_EQ(*answers_from_json(with_every_kind().form, *answers), expected);
}

TEST(Answers, NameTheFieldThatIsWrong) {
  const struct {
    const char* key;
    json::value wrong;
    const char* code;
  } cases[] = {{"text", "", "field.range"},
               {"text", nullptr, "field.missing"},
               {"text", 7, "field.type"},
               {"number", "7", "field.type"},
               {"number", 1e13, "field.range"},
               {"temperature", 38.5, "field.type"},
               {"temperature", 385, "field.range"},
               {"choice", "green", "answer.choice"},
               {"yes_no", "yes", "field.type"},
               {"date", "2020-02-30", "date.malformed"},
               {"date_maybe", "soon", "date.malformed"},
               {"picture", "a.jpg", "id.malformed"},
               {"colour", "red", "field.unknown"},
               {"number_maybe", true, "field.type"}};
  for (const auto& [key, wrong, code] : cases) {
    json::object answers = good_answers();
    answers[key] = wrong;
    const auto read = answers_from_json(with_every_kind().form, answers, "answers");
    ASSERT_FALSE(read) << key;
    EXPECT_EQ(read.error().code, code) << key;
    EXPECT_EQ(read.error().field, std::string("answers.") + key);
  }
}

}  // namespace
}  // namespace ward::city::incidents
