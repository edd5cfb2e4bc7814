#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <random>

#include "vision/training/datasets.h"
#include "vision/training/fit_discriminant.h"
#include "vision/training/fit_net.h"
#include "vision/training/fit_tail.h"
#include "vision/training/train_mask.h"
#include "vision/training/verification.h"

namespace ward::vision::training {
namespace {

namespace fs = std::filesystem;

class Folder : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(root); }
  void write(const fs::path& file, const std::string& text) {
    fs::create_directories((root / file).parent_path());
    std::ofstream(root / file) << text;
  }
  fs::path root = fs::path(::testing::TempDir()) / "training_test";
};

using Datasets = Folder;

TEST_F(Datasets, ReadPairs) {
  write("A/A_0001.jpg", "");
  write("A/A_0002.jpg", "");
  write("B b's/B_0001.jpg", "");
  write("pairs.tsv", "a\tb\tsame\nA/A_0001.jpg\tA/A_0002.jpg\t1\r\nA/A_0002.jpg\tB b's/B_0001.jpg\t0\n\n");
  const auto lfw = read_lfw(root);
  ASSERT_TRUE(lfw) << lfw.error().message.en;
  ASSERT_EQ(lfw->pairs.size(), 2U);
  EXPECT_TRUE(lfw->pairs[0].same);
  EXPECT_EQ(lfw->pictures[lfw->pairs[1].b].person, "B b's");
}

TEST_F(Datasets, NameTheLineThatIsWrong) {
  write("A/A_0001.jpg", "");
  for (const char* line :
       {"A/A_0001.jpg\tA/A_0009.jpg\t1", "A/A_0001.jpg\tA/A_0001.jpg", "A/A_0001.jpg\tA/A_0001.jpg\t2"}) {
    write("pairs.tsv", std::string("a\tb\tsame\n") + line + "\n");
    const auto lfw = read_lfw(root);
    ASSERT_FALSE(lfw);
    EXPECT_EQ(lfw.error().code, "data.malformed");
    EXPECT_NE(lfw.error().message.en.find("line 2"), std::string::npos);
  }
  EXPECT_EQ(read_lfw(root / "nowhere").error().code, "data.missing");
  EXPECT_EQ(read_masks4k(root / "nowhere").error().code, "data.missing");
}

TEST_F(Datasets, ReadScenes) {
  const std::string object =
      "<object><name>mascarilla_mal_puesta</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>13</xmax><ymax>24</ymax>"
      "</bndbox></object>";
  write("a.jpg", "");
  write("a.xml", "<annotation>\n" + object + "</annotation>");
  write("unlabelled.jpg", "");
  const auto scenes = read_facemask853(root);
  ASSERT_TRUE(scenes) << scenes.error().message.en;
  ASSERT_EQ(scenes->size(), 1U);
  EXPECT_EQ((*scenes)[0].faces[0].box, cv::Rect2f(3, 4, 10, 20));
  EXPECT_EQ((*scenes)[0].faces[0].mask, MaskState::badly_worn);
  for (const std::string& bad : {object.substr(0, 80), std::string("<object><name>hat</name></object>"),
                                 std::string("<object><name>sin_mascarilla</name></object>")}) {
    write("a.xml", bad);
    EXPECT_EQ(read_facemask853(root).error().code, "data.malformed") << bad;
  }
}

TEST_F(Datasets, BrokenPicturesAreEmpty) {
  write("broken.jpg", "\xFF\xD8\xFF not a picture");
  EXPECT_TRUE(read_picture(root / "broken.jpg").empty());
  EXPECT_TRUE(read_picture(root / "nowhere.jpg").empty());
  EXPECT_EQ(content_hash(root / "broken.jpg").size(), 16U);
  EXPECT_TRUE(content_hash(root / "nowhere.jpg").empty());
}

TEST(HeldOut, IsAboutAFifthAndAlwaysTheSame) {
  int out = 0;
  for (int i = 0; i < 2000; ++i) out += held_out(std::to_string(i));
  EXPECT_NEAR(out, 400, 70);
  EXPECT_EQ(held_out("somebody"), held_out("somebody"));
}

