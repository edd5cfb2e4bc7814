// Fits the estimator's lines to clinical data.
//
// Plain least squares pulls fevers towards normal: nine people in ten are healthy, and the skin is noisy, so the best
// guess by mean error is "normal". Here each person counts by the density of its oral temperature to the power
// -exponent, so that every degree matters alike (density-based weighting for imbalanced regression: Steininger et al.,
// Mach. Learn. 110 (2021) 2187). Ridge keeps the coefficients of the regions, which are nearly equal, from running
// apart.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "thermal/clinical.h"

namespace ward::thermal {

struct FitSettings {
  double exponent = 0.68;        // one shot: the slope over oral temperatures nears that of the skin itself
  double exponent_shots = 0.35;  // mean of four shots: less noise, less to undo
  double ridge =
      0.02;  // a row, on the distance of the regions' coefficients from their mean; rows weighted 1 on average
  double bandwidth = 0.25;  // °C, of the density estimate; the SD between the thermometer's own modes
};

// The estimator's three lines, and the two that a newcomer would try first, for comparison: canthi plus a constant, and
// canthi, cooler canthus and room by plain least squares.
enum class Method { canthi, whole_face, four_shots, offset, plain };

// One row of a fit. `person` tells rows of the same person together.
struct FitRow {
  Skin skin;
  double oral = 0;
  std::size_t person = 0;
};

// canthi, offset, plain: every shot. whole_face: shots with the mouth not open. four_shots: the mean of a person's
// shots, at least three.
std::vector<FitRow> rows_of(std::span<const ClinicalPerson> people, Method method);

// Gaussian kernel density of `values` at each of them, to the power -exponent, scaled to mean 1.
std::vector<double> density_weights(std::span<const double> values, double exponent, double bandwidth);

// Weighted ridge on the terms that the method uses; sd and shot_sd stay 0.
Line fit_line(std::span<const FitRow> rows, Method method, const FitSettings& settings);

// Ten folds by a hash of the person's id: the same person is in the same fold for every camera.
inline constexpr int folds = 10;
int fold_of(const std::string& id);

// The people outside of one fold: who may be fitted on to judge those within.
std::vector<ClinicalPerson> without_fold(std::span<const ClinicalPerson> people, int fold);

// All lines with their uncertainties: sd from people each line was not fitted on (ten folds), as the SD of the normal
// distribution with the same 90 % interval; shot_sd from the spread within people; no_black_body_sd from the offsets
// that were applied.
Coefficients fit_coefficients(std::span<const ClinicalPerson> people, const FitSettings& settings);

}  // namespace ward::thermal
