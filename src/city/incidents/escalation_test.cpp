#include "city/incidents/escalation.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "city/incidents/test_incident.h"

namespace ward::city::incidents {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::Desk;

struct Pyramid {
  std::vector<Id> chain;
  std::vector<Page> pages{};
  std::vector<Time> acknowledged{};
  explicit Pyramid(std::size_t levels, Time now) {
    for (std::size_t i = 0; i < levels; ++i) chain.push_back(Id::make(now));
  }
  std::optional<Due> next(const Incident& i, const Desk& desk) const {
    return next_due(i, desk.calendar, chain, pages, acknowledged);
  }
  void send(const Due& due) { pages.push_back({due.step, due.unit, due.at}); }
};

// Two hours, or the term where that is shorter.
Millis holds(const calendar::Term& term) {
  return term.pace == calendar::Pace::working_days ? hours{2} : std::min<Millis>(hours{2}, minutes{term.amount});
}

TEST(Escalation, ClimbsALevelWithEachShareOfTheTerm) {
  Desk desk;
  const Incident i = desk.reported("plain");  // 30 urgent minutes
  Pyramid up(4, desk.now);
  for (const int minute : {24, 30, 45, 60}) {
    const auto due = up.next(i, desk);
    ASSERT_TRUE(due) << minute;
    EXPECT_EQ(*due, (Due{desk.now + minutes{minute}, int(up.pages.size()), up.chain[up.pages.size()]}));
    up.send(*due);
  }
  EXPECT_FALSE(up.next(i, desk));  // everybody up to the top was paged
}

TEST(Escalation, TheTopIsPagedForTheStepsAboveIt) {
  Desk desk;
  const Incident i = desk.reported("plain");
  Pyramid alone(1, desk.now);
  for (int step = 0; step < 3; ++step) {
    EXPECT_EQ(alone.next(i, desk)->unit, alone.chain[0]);
    alone.send(*alone.next(i, desk));
  }
  EXPECT_FALSE(alone.next(i, desk));
  EXPECT_FALSE(next_due(i, desk.calendar, {}, {}, {}));  // nobody to page
}

TEST(Escalation, AnAcknowledgementHoldsForAWhileAndThenItGoesOn) {
  Desk desk;
  const Incident i = desk.reported("plain");
  Pyramid up(3, desk.now);
  up.send(*up.next(i, desk));
  up.acknowledged = {desk.now + minutes{25}};
  const Time ran_out = desk.now + minutes{25 + 30};  // as long as the term, which is shorter than two hours
  EXPECT_EQ(*up.next(i, desk), (Due{ran_out, 1, up.chain[1]}));
  up.send(*up.next(i, desk));
  up.send(*up.next(i, desk));
  EXPECT_FALSE(up.next(i, desk));  // that acknowledgement was older than the last page
  up.acknowledged.push_back(ran_out + minutes{1});
  EXPECT_EQ(*up.next(i, desk), (Due{ran_out + minutes{31}, 3, up.chain[2]}));
}

TEST(Escalation, AnAcknowledgementAtNightHoldsIntoTheMorning) {
  Desk desk;
  Incident i = desk.reported("plain");
  desk.act(i, {Action::accept});  // four working hours from Monday 09:00
  Pyramid up(3, desk.now);
  up.send({.at = desk.now + hours{10}, .step = 0, .unit = up.chain[0]});
  up.acknowledged = {*parse_rfc3339("2020-03-02T22:00:00+08:00")};
  EXPECT_EQ(up.next(i, desk)->at, *parse_rfc3339("2020-03-03T10:00:00+08:00"));
}

TEST(Escalation, ANewStageIsANewThing) {
  Desk desk;
  Incident i = desk.reported("plain");
  Pyramid up(3, desk.now);
  up.send(*up.next(i, desk));
  up.acknowledged = {desk.now + minutes{1}};
  desk.now += hours{1};
  desk.act(i, {Action::accept});
  EXPECT_EQ(up.next(i, desk)->step, 0);
}

// Nobody is paged after it was acknowledged (and holds), suspended or closed; nobody twice at one step; while nobody
// acknowledges, each page is later and a level higher than the one before.
TEST(EscalationProperty, PagesEachStepOnceAndNeverIntoSilence) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
    Desk desk;
    Incident i = desk.reported("plain");
    Pyramid up(std::size_t(1 + below(5)), desk.now);
    std::set<std::pair<Time, int>> sent;  // stage and step
    int stage_pages = 0;
    for (int event = 0; event < 60; ++event) {
      const auto due = up.next(i, desk);
      if (due && below(3) != 0) {
        desk.now = std::max(desk.now, due->at);
        ASSERT_TRUE(is_timed(i.state)) << seed;
        ASSERT_TRUE(sent.insert({i.stage.entered, due->step}).second) << seed;
        ASSERT_EQ(due->step, stage_pages++) << seed;
        ASSERT_EQ(due->unit, up.chain[std::min(std::size_t(due->step), up.chain.size() - 1)]) << seed;
        for (const Time heard : up.acknowledged)
          ASSERT_TRUE(heard < i.stage.entered || calendar::elapsed(desk.calendar, i.stage.term->pace, heard,
                                                                   desk.now) >= holds(*extended_term(i.stage)))
              << seed;
        up.pages.push_back({due->step, due->unit, desk.now});
      } else if (below(2) == 0) {
        up.acknowledged.push_back(desk.now);
        const auto next = up.next(i, desk);
        ASSERT_TRUE(!is_timed(i.state) || (next && next->at > desk.now)) << seed;  // silent, yet not let go
      } else {
        desk.now += minutes{1 + below(600)};
        const auto actions = possible(i.state, testing::everybody, false, false);
        if (actions.empty()) break;
        const auto moved = desk.attempt(i, actions[std::size_t(below(int(actions.size())))]);
        if (!moved) continue;
        if (moved->incident.stage.entered != i.stage.entered || moved->finished) stage_pages = 0;
        i = moved->incident;
        ASSERT_TRUE(is_timed(i.state) || !up.next(i, desk)) << seed;
      }
      desk.now += minutes{1};
    }
  }
}

}  // namespace
}  // namespace ward::city::incidents
