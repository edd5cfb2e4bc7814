#include "city/cap/cap.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "city/cap/syntax.h"

namespace ward::city::cap {
namespace {

using namespace std::chrono_literals;

// A warning as the standard's own samples are shaped: two languages, codes, a resource, areas.
const std::string sample = R"(<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href='alert.xsl' type='text/xsl'?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <!-- a comment -->
  <identifier>yiwu-2026-0007</identifier>
  <sender> cdc@yiwu.example </sender>
  <sent>2026-03-02T08:00:00+08:00</sent>
  <status>Actual</status>
  <msgType>Update</msgType>
  <source/>
  <scope>Private</scope>
  <restriction/>
  <addresses>"town centre" hospital@yiwu.example</addresses>
  <code>profile:1</code>
  <code/>
  <note/>
  <references>cdc@yiwu.example,yiwu-2026-0006,2026-03-01T08:00:00+08:00
    cdc@yiwu.example,yiwu-2026-0005,2026-03-01T00:00:00-00:00</references>
  <incidents/>
  <info>
    <language>zh-CN</language>
    <category>Health</category>
    <category>Safety</category>
    <event>传染病</event>
    <responseType>Monitor</responseType>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Very Likely</certainty>
    <eventCode><valueName>SAME</valueName><value>CEM</value></eventCode>
    <effective>2026-03-02T08:00:00+08:00</effective>
    <expires>2026-03-03T08:00:00+08:00</expires>
    <headline>请做好防护 &amp; 测温</headline>
    <web>https://yiwu.example/7</web>
    <contact/>
    <parameter><valueName>empty</valueName><value/></parameter>
    <resource>
      <resourceDesc>map</resourceDesc><mimeType>image/png</mimeType><size>4</size><uri>map.png</uri>
      <derefUri>AAAA</derefUri>
    </resource>
    <area>
      <areaDesc>稠城街道</areaDesc>
      <polygon>29.3,120.0 29.4,120.0 29.4,120.1 29.3,120.0</polygon>
      <circle>29.31,120.07 2.5</circle>
      <geocode><valueName>GB/T 2260</valueName><value>330782</value></geocode>
      <altitude>300</altitude><ceiling>400.5</ceiling>
    </area>
  </info>
  <info>
    <category>Health</category><event>Infectious disease</event><urgency>Immediate</urgency>
    <severity>Severe</severity><certainty>Likely</certainty>
  </info>
  <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>
</alert>)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string fault_of(const std::string& xml) {
  const auto alert = read_cap(xml);
  return alert ? "read" : alert.error().code + " " + alert.error().field;
}

TEST(Cap, ReadsAnAlert) {
  const auto alert = read_cap(sample);
  ASSERT_TRUE(alert) << alert.error().message.en;
  EXPECT_EQ(alert->sender, "cdc@yiwu.example");
  EXPECT_EQ(to_string(alert->sent), "2026-03-02T08:00:00+08:00");
  EXPECT_EQ(alert->type, MessageType::update);
  EXPECT_EQ(alert->addresses, (std::vector<std::string>{"town centre", "hospital@yiwu.example"}));
  EXPECT_EQ(alert->codes, std::vector<std::string>{"profile:1"});
  ASSERT_EQ(alert->references.size(), 2u);
  EXPECT_EQ(to_string(alert->references[1]), "cdc@yiwu.example,yiwu-2026-0005,2026-03-01T00:00:00-00:00");
  ASSERT_EQ(alert->infos.size(), 2u);
  const Info& info = alert->infos[0];
  EXPECT_EQ(info.certainty, Certainty::likely);
  EXPECT_EQ(info.headline, "请做好防护 & 测温");
  EXPECT_EQ(info.parameters, (std::vector<Named>{{"empty", ""}}));
  EXPECT_EQ(info.resources[0].size_bytes, 4);
  EXPECT_EQ(info.areas[0].polygons[0].size(), 4u);
  EXPECT_EQ(info.areas[0].circles[0], (Circle{{29.31, 120.07}, 2.5}));
  EXPECT_EQ(info.areas[0].ceiling_ft, 400.5);
  EXPECT_EQ(alert->infos[1].language, "en-US");
}

TEST(Cap, ReadsPrefixesAndVersion11) {
  std::string prefixed;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    prefixed += sample[i];
    if (sample[i] == '<' && (std::isalpha(sample[i + 1]) || (sample[i + 1] == '/' && std::isalpha(sample[i + 2])))) {
      if (sample[i + 1] == '/') prefixed += sample[++i];
      prefixed += "cap:";
    }
  }
  prefixed = with(prefixed, "xmlns=", "xmlns:cap=");
  prefixed = with(prefixed,
                  "<cap:Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><cap:SignedInfo/></cap:Signature>", "");
  const auto alert = read_cap(prefixed);
  ASSERT_TRUE(alert) << alert.error().message.en;
  EXPECT_EQ(*alert, *read_cap(sample));
  EXPECT_EQ(*read_cap(with(sample, "cap:1.2", "cap:1.1")), *read_cap(sample));
  EXPECT_EQ(fault_of(with(sample, "cap:1.2", "cap:1.0")), "cap.not_an_alert alert");
  EXPECT_EQ(fault_of("<alert/>"), "cap.not_an_alert alert");
}