TEST(Verification, FindsTheThresholdOfARate) {
  std::vector<float> different(1000);
  for (std::size_t i = 0; i < different.size(); ++i) different[i] = static_cast<float>(i) / 1000;
  const float threshold = threshold_at(different, 1e-2);
  EXPECT_EQ(std::ranges::count_if(different, [&](float s) { return s >= threshold; }), 10);
  const float strict = threshold_at(different, 1e-4);
  EXPECT_EQ(std::ranges::count_if(different, [&](float s) { return s >= strict; }), 0);
}

TEST(Verification, ATieNeverLetsMoreThroughThanStated) {
  const std::vector<float> different(1000, 0.5F);
  EXPECT_GT(threshold_at(different, 1e-3), 0.5F);
}

TEST(Verification, CountsWhatWasNeverFoundAsRefused) {
  EXPECT_DOUBLE_EQ(true_accept_rate(std::vector{0.9F, 0.8F, 0.1F}, 0.5F), 2.0 / 3);
  EXPECT_DOUBLE_EQ(true_accept_rate(std::vector{0.9F, 0.8F, 0.1F}, 0.5F, 1), 0.5);
  const Scores apart{{0.9F, 0.8F}, {0.1F, 0.2F}};
  EXPECT_DOUBLE_EQ(equal_error_rate(apart), 0);
  EXPECT_GT(equal_error_rate(apart, 2), 0.2);
}

TEST(Verification, WeighsBothClassesAlike) {
  Scores scores{std::vector<float>(900, 0.9F), std::vector<float>(100, 0.1F)};
  EXPECT_DOUBLE_EQ(balanced_accuracy(scores, 10), 1);
  for (std::size_t i = 0; i < 50; ++i) scores.different[2 * i] = 0.9F;  // half of the few look like the many
  EXPECT_NEAR(balanced_accuracy(scores, 10), 0.75, 0.01);
}

