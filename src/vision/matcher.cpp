#include "vision/matcher.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "vision/exact_index.h"

namespace ward::vision {

struct Matcher::Impl {
  Discriminant discriminant;
  Thresholds thresholds;
  double false_accept_rate;
  ExactIndex plain{std::tuple_size_v<Embedding>};
  ExactIndex masked{Discriminant::dims};
  std::vector<Id> people = {};                    // by row of both indices
  std::unordered_map<Id, std::size_t> rows = {};  // the inverse

  Match search(const ExactIndex& index, std::span<const float> query, const ThresholdCurve& curve) const;
};

// Best and second best of the hits, by score and then by id.
Match Matcher::Impl::search(const ExactIndex& index, std::span<const float> query, const ThresholdCurve& curve) const {
  Match match;
  match.threshold = curve.at(false_match_rate(false_accept_rate, people.size()));
  std::vector<Hit> hits = index.candidates(query);
  const auto better = [&](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : people[a.row] < people[b.row];
  };
  const std::size_t wanted = std::min<std::size_t>(2, hits.size());
  std::ranges::partial_sort(hits, hits.begin() + static_cast<std::ptrdiff_t>(wanted), better);
  if (wanted > 0) {
    match.person = people[hits[0].row];
    match.similarity = hits[0].score;
    match.accepted = match.similarity >= match.threshold;
  }
  if (wanted > 1) match.runner_up = hits[1].score;
  return match;
}

Matcher::Matcher(Discriminant discriminant, Thresholds thresholds, double false_accept_rate)
    : impl_(new Impl{std::move(discriminant), std::move(thresholds), false_accept_rate}) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

Result<Matcher> Matcher::open(const std::filesystem::path& models, double false_accept_rate) {
  WARD_TRY(discriminant, Discriminant::open(models));
  WARD_TRY(thresholds, Thresholds::open(models));
  return Matcher(std::move(discriminant), std::move(thresholds), false_accept_rate);
}

void Matcher::upsert(const Id& person, const Template& face) {
  const std::size_t row = impl_->rows.try_emplace(person, impl_->people.size()).first->second;
  if (row == impl_->people.size()) impl_->people.push_back(person);
  impl_->plain.set(row, face.plain);
  impl_->masked.set(row, impl_->discriminant.project(face.masked));
}

bool Matcher::remove(const Id& person) {
  const auto found = impl_->rows.find(person);
  if (found == impl_->rows.end()) return false;
  const std::size_t row = found->second;
  impl_->rows.erase(found);
  if (row != impl_->people.size() - 1) {  // the last row takes its place, here as in the indices
    impl_->people[row] = impl_->people.back();
    impl_->rows[impl_->people[row]] = row;
  }
  impl_->people.pop_back();
  impl_->plain.remove(row);
  impl_->masked.remove(row);
  return true;
}

void Matcher::clear() {
  impl_->people.clear();
  impl_->rows.clear();
  impl_->plain.clear();
  impl_->masked.clear();
}

std::size_t Matcher::size() const { return impl_->people.size(); }

Match Matcher::find(const Embedding& face, MaskState mask) const {
  const auto as_plain = [&] { return impl_->search(impl_->plain, face, impl_->thresholds.plain); };
  const auto as_masked = [&] {
    return impl_->search(impl_->masked, impl_->discriminant.project(face), impl_->thresholds.masked);
  };
  if (mask == MaskState::none) return as_plain();
  if (mask != MaskState::unsure) return as_masked();
  const Match plain = as_plain(), masked = as_masked();
  Match stricter = plain.similarity - plain.threshold <= masked.similarity - masked.threshold ? plain : masked;
  stricter.accepted = plain.accepted && masked.accepted && plain.person == masked.person;
  return stricter;
}

}  // namespace ward::vision
