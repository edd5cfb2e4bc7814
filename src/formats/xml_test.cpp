#include "formats/xml.h"

#include <gtest/gtest.h>

#include <random>

namespace ward::xml {
namespace {

TEST(Xml, ReadsNamespacesAttributesTextAndLines) {
  const auto root = parse(
      "<?xml version='1.0'?>\n<!-- a comment -->\n<c:alert xmlns:c='urn:x' c:no='1' id='7'>\n"
      "  <c:note>a &amp; b<![CDATA[ <c> ]]>&#x5F20;</c:note>\n  <note>other</note>\n</c:alert>");
  ASSERT_TRUE(root) << root.error().message.en;
  EXPECT_EQ(root->ns, "urn:x");
  EXPECT_EQ(root->name, "alert");
  EXPECT_EQ(root->line, 3);
  EXPECT_EQ(root->attributes, (decltype(root->attributes){{"id", "7"}}));
  ASSERT_EQ(root->children.size(), 2u);
  EXPECT_EQ(root->child("note")->text, "a & b <c> 张");
  EXPECT_EQ(root->child("note")->line, 4);
  EXPECT_EQ(root->children[1].ns, "");
  EXPECT_EQ(root->child("none"), nullptr);
}

TEST(Xml, RefusesWhatAttacksParsers) {
  const auto code = [](const std::string& text, const Limits& limits = {}) {
    const auto root = parse(text, limits);
    return root ? std::string("read") : root.error().code;
  };
  EXPECT_EQ(code("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), "xml.doctype");
  EXPECT_EQ(code("<!DOCTYPE a PUBLIC '-//A//B' 'http://127.0.0.1/x.dtd'><a/>"), "xml.doctype");
  EXPECT_EQ(code("<!DOCTYPE lolz [<!ENTITY l 'lol'><!ENTITY m '&l;&l;'>]><a>&m;</a>"), "xml.doctype");
  EXPECT_EQ(code("<a>&b;</a>"), "xml.syntax");
  EXPECT_EQ(code("<a><b></a>"), "xml.syntax");
  EXPECT_EQ(code(""), "xml.syntax");
  EXPECT_EQ(code("<a>\xff</a>"), "xml.syntax");
  EXPECT_EQ(code("<a/><b/>"), "xml.syntax");
  std::string deep;
  for (int i = 0; i < 33; ++i) deep += "<a>";
  EXPECT_EQ(code(deep), "xml.depth");
  EXPECT_EQ(code("<a>12345</a>", {.bytes = 11}), "xml.too_large");
  EXPECT_EQ(code("<a><b/><b/><b/></a>", {.elements = 3}), "xml.too_large");
  EXPECT_EQ(code("<a><b/><b/></a>", {.elements = 3}), "read");
}

TEST(Xml, AnErrorSaysTheLine) {
  const auto root = parse("<a>\n<b>\n</a>");
  ASSERT_FALSE(root);
  EXPECT_TRUE(root.error().message.en.starts_with("Line 3:")) << root.error().message.en;
  EXPECT_TRUE(root.error().message.zh.starts_with("第 3 行")) << root.error().message.zh;
}

TEST(Xml, WhatIsWrittenReadsTheSame) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"a",  "<",    ">",  "&", "\"", "'",  "]]>", "\n",
                                           "\r", "\r\n", "\t", " ", "张", "🧪", "ب",   "&#10;"};
  for (int round = 0; round < 500; ++round) {
    std::string text, value;
    for (int i = 0; i < int(random() % 12); ++i) text += pieces[random() % pieces.size()];
    for (int i = 0; i < int(random() % 12); ++i) value += pieces[random() % pieces.size()];
    Writer out;
    out.open("root", {{"xmlns", "urn:x"}});
    out.leaf("leaf", text, {{"v", value}});
    out.close();
    const auto root = parse(std::move(out).str());
    ASSERT_TRUE(root) << root.error().message.en;
    EXPECT_EQ(root->child("leaf")->text, text);
    EXPECT_EQ(root->child("leaf")->attributes[0].second, value);
  }
}

TEST(Xml, CharactersThatXmlCannotHoldAreReplaced) {
  const std::string bad =
      "a\x01"
      "b\xef\xbf\xbf"
      "c\xff"
      "d\xe4\xb8";
  EXPECT_FALSE(can_hold(bad));
  EXPECT_FALSE(can_hold("\x01"));
  EXPECT_FALSE(can_hold("\xef\xbf\xbe"));
  EXPECT_TRUE(can_hold("a\t\r\n张🧪"));
  Writer out;
  out.leaf("a", bad);
  const auto root = parse(std::move(out).str());
  ASSERT_TRUE(root);
  EXPECT_EQ(root->text, "a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
}

}  // namespace
}  // namespace ward::xml
