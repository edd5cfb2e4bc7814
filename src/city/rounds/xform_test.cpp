#include "city/rounds/xform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ward::city::rounds {
namespace {

using incidents::Kind;
using ::testing::ElementsAre;

// A form around the insides of its model and its body.
std::string form(const std::string& model, const std::string& body) {
  return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" )x"
         R"x(xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Household</h:title><model>)x" +
         model + "</model></h:head><h:body>" + body + "</h:body></h:html>";
}

std::vector<std::string> keys(const XForm& read) {
  std::vector<std::string> all;
  for (const auto& field : read.form) all.push_back(field.key + " " + std::string(to_string(field.kind)));
  return all;
}
std::vector<std::string> left(const XForm& read) {
  std::vector<std::string> all;
  for (const LeftOut& one : read.left_out) all.push_back(one.name);
  return all;
}
std::string code(const std::string& document) {
  const auto read = read_xform(document);
  return read ? "" : read.error().code;
}

TEST(XForm, AsksByTheTypeOfTheAnswer) {
  const auto read = read_xform(form(
      R"x(<bind nodeset="/d/a" type="xsd:string" required="true()"/><bind nodeset="/d/b" type="int"/>
         <bind nodeset="/d/c" type="decimal"/><bind nodeset="/d/d" type="date"/><bind nodeset="/d/e" type="boolean"/>
         <bind nodeset="/d/g" type="geopoint"/>)x",
      R"x(<input ref="/d/a"><label>A <output value="/d/b"/> here</label></input><input ref="/d/b"/><input ref="/d/c"/>
         <input ref="/d/d"/><input ref="/d/e"/><upload ref="/d/f" mediatype="image/*"/><input ref="/d/g"/>
         <upload ref="/d/h" mediatype="audio/*"/><range ref="/d/i" start="1" end="5"/><input ref="/d/j"/>)x"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->title, "Household");
  EXPECT_THAT(keys(*read), ElementsAre("a text", "b number", "c number", "d date", "e yes_no", "f picture", "j text"));
  EXPECT_TRUE(read->form[0].required);
  EXPECT_FALSE(read->form[1].required);
  EXPECT_EQ(read->form[1].name.en, "b") << "a question without a label is called by its name";
  EXPECT_THAT(left(*read), ElementsAre("/d/g", "/d/h", "/d/i"));
}

TEST(XForm, ReadsChoicesInPlaceAndElsewhereInSeveralLanguages) {
  const auto read = read_xform(form(
      R"x(<itext><translation lang="English (en)" default="true()"><text id="q"><value>Kind</value></text>
           <text id="c1"><value>House</value></text></translation>
         <translation lang="中文"><text id="q"><value>类型</value><value form="image">jr://x</value></text>
           <text id="c1"><value>房屋</value></text></translation></itext>
         <instance id="kinds"><root><item><itextId>c1</itextId><name>house</name></item>
           <item><itextId>c2</itextId><name>Big House!</name></item></root></instance>)x",
      R"x(<select1 ref="/d/kind"><label ref="jr:itext('q')"/><itemset nodeset="instance('kinds')/root/item[a = /d/b]">
           <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>
         <select ref="/d/has"><label>Has</label><item><label>Gas</label><value>gas</value></item>
           <item><label>Water</label><value>water</value></item></select>)x"));
  ASSERT_TRUE(read);
  EXPECT_THAT(keys(*read), ElementsAre("kind choice", "has_gas yes_no", "has_water yes_no"));
  EXPECT_EQ(read->form[0].name.zh, "类型");
  EXPECT_EQ(read->form[0].choices[0].name.zh, "房屋");
  EXPECT_EQ(read->form[0].choices[1].value, "big_house");
  EXPECT_EQ(read->form[0].choices[1].name.en, "Big House!");
  EXPECT_EQ(read->form[1].name.zh, "Has：Gas");
  EXPECT_THAT(left(*read), ElementsAre("/d/kind")) << "its choices depended on another answer";
}

TEST(XForm, FlattensGroupsAndNamesWhatItLeavesOut) {
  const auto read = read_xform(form(
      R"x(<bind nodeset="/d/g/a" required="true()" relevant="/d/b = 'yes'"/><bind nodeset="/d/sum" calculate="1+1"/>
         <bind nodeset="/d/note" readonly="true()"/>)x",
      R"x(<group ref="/d/g"><label>Group</label><input ref="/d/g/a"/><input ref="b"/></group><group><input ref="/d/a"/></group>
         <repeat nodeset="/d/people"><input ref="/d/people/name"/></repeat><input ref="/d/sum"/><input ref="/d/note"/>)x"));
  ASSERT_TRUE(read);
  EXPECT_THAT(keys(*read), ElementsAre("a text", "b text", "a_2 text"));
  EXPECT_FALSE(read->form[0].required) << "it depends on another answer, and is asked always";
  EXPECT_THAT(left(*read), ElementsAre("/d/g/a", "/d/people", "/d/sum", "/d/note"));
}

TEST(XForm, IsAFormThatWardTakes) {
  std::string body;
  for (int i = 0; i < 50; ++i) body += "<input ref=\"/d/Some Question / " + std::to_string(i % 7) + "\"/>";
  const auto read = read_xform(form("", body));
  ASSERT_TRUE(read);
  EXPECT_TRUE(incidents::form_from_json(incidents::to_json(read->form), "form"));
  EXPECT_EQ(code(form("", body + "<input ref=\"/d/x\"/>")), "xform.too_many");
}

TEST(XForm, RefusesWhatIsNoForm) {
  EXPECT_EQ(code("<h:html"), "xml.syntax");
  EXPECT_EQ(code("<feed/>"), "xform.not_one");
  EXPECT_EQ(code(form("", "<input ref='/d/a'/>").substr(0, 200)), "xml.syntax");
  EXPECT_EQ(code(form("", "")), "xform.nothing");
}

}  // namespace
}  // namespace ward::city::rounds
