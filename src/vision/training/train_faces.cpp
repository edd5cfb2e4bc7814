#include "vision/training/train_faces.h"

#include <map>

#include "vision/enroll.h"
#include "vision/exact_index.h"
#include "vision/training/fit_discriminant.h"
#include "vision/training/fit_tail.h"

namespace ward::vision::training {

namespace {

constexpr std::size_t most_of_one = 5;  // pictures of one person: a few are in LFW a hundred times
constexpr double shrinkage = 0.3;

struct Subject {
  std::size_t person = 0;
  bool fitted = false;            // its person takes part in the fit
  Embedding bare{}, enrolled{};   // the face as a camera gives it, and as a template holds it
  std::vector<Embedding> masked;  // one drawn style of those who are fitted, all of the others
};

std::vector<Subject> read_subjects(Sampler& sampler, const Lfw& lfw, const Progress& progress, std::size_t& not_found) {
  std::vector<Subject> subjects;
  std::map<std::string, std::size_t> people, pictures;
  cv::RNG random(1);
  const auto shift = [&] { return cv::Point2f(random.uniform(-0.04F, 0.04F), random.uniform(-0.04F, 0.04F)); };
  for (std::size_t i = 0; i < lfw.pictures.size(); ++i) {
    progress("lfw", i, lfw.pictures.size());
    const std::string& name = lfw.pictures[i].person;
    if (pictures[name]++ >= most_of_one) continue;
    const cv::Mat bgr = read_picture(lfw.pictures[i].file);
    const auto bare = sampler.portrait(bgr);
    if (!bare) {
      ++not_found;
      continue;
    }
    Subject subject{people.try_emplace(name, people.size()).first->second,
                    !held_out(name),
                    bare->embedding,
                    sampler.plain_template(*bare),
                    {}};
    for (int style = 0; style < mask_styles; ++style)
      if (!subject.fitted || static_cast<int>(i % mask_styles) == style)
        subject.masked.push_back(sampler.masked(bgr, *bare, style, false, shift()).embedding);
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

std::vector<PersonFace> faces_to_fit(const std::vector<Subject>& subjects) {
  std::vector<PersonFace> faces;
  for (const Subject& subject : subjects) {
    if (!subject.fitted) continue;
    faces.push_back({subject.person, subject.bare});
    for (const Embedding& masked : subject.masked) faces.push_back({subject.person, masked});
  }
  return faces;
}

// Every face against the template of every other person.
std::vector<float> plain_scores(const std::vector<Subject>& subjects) {
  std::vector<float> scores;
  for (std::size_t a = 0; a < subjects.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (subjects[a].person != subjects[b].person)
        scores.push_back(exact_score(subjects[a].bare, subjects[b].enrolled));
  return scores;
}

// Every drawn mask of one person against the template (bare and drawn masks, as enrolment makes it) of every other.
std::vector<float> masked_scores(const std::vector<Subject>& subjects, const Discriminant& discriminant) {
  struct Projected {
    std::size_t person;
    Discriminant::Vector gallery;
    std::vector<Discriminant::Vector> probes;
  };
  std::vector<Projected> all;
  for (const Subject& subject : subjects) {
    if (subject.fitted) continue;
    Embedding sum = subject.bare;
    Projected projected{subject.person, {}, {}};
    for (const Embedding& masked : subject.masked) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += masked[i];
      projected.probes.push_back(discriminant.project(masked));
    }
    projected.gallery = discriminant.project(normalized(sum));
    all.push_back(std::move(projected));
  }
  std::vector<float> scores;
  for (const Projected& probe : all)
    for (const Projected& other : all)
      if (probe.person != other.person)
        for (const auto& face : probe.probes) scores.push_back(exact_score(face, other.gallery));
  return scores;
}

}  // namespace

Result<FaceTraining> train_faces(Sampler& sampler, const std::filesystem::path& data, const Progress& progress) {
  WARD_TRY(lfw, read_lfw(data / "lfw"));
  std::size_t not_found = 0;
  const std::vector<Subject> subjects = read_subjects(sampler, lfw, progress, not_found);
  const std::vector<PersonFace> fitted = faces_to_fit(subjects);
  progress("discriminant", 0, 1);
  WARD_TRY(discriminant, fit_discriminant(fitted, shrinkage));
  progress("thresholds", 0, 1);
  std::vector<float> plain = plain_scores(subjects), masked = masked_scores(subjects, discriminant);
  const std::size_t comparisons = masked.size();
  WARD_TRY(plain_tail, fit_tail(std::move(plain)));
  WARD_TRY(masked_tail, fit_tail(std::move(masked)));

  std::map<std::size_t, bool> people;  // fitted or not
  for (const Subject& subject : subjects) people[subject.person] = subject.fitted;
  FaceTraining result{.discriminant = std::move(discriminant),
                      .thresholds = {std::move(plain_tail.curve), std::move(masked_tail.curve), plain_tail.measured_to,
                                     masked_tail.measured_to},
                      .fitted_faces = fitted.size(),
                      .comparisons = comparisons,
                      .not_found = not_found};
  for (const auto& [_, is_fitted] : people) ++(is_fitted ? result.fitted_people : result.judged_people);
  return result;
}

}  // namespace ward::vision::training
