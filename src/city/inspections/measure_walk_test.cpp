// Rules that hold however a measure is moved: random walks of actions by random people at random times.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "city/inspections/measure_json.h"
#include "city/inspections/test_measure.h"

namespace ward::city::inspections {
namespace {

using testing::Desk;
using testing::everybody;

struct Walk {
  explicit Walk(std::uint64_t seed) : random(seed) { measure = desk.proposed(Kind(below(3))); }
  int below(int n) { return int(random() % std::uint64_t(n)); }

  Actor somebody() {
    static const char* names[] = {"user:li",     "user:wu",    "user:office", "user:chief",
                                  "user:deputy", "user:party", "user:court"};
    return {names[below(7)], Parts(below(3) == 0 ? everybody : 1 << below(5))};
  }
  // Mostly one that leads on, and seldom one that ends it.
  Action any_action() {
    const auto next = possible(measure.state, everybody, measure.kind);
    const Action action = next.empty() ? Action::decide : next[std::size_t(below(int(next.size())))];
    const bool rare = action == Action::withdraw || action == Action::drop;
    return below(4) == 0 || (rare && below(10) != 0) ? Action(below(int(action_count))) : action;
  }
  Request any_request() {
    Request wanted = desk.request(measure, any_action());
    if (below(12) == 0) wanted.text.clear();
    if (below(8) == 0) wanted.fen = below(120'000);
    if (below(4) == 0) wanted.at = desk.now - Millis{std::int64_t(random() % 40) * 86'400'000};
    if (below(4) == 0) wanted.how = How(below(5));
    if (below(4) == 0) wanted.consent = true;
    if (below(3) != 0) wanted.due = desk.now + Millis{std::int64_t(random() % 90) * 86'400'000};
    if (below(50) == 0) --wanted.version;
    return wanted;
  }
  // One try of anything; nothing when it was refused.
  std::optional<Step> step() {
    desk.now += Millis{std::int64_t(random() % 20) * 86'400'000 * below(2)};
    const auto tried = apply(measure, request = any_request(), actor = somebody(), desk.context());
    if (tried) return *tried;
    EXPECT_FALSE(tried.error().code.empty());
    EXPECT_NE(tried.error().message.en, "");
    EXPECT_NE(tried.error().message.zh, "");
    return std::nullopt;
  }

  std::mt19937_64 random;
  Desk desk{};
  Measure measure;
  Actor actor;
  Request request;
};

constexpr int walks = 1'000, steps = 120;

template <class Look>
void walk_all(Look look) {
  for (std::uint64_t seed = 0; seed < walks; ++seed) {
    Walk walk(seed);
    for (int i = 0; i < steps; ++i) {
      const Measure before = walk.measure;
      const auto step = walk.step();
      if (!step) continue;
      walk.measure = step->measure;
      ASSERT_NO_FATAL_FAILURE(look(walk, before, *step)) << "seed " << seed << " step " << i;
    }
  }
}

TEST(MeasureWalk, GoesEverywhere) {
  std::array<int, state_count> seen{};
  std::array<int, action_count> done{};
  walk_all([&](const Walk&, const Measure&, const Step& step) {
    ++seen[std::size_t(step.measure.state)];
    ++done[std::size_t(step.happening->action)];
  });
  for (std::size_t s = 1; s < state_count; ++s) EXPECT_GT(seen[s], 0) << to_string(State(s));
  for (std::size_t a = 1; a < action_count; ++a) EXPECT_GT(done[a], 0) << to_string(Action(a));
}

TEST(MeasureWalk, NoStateIsWithoutAWayOut) {
  walk_all([](const Walk& walk, const Measure&, const Step& step) {
    const Parts authority = Parts(Part::office) | Parts(Part::chief) | Parts(Part::reviewer);
    ASSERT_EQ(possible(step.measure.state, authority, walk.measure.kind).empty(), is_final(step.measure.state));
  });
}

TEST(MeasureWalk, NothingIsCarriedOutOrAppealedBeforeItWasDelivered) {
  walk_all([](const Walk&, const Measure&, const Step& step) {
    const Measure& now = step.measure;
    if (now.carried_out_at || now.review || now.lawsuit || now.due) {
      ASSERT_TRUE(now.delivery);
      ASSERT_GE(now.delivery->at, *now.decided_at);
    }
    if (now.carried_out_at) {
      ASSERT_GE(*now.carried_out_at, now.delivery->at);
    }
    const bool before = now.state == State::proposed || now.state == State::told || now.state == State::decided;
    ASSERT_TRUE(!before || !now.delivery);
    ASSERT_TRUE(before || is_final(now.state) || now.delivery);
  });
}

TEST(MeasureWalk, NoFineIsAboveItsLimitOrMoreThanWasToldOrDecidedByWhoFoundIt) {
  walk_all([](const Walk& walk, const Measure& before, const Step& step) {
    const Offence& offence = *walk.desk.catalogue.find(step.measure.offence);
    ASSERT_LE(step.measure.fen, step.measure.kind == Kind::fine ? offence.most_fen : 0);
    ASSERT_LE(step.measure.fen, before.fen) << "it never grows";
    if (step.happening->action != Action::reduce && step.measure.kind == Kind::fine && !before.review &&
        !before.lawsuit) {
      ASSERT_GE(step.measure.fen, offence.least_fen);
    }
    if (step.happening->action == Action::decide && step.measure.kind == Kind::fine) {
      ASSERT_EQ(before.state, State::told);
      ASSERT_TRUE(walk.actor.parts & Parts(Part::chief));
      ASSERT_NE(walk.actor.name, "user:li");
      ASSERT_NE(walk.actor.name, "user:wu");
    }
    ASSERT_LE(most_late_fen(step.measure, walk.desk.terms, walk.desk.now), step.measure.fen);
  });
}

TEST(MeasureWalk, AppealsComeOnceAndInTheirTime) {
  walk_all([](const Walk& walk, const Measure& before, const Step& step) {
    const Measure& now = step.measure;
    const Deadlines until = deadlines(before, walk.desk.calendar, walk.desk.terms);
    if (step.happening->action == Action::ask_review) {
      ASSERT_FALSE(before.review || before.lawsuit);
      ASSERT_LT(now.review->asked_at, *until.review);
    }
    if (step.happening->action == Action::sue) {
      ASSERT_FALSE(before.lawsuit);
      ASSERT_LT(now.lawsuit->asked_at, *until.sue);
    }
    const bool open = (now.review && !now.review->decided_at) || (now.lawsuit && !now.lawsuit->decided_at);
    ASSERT_EQ(open, now.state == State::appealed);
    if (before.state == State::appealed && now.state != State::appealed &&
        step.happening->action != Action::take_back) {
      ASSERT_TRUE(walk.actor.name != before.decided_by || (walk.actor.parts & Parts(Part::chief)));
    }
  });
}

TEST(MeasureWalk, NothingIsOverdueBeforeItIsDue) {
  walk_all([](const Walk& walk, const Measure& before, const Step& step) {
    if (step.measure.state == State::overdue) {
      ASSERT_GE(walk.desk.now, *before.due);
      ASSERT_FALSE(step.measure.carried_out_at);
    }
    if (step.measure.state == State::carried_out) {
      ASSERT_TRUE(step.measure.carried_out_at);
    }
  });
}

TEST(MeasureWalk, IsReadAsItWasStored) {
  walk_all([](const Walk&, const Measure&, const Step& step) {
    ASSERT_EQ(measure_from_stored(to_json(step.measure)), step.measure);
    const json::object happening = to_json(*step.happening);
    ASSERT_EQ(to_json(happening_from_stored(happening)), happening);
  });
}

TEST(MeasureWalk, VersionsRiseByOneAndTimeNeverGoesBack) {
  walk_all([](const Walk&, const Measure& before, const Step& step) {
    ASSERT_EQ(step.measure.version, before.version + 1);
    ASSERT_EQ(step.happening->version, step.measure.version);
    ASSERT_GE(step.measure.last.at, before.last.at);
    ASSERT_LE(step.happening->happened, step.happening->at);
    ASSERT_EQ(step.happening->from, before.state);
    ASSERT_EQ(step.happening->to, step.measure.state);
  });
}

}  // namespace
}  // namespace ward::city::inspections
