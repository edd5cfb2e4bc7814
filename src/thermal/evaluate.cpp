#include "thermal/evaluate.h"

#include <algorithm>

#include "thermal/gates.h"

namespace ward::thermal {

namespace {

struct Pairs {
  std::size_t people = 0;
  std::vector<Scored> one_shot, four_shots, combined, canthi_only, offset, plain;
};

Scored scored(const TemperatureEstimate& estimate, double oral) { return {estimate.celsius, oral, estimate.sd}; }
Scored scored(const Line& line, const Skin& skin, double oral) { return {line.at(skin), oral, line.sd}; }

void add_person(Pairs& pairs, const ClinicalPerson& person, const Coefficients& c) {
  std::vector<TemperatureEstimate> estimates;
  std::vector<Skin> shots;
  for (const auto& shot : person.shots) {
    if (!shot) continue;
    Skin skin = shot->skin;
    shots.push_back(skin);
    if (mouth_open(shot->mouth, skin.canthi)) skin.face.reset();
    estimates.push_back(estimate(c, skin));
    pairs.one_shot.push_back(scored(estimates.back(), person.oral));
    pairs.canthi_only.push_back(scored(c.canthi, skin, person.oral));
    pairs.offset.push_back(scored(c.offset, skin, person.oral));
    pairs.plain.push_back(scored(c.plain, skin, person.oral));
  }
  pairs.people += !shots.empty();
  if (shots.size() < 3) return;
  pairs.four_shots.push_back(scored(estimate_four(c, shots), person.oral));
  pairs.combined.push_back(scored(combine(estimates), person.oral));
}

Evaluation scores(const Pairs& pairs) {
  return {.people = pairs.people,
          .one_shot = score(pairs.one_shot),
          .four_shots = score(pairs.four_shots),
          .combined = score(pairs.combined),
          .canthi_only = score(pairs.canthi_only),
          .offset = score(pairs.offset),
          .plain = score(pairs.plain)};
}

// Three shots for the clinic's line, one of them with the mouth closed for the whole face's.
bool fits_every_line(const ClinicalPerson& person) {
  const auto complete = [](const auto& shot) { return shot.has_value(); };
  const auto closed = [](const auto& shot) { return shot && !mouth_open(shot->mouth, shot->skin.canthi); };
  return std::ranges::count_if(person.shots, complete) >= 3 && std::ranges::any_of(person.shots, closed);
}

}  // namespace

std::size_t people_to_fit_on(std::span<const ClinicalPerson> people) {
  return static_cast<std::size_t>(std::ranges::count_if(people, fits_every_line));
}

Evaluation evaluate(std::span<const ClinicalPerson> people, const Coefficients& coefficients) {
  Pairs pairs;
  for (const auto& person : people) add_person(pairs, person, coefficients);
  return scores(pairs);
}

Evaluation cross_validate(std::span<const ClinicalPerson> people, const FitSettings& settings) {
  if (people_to_fit_on(people) < fewest_people) return {};
  Pairs pairs;
  for (int fold = 0; fold < folds; ++fold) {
    const Coefficients coefficients = fit_coefficients(without_fold(people, fold), settings);
    for (const auto& person : people)
      if (fold_of(person.id) == fold) add_person(pairs, person, coefficients);
  }
  return scores(pairs);
}

}  // namespace ward::thermal
