#include "formats/tables/encoding.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "base/utf8.h"
#include "formats/tables/testing.h"

namespace ward::tables {
namespace {

struct Decoded {
  std::string text;
  std::string encoding;
  std::string fault;
};

Decoded decode(const std::string& bytes) {
  std::istringstream in(bytes);
  TextDecoder decoder(in);
  Decoded result;
  while (true) {
    const auto more = decoder.more(result.text);
    if (!more) result.fault = more.error().code;
    if (!more || !*more) break;
  }
  result.encoding = to_string(decoder.encoding());
  return result;
}

TEST(Encoding, IsToldByItsMark) {
  const std::string text = "编号,名称\n007,张伟 🧪 عربي\n";
  for (const auto& [name, mark] : {std::pair<const char*, std::string>{"UTF-8", "\xef\xbb\xbf"},
                                   {"UTF-16LE", "\xff\xfe"},
                                   {"UTF-16BE", "\xfe\xff"}}) {
    const Decoded it = decode(mark + encoded(text, name));
    EXPECT_EQ(it.encoding, name);
    EXPECT_EQ(it.text, text);
    EXPECT_EQ(it.fault, "");
  }
}

TEST(Encoding, IsToldWithoutAMark) {
  for (const std::string text : {"编号,名称\n330782001,稠城街道第一网格\n", "张三丰", "姓名\n张伟丽\n王小明\n", "联通",
                                 "小学", "学校\n小学\n", "code,名\n1,一\n", "，。！", "㐀,𠀀\n"}) {
    EXPECT_EQ(decode(encoded(text, "GB18030")).text, text);
    EXPECT_EQ(decode(encoded(text, "GB18030")).encoding, "GB18030") << text;
    EXPECT_EQ(decode(text).text, text);
    EXPECT_EQ(decode(text).encoding, "UTF-8") << text;
  }
  // Two bytes a letter, and no Chinese: UTF-8, though it has the form of GB18030, too.
  for (const std::string text :
       {"José", "Zoë;François", "naïve café", "Привет, мир", "محمد علي", "αβγ", "שלום", "Ñandú", "crème brûlée"}) {
    EXPECT_EQ(decode(text).encoding, "UTF-8") << text;
    EXPECT_EQ(decode(text).text, text);
  }
}

TEST(Encoding, OnlyAsciiIsUtf8) {
  EXPECT_EQ(decode("a,b\n1,2\n").encoding, "UTF-8");
  EXPECT_EQ(decode("").text, "");
  EXPECT_EQ(decode("").fault, "");
}

TEST(Encoding, TheFirstChineseMayComeLate) {
  for (const std::size_t late : {100'000UZ, 65'535UZ, 65'536UZ, 65'537UZ, 131'071UZ}) {
    const std::string text = std::string(late, 'x') + "\n张三丰,李四\n";
    EXPECT_EQ(decode(encoded(text, "GB18030")).text, text) << late;
    EXPECT_EQ(decode(encoded(text, "GB18030")).encoding, "GB18030");
    EXPECT_EQ(decode(text).text, text) << late;
    EXPECT_EQ(decode(text).encoding, "UTF-8");
  }
}

TEST(Encoding, LongTextsSurviveEveryPieceBoundary) {
  std::mt19937 random(3);
  for (const char* name : {"UTF-8", "GB18030"}) {
    std::string text;
    while (text.size() < 300'000) text += random_text(random, 40) + "张";
    std::erase(text, '\0');
    const Decoded it = decode(encoded(text, name));
    EXPECT_EQ(it.encoding, name);
    EXPECT_EQ(it.text, text);
  }
}

TEST(Encoding, WhatIsNoTextIsAFaultBehindTheTextBeforeIt) {
  const Decoded utf8 = decode("张伟\n王芳\n李\xff\n张\n");
  EXPECT_EQ(utf8.encoding, "UTF-8");
  EXPECT_EQ(utf8.text, "张伟\n王芳\n李");
  EXPECT_EQ(utf8.fault, "table.encoding");

  const Decoded gb = decode(encoded("张伟\n王芳\n李", "GB18030") + "\xff\n");
  EXPECT_EQ(gb.encoding, "GB18030");
  EXPECT_EQ(gb.text, "张伟\n王芳\n李");
  EXPECT_EQ(gb.fault, "table.encoding");

  EXPECT_EQ(decode(std::string("a\0b", 3)).fault, "table.encoding");
  EXPECT_EQ(decode("张\xe5\xbc").fault, "table.encoding");        // cut off
  EXPECT_EQ(decode("\xff\xfe\x01\xd8").fault, "table.encoding");  // half of a surrogate pair
}

}  // namespace
}  // namespace ward::tables
