// ./do bench merge [--json]: random histories of a round: several phones go from door to door in one house, offline
// most of the time, and contradict each other; a room is split and the round is closed while some of them have not sent
// yet. What they found is then brought to the server three times over, each time in another order, cut otherwise, some
// of it twice because the answer got lost, and with transactions that break off before they are durable, after which
// the database is opened again. All three must end in the same state (`diverged` 0), with every verdict there (`lost`
// 0).
//
// Beside it the usual way, that the last one to arrive overwrites what was there: how many of the same histories it
// ends otherwise with, and how many verdicts are overwritten by somebody who had not seen them.
#include <CLI/CLI.hpp>

#include <random>
#include <set>

#include "city/premises/store.h"
#include "city/schema.h"
#include "city/verdicts/store.h"
#include "served_city.h"

namespace {

using namespace ward;
using namespace ward::bench;
namespace rounds = city::rounds;
namespace verdicts = city::verdicts;
namespace premises = city::premises;
using verdicts::Verdict;

constexpr const char* bench_actor = "bench";
using Random = std::mt19937_64;

// What happened, whatever becomes of it on its way.
struct History {
  Id house, round;
  std::vector<Id> rooms = {};
  std::vector<Verdict> verdicts = {};  // as they were given, by all phones
  std::vector<Id> split_into = {};     // of the first room; empty: it was not split
  bool closed = false;
};

// A member knows what their phone has: what they found themselves, and what others had when the phone last had a
// network.
std::vector<Id> known_on(const std::vector<Verdict>& given, const std::vector<std::size_t>& phones, std::size_t phone,
                         const Id& room, std::size_t seen_until) {
  std::vector<Verdict> on;
  for (std::size_t i = 0; i < given.size(); ++i)
    if (given[i].room == room && (phones[i] == phone || i < seen_until)) on.push_back(given[i]);
  std::vector<Id> known;
  for (const Verdict& one : verdicts::standing(on)) known.push_back(one.id);
  std::ranges::sort(known);
  return known;
}

Verdict found_at(Random& random, const Id& room, Time at) {
  Verdict one{.id = Id::make(at), .room = room, .found = verdicts::Found(random() % 4), .at = at, .received_at = at};
  one.day = std::chrono::floor<std::chrono::days>(std::chrono::local_time<Millis>(at.time_since_epoch()));
  if (one.found == verdicts::Found::seen) one.people = std::int64_t(random() % 3);
  one.author = "member";
  return one;
}

History made_history(Random& random, Time start) {
  History history{.house = Id::make(start), .round = Id::make(start)};
  for (std::size_t i = 0, count = 2 + random() % 5; i < count; ++i) history.rooms.push_back(Id::make(start));
  const std::size_t phone_count = 2 + random() % 3, verdict_count = 6 + random() % 15;
  std::vector<std::size_t> seen_until(phone_count), phones;
  for (std::size_t i = 0; i < verdict_count; ++i) {
    const std::size_t phone = random() % phone_count;
    if (random() % 4 == 0) seen_until[phone] = i;  // it had a network, and everybody had sent
    Verdict one = found_at(random, history.rooms[random() % history.rooms.size()], start + Millis{60'000 * int(i)});
    if (random() % 8 != 0) one.after = known_on(history.verdicts, phones, phone, one.room, seen_until[phone]);
    history.verdicts.push_back(std::move(one));
    phones.push_back(phone);
  }
  if (random() % 3 == 0) history.split_into = {Id::make(start), Id::make(start)};
  history.closed = random() % 2 == 0;
  return history;
}

// The state in which a history ended.
struct Outcome {
  std::vector<rounds::Finding> rooms;
  rounds::Numbers numbers;
  std::size_t verdicts = 0;
  bool operator==(const Outcome&) const = default;
};

// A transaction that is never durable.
struct Broken : std::runtime_error {
  Broken() : std::runtime_error("broken off") {}
};

class Delivery {
 public:
  Delivery(fs::path file, std::uint64_t seed) : file_(std::move(file)), random_(seed) {
    open();
    must(db_->migrate(city::schema()));
    const auto unit = [&](const Id& id, const char* code, units::Kind kind, std::optional<Id> parent) {
      write([&](storage::Transaction& t) {
        return units::put(t, clock_, id, {.code = code, .name = code, .kind = kind, .parent = parent}, bench_actor);
      });
    };
    unit(city_, "city", units::Kind::city, {});
    unit(community_, "community", units::Kind::community, city_);
    unit(grid_, "grid", units::Kind::grid, community_);
  }

  void bring(const History& history) {
    prepare(history);
    auto on_their_way = shuffled_with_repeats(history.verdicts);
    // The room is split and the round closed somewhere in between, in this order.
    std::size_t split_at = random_() % (on_their_way.size() + 1), close_at = random_() % (on_their_way.size() + 1);
    if (split_at > close_at) std::swap(split_at, close_at);
    for (std::size_t i = 0; i <= on_their_way.size();) {
      if (i == split_at) split(history);
      if (i == close_at) close(history);
      if (i == on_their_way.size()) break;
      std::size_t count = 1 + random_() % 5;
      count = std::min(count, next_stop(i, split_at, close_at, on_their_way.size()) - i);
      send(history, std::span(on_their_way).subspan(i, count));
      i += count;
    }
  }

  Outcome outcome(const History& history) {
    Outcome end;
    db_->read([&](storage::Transaction& t) {
      end = {};
      const auto round = rounds::find(t, history.round);
      std::vector<Id> rooms = history.rooms;
      rooms.insert(rooms.end(), history.split_into.begin(), history.split_into.end());
      for (const Id& room : rooms) {
        end.rooms.push_back(rounds::finding(t, round->number, room).value_or(rounds::Finding{}));
        end.verdicts += verdicts::verdicts_on(t, round->number, room).size();
      }
      end.numbers = rounds::numbers(t, *round, city_);
    });
    return end;
  }

  int broken_off() const { return broken_off_; }
  std::vector<Text> wrong() {
    std::vector<Text> faults;
    db_->read([&](storage::Transaction& t) { faults = rounds::verify(t); });
    return faults;
  }

 private:
  void open() {
    db_.reset();
    db_ = must(storage::open_sqlite(file_));
  }
  template <class F>
  void write(F work) {
    must(db_->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(work(t));
      return {};
    }));
  }
  static std::size_t next_stop(std::size_t at, std::size_t split, std::size_t close, std::size_t end) {
    std::size_t stop = end;
    for (const std::size_t one : {split, close})
      if (one > at) stop = std::min(stop, one);
    return stop;
  }

  void prepare(const History& history) {
    write([&](storage::Transaction& t) -> Result<int> {
      const std::string code = fmt::format("H-{}", history.house.str());
      WARD_CHECK(premises::put(t, clock_, history.house, {.unit = grid_, .code = code, .address = code}, bench_actor));
      for (std::size_t i = 0; i < history.rooms.size(); ++i)
        WARD_CHECK(premises::put_room(t, clock_, history.rooms[i],
                                      {.premises = history.house, .number = std::to_string(101 + i)}, bench_actor));
      WARD_CHECK(rounds::put(t, clock_, history.round, {.unit = grid_, .title = "Round"}, bench_actor));
      return 0;
    });
  }
  void split(const History& history) {
    if (history.split_into.empty()) return;
    premises::Rebuild wanted{.how = premises::End::split, .rooms = {history.rooms.front()}};
    for (std::size_t i = 0; i < history.split_into.size(); ++i)
      wanted.into.push_back({history.split_into[i], fmt::format("101-{}", i)});
    write([&](storage::Transaction& t) -> Result<int> {
      WARD_CHECK(premises::rebuild(t, clock_, history.house, wanted, bench_actor));
      return 0;
    });
  }
  void close(const History& history) {
    if (history.closed)
      write([&](storage::Transaction& t) { return rounds::close(t, clock_, history.round, bench_actor); });
  }

  std::vector<Verdict> shuffled_with_repeats(std::vector<Verdict> all) {
    const std::size_t given = all.size();
    for (std::size_t i = 0; i < given; ++i)
      if (random_() % 3 == 0) all.push_back(all[i]);  // its answer got lost
    std::ranges::shuffle(all, random_);
    return all;
  }

  // In one transaction, as the server stores a sending; it may break off, and the phone sends again.
  void send(const History& history, std::span<const Verdict> sending) {
    if (random_() % 10 == 0) break_off(history, sending);
    write([&](storage::Transaction& t) { return take_all(t, history, sending, sending.size()); });
  }
  void break_off(const History& history, std::span<const Verdict> sending) {
    try {
      (void)db_->write([&](storage::Transaction& t) -> Result<> {
        WARD_CHECK(take_all(t, history, sending, 1 + random_() % sending.size()));
        throw Broken();
      });
    } catch (const Broken&) {
    }
    ++broken_off_;
    open();
  }
  Result<int> take_all(storage::Transaction& t, const History& history, std::span<const Verdict> sending,
                       std::size_t count) {
    const auto listed = *rounds::find_listed(t, history.round);
    for (const Verdict& one : sending.first(count))
      WARD_CHECK(verdicts::take(t, clock_, listed, one, listed.path, bench_actor));
    return 0;
  }

  const fs::path file_;
  Random random_;
  SystemClock clock_;
  std::unique_ptr<storage::Database> db_;
  const Id city_ = Id::make(clock_.now()), community_ = Id::make(clock_.now()), grid_ = Id::make(clock_.now());
  int broken_off_ = 0;
};

// The usual way: of each room what arrived last.
struct LastWins {
  std::map<Id, Id> rooms;
  std::size_t overwritten_unseen = 0;
};
LastWins last_wins(Random& random, const History& history) {
  std::vector<Verdict> all = history.verdicts;
  std::ranges::shuffle(all, random);
  LastWins end;
  for (const Verdict& one : all) {
    const auto stands = end.rooms.find(one.room);
    if (stands != end.rooms.end() && std::ranges::find(one.after, stands->second) == one.after.end())
      ++end.overwritten_unseen;
    end.rooms[one.room] = one.id;
  }
  return end;
}

json::object measure(const fs::path& directory, int histories, std::uint64_t seed) {
  constexpr std::size_t times = 3;
  Random random(seed);
  std::vector<std::unique_ptr<Delivery>> deliveries;
  for (std::size_t i = 0; i < times; ++i)
    deliveries.push_back(std::make_unique<Delivery>(directory / fmt::format("merge{}.db", i), seed * 31 + i));
  std::int64_t diverged = 0, lost = 0, given = 0, contested = 0, naive_diverged = 0, naive_lost = 0;
  for (int i = 0; i < histories; ++i) {
    const History history = made_history(random, SystemClock().now() - std::chrono::hours{8});
    given += std::int64_t(history.verdicts.size());
    std::vector<Outcome> ends;
    for (const auto& delivery : deliveries) {
      delivery->bring(history);
      ends.push_back(delivery->outcome(history));
      lost += std::int64_t(history.verdicts.size()) - std::int64_t(ends.back().verdicts);
    }
    if (!std::ranges::all_of(ends, [&](const Outcome& end) { return end == ends[0]; })) ++diverged;
    for (const rounds::Finding& room : ends[0].rooms) contested += room.state == rounds::State::contested;
    const LastWins one = last_wins(random, history), other = last_wins(random, history);
    naive_diverged += one.rooms != other.rooms;
    naive_lost += std::int64_t(one.overwritten_unseen);
    if ((i + 1) % 100 == 0) std::cout << fmt::format("{} histories\n", i + 1) << std::flush;
  }
  int broken_off = 0;
  for (const auto& delivery : deliveries) {
    broken_off += delivery->broken_off();
    for (const Text& fault : delivery->wrong()) give_up(fault.en);
  }
  std::cout << fmt::format(
      "{} histories with {} verdicts, each brought {} times, {} transactions broken off: {} ended differently, {} "
      "verdicts lost; {} rooms contested and shown so\nthe last one to arrive wins: {} ended differently, {} verdicts "
      "overwritten unseen\n",
      histories, given, times, broken_off, diverged, lost, contested, naive_diverged, naive_lost);
  return {{"histories", histories},
          {"verdicts", given},
          {"diverged", diverged},
          {"lost", lost},
          {"contested", contested},
          {"broken_off", broken_off},
          {"naive_diverged", naive_diverged},
          {"naive_lost", naive_lost}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Verdicts of several phones, in whatever order they come: one end, and none is lost."};
  bool as_json = false;
  std::string directory;
  int histories = 1'000;
  std::uint64_t seed = 1;
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_option("--histories", histories, "How many rounds.")->check(CLI::Range(1, 1'000'000));
  app.add_option("--seed", seed, "Of what happens, and of the ways it comes.");
  app.add_option("--dir", directory, "Where the databases are made (a disk, not memory); default var/bench.");
  CLI11_PARSE(app, argc, argv);

  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const fs::path place = base / ("merge-" + crypto::random_token(8));
  fs::create_directories(place);
  const json::object result = measure(place, histories, seed);
  fs::remove_all(place);
  if (as_json) bench::print_json(result);
  return 0;
}