TEST(FitTail, FollowsAKnownDistribution) {
  std::mt19937 random(1);
  std::exponential_distribution<float> tail(20);
  std::vector<float> scores(400'000);
  for (float& s : scores) s = tail(random);
  const auto fit = fit_tail(scores);
  ASSERT_TRUE(fit);
  for (const double rate : {1e-2, 1e-4, 1e-6, 1e-8}) {
    const double expected = std::min(0.99, -std::log(rate) / 20);
    EXPECT_NEAR(fit->curve.at(rate), expected, 0.1 * expected) << rate;
  }
  EXPECT_FALSE(fit_tail(std::vector<float>(100, 0.1F)));
}

TEST(FitDiscriminant, KeepsWhatTellsPeopleApart) {
  std::mt19937 random(2);
  std::normal_distribution<float> normal;
  std::vector<PersonFace> faces;  // people differ in the first 256 numbers, their pictures in the others
  for (std::size_t person = 0; person < 300; ++person) {
    Embedding centre{};
    for (std::size_t i = 0; i < 256; ++i) centre[i] = normal(random);
    for (int shot = 0; shot < 3; ++shot) {
      PersonFace face{person, centre};
      for (std::size_t i = 256; i < 512; ++i) face.embedding[i] = 3 * normal(random);
      faces.push_back(face);
    }
  }
  const auto discriminant = fit_discriminant(faces, 0.1);
  ASSERT_TRUE(discriminant);
  const auto dot = [&](std::size_t a, std::size_t b) {
    const auto x = discriminant->project(faces[a].embedding), y = discriminant->project(faces[b].embedding);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += double{x[i]} * y[i];
    return sum;
  };
  EXPECT_GT(dot(0, 1), 0.8);
  EXPECT_LT(dot(0, 3), 0.5);
  EXPECT_FALSE(fit_discriminant(std::span(faces).first(30), 0.1));
}

TEST(Share, IsUncertainWhereFewWereCounted) {
  Share share;
  for (int i = 0; i < 31; ++i) share.count(i < 12);
  EXPECT_NEAR(share.value(), 0.387, 1e-3);
  EXPECT_NEAR(interval_of(share).low, 0.237, 1e-3);
  EXPECT_NEAR(interval_of(share).high, 0.562, 1e-3);
  EXPECT_GT(interval_of({0, 10}).high, 0.2) << "none of ten is not never";
  EXPECT_EQ(interval_of({}).high, 1);
}

MaskFace labelled(MaskSource source, MaskState mask, float height) {
  return {.source = source, .mask = mask, .picture = {}, .aligned = {}, .height = height, .labelled_height = height};
}

TEST(MaskFigures, CountEachFaceWhereItBelongs) {
  MaskFigures figures;
  const auto portrait = labelled(MaskSource::masks4k, MaskState::worn, 90);
  for (const MaskState state : {MaskState::worn, MaskState::badly_worn, MaskState::none, MaskState::unsure})
    figures.count(portrait, state);
  EXPECT_EQ(figures.told.hit, 2U) << "a mask was seen, well worn or not; unsure is never right";
  EXPECT_EQ(figures.well_called_badly.hit, 1U);
  EXPECT_EQ(figures.well_called_unsure.all, 4U);

  figures.count(labelled(MaskSource::facemask853, MaskState::none, 59), MaskState::worn);
  EXPECT_EQ(figures.bare_called_masked.all, 0U) << "too small for a gate";
  figures.count(labelled(MaskSource::facemask853, MaskState::none, 61), MaskState::badly_worn);
  EXPECT_EQ(figures.bare_called_masked.hit, 1U);

  figures.count(labelled(MaskSource::facemask853, MaskState::badly_worn, 12), MaskState::worn);
  figures.count(labelled(MaskSource::facemask853, MaskState::badly_worn, 80), MaskState::unsure);
  EXPECT_EQ(figures.badly_passed.hit, 1U);
  EXPECT_EQ(figures.badly_passed.all, 2U);
  EXPECT_EQ(figures.large_badly_passed.hit, 0U);
  EXPECT_EQ(figures.large_badly_passed.all, 1U);
}

TEST(MaskFigures, NeverCountWhatTheDetectorMissedOrWhatWasDrawn) {
  MaskFigures figures;
  auto missed = labelled(MaskSource::facemask853, MaskState::badly_worn, 80);
  missed.detected = false;
  figures.count(missed, MaskState::worn);
  figures.count(labelled(MaskSource::drawn, MaskState::badly_worn, 80), MaskState::worn);
  EXPECT_EQ(figures.badly_passed.all, 0U);
}

TEST(Folds, ShareThePicturesOutEvenlyAndAlwaysTheSame) {
  std::array<int, 5> sizes{};
  for (std::uint32_t i = 0; i < 5000; ++i) ++sizes.at(fold_of(fmt::format("{:08x}cafe0000", i * 2654435761U), 5));
  for (const int size : sizes) EXPECT_NEAR(size, 1000, 100);
  EXPECT_EQ(fold_of("0000000bffffffff", 5), 1U);
  EXPECT_EQ(fold_of("", 5), 0U);
}

TEST(FitNet, LearnsWhatNoLineSeparatesAndIsReadAsWritten) {
  std::mt19937 random(3);
  std::vector<Example> examples;
  for (int i = 0; i < 800; ++i) {
    const float x = random() % 2 ? 1.0F : -1.0F, y = random() % 2 ? 1.0F : -1.0F;
    examples.push_back({{x, y}, x * y > 0 ? 1U : 0U, 1});
  }
  SmallNet net(2, 16, 2), again(2, 16, 2);
  const FitOptions options{.epochs = 60, .rate = 1e-2F, .dropout = 0};
  double first = 0, last = 0;
  fit(net, examples, options, [&](int epoch, double loss) { (epoch == 1 ? first : last) = loss; });
  fit(again, examples, options, [](int, double) {});
  EXPECT_LT(last, first / 4);
  EXPECT_EQ(net.first, again.first) << "the same seed gives the same net";
  for (const Example& e : examples) EXPECT_GT(net.run(e.input)[e.label], 0.8);

  const fs::path file = fs::path(::testing::TempDir()) / "net.bin";
  ASSERT_TRUE(net.save(file, "WARDTEST"));
  ASSERT_TRUE(again.load(file, "WARDTEST"));
  EXPECT_NEAR(again.run(examples[0].input)[0], net.run(examples[0].input)[0], 0.01);
  EXPECT_FALSE(again.load(file, "WARDMSK1"));
}

}  // namespace
}  // namespace ward::vision::training
