// ./do bench persons [--people N] [--seeds 2,3,4] [--errors 1] [--json]: whether the same person is found in two lists.
// A made-up city is written down twice, the second time with typing errors at the rates that are printed first; every
// record of the second list is looked up in the first by its blocking keys and compared with what is found.
//
// `same` is decided by the rules alone; what a person would still find among the `perhaps` is told apart. Beside it the
// usual way without rules: the same name, letter by letter, and the same date of birth. --estimate prints the m and u
// of each finding on the seed 1, from which the table in src/city/residents/evidence.cpp was rounded; thresholds were
// chosen on that seed too, and the figures are of others.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <ctime>
#include <map>
#include <unordered_map>

#include "city/residents/matching.h"
#include "figures.h"
#include "synthetic_lists.h"

namespace {

using namespace ward;
using namespace ward::bench::people;

struct Counts {
  std::size_t records = 0, pairs_true = 0;   // of the second list; those of them that are in the first
  std::size_t right = 0, wrong = 0;          // decided `same`
  std::size_t review = 0, review_right = 0;  // records to look at; those whose proposal is the right person
  std::size_t found_by_keys = 0, compared = 0;
  std::size_t naive_right = 0, naive_wrong = 0;

  void add(const Counts& other) {
    records += other.records, pairs_true += other.pairs_true, right += other.right, wrong += other.wrong;
    review += other.review, review_right += other.review_right, found_by_keys += other.found_by_keys;
    compared += other.compared, naive_right += other.naive_right, naive_wrong += other.naive_wrong;
  }
};

// Wilson (1927): the 95 % interval of a share.
std::pair<double, double> wilson(std::size_t part, std::size_t all) {
  if (all == 0) return {bench::not_measured, bench::not_measured};
  constexpr double z = 1.959964;
  const double n = double(all), p = double(part) / n;
  const double middle = p + z * z / (2 * n), half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)};
}

class Bench {
 public:
  Bench(int people, std::uint64_t seed, double times, int show) : lists_(make_lists(people, seed, times)), show_(show) {
    for (const Person& person : lists_.first) first_.push_back(comparable(person));
    for (std::size_t i = 0; i < first_.size(); ++i) {
      record_of_[lists_.first_is[i]] = int(i);
      for (const std::string& key : blocking_keys(first_[i])) index_[key].push_back(int(i));
      if (lists_.first[i].birth) exact_[exact_key(lists_.first[i])].push_back(int(i));
    }
  }

  // By origin.
  std::array<Counts, std::size(origins)> run() {
    std::array<Counts, std::size(origins)> counts;
    const std::clock_t start = std::clock();  // of the processor: nothing here waits
    for (std::size_t i = 0; i < lists_.second.size(); ++i) {
      Counts& mine = counts[std::size_t(lists_.origins[std::size_t(lists_.second_is[i])])];
      look_up(i, mine);
    }
    seconds_ = double(std::clock() - start) / CLOCKS_PER_SEC;
    for (std::size_t i = 0; i < lists_.second.size(); ++i)
      naive(i, counts[std::size_t(lists_.origins[std::size_t(lists_.second_is[i])])]);
    return counts;
  }
  double seconds() const { return seconds_; }
  std::size_t first() const { return first_.size(); }

  void estimate() const;

 private:
  static std::string exact_key(const Person& person) { return person.name + "|" + to_text(*person.birth); }

  std::optional<int> truth(std::size_t second) const {
    const auto found = record_of_.find(lists_.second_is[second]);
    return found == record_of_.end() ? std::nullopt : std::optional(found->second);
  }

  std::int64_t namesakes(const Comparable& person) const {
    std::size_t most = 0;
    for (const Name& name : person.names)
      if (const auto found = index_.find("n:" + letters_key(name)); found != index_.end())
        most = std::max(most, found->second.size());
    return std::int64_t(most);
  }

