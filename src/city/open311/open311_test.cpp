#include "city/open311/open311.h"

#include <gtest/gtest.h>

#include <random>

#include "city/open311/submission.h"
#include "city/open311/wire.h"

namespace ward::city::open311 {
namespace {

using namespace std::chrono_literals;

Time at(const char* text) { return *parse_rfc3339(text); }

template <class T>
std::string fault_of(const std::string& text, Format format) {
  const auto document = from_wire<T>(text, format);
  return document ? "read" : document.error().code + " " + document.error().field;
}

const std::vector<Service> services = {
    {"fever", "发热报告", "有人发热 & 咳嗽", true, ServiceType::realtime, {"fever", "发热"}, "health"},
    {"noise", "Noise", "", false, ServiceType::blackbox, {}, ""}};

TEST(Open311, ServicesAreWrittenAsTheSpecificationShowsThem) {
  EXPECT_EQ(to_wire(services, Format::xml), R"(<?xml version="1.0" encoding="UTF-8"?>
<services>
  <service>
    <service_code>fever</service_code>
    <service_name>发热报告</service_name>
    <description>有人发热 &amp; 咳嗽</description>
    <metadata>true</metadata>
    <type>realtime</type>
    <keywords>fever,发热</keywords>
    <group>health</group>
  </service>
  <service>
    <service_code>noise</service_code>
    <service_name>Noise</service_name>
    <description/>
    <metadata>false</metadata>
    <type>blackbox</type>
    <keywords/>
    <group/>
  </service>
</services>
)");
  EXPECT_EQ(
      to_wire({services[1]}, Format::json),
      R"([{"service_code":"noise","service_name":"Noise","description":null,"metadata":false,"type":"blackbox","keywords":null,"group":null}])");
}

TEST(Open311, RequestsTokensErrorsUpdatesAndDiscoveryHaveTheirRoots) {
  ServiceRequest request;
  request.id = "7", request.service_code = "fever";
  request.latitude = 29.306863, request.longitude = 120.074911, request.requested = at("2026-03-02T08:00:00+08:00");
  const std::string xml = to_wire(std::vector{request}, Format::xml);
  EXPECT_NE(
      xml.find(
          "<service_requests>\n  <request>\n    <service_request_id>7</service_request_id>\n    <status>open</status>"),
      std::string::npos);
  EXPECT_NE(xml.find("<requested_datetime>2026-03-02T00:00:00Z</requested_datetime>"), std::string::npos);
  EXPECT_NE(xml.find("<lat>29.306863</lat>\n    <long>120.074911</long>"), std::string::npos);
  EXPECT_NE(to_wire(std::vector{Fault{404, "no such request"}}, Format::xml)
                .find("<errors>\n  <error>\n    <code>404</code>"),
            std::string::npos);
  EXPECT_EQ(to_wire(std::vector{Fault{400, "x"}}, Format::json), R"([{"code":400,"description":"x"}])");
  EXPECT_NE(to_wire(std::vector{Update{"1", "7", RequestStatus::open, {}, "", ""}}, Format::xml)
                .find("<service_requests_updates>\n  <request_update>\n    <update_id>1"),
            std::string::npos);
  EXPECT_NE(to_wire(std::vector{TokenAnswer{"7", "t"}}, Format::xml).find("<service_requests>\n  <request>"),
            std::string::npos);
  const Discovery discovery{at("2026-03-02T00:00:00Z"),
                            "cdc",
                            "",
                            {{"http://wiki.open311.org/GeoReport_v2",
                              "https://yiwu.example/open311",
                              {},
                              "production",
                              {"text/xml", "application/json"}}}};
  EXPECT_NE(to_wire(discovery, Format::xml)
                .find("<formats>\n        <format>text/xml</format>\n        <format>application/json</format>"),
            std::string::npos);
  for (const Format format : {Format::xml, Format::json})
    EXPECT_EQ(*from_wire<Discovery>(to_wire(discovery, format), format), discovery);
}

TEST(Open311, ReadsWhatOtherServersWrite) {
  const auto requests = from_wire<std::vector<ServiceRequest>>(
      R"([{"service_request_id":638344,"status":"CLOSED","status_notes":"Duplicate request.","zipcode":94122,"lat":37.762221815,
          "long":"-122.4651145","requested_datetime":"2010-04-14T06:37:38.5-08:00","extra":{"a":[1]},"address_id":null}])",
      Format::json);
  ASSERT_TRUE(requests) << requests.error().message.en;
  const ServiceRequest& it = requests->front();
  EXPECT_EQ(it.id, "638344");
  EXPECT_EQ(it.status, RequestStatus::closed);
  EXPECT_EQ(it.zipcode, "94122");
  EXPECT_EQ(it.longitude, -122.4651145);
  EXPECT_EQ(it.requested, at("2010-04-14T14:37:38Z"));
  const auto definition = from_wire<Definition>(
      "<service_definition><service_code>DMV66</service_code><attributes><attribute><variable>1</"
      "variable><code>WHISHETN</code>"
      "<datatype>singlevaluelist</datatype><required>true</required><datatype_description></"
      "datatype_description><order> 1 </order>"
      "<description>What is the ticket/tag/DL "
      "number?</description><values><value><key>123</key><name>Ford</name></value>"
      "<value><key>124</key><name>Chrysler</name></value></values></attribute></attributes></service_definition>",
      Format::xml);
  ASSERT_TRUE(definition) << definition.error().message.en;
  ASSERT_EQ(definition->attributes.size(), 1u);
  EXPECT_TRUE(definition->attributes[0].variable);
  EXPECT_EQ(definition->attributes[0].order, 1);
  EXPECT_EQ(definition->attributes[0].values[1], (Choice{"124", "Chrysler"}));
}

