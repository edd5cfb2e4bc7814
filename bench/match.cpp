// ./do bench match [--json]: finding one face among 50,000. Are the answers those of an exhaustive search, and is it
// faster than reading all templates from memory once, and than faiss?
#include <faiss/IndexFlat.h>
#include <fmt/format.h>
#include <omp.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <random>

#include "figures.h"
#include "vision/exact_index.h"
#include "vision/matcher.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using namespace ward;
using namespace ward::vision;

constexpr std::size_t dims = std::tuple_size_v<Embedding>;

struct Size {
  std::size_t people = 50'000, queries = 1'000;
};

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A made-up town: strangers, families whose members look alike, and twins with the very same template.
class Town {
 public:
  explicit Town(const Size& size) {
    gallery.reserve(size.people);
    while (gallery.size() < size.people) {
      const Embedding first = stranger();
      gallery.push_back(first);
      const std::size_t kind = gallery.size() % 4, kin = kind == 0 ? 20 : kind == 1 ? 1 : 0;
      for (std::size_t i = 0; i < kin && gallery.size() < size.people; ++i)
        gallery.push_back(kind == 0 ? like(first, 0.6F) : first);
    }
    std::ranges::shuffle(gallery, random_);
    for (std::size_t i = 0; i < size.queries; ++i) {
      const Embedding& somebody = gallery[random_() % size.people];
      asked.push_back(i % 3 == 0 ? stranger() : i % 3 == 1 ? like(somebody, 0.9F) : somebody);
    }
    for (std::size_t i = 0; i < size.people; ++i) ids.push_back(Id::make(from_millis(1'767'225'600'000)));
    std::ranges::shuffle(ids, random_);
  }
  std::vector<Embedding> gallery, asked;
  std::vector<Id> ids;

 private:
  static Embedding unit(Embedding v) {
    double squares = 0;
    for (const float x : v) squares += double{x} * x;
    for (float& x : v) x = static_cast<float>(x / std::sqrt(squares));
    return v;
  }
  Embedding stranger() {
    Embedding v;
    for (float& x : v) x = normal_(random_);
    return unit(v);
  }
  Embedding like(const Embedding& face, float distance) {
    Embedding v = stranger();
    for (std::size_t i = 0; i < dims; ++i) v[i] = face[i] + distance * v[i];
    return unit(v);
  }
  std::mt19937 random_{11};
  std::normal_distribution<float> normal_;
};

// Any two curves do: what is measured is the search.
Matcher make_matcher() {
  const auto curve = ThresholdCurve::make({{-8, 0.6}, {-3, 0.3}}).value();
  return {Discriminant(Embedding{}, std::vector<float>(Discriminant::dims * dims, 0.01F)),
          {curve, curve, 1e-6, 1e-6},
          1e-3};
}

// Every template scored in full; of those who score alike the smallest id.
bool answers_like_exhaustive(const Town& town, const Embedding& query, const Match& match) {
  float best = -2, second = -2;
  Id person;
  for (std::size_t i = 0; i < town.gallery.size(); ++i) {
    const float score = exact_score(query, town.gallery[i]);
    if (score > best || (score == best && town.ids[i] < person)) {
      second = std::max(second, best);
      best = score;
      person = town.ids[i];
    } else {
      second = std::max(second, score);
    }
  }
  return match.person == person && match.similarity == best && match.runner_up == second;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) float sum_of(const float* values, std::size_t count) {
  __m256 sums[8] = {};
  for (std::size_t i = 0; i < count; i += 64)
    for (std::size_t lane = 0; lane < 8; ++lane)
      sums[lane] = _mm256_add_ps(sums[lane], _mm256_loadu_ps(values + i + 8 * lane));
  float out[8], total = 0;
  for (const __m256 sum : sums) {
    _mm256_storeu_ps(out, sum);
    for (const float x : out) total += x;
  }
  return total;
}
#else
float sum_of(const float* values, std::size_t count) {
  float sums[64] = {}, total = 0;
  for (std::size_t i = 0; i < count; i += 64)
    for (std::size_t lane = 0; lane < 64; ++lane) sums[lane] += values[i + lane];
  for (const float x : sums) total += x;
  return total;
}
#endif

struct Times {
  std::vector<double> ours, faiss, memory;
};

// In turns, so that whatever else the machine does meets all three alike.
Times measure(const Town& town, const Matcher& matcher) {
  faiss::IndexFlatIP flat(dims);
  flat.add(static_cast<faiss::Index::idx_t>(town.gallery.size()), town.gallery.front().data());
  omp_set_num_threads(1);
  Times times;
  volatile float sink = 0;
  for (std::size_t i = 0; i < town.asked.size(); ++i) {
    double start = now_ms();
    sink = sink + matcher.find(town.asked[i], MaskState::none).similarity;
    times.ours.push_back(now_ms() - start);
    if (i % 10 != 0) continue;
    float score = 0;
    faiss::Index::idx_t row = 0;
    start = now_ms();
    flat.search(1, town.asked[i].data(), 1, &score, &row);
    times.faiss.push_back(now_ms() - start);
    start = now_ms();
    sink = sink + sum_of(town.gallery.front().data(), town.gallery.size() * dims);
    times.memory.push_back(now_ms() - start);
  }
  return times;
}

int run(const Size& size, bool as_json) {
  const auto [people, queries] = size;
  const Town town(size);
  Matcher matcher = make_matcher();
  for (std::size_t i = 0; i < people; ++i) matcher.upsert(town.ids[i], {town.gallery[i], town.gallery[i]});
  std::cerr << "timing\n";
  const Times times = measure(town, matcher);

  std::size_t mismatches = 0;
  for (std::size_t i = 0; i < queries; ++i) {
    if (i % 100 == 0) std::cerr << fmt::format("comparing with an exhaustive search: {}/{}\n", i, queries);
    mismatches += !answers_like_exhaustive(town, town.asked[i], matcher.find(town.asked[i], MaskState::none));
  }

  const double ours = bench::median(times.ours), memory = std::ranges::min(times.memory),
               peer = bench::median(times.faiss);
  std::cout << fmt::format(
      "{} people, {} queries, {} answers differ from an exhaustive search\n"
      "  one search         {:7.3f} ms\n  reading all floats {:7.3f} ms (best of {})\n  faiss IndexFlatIP  {:7.3f} "
      "ms\n",
      people, queries, mismatches, ours, memory, times.memory.size(), peer);
  if (as_json)
    bench::print_json({{"people", people},
                       {"queries", queries},
                       {"mismatches", mismatches},
                       {"same", mismatches == 0},
                       {"median_ms", ours},
                       {"memory_ms", memory},
                       {"faiss_ms", peer},
                       {"ratio_memory", bench::figure(ours / memory)},
                       {"ratio_faiss", bench::figure(ours / peer)}});
  return mismatches == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Milliseconds to find one face among 50,000, and whether the answers are exact."};
  bool as_json = false;
  Size size;
  app.add_option("--people", size.people, "templates to search")->check(CLI::Range(100, 10'000'000));
  app.add_option("--queries", size.queries, "faces to search for")->check(CLI::Range(1, 1'000'000));
  app.add_flag("--json", as_json, "one JSON object on the last line");
  CLI11_PARSE(app, argc, argv);
  return run(size, as_json);
}
