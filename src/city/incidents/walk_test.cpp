// Rules that hold however an incident is moved: random walks of actions by random people at random times, with a
// calendar that is amended on the way.
#include <gtest/gtest.h>

#include <random>

#include "city/incidents/test_incident.h"

namespace ward::city::incidents {
namespace {

using testing::Desk;
using testing::everybody;

struct Walk {
  explicit Walk(std::uint64_t seed) : random(seed) {
    static const char* types[] = {"plain", "to_verify", "to_check", "both"};
    original = desk.reported(types[below(4)]);
    incident = desk.reported(types[below(4)]);
  }
  int below(int n) { return int(random() % std::uint64_t(n)); }
  const Type& type() const { return *desk.catalogue.find(incident.type); }
  Parts somebody() { return Parts(below(3) == 0 ? everybody : 1 << below(5)); }

  // Mostly one that leads on: else nearly all end void on their first steps.
  Action any_action() {
    const auto next = possible(incident.state, everybody, type().verify, type().check);
    const Action action = next.empty() ? Action::accept : next[std::size_t(below(int(next.size())))];
    const bool rare = action == Action::void_ || action == Action::mark_duplicate || action == Action::return_;
    return below(4) == 0 || (rare && below(8) != 0) ? Action(below(int(action_count))) : action;
  }
  // One try of anything; nothing when it was refused.
  std::optional<Step> step() {
    desk.now += Millis{random() % 40'000'000} * below(2);
    const auto tried = desk.attempt(incident, any_action(), parts = somebody(), &original);
    if (!tried) {
      EXPECT_FALSE(tried.error().code.empty());
      EXPECT_NE(tried.error().message.en, "");
      EXPECT_NE(tried.error().message.zh, "");
      return std::nullopt;
    }
    return *tried;
  }
  // The original goes its own way: any next step that is possible.
  void move_original() {
    const Type& its = *desk.catalogue.find(original.type);
    const auto actions = possible(original.state, everybody, its.verify, its.check);
    if (actions.empty()) return;
    if (const auto moved = desk.attempt(original, actions[std::size_t(below(int(actions.size())))]))
      if (!is_final(moved->incident.state)) original = moved->incident;
  }
  void amend() {
    desk.calendar.days[*parse_date("2020-03-03") + std::chrono::days{below(20)}] = {below(2) == 0, ""};
    if (const auto moved = redeadline(incident, desk.calendar, desk.now, Id::make(desk.now), "user:a"))
      incident = moved->incident;
  }

  std::mt19937_64 random;
  Desk desk{};
  Incident original, incident;
  Parts parts = 0;
};

constexpr int walks = 200, steps = 150;

template <class Look>
void walk_all(Look look) {
  for (std::uint64_t seed = 0; seed < walks; ++seed) {
    Walk walk(seed);
    for (int i = 0; i < steps; ++i) {
      if (walk.below(4) == 0) walk.move_original();
      if (walk.below(20) == 0) walk.amend();
      const Incident before = walk.incident;
      const auto step = walk.step();
      if (!step) continue;
      walk.incident = step->incident;
      ASSERT_NO_FATAL_FAILURE(look(walk, before, *step)) << "seed " << seed << " step " << i;
    }
  }
}

TEST(IncidentWalk, GoesEverywhere) {
  std::array<int, state_count> seen{};
  walk_all([&](const Walk&, const Incident&, const Step& step) { ++seen[std::size_t(step.incident.state)]; });
  for (std::size_t s = 1; s < state_count; ++s) EXPECT_GT(seen[s], 0) << to_string(State(s));
}

TEST(IncidentWalk, NoStateIsWithoutAWayOut) {
  walk_all([](const Walk& walk, const Incident&, const Step& step) {
    const auto actions = possible(step.incident.state, everybody, walk.type().verify, walk.type().check);
    ASSERT_EQ(actions.empty(), is_final(step.incident.state));
  });
}

TEST(IncidentWalk, NoClockIsLost) {
  walk_all([](const Walk& walk, const Incident& before, const Step& step) {
    const Incident& now = step.incident;
    const Stage& stage = now.stage;
    ASSERT_EQ(stage.deadline.has_value(), is_timed(now.state)) << to_string(now.state);
    if (now.state == State::suspended) {
      ASSERT_TRUE(stage.term && stage.suspended_at);
    }
    if (step.happening->action != Action::resume) return;
    const calendar::Pace pace = stage.term->pace;
    const auto left = [&](Time from, Time to) { return calendar::elapsed(walk.desk.calendar, pace, from, to); };
    // What was left when it was suspended, by the calendar of today, is left again.
    Stage then = before.stage;
    const Time end = calendar::deadline(walk.desk.calendar, *extended_term(then), then.entered, then.pauses);
    if (end > *then.suspended_at) {
      ASSERT_EQ(left(now.last.at, *stage.deadline), left(*then.suspended_at, end));
    } else {
      ASSERT_EQ(*stage.deadline, end);
    }
  });
}

TEST(IncidentWalk, NothingIsClosedUncheckedWhereItsTypeAsks) {
  walk_all([](const Walk& walk, const Incident& before, const Step& step) {
    if (step.incident.state != State::closed || !walk.type().check) return;
    ASSERT_TRUE(before.state == State::duplicate ? walk.original.checked : step.incident.checked);
  });
}

TEST(IncidentWalk, NothingIsFiledUnverifiedWhereItsTypeAsks) {
  walk_all([](const Walk& walk, const Incident& before, const Step& step) {
    if (step.happening->action == Action::file && walk.type().verify) {
      ASSERT_EQ(before.state, State::verified);
    }
  });
}

TEST(IncidentWalk, WhatWasReturnedMovesOnlyByTheCentre) {
  walk_all([](const Walk& walk, const Incident& before, const Step& step) {
    const bool forward = is_timed(step.incident.state) && step.incident.state > before.state;
    ASSERT_TRUE(!before.returned || !forward || (walk.parts & Parts(Part::centre)));
    if (step.happening->action == Action::return_) {
      ASSERT_TRUE(step.incident.returned);
    }
  });
}

TEST(IncidentWalk, VersionsRiseByOneAndTimeNeverGoesBack) {
  walk_all([](const Walk&, const Incident& before, const Step& step) {
    ASSERT_EQ(step.incident.version, before.version + 1);
    ASSERT_EQ(step.happening->version, step.incident.version);
    ASSERT_GE(step.incident.last.at, before.last.at);
    if (step.finished) {
      ASSERT_GE(step.finished->left, step.finished->entered);
      ASSERT_EQ(step.incident.late.size(), before.late.size() + !step.finished->on_time());
    } else {
      ASSERT_EQ(step.incident.late, before.late);
    }
  });
}

TEST(IncidentWalk, ReadsBackWhatItWrote) {
  walk_all([](const Walk&, const Incident&, const Step& step) {
    const auto back = incident_from_json(*parse_json(json::serialize(to_json(step.incident))));
    ASSERT_TRUE(back) << back.error().message.en;
    ASSERT_EQ(*back, step.incident);
  });
}

}  // namespace
}  // namespace ward::city::incidents
