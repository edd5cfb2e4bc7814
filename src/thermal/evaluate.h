// Scores the estimator on clinical people it was not fitted on.
#pragma once

#include <set>

#include "thermal/fit.h"
#include "thermal/score.h"

namespace ward::thermal {

// A score without anybody in it has n = 0.
struct Evaluation {
  std::size_t people = 0;  // with at least one complete shot
  Score one_shot;  // each round by itself, with the gates of the chain: the face's maximum only beside a mouth that is
                   // not open
  Score four_shots;   // people with all rounds, or all but one, by the line for a clinic's four shots: no gate runs it
  Score combined;     // the same people by the mean of their one-shot estimates, combine(): what a gate does
  Score canthi_only;  // one shot without the face's maximum
  Score offset;       // one shot, canthi plus a constant
  Score plain;        // one shot, plain least squares on canthi and room
};

// With given coefficients; `people` must not be those they were fitted on.
Evaluation evaluate(std::span<const ClinicalPerson> people, const Coefficients& coefficients);

// How many of them have the shots that every line is fitted on.
std::size_t people_to_fit_on(std::span<const ClinicalPerson> people);
// Fewer of those are too few to leave out a tenth and fit on the others.
inline constexpr std::size_t fewest_people = 50;

// Every person with coefficients fitted on the other nine folds; nobody when they are too few.
Evaluation cross_validate(std::span<const ClinicalPerson> people, const FitSettings& settings);

}  // namespace ward::thermal
