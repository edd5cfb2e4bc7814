#include "thermal/fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>

#include "thermal/gates.h"

namespace ward::thermal {

namespace {

using Terms = cv::Vec<double, 6>;  // 1, canthi, cooler, forehead, face, room

// The terms of a line, zero where the method does not use them.
Terms terms(const Skin& s, Method method) {
  const bool four = method == Method::four_shots, face = four || method == Method::whole_face;
  return {1,          s.canthi - 35, four ? 0 : s.cooler - 35, four ? *s.forehead - 35 : 0, face ? *s.face - 35 : 0,
          s.room - 23};
}

// Ridge on how far the skin's coefficients lie apart, |c - mean(c)|^2, and on those that the method does not use: the
// regions of one face share, while their sum, the slope, is left free.
cv::Matx<double, 6, 6> penalty(Method method) {
  const Skin ones{.canthi = 36, .cooler = 36, .forehead = 36.0F, .face = 36.0F, .room = 23};
  const Terms used = terms(ones, method);  // 1 where used
  double count = 0;
  for (int i = 1; i <= 4; ++i) count += used[i];
  cv::Matx<double, 6, 6> p = cv::Matx<double, 6, 6>::zeros();
  for (int i = 1; i <= 4; ++i)
    for (int j = 1; j <= 4; ++j) p(i, j) = (i == j ? 1 : 0) - used[i] * used[j] / count;
  return p;
}

double exponent_of(Method method, const FitSettings& settings) {
  if (method == Method::plain) return 0;
  return method == Method::four_shots ? settings.exponent_shots : settings.exponent;
}

Line line_of(const Terms& c) {
  return {.intercept = static_cast<float>(c[0]),
          .canthi = static_cast<float>(c[1]),
          .cooler = static_cast<float>(c[2]),
          .forehead = static_cast<float>(c[3]),
          .face = static_cast<float>(c[4]),
          .room = static_cast<float>(c[5])};
}

Skin mean_skin(const ClinicalPerson& person, std::size_t& count) {
  Skin sum{.canthi = 0, .cooler = 0, .forehead = 0.0F, .face = 0.0F, .room = 0};
  count = 0;
  for (const auto& shot : person.shots) {
    if (!shot) continue;
    ++count;
    sum.canthi += shot->skin.canthi, sum.cooler += shot->skin.cooler, sum.room += shot->skin.room;
    *sum.forehead += *shot->skin.forehead, *sum.face += *shot->skin.face;
  }
  const auto n = static_cast<float>(std::max<std::size_t>(count, 1));
  return {.canthi = sum.canthi / n,
          .cooler = sum.cooler / n,
          .forehead = *sum.forehead / n,
          .face = *sum.face / n,
          .room = sum.room / n};
}

double quantile_90(std::vector<double> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(0.9 * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

// Uncertainty of a line from the errors of people it was not fitted on, grouped by person.
struct Spread {
  float sd = 0, shot_sd = 0;
};
Spread spread(const std::vector<std::vector<double>>& errors) {
  std::vector<double> sizes;
  double within = 0;
  std::size_t degrees = 0;
  for (const auto& person : errors) {
    double mean = 0;
    for (const double e : person) mean += e / static_cast<double>(person.size()), sizes.push_back(std::abs(e));
    for (const double e : person) within += (e - mean) * (e - mean);
    if (!person.empty()) degrees += person.size() - 1;
  }
  const double z90 = 1.6449;  // of the normal distribution
  return {.sd = static_cast<float>(quantile_90(sizes) / z90),
          .shot_sd = degrees ? static_cast<float>(std::sqrt(within / static_cast<double>(degrees))) : 0};
}

constexpr Method methods[] = {Method::canthi, Method::whole_face, Method::four_shots, Method::offset, Method::plain};

Line& line_of_method(Coefficients& c, Method method) {
  switch (method) {
    case Method::canthi:
      return c.canthi;
    case Method::whole_face:
      return c.whole_face;
    case Method::four_shots:
      return c.four_shots;
    case Method::offset:
      return c.offset;
    case Method::plain:
      return c.plain;
  }
  return c.canthi;
}

// Canthi plus the constant that makes the mean right.
Line fit_offset(std::span<const FitRow> rows) {
  double sum = 0;
  for (const auto& row : rows) sum += row.oral - (row.skin.canthi - 35);
  return {.intercept = static_cast<float>(sum / static_cast<double>(rows.size())), .canthi = 1};
}

// SD between shots of the offset that the black body takes away, °C.
float offset_sd(std::span<const ClinicalPerson> people) {
  std::vector<double> offsets;
  for (const auto& person : people)
    for (const auto& shot : person.shots)
      if (shot) offsets.push_back(shot->offset);
  cv::Scalar mean, sd;
  if (!offsets.empty()) cv::meanStdDev(offsets, mean, sd);
  return static_cast<float>(sd[0]);
}

}  // namespace

std::vector<FitRow> rows_of(std::span<const ClinicalPerson> people, Method method) {
  std::vector<FitRow> rows;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (method == Method::four_shots) {
      std::size_t count = 0;
      const Skin skin = mean_skin(people[i], count);
      if (count >= 3) rows.push_back({skin, people[i].oral, i});
      continue;
    }
    for (const auto& shot : people[i].shots)
      if (shot && (method != Method::whole_face || !mouth_open(shot->mouth, shot->skin.canthi)))
        rows.push_back({shot->skin, people[i].oral, i});
  }
  return rows;
}

std::vector<double> density_weights(std::span<const double> values, double exponent, double bandwidth) {
  std::map<double, double> weight;  // by value: a person's rows share one, and thermometers show hundredths
  for (const double v : values) weight[v] += 1;
  std::vector<std::pair<double, double>> counts(weight.begin(), weight.end());
  for (auto& [at, w] : weight) {
    double density = 0;
    for (const auto& [v, count] : counts)
      density += count * std::exp(-0.5 * (at - v) * (at - v) / (bandwidth * bandwidth));
    w = std::pow(density, -exponent);
  }
  double sum = 0;
  for (const double v : values) sum += weight[v];
  std::vector<double> weights;
  for (const double v : values) weights.push_back(weight[v] * static_cast<double>(values.size()) / sum);
  return weights;
}

Line fit_line(std::span<const FitRow> rows, Method method, const FitSettings& settings) {
  if (method == Method::offset) return fit_offset(rows);
  std::vector<double> oral;
  for (const auto& row : rows) oral.push_back(row.oral);
  const std::vector<double> weights = density_weights(oral, exponent_of(method, settings), settings.bandwidth);
  // Normal equations of sum w (oral - c . terms)^2 + the penalty.
  cv::Matx<double, 6, 6> left = settings.ridge * static_cast<double>(rows.size()) * penalty(method);
  Terms right{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Terms t = terms(rows[i].skin, method);
    left += weights[i] * (t * t.t());
    right += weights[i] * rows[i].oral * t;
  }
  return line_of(left.solve(right, cv::DECOMP_CHOLESKY));
}

int fold_of(const std::string& id) {
  std::uint32_t hash = 2'166'136'261U;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return static_cast<int>((hash >> 8U) % folds);
}

std::vector<ClinicalPerson> without_fold(std::span<const ClinicalPerson> people, int fold) {
  std::vector<ClinicalPerson> in;
  for (const auto& person : people)
    if (fold_of(person.id) != fold) in.push_back(person);
  return in;
}

Coefficients fit_coefficients(std::span<const ClinicalPerson> people, const FitSettings& settings) {
  Coefficients found;
  found.no_black_body_sd = offset_sd(people);
  std::vector<std::vector<ClinicalPerson>> others;  // by the fold they leave out
  for (int fold = 0; fold < folds; ++fold) others.push_back(without_fold(people, fold));
  for (const Method method : methods) {
    std::vector<Line> lines;
    for (const auto& in : others) lines.push_back(fit_line(rows_of(in, method), method, settings));
    std::vector<std::vector<double>> errors(people.size());
    const std::vector<FitRow> rows = rows_of(people, method);
    for (const auto& row : rows) {
      const Line& line = lines[static_cast<std::size_t>(fold_of(people[row.person].id))];
      errors[row.person].push_back(line.at(row.skin) - row.oral);
    }
    Line& line = line_of_method(found, method);
    line = fit_line(rows, method, settings);
    const Spread s = spread(errors);
    line.sd = s.sd;
    line.shot_sd = std::min(s.sd, s.shot_sd);
  }
  return found;
}

}  // namespace ward::thermal
