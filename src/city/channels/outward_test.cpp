#include "city/channels/outward.h"

#include <gtest/gtest.h>

#include "city/channels/forwarding.h"

namespace ward::city::channels {
namespace {

constexpr const char* delivery_id = "01902f5c-0000-7000-8000-000000000001";

// A type with every kind of question, and an incident of it.
struct Case {
  incidents::Type type{.code = "gathering",
                       .name = {"People gather", "人员聚集"},
                       .openness = incidents::Openness::words,
                       .form = {{.key = "people", .name = {}, .kind = incidents::Kind::number},
                                {.key = "kind", .name = {}, .kind = incidents::Kind::choice},
                                {.key = "seen", .name = {}, .kind = incidents::Kind::yes_no},
                                {.key = "who", .name = {}, .kind = incidents::Kind::text},
                                {.key = "picture", .name = {}, .kind = incidents::Kind::picture}}};
  incidents::Incident incident{.id = *Id::parse("01902f5c-0000-7000-8000-000000000009"),
                               .type = "gathering",
                               .unit = {},
                               .reporter = "user:x",
                               .place = {{{29'306'300, -120'074'900}}, "Room 301"},
                               .description = "Mr Wang, 13800000000",
                               .answers = {{"people", 40},
                                           {"kind", "mahjong"},
                                           {"seen", true},
                                           {"who", "Wang"},
                                           {"picture", "01902f5c-0000-7000-8000-000000000008"}},
                               .pictures = {},
                               .reported_at = {}};
  Mapping mapping{
      .type = "gathering",
      .service_code = "G-1",
      .answers = {{"n", "people"}, {"k", "kind"}, {"s", "seen"}, {"w", "who"}, {"p", "picture"}, {"no", "kind"}}};
  open311::Definition asked{.service_code = "G-1", .attributes = {}};
  Channel channel{.id = {}, .kind = Kind::open311, .name = "Jinhua", .events = {}, .language = Language::zh};
  Outgoing out{.id = *Id::parse(delivery_id),
               .created_at = from_millis(0),
               .message = {"第一网格新上报 1 起事件：人员聚集。", {}},
               .facts = {}};
  Case() {
    for (const char* code : {"n", "k", "s", "w", "p"}) asked.attributes.push_back({.code = code, .values = {}});
    asked.attributes.push_back({.variable = false, .code = "no", .values = {}});
  }
  FormFields form() const { return form_of(channel, out, {incident, type, mapping, "第一网格"}, &asked); }
};

TEST(Outward, AnIncidentIsAFormWithItsWordsWhereTheyMayBeTold) {
  Case it;
  it.channel.target.secret = "k3y";
  it.channel.forwarding.jurisdiction = "jinhua.example";
  EXPECT_EQ(it.form(), (FormFields{{"jurisdiction_id", "jinhua.example"},
                                   {"api_key", "k3y"},
                                   {"service_code", "G-1"},
                                   {"lat", "29.306300"},
                                   {"long", "-120.074900"},
                                   {"address_string", "Room 301"},
                                   {"description", std::string("Mr Wang, 13800000000\nWard ") + delivery_id},
                                   {"attribute[n]", "40"},
                                   {"attribute[k]", "mahjong"},
                                   {"attribute[s]", "true"},
                                   {"attribute[w]", "Wang"}}));
}

TEST(Outward, WhatNobodyMayReadStaysHere) {
  for (const auto openness : {incidents::Openness::none, incidents::Openness::facts}) {
    Case it;
    it.type.openness = openness;
    const FormFields form = it.form();
    EXPECT_EQ(form,
              (FormFields{{"service_code", "G-1"},
                          {"lat", "29.306300"},
                          {"long", "-120.074900"},
                          {"address_string", "第一网格"},
                          {"description", std::string("第一网格新上报 1 起事件：人员聚集。\nWard ") + delivery_id},
                          {"attribute[n]", "40"},
                          {"attribute[k]", "mahjong"},
                          {"attribute[s]", "true"}}));
    EXPECT_EQ(to_form(form).find("Wang"), std::string::npos);
  }
}

TEST(Outward, AnswersNothingThatIsNotAskedAndCutsLongWordsAtACharacter) {
  Case it;
  it.incident.place.point.reset();
  it.incident.description.clear();
  for (int i = 0; i < 2'000; ++i) it.incident.description += "稠";
  const FormFields form = form_of(it.channel, it.out, {it.incident, it.type, it.mapping, "x"}, nullptr);
  ASSERT_EQ(form.size(), 3u);
  EXPECT_EQ(form[2].second.size(), 1'899 * 3 + std::string("…\nWard ").size() + 36);
  EXPECT_TRUE(parse_form(to_form(form))) << "whole characters";
}

std::string said(int status, const std::string& body) {
  const auto document = document_of<std::vector<open311::Created>>(status, body);
  return document ? "taken " + (document->empty() ? "" : document->front().id + document->front().token)
                  : document.error().message.en;
}

TEST(Outward, ReadsWhatServersAnswer) {
  EXPECT_EQ(said(201, R"([{"service_request_id": "12", "service_notice": null}])"), "taken 12");
  EXPECT_EQ(said(200, R"([{"service_request_id": 638344, "token": null}])"), "taken 638344");
  EXPECT_EQ(said(200, R"([{"token": "12345"}])"), "taken 12345");
  EXPECT_EQ(said(200, "[]"), "taken ");
  EXPECT_EQ(said(403, R"([{"code": 403, "description": "api_key was not provided"}])"),
            "The Open311 server answered with status 403: api_key was not provided");
  EXPECT_EQ(said(400, R"([{"code": 400, "description": "a"}, {"code": 400, "description": "b"}])"),
            "The Open311 server answered with status 400: a; b");
  EXPECT_EQ(said(500, "<html>"), "The Open311 server answered with status 500.");
  EXPECT_EQ(said(302, ""), "The Open311 server answered with status 302.");
  EXPECT_EQ(said(200, "<html>"), "The server's answer is not that of Open311 GeoReport v2.");
  const auto concerns_one = [](int status) {
    return is_of_this_request(document_of<std::vector<open311::Created>>(status, "").error());
  };
  EXPECT_TRUE(concerns_one(400) && concerns_one(404));
  EXPECT_FALSE(concerns_one(401) || concerns_one(403) || concerns_one(429) || concerns_one(503));
}

TEST(Forwarding, IsReadAgainAsItWasStored) {
  const Forwarding all{.jurisdiction = "x",
                       .services = {Case().mapping, {.type = "b", .service_code = "2", .answers = {}}}};
  EXPECT_EQ(stored_forwarding(stored_text(all)), all);
  EXPECT_EQ(all.find("b")->service_code, "2");
  EXPECT_EQ(all.find("c"), nullptr);
}

}  // namespace
}  // namespace ward::city::channels
