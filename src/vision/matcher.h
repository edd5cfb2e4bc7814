// Who is it, among up to 50,000: an exact search. The mask state picks the projection and the threshold; thresholds
// follow from a stated false-accept rate and the number of people (docs/design/vision.md).
#pragma once

#include <filesystem>
#include <memory>

#include "base/id.h"
#include "vision/discriminant.h"
#include "vision/thresholds.h"
#include "vision/types.h"

namespace ward::vision {

struct Match {
  Id person;              // the most similar one, accepted or not; nil when nobody is enrolled
  float similarity = -1;  // cosine in the projection used
  float threshold = 1;    // what was asked for
  bool accepted = false;  // similarity >= threshold
  float runner_up = -1;   // similarity of the second person
};

class Matcher {
 public:
  // `false_accept_rate`: of a stranger being taken for anybody of the list (1:N), e.g. 1e-3.
  // Reads the discriminant and the threshold tables from `models`. Errors: "model.missing", "model.broken".
  static Result<Matcher> open(const std::filesystem::path& models, double false_accept_rate);
  Matcher(Discriminant discriminant, Thresholds thresholds, double false_accept_rate);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  // Memory per person: 2,572 bytes for the plain template and 972 for the masked projection.
  void upsert(const Id& person, const Template& face);
  bool remove(const Id& person);  // false when there is no such person
  void clear();
  std::size_t size() const;

  // The person with the highest exact_score (exact_index.h) of all, the same as an exhaustive search finds; of people
  // who score alike, the one with the smallest id. worn and badly_worn use the masked projection and its threshold;
  // unsure takes the answer of the two that is further below its threshold, and accepts only if both accept the same
  // person. Not safe against concurrent upsert/remove: the owner locks.
  Match find(const Embedding& face, MaskState mask) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::vision