// What may be left out is left out: the least that is an alert.
TEST(Cap, ReadsTheLeastThatIsAnAlert) {
  const auto alert = read_cap(
      "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>1</identifier><sender>a</sender>"
      "<sent>2026-03-02T00:00:00-00:00</sent><status>Test</status><msgType>Alert</msgType><scope>Public</scope></"
      "alert>");
  ASSERT_TRUE(alert) << alert.error().message.en;
  EXPECT_TRUE(alert->infos.empty());
  EXPECT_TRUE(check(*alert));
  EXPECT_EQ(check_own(*alert).error().code, "cap.missing");
}

TEST(Cap, EveryFaultNamesItsElement) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"<identifier>yiwu-2026-0007</identifier>", "", "cap.missing alert.identifier"},
      {"yiwu-2026-0007", "yiwu 7", "cap.identifier alert.identifier"},
      {"yiwu-2026-0007", "a,b", "cap.identifier alert.identifier"},
      {"yiwu-2026-0007", "a&lt;b", "cap.identifier alert.identifier"},
      {" cdc@yiwu.example ", "a&amp;b", "cap.identifier alert.sender"},
      {" cdc@yiwu.example ", "", "cap.missing alert.sender"},
      {"2026-03-02T08:00:00+08:00</sent>", "2026-03-02T08:00:00Z</sent>", "cap.time alert.sent"},
      {"2026-03-02T08:00:00+08:00</sent>", "2026-03-02T08:00:00</sent>", "cap.time alert.sent"},
      {"2026-03-02T08:00:00+08:00</sent>", "2026-03-02T08:00:00.5+08:00</sent>", "cap.time alert.sent"},
      {"2026-03-02T08:00:00+08:00</sent>", "2026-02-30T08:00:00+08:00</sent>", "cap.time alert.sent"},
      {"2026-03-02T08:00:00+08:00</sent>", "</sent>", "cap.missing alert.sent"},
      {"<status>Actual", "<status>actual", "cap.value alert.status"},
      {"<msgType>Update", "<msgType>New", "cap.value alert.msgType"},
      {"<scope>Private</scope>", "", "cap.missing alert.scope"},
      {"<scope>Private", "<scope>Restricted", "cap.missing alert.restriction"},
      {"<addresses>\"town centre\" hospital@yiwu.example", "<addresses>", "cap.missing alert.addresses"},
      {"\"town centre\"", "\"town centre", "cap.value alert.addresses"},
      {"yiwu-2026-0006,2026", "yiwu-2026-0006 2026", "cap.value alert.references"},
      {"yiwu-2026-0006", "a,b", "cap.identifier alert.references[0]"},
      {"2026-03-01T00:00:00-00:00", "2026-03-01T00:00:00Z", "cap.value alert.references"},
      {"<incidents/>", "<surprise/>", "cap.unexpected alert.surprise"},
      {"<note/>", "<note/><note/>", "cap.unexpected alert.note"},
      {"<note/>", "<note><b>x</b></note>", "cap.unexpected alert.note"},
      {"<language>zh-CN", "<language>Chinese (simplified)", "cap.language alert.info[0].language"},
      {"<category>Safety", "<category>safety", "cap.value alert.info[0].category"},
      {"<category>Health</category><event>Infectious", "<event>Infectious", "cap.missing alert.info[1].category"},
      {"<event>传染病</event>", "<event/>", "cap.missing alert.info[0].event"},
      {"<urgency>Immediate</urgency>", "<urgency>Now</urgency>", "cap.value alert.info[0].urgency"},
      {"<effective>2026-03-02T08:00:00+08:00", "<effective>today", "cap.time alert.info[0].effective"},
      {"<web>https://yiwu.example/7", "<web>yiwu.example", "cap.uri alert.info[0].web"},
      {"<valueName>empty</valueName>", "", "cap.missing alert.info[0].parameter[0].valueName"},
      {"<value/></parameter>", "</parameter>", "cap.missing alert.info[0].parameter[0].value"},
      {"<size>4", "<size>4 KB", "cap.value alert.info[0].resource[0].size"},
      {"<size>4", "<size>-4", "cap.value alert.info[0].resource[0].size"},
      {"<derefUri>AAAA</derefUri>", "", "cap.uri alert.info[0].resource[0].uri"},
      {"<derefUri>AAAA", "<derefUri>§", "cap.value alert.info[0].resource[0].derefUri"},
      {"29.4,120.1 29.3,120.0<", "29.4,120.1 29.3,120.2<", "cap.polygon alert.info[0].area[0].polygon[0]"},
      {"29.4,120.0 29.4,120.1", "29.4,120.1", "cap.polygon alert.info[0].area[0].polygon[0]"},
      {"29.4,120.0 29.4,120.1", "129.4,120.0 29.4,120.1", "cap.polygon alert.info[0].area[0].polygon[0]"},
      {"29.4,120.0 29.4,120.1", "29.4, 120.0 29.4,120.1", "cap.polygon alert.info[0].area[0].polygon[0]"},
      {"29.31,120.07 2.5", "29.31,120.07", "cap.circle alert.info[0].area[0].circle[0]"},
      {"29.31,120.07 2.5", "29.31,120.07 -2.5", "cap.circle alert.info[0].area[0].circle[0]"},
      {"29.31,120.07 2.5", "29.31,120.07 1e2", "cap.circle alert.info[0].area[0].circle[0]"},
      {"<altitude>300</altitude>", "", "cap.value alert.info[0].area[0].ceiling"},
      {"<altitude>300", "<altitude>high", "cap.value alert.info[0].area[0].altitude"},
      {"<areaDesc>稠城街道</areaDesc>", "", "cap.missing alert.info[0].area[0].areaDesc"},
  };
  for (const auto& [from, to, fault] : cases)
    EXPECT_EQ(fault_of(with(sample, from, to)), fault) << from << " -> " << to;
  EXPECT_TRUE(read_cap(with(sample, "<status>Actual", "<status>actual"))
                  .error()
                  .message.en.starts_with("Line 8, alert.status: "));
}

