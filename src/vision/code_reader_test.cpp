#include "vision/code_reader.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "vision/draw_code.h"

namespace ward::vision {
namespace {

// A code as a camera sees it: `width` pixels wide, turned, on a grey picture with noise.
cv::Mat picture_of(const std::string& text, int width, double turned) {
  cv::Mat grey(480, 640, CV_8UC1, cv::Scalar(110));
  draw_code(text, width).copyTo(grey(cv::Rect(200, 150, width, width)));
  const cv::Point2f middle(200 + static_cast<float>(width) / 2, 150 + static_cast<float>(width) / 2);
  cv::warpAffine(grey, grey, cv::getRotationMatrix2D(middle, turned, 1), grey.size(), cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);
  cv::Mat noise(grey.size(), CV_16SC1), bgr;
  cv::RNG(7).fill(noise, cv::RNG::NORMAL, 0, 6);
  cv::add(grey, noise, grey, cv::noArray(), CV_8UC1);
  cv::cvtColor(grey, bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

TEST(ReadCode, ReadsAPassThatIsHeldUpAndTurned) {
  const std::string text = "WARD1:0123456789ABCDEF0123456789ABCDEF";
  for (const double turned : {0.0, 8.0, -15.0, 90.0, 180.0})
    EXPECT_EQ(read_code(picture_of(text, 110, turned)), text) << turned;
}

TEST(ReadCode, FindsNothingWhereThereIsNone) {
  EXPECT_FALSE(read_code({}));
  EXPECT_FALSE(read_code(cv::Mat(480, 640, CV_8UC3, cv::Scalar(90, 90, 90))));
  cv::Mat noise(480, 640, CV_8UC3);
  cv::RNG(3).fill(noise, cv::RNG::UNIFORM, 0, 255);
  EXPECT_FALSE(read_code(noise));
}

}  // namespace
}  // namespace ward::vision
