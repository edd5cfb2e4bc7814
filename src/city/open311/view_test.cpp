#include "city/open311/view.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ward::city::open311 {
namespace {

using incidents::Field;
using incidents::Kind;
using incidents::Openness;

const incidents::Type type{.code = "noise",
                           .name = {"Noise", "噪声"},
                           .openness = Openness::facts,
                           .form = {{.key = "loud", .name = {"Loud", "很吵"}, .kind = Kind::yes_no, .required = true},
                                    {.key = "people", .name = {"People", "人数"}, .kind = Kind::number},
                                    {.key = "degrees", .name = {"Temperature", "体温"}, .kind = Kind::temperature},
                                    {.key = "since", .name = {"Since", "开始日期"}, .kind = Kind::date},
                                    {.key = "picture", .name = {"Picture", "照片"}, .kind = Kind::picture}}};

Submission submission(std::vector<std::pair<std::string, std::vector<std::string>>> answers) {
  Submission it;
  it.service_code = "noise", it.latitude = 29.3068634, it.longitude = -120.0749106, it.address = "Lane 1";
  it.description = "Very loud", it.first_name = "Wang", it.answers = std::move(answers);
  return it;
}

TEST(Open311View, OffersWhatIsPublicAndCanBeSent) {
  EXPECT_TRUE(is_offered(type));
  incidents::Type other = type;
  other.openness = Openness::none;
  EXPECT_FALSE(is_public(other));
  EXPECT_FALSE(is_offered(other));
  other = type;
  other.retired = true;
  EXPECT_TRUE(is_public(other)) << "its incidents go their way";
  EXPECT_FALSE(is_offered(other));
  other = type;
  other.form.back().required = true;
  EXPECT_FALSE(is_offered(other)) << "a picture cannot be sent";
}

TEST(Open311View, AsksWhatTheFormAsks) {
  const Definition definition = definition_of(type, Language::zh);
  std::vector<std::string> codes;
  for (const Attribute& one : definition.attributes) codes.push_back(one.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"loud", "people", "degrees", "since", "unit"}));
  EXPECT_EQ(definition.attributes[0].values, (std::vector<Choice>{{"true", "是"}, {"false", "否"}}));
  EXPECT_EQ(definition.attributes[4].order, 5);
}

TEST(Open311View, MakesAReportOfASubmission) {
  const auto report = report_of(
      submission(
          {{"loud", {"true"}}, {"people", {"3"}}, {"degrees", {"38.55"}}, {"since", {"2026-03-02"}}, {"unit", {"g1"}}}),
      type, {}, {});
  ASSERT_TRUE(report) << report.error().message.en;
  EXPECT_EQ(json::serialize(report->answers), R"({"loud":true,"people":3,"degrees":3855,"since":"2026-03-02"})");
  EXPECT_EQ(report->place.point, (incidents::Point{.latitude_e6 = 29306863, .longitude_e6 = -120074911}));
  EXPECT_EQ(report->description, "Very loud");
  EXPECT_EQ(report_of(submission({}), type, {}, {}).error().field, "attribute[loud]");
  EXPECT_EQ(report_of(submission({{"loud", {"true"}}, {"since", {"yesterday"}}}), type, {}, {}).error().code,
            "date.malformed");
  EXPECT_EQ(report_of(submission({{"loud", {"true"}}, {"picture", {"x"}}}), type, {}, {}).error().code,
            "open311.value");
  EXPECT_EQ(report_of(submission({{"loud", {"true"}}, {"degrees", {"3855"}}}), type, {}, {}).error().code,
            "field.range");
}

TEST(Open311View, ShowsFactsOrWordsAndNeverWho) {
  incidents::Incident incident;
  incident.type = "noise", incident.reporter = "user:secret", incident.description = "Very loud";
  incident.place.address = "Lane 1", incident.state = incidents::State::handling;
  const ServiceRequest facts = request_of(incident, type, "Grid 1", Language::en);
  EXPECT_EQ(facts.description, "");
  EXPECT_EQ(facts.address, "Grid 1");
  EXPECT_EQ(facts.status, RequestStatus::open);
  EXPECT_EQ(facts.status_notes, "It is being dealt with.");
  incidents::Type with_words = type;
  with_words.openness = Openness::words;
  const ServiceRequest words = request_of(incident, with_words, "Grid 1", Language::en);
  EXPECT_EQ(words.description, "Very loud");
  EXPECT_EQ(words.address, "Lane 1");
}

TEST(Open311View, HasASentenceForEveryState) {
  for (std::size_t state = 0; state < incidents::state_count; ++state) {
    incidents::Happening one;
    one.to = incidents::State(state);
    EXPECT_NE(update_of(one, Language::en).description, "") << state;
    EXPECT_NE(update_of(one, Language::zh).description, "") << state;
  }
}

}  // namespace
}  // namespace ward::city::open311