TEST(Open311, FaultsNameTheirPlace) {
  using Requests = std::vector<ServiceRequest>;
  EXPECT_EQ(fault_of<Requests>("[{}]", Format::json), "open311.missing service_requests[0].service_request_id");
  EXPECT_EQ(fault_of<Requests>("[1]", Format::json), "open311.document service_requests[0]");
  EXPECT_EQ(fault_of<Requests>("{}", Format::json), "open311.document service_requests");
  EXPECT_EQ(fault_of<Requests>("[", Format::json), "json.syntax ");
  EXPECT_EQ(fault_of<Requests>(R"([{"service_request_id":"1","status":"new"}])", Format::json),
            "open311.value service_requests[0].status");
  EXPECT_EQ(fault_of<Requests>(R"([{"service_request_id":"1","status":"open","lat":90.1}])", Format::json),
            "open311.value service_requests[0].lat");
  EXPECT_EQ(
      fault_of<Requests>(R"([{"service_request_id":"1","status":"open","updated_datetime":"today"}])", Format::json),
      "open311.value service_requests[0].updated_datetime");
  EXPECT_EQ(fault_of<Requests>(R"([{"service_request_id":["1"],"status":"open"}])", Format::json),
            "open311.value service_requests[0].service_request_id");
  EXPECT_EQ(fault_of<Requests>("<services/>", Format::xml), "open311.document service_requests");
  EXPECT_EQ(fault_of<Requests>("<!DOCTYPE a><service_requests/>", Format::xml), "xml.doctype ");
  EXPECT_EQ(fault_of<Requests>("<service_requests/>", Format::xml), "read");
  EXPECT_EQ(
      fault_of<Definition>(R"({"service_code":"1","attributes":[{"code":"a","datatype":"text"},{"datatype":"text"}]})",
                           Format::json),
      "open311.missing service_definition.attributes[1].code");
  EXPECT_EQ(fault_of<Definition>(R"({"service_code":"1","attributes":7})", Format::json),
            "open311.value service_definition.attributes");
  std::string many = "[";
  for (int i = 0; i <= 10'000; ++i) many += "1,";
  EXPECT_EQ(fault_of<Requests>(many + "1]", Format::json), "open311.too_many service_requests");
}

// ---- what is written reads the same ----

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}
  std::string text() {
    static const std::vector<std::string> pieces = {"<",  "&",  "\"", "\n", "\r", " ", "]]>",
                                                    "张", "🧪", "ب",  "1",  ",",  "\\"};
    std::string out = "t";
    for (unsigned i = random_() % 8; i > 0; --i) out += pieces[random_() % pieces.size()];
    return out;
  }
  std::string maybe() { return random_() % 2 ? text() : ""; }
  std::optional<Time> time() {
    if (random_() % 2) return std::nullopt;
    return Time{std::chrono::seconds{random_()}};
  }
  Service service() {
    Service s{text(), text(), maybe(), random_() % 2 == 0, ServiceType(random_() % 3), {}, maybe()};
    for (unsigned i = random_() % 3; i > 0; --i) s.keywords.push_back("k" + std::to_string(random_()));
    return s;
  }
  Definition definition() {
    Definition d{text(), {}};
    for (unsigned i = random_() % 4; i > 0; --i) {
      Attribute& a = d.attributes.emplace_back(random_() % 2 == 0, text(), Datatype(random_() % 6), random_() % 2 == 0,
                                               maybe(), std::int64_t(random_() % 9), maybe(), std::vector<Choice>{});
      for (unsigned k = random_() % 3; k > 0; --k) a.values.push_back({text(), maybe()});
    }
    return d;
  }
  ServiceRequest request() {
    ServiceRequest r{text(),  RequestStatus(random_() % 2),
                     maybe(), maybe(),
                     maybe(), maybe(),
                     maybe(), maybe(),
                     time(),  time(),
                     time(),  maybe(),
                     maybe(), maybe(),
                     {},      {},
                     maybe()};
    if (random_() % 2)
      r.latitude = double(random_() % 900'000'000) / 1e7, r.longitude = -double(random_() % 1'800'000'000) / 1e7;
    return r;
  }
  Created created() { return {maybe(), maybe(), maybe(), maybe()}; }
  TokenAnswer token() { return {maybe(), text()}; }
  Update update() { return {text(), text(), RequestStatus(random_() % 2), time(), maybe(), maybe()}; }
  Fault fault() { return {std::int64_t(random_() % 600), maybe()}; }

 private:
  std::mt19937 random_;
};

