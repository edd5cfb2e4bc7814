#include "city/inspections/store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "city/accounts/store.h"
#include "city/premises/store.h"
#include "city/schema.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::inspections {
namespace {

// A grid with eight shops, and two accounts that inspect.
class DrawsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  // What a work in a transaction of its own answered: the code of its error, "" when it was done.
  template <class F>
  std::string write(F work) {
    const auto done = db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(work(t));
      return {};
    });
    return done ? "" : done.error().code;
  }
  DrawsTest() {
    EXPECT_TRUE(db->migrate(schema()));
    EXPECT_EQ(
        write([&](storage::Transaction& t) -> Result<int> {
          WARD_CHECK(units::put(t, clock, city, {.code = "yw", .name = "义乌", .kind = units::Kind::city}, by));
          WARD_CHECK(units::put(t, clock, community,
                                {.code = "c1", .name = "江滨", .kind = units::Kind::community, .parent = city}, by));
          for (int i = 0; i < 8; ++i)
            WARD_CHECK(premises::put(
                t, clock, Id::make(clock.now()),
                {.unit = community, .code = fmt::format("S{}", i), .address = "Road", .kind = premises::Kind::shop},
                by));
          for (const auto& [id, name] : {std::pair(sun, "sun"), std::pair(qian, "qian")})
            t.exec(
                "INSERT INTO account (id, name, role, sites, disabled, created_at, password) VALUES (?, ?, "
                "'inspector', '[]', 0, 0, '')",
                id, name);
          return 0;
        }),
        "");
  }

  DrawInput asked() {
    return {.unit = city, .title = "Shops", .sources = {Source::shops}, .takes = {{"shops", 4}}, .replacements = 2};
  }
  std::string commit_to(const Id& id, const DrawInput& input) {
    return write([&](storage::Transaction& t) { return commit_draw(t, clock, id, input, key, by); });
  }
  std::string reveal_it(const Id& id, std::vector<Id> inspectors, bool in_pairs = false) {
    return write([&](storage::Transaction& t) {
      return reveal_draw(t, clock, id, {.public_value = {}, .inspectors = inspectors, .in_pairs = in_pairs}, key, by);
    });
  }
  std::vector<Planned> visits_of(const Id& id) {
    return read([&](storage::Transaction& t) { return visits(t, id); });
  }

  ManualClock clock;
  const std::string by = "user:test";
  const Id city = Id::make(clock.now()), community = Id::make(clock.now()), sun = Id::make(clock.now()),
           qian = Id::make(clock.now());
  const crypto::Key key = crypto::Key::random();
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
};
INSTANTIATE_TEST_SUITE_P(On, DrawsTest, storage::both_engines, storage::engine_name);

TEST_P(DrawsTest, IsCommittedToOnceAndRevealedOnce) {
  const Id id = Id::make(clock.now());
  EXPECT_EQ(commit_to(id, asked()), "");
  const auto first = read([&](storage::Transaction& t) { return find(t, id)->commitment; });
  EXPECT_EQ(commit_to(id, asked()), "") << "sent again";
  EXPECT_EQ(read([&](storage::Transaction& t) { return find(t, id)->commitment; }), first);
  DrawInput other = asked();
  other.title = "Other";
  EXPECT_EQ(commit_to(id, other), "draw.other");
  EXPECT_FALSE(read([&](storage::Transaction& t) { return find(t, id)->reveal.has_value(); }));
  EXPECT_TRUE(visits_of(id).empty());

  EXPECT_EQ(reveal_it(id, {sun, qian}), "");
  EXPECT_EQ(reveal_it(id, {sun, qian}), "") << "sent again";
  const auto all = visits_of(id);
  ASSERT_EQ(all.size(), 6U) << "four, and two replacements";
  EXPECT_EQ(to_visit(all).size(), 4U);
  EXPECT_EQ(std::ranges::count_if(all, [&](const Planned& one) { return one.inspectors == std::vector{sun}; }), 3);
}

TEST_P(DrawsTest, AFrameThatWasChangedSinceIsRefused) {
  const Id id = Id::make(clock.now());
  EXPECT_EQ(commit_to(id, asked()), "");
  EXPECT_EQ(write([&](storage::Transaction& t) -> Result<int> {
              const std::string text = frame_text(t, id);
              t.exec("UPDATE inspection_draw SET frame = ? WHERE id = ?", text.substr(text.find('\n') + 1), id);
              return 0;
            }),
            "");
  EXPECT_EQ(reveal_it(id, {sun}), "draw.frame_changed");
  EXPECT_TRUE(visits_of(id).empty());
}

TEST_P(DrawsTest, TwoGoTogetherAndNobodyTwiceToTheSameUnit) {
  const Id id = Id::make(clock.now()), again = Id::make(clock.now());
  EXPECT_EQ(commit_to(id, asked()), "");
  EXPECT_EQ(reveal_it(id, {sun, qian}, true), "");
  const auto all = visits_of(id);
  EXPECT_TRUE(std::ranges::all_of(all, [](const Planned& one) { return one.inspectors.size() == 2; }));
  EXPECT_EQ(commit_to(again, asked()), "");
  EXPECT_EQ(reveal_it(again, {sun}), "rotation.nobody");
}

TEST_P(DrawsTest, AVisitIsItsInspectorsAndNobodyOverwritesUnseen) {
  const Id id = Id::make(clock.now());
  EXPECT_EQ(commit_to(id, asked()), "");
  EXPECT_EQ(reveal_it(id, {sun}), "");
  const std::string item = visits_of(id)[0].drawn.item.id;
  const auto say = [&](const std::string& which, const Id& who, Visited outcome, std::int64_t version) {
    return write([&](storage::Transaction& t) {
      const VisitInput input{.outcome = outcome,
                             .declared = outcome == Visited::seen ? std::optional(true) : std::nullopt,
                             .version = version};
      return put_visit(t, clock, *find(t, id), which, input, who, "sun", by);
    });
  };
  EXPECT_EQ(say(item, qian, Visited::seen, 0), "visit.not_yours");
  EXPECT_EQ(say("x", sun, Visited::seen, 0), "visit.unknown");
  EXPECT_EQ(say(item, sun, Visited::seen, 0), "");
  EXPECT_EQ(say(item, sun, Visited::seen, 0), "") << "sent again";
  EXPECT_EQ(say(item, sun, Visited::nobody, 0), "visit.changed_meanwhile");
  EXPECT_EQ(say(item, sun, Visited::nobody, 1), "");
  EXPECT_EQ(visits_of(id)[0].outcome, Visited::nobody);
}

}  // namespace
}  // namespace ward::city::inspections
