#include "thermal/matrix.h"

#include <gtest/gtest.h>

#include <fstream>

namespace ward::thermal {
namespace {

Result<cv::Mat> parse(const std::string& text) { return parse_matrix(std::as_bytes(std::span(text))); }

std::string utf16(const std::u16string& text, bool big_endian) {
  std::string out = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t c : text) {
    const char high = static_cast<char>(c >> 8), low = static_cast<char>(c & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

TEST(Matrix, ReadsAFlukeExport) {
  const std::u16string text =
      u"All temperatures in °F.\r\n\r\nC:\\p\\IR_1.IS2\r\n\r\n,1,2,3\r\n1,32.0,50.0,98.6,\r\n2,-40.0,212,68,\r\n";
  for (const bool big_endian : {false, true}) {
    const auto matrix = parse(utf16(text, big_endian));
    ASSERT_TRUE(matrix) << matrix.error().message.en;
    EXPECT_EQ(matrix->size(), cv::Size(3, 2));
    EXPECT_NEAR(matrix->at<float>(0, 0), 0, 1e-4);
    EXPECT_NEAR(matrix->at<float>(0, 2), 37, 1e-4);
    EXPECT_NEAR(matrix->at<float>(1, 0), -40, 1e-4);
  }
}

TEST(Matrix, ReadsUtf8CelsiusWithSemicolonsOrTabs) {
  for (const std::string s : {";", "\t", ","}) {
    const auto matrix = parse(
        "\xEF\xBB\xBF"
        "All temperatures in °C.\n\n" +
        s + "1" + s + "2\n1" + s + "36.5" + s + "22\n\nlegend\n");
    ASSERT_TRUE(matrix) << matrix.error().message.en;
    EXPECT_FLOAT_EQ(matrix->at<float>(0, 0), 36.5F);
    EXPECT_EQ(matrix->size(), cv::Size(2, 1));
  }
}

TEST(Matrix, NamesTheLineAtFault) {
  const auto error = [](const std::string& text) { return parse(text).error(); };
  EXPECT_EQ(error("").code, "thermal.format");
  EXPECT_EQ(error(",1,2\n1,20,21\n").field, "line 1");                   // no unit
  EXPECT_EQ(error("in °C.\n,1,2\n").code, "thermal.format");             // no rows
  EXPECT_EQ(error("in °C.\n,1,2\n1,20,21\n2,20\n").field, "line 4");     // short
  EXPECT_EQ(error("in °C.\n,1,2\n1,20,21\n3,20,21\n").field, "line 4");  // a line is missing
  EXPECT_EQ(error("in °C.\n,1,2\n1,20,warm\n").field, "line 3");
  EXPECT_EQ(error("in °C.\n,1,2\n1,20,nan\n").field, "line 3");
  EXPECT_EQ(error("in °C.\n,1,2\n1,20,1e9\n").field, "line 3");
}

TEST(Matrix, AMatrixTooLargeIsRefused) {
  std::string text = "in °C.\n,1,2\n1";
  for (int i = 0; i < 2000; ++i) text += ",20";
  EXPECT_EQ(parse(text).error().code, "thermal.wrong_size");
  EXPECT_EQ(parse_matrix(std::vector<std::byte>(max_matrix_bytes + 1)).error().code, "thermal.wrong_size");
}

TEST(Matrix, BrokenUtf16BecomesReplacementCharacters) {
  const std::string text = utf16(std::u16string{u'a', 0xD800, u'b', 0xD83D, 0xDE00}, false) + "x";
  EXPECT_EQ(as_utf8(std::as_bytes(std::span(text))),
            "a\xEF\xBF\xBD"
            "b\xF0\x9F\x98\x80");
}

TEST(MatrixSource, GivesOneFrameAndEnds) {
  ManualClock clock;
  const auto file = std::filesystem::path(testing::TempDir()) / "matrix.csv";
  std::ofstream(file) << "in °C.\n,1,2\n1,20,21\n";
  auto source = MatrixSource::open(file, clock);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->describe(), "matrix matrix.csv, 2x1");
  EXPECT_EQ((*source)->next(Millis{0})->time, clock.now());
  EXPECT_EQ((*source)->next(Millis{0}).error().code, "thermal.silent") << "nine frames a second, not more";
  const auto again = (*source)->next(Millis{1000});
  ASSERT_TRUE(again) << "it stays where it is";
  EXPECT_TRUE(again->still);
  EXPECT_EQ(MatrixSource::open("/nowhere.csv", clock).error().code, "thermal.lost");
}

}  // namespace
}  // namespace ward::thermal
