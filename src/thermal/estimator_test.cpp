#include "thermal/estimator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "thermal/gates.h"
#include "thermal/warmth.h"

namespace ward::thermal {
namespace {

const Coefficients example{
    .version = "t",
    .canthi = {.intercept = 36.4F, .canthi = 0.8F, .cooler = 0.2F, .room = -0.05F, .sd = 0.35F, .shot_sd = 0.2F},
    .whole_face = {.intercept = 36.3F,
                   .canthi = 0.5F,
                   .cooler = 0.2F,
                   .face = 0.3F,
                   .room = -0.05F,
                   .sd = 0.33F,
                   .shot_sd = 0.2F},
    .four_shots = {.intercept = 36.2F, .canthi = 0.4F, .forehead = 0.2F, .face = 0.4F, .room = -0.06F, .sd = 0.26F},
    .offset = {.canthi = 1, .sd = 0.4F},
    .plain = {.canthi = 0.5F, .sd = 0.3F},
    .no_black_body_sd = 0.4F};

TEST(Estimate, CanBeDoneByHand) {
  const auto e = estimate(example, {.canthi = 36, .cooler = 35.5F, .room = 21});
  EXPECT_NEAR(e.celsius, 36.4 + 0.8 * 1 + 0.2 * 0.5 - 0.05 * -2, 1e-4);
  EXPECT_EQ(e.sd, 0.35F);
  EXPECT_EQ(e.method, "canthi/t");
  const auto whole = estimate(example, {.canthi = 36, .cooler = 35.5F, .forehead = 35.0F, .face = 36.5F, .room = 21});
  EXPECT_NEAR(whole.celsius, 36.3 + 0.5 + 0.1 + 0.45 + 0.1, 1e-4);
  EXPECT_EQ(whole.method, "canthi+face/t");
}

TEST(Estimate, WithoutABlackBodyItIsLessCertainAndSaysSo) {
  const auto e = estimate(example, {.canthi = 36, .cooler = 36}, 0.1F);
  EXPECT_NEAR(e.sd, std::hypot(0.35, 0.4), 1e-5);
  EXPECT_EQ(e.method, "canthi-no-black-body/t");
}

TEST(Estimate, RisesWithTheSkinAndFallsWithTheRoom) {
  const auto coefficients = CoefficientsFile::load("models/thermal_coefficients.toml");
  ASSERT_TRUE(coefficients) << coefficients.error().message.en;
  for (const auto& [name, c] : coefficients->cameras) {
    float last = 0;
    for (float t = 32; t < 41; t += 0.1F) {
      const float now =
          estimate(c, {.canthi = t, .cooler = t - 0.2F, .forehead = t - 0.5F, .face = t + 0.2F, .room = 22}).celsius;
      EXPECT_GT(now, last) << name << " at " << t;
      last = now;
    }
    const auto in_room = [&](float room) {
      return estimate(c, {.canthi = 35.5F, .cooler = 35.3F, .room = room}).celsius;
    };
    EXPECT_GT(in_room(20), in_room(24)) << name;
  }
}

TEST(Estimate, OfFourShotsIsThatOfTheirMean) {
  const std::vector<Skin> shots{{.canthi = 35, .forehead = 34.0F, .face = 35.0F, .room = 23},
                                {.canthi = 36, .forehead = 35.0F, .face = 37.0F, .room = 23}};
  const auto e = estimate_four(example, shots);
  EXPECT_NEAR(e.celsius, 36.2 + 0.4 * 0.5 + 0.2 * -0.5 + 0.4 * 1, 1e-4);
  EXPECT_EQ(e.shots, 2);
  EXPECT_EQ(e.sd, 0.26F);
}

TEST(Combine, AveragesTheNoiseOfShotsButNotThePerson) {
  const TemperatureEstimate one{.celsius = 37.2F, .sd = 0.35F, .shot_sd = 0.2F, .method = "canthi/t"};
  std::vector<TemperatureEstimate> shots(4, one);
  shots[0].celsius = 37.6F;
  const auto four = combine(shots);
  EXPECT_NEAR(four.celsius, 37.3, 1e-4);
  EXPECT_EQ(four.shots, 4);
  EXPECT_NEAR(four.sd * four.sd, 0.35 * 0.35 - 0.04 + 0.04 / 4, 1e-5);
  EXPECT_EQ(four.method, "canthi/t");
  EXPECT_NEAR(combine(std::vector{one}).sd, one.sd, 1e-6);
  // In two steps as in one.
  const std::vector<TemperatureEstimate> halves{combine(std::span(shots).first(2)), combine(std::span(shots).last(2))};
  EXPECT_NEAR(combine(halves).sd, four.sd, 1e-5);
  EXPECT_NEAR(combine(halves).celsius, four.celsius, 1e-4);
}

TEST(Combine, SaysWhenMethodsDifferAndWhenAnyShotWasSimulated) {
  std::vector<TemperatureEstimate> shots(2, {.celsius = 37, .sd = 0.3F, .shot_sd = 0.1F, .method = "canthi/t"});
  shots[1].method = "canthi+face/t";
  shots[1].simulated = true;
  EXPECT_EQ(combine(shots).method, "mixed");
  EXPECT_TRUE(combine(shots).simulated);
}

TEST(CoefficientsFile, SurvivesItsText) {
  const CoefficientsFile file{.version = "7", .cameras = {{"FLIR", example}}, .trained_on = {"a-1", "b-2"}};
  const auto path = std::filesystem::path(testing::TempDir()) / "coefficients.toml";
  std::ofstream(path) << file.to_toml("two\nlines");
  const auto loaded = CoefficientsFile::load(path);
  ASSERT_TRUE(loaded) << loaded.error().message.en;
  EXPECT_EQ(loaded->trained_on, file.trained_on);
  const auto camera = loaded->camera("FLIR");
  ASSERT_TRUE(camera);
  EXPECT_EQ(camera->version, "FLIR-7");
  const Skin skin{.canthi = 36, .cooler = 35, .forehead = 35.0F, .face = 36.0F, .room = 20};
  EXPECT_NEAR(camera->whole_face.at(skin), example.whole_face.at(skin), 1e-3);
  EXPECT_NEAR(camera->four_shots.at(skin), example.four_shots.at(skin), 1e-3);
  EXPECT_EQ(loaded->camera("Lepton").error().code, "thermal.coefficients");
}

TEST(CoefficientsFile, RefusesWhatCannotBe) {
  const auto code = [](const std::string& text) {
    const auto path = std::filesystem::path(testing::TempDir()) / "wrong.toml";
    std::ofstream(path) << text;
    const auto loaded = CoefficientsFile::load(path);
    return loaded ? "" : loaded.error().code;
  };
  EXPECT_EQ(CoefficientsFile::load("/nowhere.toml").error().code, "thermal.coefficients");
  EXPECT_EQ(code("cameras = [\"X\"]\n"), "thermal.coefficients");  // no lines below
  EXPECT_EQ(code("surprise = 1\n"), "thermal.coefficients");
  EXPECT_EQ(code("cameras = ["), "thermal.coefficients");
}

TEST(Gates, RefuseARoomOutsideTheLimitsOrUnknown) {
  const GateSettings s;
  EXPECT_EQ(check_room(Room{.celsius = 22, .humidity_percent = 50.0F}, s), ThermalFault::none);
  EXPECT_EQ(check_room(Room{.celsius = 17.9F, .humidity_percent = {}}, s), ThermalFault::out_of_room);
  EXPECT_EQ(check_room(Room{.celsius = 24.1F, .humidity_percent = {}}, s), ThermalFault::out_of_room);
  EXPECT_EQ(check_room(Room{.celsius = 22, .humidity_percent = 10.0F}, s), ThermalFault::out_of_room);
  EXPECT_EQ(check_room(Room{.celsius = std::nanf(""), .humidity_percent = {}}, s), ThermalFault::out_of_room);
}

const RegionTemperatures living{.canthi = 35.6F,
                                .cooler = 35.4F,
                                .forehead = 35,
                                .face = 35.7F,
                                .mouth = 34.5F,
                                .eyes = 34.3F,
                                .cheeks = 34,
                                .nose = 32.5F,
                                .median = 34,
                                .background = 23};

TEST(Gates, RefuseSmallColdAndBespectacledFaces) {
  const GateSettings s;
  ThermalFace face;
  face.box = {40, 30, 50, 60};
  EXPECT_EQ(check_face(face, living, 1, s), ThermalFault::none);
  EXPECT_EQ(check_face(face, living, 0.2F, s), ThermalFault::face_cold);
  auto glasses = living;
  glasses.eyes = 30;
  EXPECT_EQ(check_face(face, glasses, 1, s), ThermalFault::glasses);
  glasses = living;
  glasses.canthi = 33.8F;
  EXPECT_EQ(check_face(face, glasses, 1, s), ThermalFault::glasses);
  face.box.width = 20;
  EXPECT_EQ(check_face(face, living, 1, s), ThermalFault::face_too_small);
}

TEST(Warmth, ALivingFaceIsWarmAgainstItsBackgroundAndShaped) {
  EXPECT_EQ(warmth(living), 1);
  auto flat = living;  // a heated dummy
  flat.canthi = flat.forehead = flat.nose = flat.cheeks = flat.median = 34;
  EXPECT_EQ(warmth(flat), 0);
  auto behind = living;  // something warm all around: the face cannot be told from it
  behind.background = 34;
  EXPECT_EQ(warmth(behind), 0);
  auto cold = living;
  cold.median = 23;
  EXPECT_EQ(warmth(cold), 0);
}

}  // namespace
}  // namespace ward::thermal