template <class T>
void expect_same(const T& document) {
  for (const Format format : {Format::xml, Format::json}) {
    const std::string text = to_wire(document, format);
    const auto again = from_wire<T>(text, format);
    ASSERT_TRUE(again) << again.error().message.en << "\n" << text;
    ASSERT_EQ(*again, document) << text;
  }
}

TEST(Open311, WhatIsWrittenReadsTheSameInBothFormats) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Maker make(seed);
    expect_same(std::vector{make.service(), make.service()});
    expect_same(make.definition());
    expect_same(std::vector{make.request(), make.request()});
    expect_same(std::vector{make.token()});
    expect_same(std::vector{make.update()});
    expect_same(std::vector{make.fault()});
    Created created = make.created();
    created.id = "7";  // an entry with nothing in it is nothing in XML
    expect_same(std::vector{created});
  }
  expect_same(std::vector<Service>{});
}

// ---- what clients send ----

FormFields form(const std::string& body) { return *parse_form(body); }

std::string refusal(const std::string& body) {
  const auto it = submission_from(form(body));
  return it ? "taken" : it.error().code + " " + it.error().field;
}

TEST(Open311, ReadsANewRequest) {
  const auto it =
      submission_from(form("api_key=xyz&service_code=fever&lat=29.3&long=120.07&description=%E5%8F%91%E7%83%AD%0A38.5&"
                           "attribute%5BSYMPTOMS%5D%5B%5D=cough&attribute[SYMPTOMS][]=rash&attribute[SINCE]=+2+&"
                           "attribute[NONE]=&email=a%40b.c&unknown=1"));
  ASSERT_TRUE(it) << it.error().message.en;
  EXPECT_EQ(it->latitude, 29.3);
  EXPECT_EQ(it->description, "发热\n38.5");
  EXPECT_EQ(it->answers, (decltype(it->answers){{"SYMPTOMS", {"cough", "rash"}}, {"SINCE", {"2"}}}));
  EXPECT_EQ(it->email, "a@b.c");
}

