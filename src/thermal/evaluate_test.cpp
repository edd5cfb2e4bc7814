#include "thermal/evaluate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

namespace ward::thermal {
namespace {

// People who are all alike, but for their temperature: .1 °C more each, from 36 °C.
std::vector<ClinicalPerson> people(int count) {
  std::vector<ClinicalPerson> all;
  for (int i = 0; i < count; ++i) {
    const float oral = 36 + 0.1F * static_cast<float>(i % 30), skin = oral - 1;
    const ClinicalShot shot{
        .skin = {.canthi = skin, .cooler = skin - 0.2F, .forehead = skin - 0.4F, .face = skin + 0.1F, .room = 22},
        .mouth = skin - 0.5F,
        .offset = 0};
    all.push_back({.id = fmt::format("p-{}", i), .oral = oral, .oral_fast = oral, .shots = {shot, shot, shot, shot}});
  }
  return all;
}

const Coefficients one_to_one{.version = "1",
                              .canthi = {.canthi = 1},
                              .whole_face = {.canthi = 1},
                              .four_shots = {.canthi = 1},
                              .offset = {.canthi = 1},
                              .plain = {.canthi = 1},
                              .no_black_body_sd = 0};

TEST(Evaluate, OfNobodyIsNoResult) {
  const Evaluation nobody = evaluate({}, one_to_one);
  EXPECT_EQ(nobody.people, 0U);
  EXPECT_EQ(nobody.one_shot.n, 0U);
  for (const double value : {nobody.one_shot.rmse, nobody.one_shot.auc, nobody.one_shot.slope, nobody.four_shots.rmse,
                             nobody.combined.coverage_90, nobody.plain.sensitivity})
    EXPECT_TRUE(std::isnan(value));
}

TEST(Evaluate, PeopleWithoutACompleteShotAreNobody) {
  auto some = people(3);
  for (auto& person : some) person.shots = {};
  EXPECT_EQ(evaluate(some, one_to_one).people, 0U);
}

TEST(Evaluate, TwoShotsAreScoredOneByOneOnly) {
  auto some = people(30);
  for (auto& person : some) person.shots[0].reset(), person.shots[3].reset();
  const Evaluation e = evaluate(some, one_to_one);
  EXPECT_EQ(e.people, 30U);
  EXPECT_EQ(e.one_shot.n, 60U);
  EXPECT_NEAR(e.one_shot.slope, 1, 1e-4);
  EXPECT_EQ(e.four_shots.n, 0U);
  EXPECT_TRUE(std::isnan(e.combined.rmse));
}

TEST(Evaluate, TheHealthyAloneHaveNoFiguresOfFever) {
  const Evaluation e = evaluate(people(10), one_to_one);  // 36.0 to 36.9
  EXPECT_TRUE(std::isfinite(e.one_shot.rmse));
  for (const double value : {e.one_shot.auc, e.one_shot.sensitivity, e.one_shot.fever_bias})
    EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(e.one_shot.specificity, 1);
}

TEST(Evaluate, TooFewToLeaveOutATenthAreNotScored) {
  EXPECT_EQ(cross_validate(people(static_cast<int>(fewest_people) - 1), {}).people, 0U);
  EXPECT_EQ(cross_validate(people(static_cast<int>(fewest_people)), {}).people, fewest_people);
  auto open_mouths = people(100);
  for (auto& person : open_mouths)
    for (auto& shot : person.shots) shot->mouth = shot->skin.canthi + 1;
  EXPECT_EQ(cross_validate(open_mouths, {}).people, 0U);
}

}  // namespace
}  // namespace ward::thermal
