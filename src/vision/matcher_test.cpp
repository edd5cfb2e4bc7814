#include "vision/matcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "vision/dot_rows.h"
#include "vision/exact_index.h"

namespace ward::vision {
namespace {

template <std::size_t N>
std::array<float, N> unit(std::array<float, N> v) {
  double squares = 0;
  for (const float x : v) squares += double{x} * x;
  for (float& x : v) x = static_cast<float>(x / std::sqrt(squares));
  return v;
}

class Faces {
 public:
  Embedding stranger() {
    Embedding v;
    for (float& x : v) x = normal_(random_);
    return unit(v);
  }
  // Another picture of a face: `distance` 0 is the same picture.
  Embedding like(const Embedding& face, float distance) {
    Embedding other = stranger();
    for (std::size_t i = 0; i < other.size(); ++i) other[i] = face[i] + distance * other[i];
    return unit(other);
  }
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  Id id() {
    std::string hex;
    for (int i = 0; i < 36; ++i) hex += i == 8 || i == 13 || i == 18 || i == 23 ? '-' : "0123456789abcdef"[below(16)];
    return Id::parse(hex).value();
  }

 private:
  std::mt19937 random_{7};
  std::normal_distribution<float> normal_;
};

// Keeps the first 192 numbers: enough to tell people apart, and easy to foresee.
Discriminant first_numbers() {
  std::vector<float> rows(Discriminant::dims * 512, 0.0F);
  for (std::size_t d = 0; d < Discriminant::dims; ++d) rows[d * 512 + d] = 1;
  return {Embedding{}, rows};
}

Thresholds simple_thresholds() {
  return {ThresholdCurve::make({{-8, 0.6}, {-3, 0.3}}).value(), ThresholdCurve::make({{-8, 0.9}, {-3, 0.7}}).value(),
          1e-6, 1e-6};
}

struct Person {
  Id id;
  Template face;
};

// What find() must answer: every score, highest first, ties by id.
Match exhaustive(const std::vector<Person>& people, const Embedding& query) {
  Match match;
  for (const Person& person : people) {
    const float score = exact_score(query, person.face.plain);
    if (score > match.similarity || (score == match.similarity && person.id < match.person)) {
      match.runner_up = std::max(match.runner_up, match.similarity);
      match.person = person.id;
      match.similarity = score;
    } else {
      match.runner_up = std::max(match.runner_up, score);
    }
  }
  return match;
}

class MatcherTest : public ::testing::Test {
 protected:
  void enrol(const Embedding& face) {
    people.push_back({faces.id(), {face, face}});
    matcher.upsert(people.back().id, people.back().face);
  }
  void expect_exact(const Embedding& query) {
    const Match expected = exhaustive(people, query);
    const Match found = matcher.find(query, MaskState::none);
    EXPECT_EQ(found.person, expected.person);
    EXPECT_EQ(found.similarity, expected.similarity);
    EXPECT_EQ(found.runner_up, expected.runner_up);
  }

