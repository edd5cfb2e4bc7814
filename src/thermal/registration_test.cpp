#include "thermal/registration.h"

#include <gtest/gtest.h>

#include <fstream>

namespace ward::thermal {
namespace {

const cv::Size colour{1280, 720}, thermal_frame{160, 120};

// Twelve pairs over the picture, carried by `h`, with an error of `noise` pixels.
std::vector<PointPair> pairs_of(const cv::Matx33d& h, double noise = 0) {
  std::vector<PointPair> pairs;
  cv::RNG random(5);
  for (int i = 0; i < 12; ++i) {
    const cv::Point2d c(200 + 280.0 * (i % 4), 120 + 230.0 * (i / 4));
    const cv::Vec3d t = h * cv::Vec3d(c.x, c.y, 1);
    pairs.push_back({c, {t[0] / t[2] + random.gaussian(noise), t[1] / t[2] + random.gaussian(noise)}});
  }
  return pairs;
}

const cv::Matx33d side_by_side{0.118, 0.003, 4, -0.002, 0.152, 5, 0, 0, 1};
const cv::Matx33d at_an_angle{0.11, 0.004, 6, 0.003, 0.15, 4, 2e-5, 1e-5, 1};

TEST(Registration, FindsAnAffineMapAndSurvivesItsFile) {
  const auto fit = fit_registration(pairs_of(side_by_side), colour, thermal_frame, RegistrationKind::affine, 2);
  ASSERT_TRUE(fit);
  EXPECT_LT(fit->registration.rms_error_px, 1e-3);
  EXPECT_TRUE(fit->outliers.empty());
  const auto file = std::filesystem::path(testing::TempDir()) / "registration.toml";
  ASSERT_TRUE(fit->registration.save(file));
  const auto loaded = Registration::load(file);
  ASSERT_TRUE(loaded) << loaded.error().message.en;
  EXPECT_EQ(loaded->thermal_size, thermal_frame);
  for (const cv::Point2f p : {cv::Point2f(0, 0), {640, 360}, {1279, 719}})
    EXPECT_LT(cv::norm(loaded->map(p, colour) - fit->registration.map(p, colour)), 1e-3);
}

TEST(Registration, FindsAHomography) {
  const auto fit = fit_registration(pairs_of(at_an_angle), colour, thermal_frame, RegistrationKind::homography, 2);
  ASSERT_TRUE(fit);
  EXPECT_LT(fit->registration.rms_error_px, 1e-2);
  EXPECT_GT(fit_registration(pairs_of(at_an_angle), colour, thermal_frame, RegistrationKind::affine, 2)
                ->registration.rms_error_px,
            0.1);
}

TEST(Registration, NamesThePairThatIsWrongAndLeavesItOut) {
  auto pairs = pairs_of(side_by_side, 0.2);
  pairs[7].thermal = {10, 110};
  const auto fit = fit_registration(pairs, colour, thermal_frame, RegistrationKind::affine, 2);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->outliers, std::vector<std::size_t>{7});
  EXPECT_GT(fit->error_px[7], 20);
  EXPECT_LT(fit->registration.rms_error_px, 0.5);
}

TEST(Registration, RefusesPairsThatSayNothing) {
  const auto code = [](std::vector<PointPair> pairs, RegistrationKind kind = RegistrationKind::affine) {
    return fit_registration(pairs, colour, thermal_frame, kind, 2).error().code;
  };
  auto pairs = pairs_of(side_by_side);
  EXPECT_EQ(code({}), "registration.too_few");
  EXPECT_EQ(code({pairs.begin(), pairs.begin() + 3}), "registration.too_few");
  EXPECT_EQ(code({pairs.begin(), pairs.begin() + 5}, RegistrationKind::homography), "registration.too_few");
  EXPECT_EQ(code({pairs.begin(), pairs.begin() + 4}), "registration.collinear");  // one row of the grid
  EXPECT_EQ(code(std::vector<PointPair>(12, pairs[0])), "registration.collinear");
  auto outside = pairs;
  outside[2].thermal.x = 160;
  EXPECT_EQ(code(outside), "registration.outside");
  auto shuffled = pairs;
  for (std::size_t i = 0; i < 12; ++i) shuffled[i].thermal = pairs[(i * 5 + 3) % 12].thermal;
  EXPECT_EQ(code(shuffled), "registration.no_fit");
}

TEST(Registration, ScalesWithThePicture) {
  const auto fit = fit_registration(pairs_of(side_by_side), colour, thermal_frame, RegistrationKind::affine, 2);
  EXPECT_LT(cv::norm(fit->registration.map({640, 360}, colour) - fit->registration.map({320, 180}, {640, 360})), 1e-3);
  const auto same = Registration::same_view({640, 480}, thermal_frame);
  EXPECT_EQ(same.map(cv::Rect2f(100, 100, 40, 80), {640, 480}), cv::Rect2f(25, 25, 10, 20));
}

TEST(Registration, RefusesAFileThatCannotBeUsed) {
  const auto code = [](const std::string& text) {
    const auto file = std::filesystem::path(testing::TempDir()) / "bad.toml";
    std::ofstream(file) << text;
    const auto loaded = Registration::load(file);
    return loaded ? "" : loaded.error().code;
  };
  EXPECT_EQ(Registration::load("/nowhere.toml").error().code, "thermal.registration");
  EXPECT_EQ(code(""), "thermal.registration");
  EXPECT_EQ(code("[map]\nh11 = \"x\"\n"), "thermal.registration");
  const std::string sizes = "[colour]\nwidth = 640\nheight = 480\n[thermal]\nwidth = 160\nheight = 120\n";
  EXPECT_EQ(code(sizes + "[map]\nh11 = 0\nh12 = 0\n"), "thermal.registration");
  EXPECT_EQ(code(sizes + "[map]\nh99 = 1\n"), "thermal.registration");
  EXPECT_EQ(code(sizes), "");
}

TEST(Pairs, AreReadAndTheLineAtFaultIsNamed) {
  const auto pairs =
      parse_pairs("colour_x,colour_y,thermal_x,thermal_y\n# a comment\n10,20,1.5,2.5\r\n\n30, 40, 3, 4 # here\n");
  ASSERT_TRUE(pairs) << pairs.error().message.en;
  ASSERT_EQ(pairs->size(), 2u);
  EXPECT_EQ((*pairs)[1].colour, cv::Point2d(30, 40));
  EXPECT_EQ(parse_pairs("1,2,3,4\n1,2,3\n").error().field, "line 2");
  EXPECT_EQ(parse_pairs("1,2,3,4,5\n").error().code, "registration.malformed");
  EXPECT_EQ(parse_pairs("1,2,x,4\n").error().code, "registration.malformed");
  EXPECT_EQ(parse_pairs("1,2,nan,4\n").error().code, "registration.malformed");
}

}  // namespace
}  // namespace ward::thermal
