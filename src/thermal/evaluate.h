// Scores the estimator on clinical people it was not fitted on.
#pragma once

#include <set>

#include "thermal/fit.h"
#include "thermal/score.h"

namespace ward::thermal {

struct Evaluation {
  std::size_t people = 0;
  Score one_shot;  // each round by itself, with the gates of the chain: the face's maximum only beside a mouth that is
                   // not open
  Score four_shots;   // people with all rounds, or all but one
  Score combined;     // the mean of a person's one-shot estimates, with combine()'s SD
  Score canthi_only;  // one shot without the face's maximum
  Score offset;       // one shot, canthi plus a constant
  Score plain;        // one shot, plain least squares on canthi and room
};

// With given coefficients; `people` must not be those they were fitted on.
Evaluation evaluate(std::span<const ClinicalPerson> people, const Coefficients& coefficients);

// Every person with coefficients fitted on the other nine folds.
Evaluation cross_validate(std::span<const ClinicalPerson> people, const FitSettings& settings);

}  // namespace ward::thermal