TEST(Cap, RefusesEntities) {
  EXPECT_EQ(fault_of(with(sample, "<alert", "<!DOCTYPE alert [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<alert")),
            "xml.doctype ");
}

TEST(Cap, OurOwnWarningsHaveOneInfoForEachLanguage) {
  auto alert = *read_cap(sample);
  EXPECT_TRUE(check_own(alert));
  alert.infos[1].language = "ZH-cn";
  EXPECT_TRUE(check(alert));  // the standard allows it
  const auto twice = check_own(alert);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "cap.language_twice");
  EXPECT_EQ(twice.error().field, "alert.info[1].language");
}

TEST(Cap, WritesUtcAsTheStandardSays) {
  EXPECT_EQ(to_string(Moment{*parse_rfc3339("2026-03-02T00:00:00Z"), 0min}), "2026-03-02T00:00:00-00:00");
  EXPECT_EQ(to_string(Moment{*parse_rfc3339("2026-03-02T00:00:00Z"), -210min}), "2026-03-01T20:30:00-03:30");
  EXPECT_EQ(*moment_from("2026-03-02T00:00:00+00:00"), *moment_from("2026-03-02T00:00:00-00:00"));
  for (const char* text : {"2026-03-02T00:00:00+14:01", "2026-03-02t00:00:00+08:00", "2026-03-02T00:00:60+08:00",
                           "2026-03-02T24:00:00+08:00", "2026-03-02T00:00:00+0800", ""})
    EXPECT_FALSE(moment_from(text)) << text;
}

