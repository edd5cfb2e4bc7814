#include "thermal/fit.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "thermal/evaluate.h"

namespace ward::thermal {
namespace {

// Invented people whose skin follows their oral temperature as in the literature: canthi = .9 oral + .1 room + noise.
std::vector<ClinicalPerson> invented_people(int count, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> healthy(36.8F, 0.25F), noise(0, 0.15F), shot_noise(0, 0.1F);
  std::uniform_real_distribution<float> feverish(37.5F, 39.5F), room(20, 24);
  std::vector<ClinicalPerson> people;
  for (int i = 0; i < count; ++i) {
    ClinicalPerson person{
        .id = fmt::format("p-{}", i), .oral = i % 10 ? healthy(random) : feverish(random), .oral_fast = 0, .shots = {}};
    person.oral_fast = person.oral;
    const float r = room(random), skin = 0.9F * person.oral + 0.1F * r + noise(random);
    for (auto& shot : person.shots) {
      const float canthi = skin + shot_noise(random);
      shot = ClinicalShot{.skin = {.canthi = canthi,
                                   .cooler = canthi - 0.2F,
                                   .forehead = canthi - 0.4F,
                                   .face = canthi + 0.1F,
                                   .room = r},
                          .mouth = canthi - 0.5F,
                          .offset = noise(random)};
    }
    people.push_back(person);
  }
  return people;
}

TEST(DensityWeights, AreAlikeWithoutAnExponentAndRaiseTheRare) {
  const std::vector<double> oral{36.8, 36.8, 36.8, 36.8, 39};
  for (const double w : density_weights(oral, 0, 0.25)) EXPECT_NEAR(w, 1, 1e-9);
  const auto weights = density_weights(oral, 0.5, 0.25);
  EXPECT_NEAR(weights[4] / weights[0], 2, 0.01);  // a quarter of the density
  double sum = 0;
  for (const double w : weights) sum += w;
  EXPECT_NEAR(sum, 5, 1e-9);
}

TEST(Fit, FindsTheLineThatMadeTheData) {
  auto people = invented_people(200);
  for (auto& person : people)
    for (auto& shot : person.shots) shot->skin.canthi = shot->skin.cooler = 0.9F * person.oral + 0.1F * shot->skin.room;
  const Line line = fit_line(rows_of(people, Method::canthi), Method::canthi, {});
  EXPECT_NEAR(line.canthi + line.cooler, 1 / 0.9, 0.01);
  EXPECT_NEAR(line.room, -0.1 / 0.9, 0.01);
  EXPECT_EQ(line.face, 0);
  EXPECT_EQ(line.forehead, 0);
}

TEST(Fit, WeightingRestoresTheSlopeThatPlainLeastSquaresLoses) {
  const auto people = invented_people(600);
  const Evaluation e = cross_validate(people, {});
  EXPECT_EQ(e.people, people.size());
  EXPECT_EQ(e.one_shot.n, 4 * people.size());
  EXPECT_GT(e.one_shot.slope, e.plain.slope);
  EXPECT_GT(e.one_shot.fever_bias, e.plain.fever_bias);
  EXPECT_LT(std::abs(e.one_shot.bias), 0.1);
  EXPECT_NEAR(e.one_shot.coverage_90, 0.9, 0.03);
  EXPECT_NEAR(e.combined.coverage_90, 0.9, 0.04);
  EXPECT_LT(e.combined.rmse, e.one_shot.rmse);
}

TEST(Fit, ItsUncertaintyHoldsForPeopleItHasNotSeen) {
  const Coefficients c = fit_coefficients(invented_people(500, 1), {});
  const Evaluation e = evaluate(invented_people(500, 2), c);
  EXPECT_NEAR(e.one_shot.coverage_90, 0.9, 0.03);
  EXPECT_GT(c.whole_face.shot_sd, 0.05);
  EXPECT_LT(c.whole_face.shot_sd, c.whole_face.sd);
  EXPECT_NEAR(c.no_black_body_sd, 0.15, 0.02);
}

TEST(Fit, ShotsWithAnOpenMouthAreKeptOutOfTheWholeFace) {
  auto people = invented_people(10);
  people[3].shots[1]->mouth = people[3].shots[1]->skin.canthi + 1;
  people[4].shots[2].reset();
  EXPECT_EQ(rows_of(people, Method::canthi).size(), 39u);
  EXPECT_EQ(rows_of(people, Method::whole_face).size(), 38u);
  people[5].shots = {};
  EXPECT_EQ(rows_of(people, Method::four_shots).size(), 9u);
}

TEST(Folds, AreByPersonAndNearlyEven) {
  const auto people = invented_people(1000);
  for (int fold = 0; fold < folds; ++fold) {
    const auto in = without_fold(people, fold);
    EXPECT_NEAR(static_cast<double>(in.size()), 900, 40);
    for (const auto& person : in) EXPECT_NE(fold_of(person.id), fold);
  }
}

TEST(Score, CountsWhatItSays) {
  const std::vector<Scored> pairs{{36.5, 36.6, 0.1}, {37.6, 37.0, 0.1}, {37.4, 37.8, 0.1}, {38.5, 38.4, 0.1}};
  const Score s = score(pairs);
  EXPECT_EQ(s.fevers, 2u);
  EXPECT_NEAR(s.rmse, std::sqrt((0.01 + 0.36 + 0.16 + 0.01) / 4), 1e-9);
  EXPECT_NEAR(s.bias, (-0.1 + 0.6 - 0.4 + 0.1) / 4, 1e-9);
  EXPECT_NEAR(s.auc, 0.75, 1e-9);  // 37.4 < 37.6 is the one pair in the wrong order
  EXPECT_NEAR(s.sensitivity, 0.5, 1e-9);
  EXPECT_NEAR(s.specificity, 0.5, 1e-9);
  EXPECT_NEAR(s.fever_bias, (-0.4 + 0.1) / 2, 1e-9);
  EXPECT_NEAR(s.coverage_90, 0.5, 1e-9);
  EXPECT_NEAR(slope_of(std::vector<double>{1, 2, 3}, std::vector<double>{2, 4, 6}), 2, 1e-9);
  EXPECT_NEAR(score(std::vector<Scored>{{37.6, 38, 0.1}, {37.6, 37, 0.1}}).auc, 0.5, 1e-9);  // a tie counts half
}

// A file in the publisher's layout, with one person.
std::string clinical_csv(const std::string& id, const std::string& canthi, const std::string& oral,
                         const std::string& humidity) {
  std::string header = "SubjectID,", row = id + ",";
  for (int k = 1; k <= 4; ++k) {
    for (const char* name : {"T_offset", "canthi4Max", "T_FH_Max", "T_Max", "T_OR_Max", "T_RC"})
      header += fmt::format(",{}{}", name, k);
    header += k == 4 ? ",T_LC14" : fmt::format(",T_LC{}", k);
    row += fmt::format(",0.5,{},34.5,35.8,35.0,35.4,35.2", k == 2 ? canthi : "35.5");
  }
  return "\n\n" + header + ",aveOralF,aveOralM,\"Eth,nicity\",T_atm,Humidity,Distance\r\n" + row + ",36.8," + oral +
         ",\"a, b\",23," + humidity + ",0.6\r\n";
}

TEST(Clinical, ReadsPeopleByTheNamesOfColumns) {
  const auto data = parse_clinical(clinical_csv("161117-1", "35.6", "36.9", "20"));
  ASSERT_TRUE(data) << data.error().message.en;
  ASSERT_EQ(data->people.size(), 1u);
  const auto& person = data->people[0];
  EXPECT_EQ(person.id, "161117-1");
  EXPECT_FLOAT_EQ(person.oral, 36.9F);
  EXPECT_FLOAT_EQ(person.shots[1]->skin.canthi, 35.6F);
  EXPECT_FLOAT_EQ(person.shots[3]->skin.cooler, 35.2F);
  EXPECT_FLOAT_EQ(*person.shots[0]->skin.face, 35.8F);
  EXPECT_EQ(data->missing_rounds, 0u);
  EXPECT_TRUE(data->rejected.empty());
}

TEST(Clinical, RejectsImpossibleValuesByName) {
  const auto data = parse_clinical(clinical_csv("p", "0", "36.9", "3021.1"));
  ASSERT_TRUE(data);
  EXPECT_EQ(data->missing_rounds, 1u);
  EXPECT_FALSE(data->people[0].shots[1].has_value());
  ASSERT_EQ(data->rejected.size(), 2u);
  EXPECT_EQ(data->rejected[0], "p: Humidity = 3021.1");
  EXPECT_EQ(data->rejected[1], "p: canthi4Max2 = 0");
  EXPECT_EQ(parse_clinical(clinical_csv("p", "35", "99", "20")).error().code, "clinical.malformed");  // nobody is left
}

TEST(Clinical, NamesTheMissingColumn) {
  EXPECT_EQ(parse_clinical("\n\nSubjectID,aveOralM\n").error().field, "aveOralF");
  EXPECT_EQ(parse_clinical("").error().code, "clinical.malformed");
  EXPECT_EQ(load_clinical("/nowhere.csv").error().code, "clinical.unreadable");
}

}  // namespace
}  // namespace ward::thermal