  std::vector<int> candidates(const Comparable& person) const {
    std::vector<int> found;
    for (const std::string& key : blocking_keys(person))
      if (const auto at = index_.find(key); at != index_.end() && at->second.size() <= std::size_t(too_many))
        found.insert(found.end(), at->second.begin(), at->second.end());
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  void look_up(std::size_t i, Counts& counts) {
    const Comparable person = comparable(lists_.second[i]);
    const std::vector<int> found = candidates(person);
    const Register within{.people = std::int64_t(first_.size()), .namesakes = namesakes(person)};
    std::vector<Match> matches;
    matches.reserve(found.size());
    for (const int candidate : found) matches.push_back(compare(first_[std::size_t(candidate)], person, within));
    const auto best = choose(matches);
    const auto right = truth(i);
    ++counts.records;
    counts.compared += found.size();
    counts.pairs_true += right.has_value();
    counts.found_by_keys += right && std::ranges::binary_search(found, *right);
    if (!best) return missed(i, right);
    const bool is_right = right && found[*best] == *right;
    if (matches[*best].verdict == Verdict::perhaps) {
      ++counts.review;
      counts.review_right += is_right;
      if (!is_right) missed(i, right);
    } else {
      is_right ? ++counts.right : ++counts.wrong;
      if (!is_right) tell("wrong", lists_.first[std::size_t(found[*best])], lists_.second[i], matches[*best]);
    }
  }

  void missed(std::size_t i, std::optional<int> right) {
    if (!right || show_ == 0) return;
    const Match match =
        compare(first_[std::size_t(*right)], comparable(lists_.second[i]), {.people = std::int64_t(first_.size())});
    tell("missed", lists_.first[std::size_t(*right)], lists_.second[i], match);
  }

  void tell(const char* what, const Person& first, const Person& second, const Match& match) {
    if (shown_[what]++ >= show_) return;
    std::cout << fmt::format("{:<7}{} | {}:", what, first.name, second.name);
    for (std::size_t f = 0; f < field_count; ++f)
      std::cout << fmt::format(" {} {:.1f}", to_string(match.found[f]), match.weights[f]);
    std::cout << fmt::format(" = {:.1f} {}\n", match.odds, to_string(match.caution));
  }

  void naive(std::size_t i, Counts& counts) const {
    if (!lists_.second[i].birth) return;
    const auto found = exact_.find(exact_key(lists_.second[i]));
    if (found == exact_.end() || found->second.size() != 1) return;
    const auto right = truth(i);
    right && *right == found->second[0] ? ++counts.naive_right : ++counts.naive_wrong;
  }

  Lists lists_;
  std::vector<Comparable> first_;
  std::unordered_map<int, int> record_of_;  // of a human, in the first list
  std::unordered_map<std::string, std::vector<int>> index_, exact_;
  std::map<std::string, int> shown_;
  int show_;
  double seconds_ = 0;
};

// m over all true pairs; u over random ones of two people. A finding that was not seen gets half of one.
void Bench::estimate() const {
  std::array<double, finding_count> same{}, two{};
  std::array<double, field_count> same_known{}, two_known{};
  const auto count = [](const Match& match, auto& seen, auto& known) {
    for (std::size_t f = 0; f < field_count; ++f) {
      if (evidence(match.found[f]).outcome == Outcome::unknown) continue;
      seen[std::size_t(match.found[f])] += 1;
      known[f] += 1;
    }
  };
  Random random(99);
  for (std::size_t i = 0; i < lists_.second.size(); ++i) {
    const Comparable person = comparable(lists_.second[i]);
    if (const auto right = truth(i)) count(compare(first_[std::size_t(*right)], person), same, same_known);
    for (int n = 0; n < 400; ++n) {
      const std::size_t other = std::size_t(random.below(int(first_.size())));
      if (lists_.first_is[other] != lists_.second_is[i]) count(compare(first_[other], person), two, two_known);
    }
  }
  std::cout << fmt::format("{:<20}{:>10}{:>12}{:>8}\n", "finding", "m", "u", "bits");
  for (std::size_t i = 0; i < finding_count; ++i) {
    const Evidence& row = evidence(Finding(i));
    if (row.outcome == Outcome::unknown) continue;
    const double m = std::max(same[i], .5) / same_known[std::size_t(row.field)];
    const double u = std::max(two[i], .5) / two_known[std::size_t(row.field)];
    std::cout << fmt::format("{:<20}{:>10.5f}{:>12.2e}{:>8.1f}   (now {:.5f} {:.2e} {:.1f})\n", row.name, m, u,
                             std::log2(m / u), row.m, row.u, weight(Finding(i)));
  }
}

void print_rates(double times) {
  std::cout << "What goes wrong, in how many of 100 records:\n";
  for (const Rate& rate : rates)
    std::cout << fmt::format("  {:>5.1f}  {}\n", std::min(100.0, rate.share * times * 100), rate.what);
}

json::object print(const std::string& who, const Counts& c) {
  const std::size_t decided = c.right + c.wrong;
  const auto precision = wilson(c.right, decided), recall = wilson(c.right, c.pairs_true);
  std::cout << fmt::format(
      "{:<8} {:>7} records, {:>7} in both: precision {:.4f} ({:.4f} to {:.4f}), recall {:.4f} ({:.4f} to {:.4f}), with "
      "review {:.4f}; to look at {:.2f} %; found by keys {:.4f}; {:.1f} compared a record; name and birth alone "
      "{:.4f}, "
      "{:.4f}\n",
      who, c.records, c.pairs_true, bench::share(c.right, decided), precision.first, precision.second,
      bench::share(c.right, c.pairs_true), recall.first, recall.second,
      bench::share(c.right + c.review_right, c.pairs_true), bench::share(c.review, c.records) * 100,
      bench::share(c.found_by_keys, c.pairs_true), double(c.compared) / double(c.records),
      bench::share(c.naive_right, c.naive_right + c.naive_wrong), bench::share(c.naive_right, c.pairs_true));
  return {{"precision", bench::figure(bench::share(c.right, decided))},
          {"precision_low", bench::figure(precision.first)},
          {"recall", bench::figure(bench::share(c.right, c.pairs_true))},
          {"recall_low", bench::figure(recall.first)},
          {"recall_with_review", bench::figure(bench::share(c.right + c.review_right, c.pairs_true))},
          {"review_share", bench::figure(bench::share(c.review, c.records))},
          {"keys_recall", bench::figure(bench::share(c.found_by_keys, c.pairs_true))},
          {"compared_per_record", bench::figure(double(c.compared) / double(c.records))},
          {"naive_precision", bench::figure(bench::share(c.naive_right, c.naive_right + c.naive_wrong))},
          {"naive_recall", bench::figure(bench::share(c.naive_right, c.pairs_true))}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Whether the same person is found in two lists with typing errors"};
  int people = 40'000, show = 0;
  std::vector<std::uint64_t> seeds{2, 3, 4};
  double times = 1;
  bool as_json = false, estimate = false;
  app.add_option("--people", people, "people of the city")->check(CLI::Range(100, 3'000'000));
  app.add_option("--seeds", seeds, "a city each")->delimiter(',');
  app.add_option("--errors", times, "times the rates that are printed")->check(CLI::Range(0.0, 10.0));
  app.add_option("--show", show, "print so many pairs of each kind that went wrong");
  app.add_flag("--estimate", estimate, "print m and u of each finding on the seed 1, and nothing else");
  app.add_flag("--json", as_json, "print the figures as JSON on the last line");
  CLI11_PARSE(app, argc, argv);
  if (estimate) {
    Bench(people, 1, times, 0).estimate();
    return 0;
  }
  print_rates(times);
  std::array<Counts, std::size(origins)> by_origin;
  Counts all;
  double seconds = 0;
  std::size_t first = 0;
  for (const std::uint64_t seed : seeds) {
    Bench bench(people, seed, times, show);
    const auto counts = bench.run();
    Counts of_seed;
    for (std::size_t i = 0; i < std::size(origins); ++i) by_origin[i].add(counts[i]), of_seed.add(counts[i]);
    all.add(of_seed);
    seconds += bench.seconds();
    first = bench.first();
    print(fmt::format("seed {}", seed), of_seed);
  }
  for (std::size_t i = 0; i < std::size(origins); ++i) print(std::string(origins[i]), by_origin[i]);
  json::object figures = print("all", all);
  std::cout << fmt::format("{:.0f} records/s against {} in the register, one core\n", double(all.records) / seconds,
                           first);
  figures["records_per_s"] = bench::figure(double(all.records) / seconds);
  figures["register"] = first;
  if (as_json) bench::print_json(figures);
  return 0;
}