TEST(Cap, ListsAndNumbersGoBothWays) {
  EXPECT_EQ(*list_from("a \"b c\"  d\"e\n\"\" "), (std::vector<std::string>{"a", "b c", "d\"e"}));
  EXPECT_EQ(to_list(std::vector<std::string>{"a", "b c"}), "a \"b c\"");
  for (const double value : {0.0, 0.1, -0.0001, 120.07, 1e21, 1e-7}) EXPECT_EQ(decimal_from(decimal(value)), value);
  for (const char* text : {"", "-", ".", "1e3", "inf", "nan", "0x1", "1,5", "+-1", "1.2.3"})
    EXPECT_FALSE(decimal_from(text)) << text;
  EXPECT_EQ(decimal_from("+1.50"), 1.5);
}

// ---- what is written reads the same ----

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Alert alert() {
    Alert a;
    a.identifier = word(), a.sender = word(), a.sent = moment();
    a.status = pick<Status>(), a.type = pick<MessageType>(), a.scope = pick<Scope>();
    a.source = maybe(), a.restriction = text(), a.addresses = list(1), a.codes = list(0), a.note = maybe();
    if (a.type != MessageType::alert) a.references.push_back({word(), word(), moment()});
    repeat([&] { a.references.push_back({word(), word(), moment()}); });
    a.incidents = list(0);
    repeat([&] { a.infos.push_back(info()); });
    return a;
  }

 private:
  Info info() {
    Info i;
    i.language = random_() % 2 ? "zh-CN" : "en";
    i.categories.push_back(pick<Category>());
    repeat([&] { i.categories.push_back(pick<Category>()); });
    i.event = text();
    repeat([&] { i.responses.push_back(pick<ResponseType>()); });
    i.urgency = pick<Urgency>(), i.severity = pick<Severity>(), i.certainty = pick<Certainty>();
    i.audience = maybe(), i.event_codes = named();
    if (random_() % 2) i.effective = moment();
    if (random_() % 2) i.onset = moment();
    if (random_() % 2) i.expires = moment();
    i.sender_name = maybe(), i.headline = maybe(), i.description = maybe(), i.instruction = maybe();
    i.web = random_() % 2 ? "https://yiwu.example/?a=1&b=" + std::to_string(random_()) : "";
    i.contact = maybe(), i.parameters = named();
    repeat([&] { i.resources.push_back(resource()); });
    repeat([&] { i.areas.push_back(area()); });
    return i;
  }
  Resource resource() {
    Resource r{
        .description = text(), .mime_type = "image/png", .size_bytes = {}, .uri = "", .base64 = "", .digest = ""};
    if (random_() % 2) r.size_bytes = random_();
    if (random_() % 2) r.uri = "name", r.base64 = "QUJD";
    if (random_() % 2) r.digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    return r;
  }
  Area area() {
    Area a;
    a.description = text();
    repeat([&] {
      const Point first = point();
      a.polygons.push_back({first, point(), point(), first});
    });
    repeat([&] { a.circles.push_back({point(), double(random_() % 1000) / 7}); });
    a.geocodes = named();
    if (random_() % 2) a.altitude_ft = double(random_() % 9000) / 3, a.ceiling_ft = 1e4;
    return a;
  }
  Point point() { return {double(random_() % 180'000) / 1000 - 90, double(random_() % 360'000) / 1000 - 180}; }
  Moment moment() { return {Time{std::chrono::seconds{random_()}}, std::chrono::minutes{int(random_() % 1681) - 840}}; }
  std::vector<Named> named() {
    std::vector<Named> all;
    repeat([&] { all.push_back({text(), maybe()}); });
    return all;
  }
  std::vector<std::string> list(int least) {
    std::vector<std::string> all;
    for (int i = least - int(random_() % 3); i <= 0; ++i) all.push_back(random_() % 2 ? word() : word() + " " + word());
    if (least > 0 && all.empty()) all.push_back(word());
    return all;
  }
  std::string word() { return "w" + std::to_string(random_()) + (random_() % 2 ? "张>'" : ";"); }
  std::string text() {
    static const std::vector<std::string> pieces = {"<", "&", "\"", "\n", "\r", " ", "]]>", "张", "🧪", "ب", "a", ","};
    std::string out = "t";
    for (unsigned i = random_() % 8; i > 0; --i) out += pieces[random_() % pieces.size()];
    return out;
  }
  std::string maybe() { return random_() % 2 ? text() : ""; }
  template <class E>
  E pick() {
    return E(random_() % words<E>.size());
  }
  template <class F>
  void repeat(F f) {
    for (unsigned i = random_() % 3; i > 0; --i) f();
  }
  std::mt19937 random_;
};