  Faces faces;
  std::vector<Person> people;
  Matcher matcher{first_numbers(), simple_thresholds(), 1e-3};
};

TEST_F(MatcherTest, FindsNobodyAmongNobody) {
  const Match match = matcher.find(faces.stranger(), MaskState::none);
  EXPECT_TRUE(match.person.is_nil());
  EXPECT_FALSE(match.accepted);
}

TEST_F(MatcherTest, AnswersLikeAnExhaustiveSearchAmongStrangers) {
  for (int i = 0; i < 3000; ++i) enrol(faces.stranger());
  for (int i = 0; i < 50; ++i) expect_exact(faces.stranger());
  for (int i = 0; i < 50; ++i) expect_exact(faces.like(people[faces.below(people.size())].face.plain, 0.8F));
}

TEST_F(MatcherTest, AnswersLikeAnExhaustiveSearchAmongLookalikes) {
  for (int family = 0; family < 20; ++family) {
    const Embedding centre = faces.stranger();
    for (int i = 0; i < 100; ++i) enrol(faces.like(centre, family % 2 == 0 ? 0.3F : 0.01F));
  }
  for (int i = 0; i < 100; ++i) expect_exact(faces.like(people[faces.below(people.size())].face.plain, 0.02F));
}

TEST_F(MatcherTest, GivesATieToTheSmallestId) {
  const Embedding twin = faces.stranger();
  for (int i = 0; i < 200; ++i) enrol(i % 3 == 0 ? twin : faces.stranger());
  expect_exact(twin);
  expect_exact(faces.like(twin, 0.5F));
  const Match match = matcher.find(twin, MaskState::none);
  EXPECT_EQ(match.similarity, match.runner_up);
}

TEST_F(MatcherTest, StaysExactThroughChangesAndRemovals) {
  for (int i = 0; i < 1500; ++i) enrol(faces.stranger());
  for (int round = 0; round < 1400; ++round) {
    const std::size_t at = faces.below(people.size());
    if (round % 3 == 0) {
      people[at].face.plain = faces.stranger();
      matcher.upsert(people[at].id, people[at].face);
    } else {
      EXPECT_TRUE(matcher.remove(people[at].id));
      EXPECT_FALSE(matcher.remove(people[at].id));
      people.erase(people.begin() + static_cast<std::ptrdiff_t>(at));
    }
    if (round % 50 == 0) expect_exact(faces.like(people[faces.below(people.size())].face.plain, 0.7F));
  }
  EXPECT_EQ(matcher.size(), people.size());
  while (!people.empty()) {
    EXPECT_TRUE(matcher.remove(people.back().id));
    people.pop_back();
  }
  EXPECT_TRUE(matcher.find(faces.stranger(), MaskState::none).person.is_nil());
}

TEST_F(MatcherTest, AsksForMoreAsTheListGrows) {
  enrol(faces.stranger());
  const float alone = matcher.find(faces.stranger(), MaskState::none).threshold;
  for (int i = 0; i < 999; ++i) enrol(faces.stranger());
  EXPECT_GT(matcher.find(faces.stranger(), MaskState::none).threshold, alone);
}

TEST_F(MatcherTest, ChoosesProjectionAndThresholdByMask) {
  for (int i = 0; i < 50; ++i) enrol(faces.stranger());
  const Embedding same = people[3].face.plain;
  const Match plain = matcher.find(same, MaskState::none);
  const Match masked = matcher.find(same, MaskState::worn);
  EXPECT_TRUE(plain.accepted && masked.accepted);
  EXPECT_LT(plain.threshold, masked.threshold);
  EXPECT_EQ(matcher.find(same, MaskState::badly_worn).threshold, masked.threshold);
  EXPECT_EQ(matcher.find(same, MaskState::unsure).threshold, masked.threshold);  // the narrower margin
  EXPECT_TRUE(matcher.find(same, MaskState::unsure).accepted);
}

TEST_F(MatcherTest, UnsureAcceptsOnlyWhenBothDo) {
  for (int i = 0; i < 50; ++i) enrol(faces.stranger());
  Embedding changed = people[3].face.plain;  // another face where the masked projection looks, the same elsewhere
  const Embedding other = faces.stranger();
  std::copy_n(other.begin(), Discriminant::dims, changed.begin());
  changed = unit(changed);
  EXPECT_TRUE(matcher.find(changed, MaskState::none).accepted);
  EXPECT_FALSE(matcher.find(changed, MaskState::worn).accepted);
  EXPECT_FALSE(matcher.find(changed, MaskState::unsure).accepted);
}

TEST(ExactIndex, HasOnlyFewCandidatesAmongStrangers) {
  Faces faces;
  ExactIndex index(512);
  for (std::size_t i = 0; i < 5000; ++i) index.set(i, faces.stranger());
  EXPECT_LT(index.candidates(faces.stranger()).size(), 200U);
}

TEST(ExactIndex, TakesVectorsOfAnyLength) {
  Faces faces;
  ExactIndex index(512);
  std::vector<Embedding> vectors;
  for (std::size_t i = 0; i < 300; ++i) {
    Embedding v = faces.stranger();
    for (float& x : v) x *= i % 7 == 0 ? 0.0F : static_cast<float>(i) * 40;
    vectors.push_back(v);
    index.set(i, v);
  }
  const Embedding query = faces.stranger();
  std::size_t best = 0;
  for (std::size_t i = 0; i < vectors.size(); ++i)
    if (exact_score(query, vectors[i]) > exact_score(query, vectors[best])) best = i;
  const auto hits = index.candidates(query);
  EXPECT_EQ(std::ranges::max_element(hits, {}, &Hit::score)->row, best);
}

TEST(DotRows, SpecialInstructionsAnswerLikePlainCode) {
  Faces faces;
  for (const std::size_t dims : {32U, 192U, 512U}) {
    constexpr std::size_t count = 37;
    alignas(64) static std::int8_t rows[count * 512];
    std::array<std::int16_t, 512> query{};
    for (auto& x : rows) x = static_cast<std::int8_t>(static_cast<int>(faces.below(255)) - 127);
    for (auto& x : query) x = static_cast<std::int16_t>(static_cast<int>(faces.below(65535)) - 32767);
    std::fill_n(rows, dims, std::int8_t{127});  // the largest sum there can be
    if (dims == 512) query.fill(32767);
    std::array<std::int32_t, count> fast{}, plain{};
    dot_rows(rows, count, dims, query.data(), fast.data());
    dot_rows_portable(rows, count, dims, query.data(), plain.data());
    EXPECT_EQ(fast, plain);
  }
}

}  // namespace
}  // namespace ward::vision