TEST(Open311, RefusesANewRequestThatLacksSomething) {
  EXPECT_EQ(refusal("lat=1&long=1"), "open311.missing service_code");
  EXPECT_EQ(refusal("service_code=a"), "open311.missing address_string");
  EXPECT_EQ(refusal("service_code=a&lat=1"), "open311.missing long");
  EXPECT_EQ(refusal("service_code=a&long=1"), "open311.missing lat");
  EXPECT_EQ(refusal("service_code=a&lat=91&long=1"), "open311.value lat");
  EXPECT_EQ(refusal("service_code=a&lat=nan&long=1"), "open311.value lat");
  EXPECT_EQ(refusal("service_code=a&address_id=7"), "taken");
  EXPECT_EQ(refusal("service_code=a&address_string=x"), "taken");
  EXPECT_EQ(refusal("service_code=a&address_id=7&description=" + std::string(4'001, 'x')), "open311.value description");
  EXPECT_EQ(submission_from(form("lat=1")).error().message.en, "service_code was not provided.");
}

TEST(Open311, AnswersMustFitTheQuestions) {
  const std::vector<Choice> choices = {{"a", "A"}, {"b", "B"}};
  const Definition definition{"fever",
                              {{true, "N", Datatype::number, true, "", 1, "", {}},
                               {true, "T", Datatype::datetime, false, "", 2, "", {}},
                               {true, "S", Datatype::singlevaluelist, false, "", 3, "", choices},
                               {true, "M", Datatype::multivaluelist, false, "", 4, "", choices},
                               {false, "NOTE", Datatype::text, true, "", 5, "", {}}}};
  const auto verdict = [&](const std::string& answers) {
    const auto it = check_answers(definition, *submission_from(form("service_code=fever&address_id=1&" + answers)));
    return it ? "fits" : it.error().code + " " + it.error().field;
  };
  EXPECT_EQ(verdict("attribute[N]=38.5&attribute[T]=2026-03-02T08:00:00%2B08:00&attribute[S]=a&attribute[M][]=a&"
                    "attribute[M][]=b"),
            "fits");
  EXPECT_EQ(verdict("attribute[T]=2026-03-02T08:00:00Z"), "open311.missing attribute[N]");
  EXPECT_EQ(verdict("attribute[N]=hot"), "open311.value attribute[N]");
  EXPECT_EQ(verdict("attribute[N]=1&attribute[N]=2"), "open311.value attribute[N]");
  EXPECT_EQ(verdict("attribute[N]=1&attribute[T]=today"), "open311.value attribute[T]");
  EXPECT_EQ(verdict("attribute[N]=1&attribute[S]=c"), "open311.value attribute[S]");
  EXPECT_EQ(verdict("attribute[N]=1&attribute[X]=c"), "open311.value attribute[X]");
  EXPECT_EQ(verdict("attribute[N]=1&attribute[NOTE]=c"), "open311.value attribute[NOTE]");
}

TEST(Open311, ReadsAnUpdate) {
  const auto it =
      update_from(form("service_request_id=7&update_id=u1&status=CLOSED&updated_datetime=2026-03-02T08:00:00Z"));
  ASSERT_TRUE(it);
  EXPECT_EQ(it->status, RequestStatus::closed);
  EXPECT_TRUE(update_from(form("service_request_id=7&description=x")));
  EXPECT_EQ(update_from(form("service_request_id=7")).error().field, "description");
  EXPECT_EQ(update_from(form("description=x")).error().field, "service_request_id");
  EXPECT_EQ(update_from(form("service_request_id=7&status=done")).error().field, "status");
}

TEST(Open311, AQueryHasASpanOfNinetyDays) {
  const Time now = at("2026-03-02T00:00:00Z");
  const auto query = [&](const std::map<std::string, std::string>& parameters) { return query_from(parameters, now); };
  const auto fault = [&](const std::map<std::string, std::string>& parameters) {
    return query(parameters).error().code + " " + query(parameters).error().field;
  };
  EXPECT_EQ(query({})->to, now);
  EXPECT_EQ(query({})->from, now - 90 * 24h);
  EXPECT_EQ(query({{"start_date", "2026-01-01T00:00:00Z"}})->to, at("2026-04-01T00:00:00Z"));
  EXPECT_EQ(query({{"end_date", "2026-04-01T00:00:00Z"}})->from, at("2026-01-01T00:00:00Z"));
  EXPECT_TRUE(query({{"start_date", "2026-01-01T00:00:00Z"}, {"end_date", "2026-04-01T00:00:00Z"}}));
  EXPECT_EQ(fault({{"start_date", "2026-01-01T00:00:00Z"}, {"end_date", "2026-04-01T00:00:01Z"}}),
            "open311.span start_date");
  EXPECT_EQ(fault({{"start_date", "2026-01-02T00:00:00Z"}, {"end_date", "2026-01-01T00:00:00Z"}}),
            "open311.span start_date");
  EXPECT_EQ(fault({{"start_date", "2026-01-02"}}), "open311.value start_date");
}

TEST(Open311, AQueryFilters) {
  const auto query = query_from({{"service_request_id", "1, 2,,3"},
                                 {"service_code", "fever,noise"},
                                 {"status", "open"},
                                 {"lat_sw", "29"},
                                 {"long_sw", "119"},
                                 {"lat_ne", "30"},
                                 {"long_ne", "121"},
                                 {"page", "2"}},
                                at("2026-03-02T00:00:00Z"));
  ASSERT_TRUE(query) << query.error().message.en;
  EXPECT_EQ(query->ids, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(query->service_codes, (std::vector<std::string>{"fever", "noise"}));
  EXPECT_EQ(query->status, RequestStatus::open);
  EXPECT_TRUE(query->box->contains(29.3, 120));
  EXPECT_FALSE(query->box->contains(29.3, 121.1));
  const auto fault = [](const std::map<std::string, std::string>& parameters) {
    const auto it = query_from(parameters, Time{});
    return it ? "taken" : it.error().code + " " + it.error().field;
  };
  EXPECT_EQ(fault({{"status", "open,closed"}}), "taken");
  EXPECT_FALSE(query_from({{"status", "open,closed"}}, Time{})->status);
  EXPECT_EQ(fault({{"status", "new"}}), "open311.value status");
  EXPECT_EQ(fault({{"lat_sw", "29"}}), "open311.missing long_sw");
  EXPECT_EQ(fault({{"lat_sw", "29"}, {"long_sw", "1"}, {"lat_ne", "28"}, {"long_ne", "2"}}), "open311.value lat_sw");
  const Box pacific{-10, 170, 10, -170};
  EXPECT_TRUE(pacific.contains(0, 175) && pacific.contains(0, -175));
  EXPECT_FALSE(pacific.contains(0, 0));
  std::string ids;
  for (int i = 0; i < 1'001; ++i) ids += "1,";
  EXPECT_EQ(fault({{"service_request_id", ids}}), "open311.too_many service_request_id");
}

}  // namespace
}  // namespace ward::city::open311