TEST(Cap, WhatIsWrittenReadsTheSame) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const Alert alert = Maker(seed).alert();
    const auto xml = write_cap(alert);
    ASSERT_TRUE(xml) << xml.error().message.en;
    const auto again = read_cap(*xml);
    ASSERT_TRUE(again) << again.error().message.en << "\n" << *xml;
    ASSERT_EQ(*again, alert) << *xml;
  }
}

TEST(Cap, WhatBreaksTheStandardIsNotWritten) {
  const std::pair<const char*, std::function<void(Alert&)>> breaks[] = {
      {"alert.identifier", [](Alert& a) { a.identifier = "a b"; }},
      {"alert.sent", [](Alert& a) { a.sent.at += 1ms; }},
      {"alert.sent", [](Alert& a) { a.sent.offset = 15h; }},
      {"alert.note", [](Alert& a) { a.note = "\x01"; }},
      {"alert.note", [](Alert& a) { a.note = " "; }},
      {"alert.addresses", [](Alert& a) { a.addresses = {"a\"b"}; }},
      {"alert.references", [](Alert& a) { a.type = MessageType::cancel, a.references.clear(); }},
      {"alert.info[0].resource[0].mimeType", [](Alert& a) { a.infos[0].resources[0].mime_type = " x"; }},
      {"alert.info[0].area[0].circle[0]", [](Alert& a) { a.infos[0].areas[0].circles[0].radius_km = 1.0 / 0.0; }},
      {"alert.info[0].area[0].altitude", [](Alert& a) { a.infos[0].areas[0].altitude_ft = 0.0 / 0.0; }},
  };
  for (const auto& [field, break_it] : breaks) {
    Alert alert = *read_cap(sample);
    break_it(alert);
    const auto xml = write_cap(alert);
    ASSERT_FALSE(xml) << field;
    EXPECT_EQ(xml.error().field, field);
  }
}

}  // namespace
}  // namespace ward::city::cap
