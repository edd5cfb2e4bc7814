#include "city/orders/store.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/orders/inbox.h"
#include "city/orders/receipts.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "city/units/synthetic.h"
#include "storage/test_database.h"

namespace ward::city::orders {
namespace {

using std::chrono::minutes;

// A small made-up city: 3 communities, 6 grids, 20 units below them, 40 below those, some hundred people.
class OrderStoreTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  OrderStoreTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
    const units::SyntheticCity made =
        units::make_city("330782", "义乌", {{"330782001", "稠城", {"A", "B"}}, {"330782002", "福田", {"C"}}},
                         {.units = {3, 6, 20, 40}, .members = 150}, 7);
    import(units::FileKind::units, units::write_csv(made.units));
    import(units::FileKind::members, units::write_csv(made.members));
    db->read([&](storage::Transaction& t) {
      city = *units::root(t);
      t.query("SELECT id FROM member", [&](const storage::Row& row) { members.push_back(row.id(0)); });
    });
  }
  ~OrderStoreTest() override {
    db->read([](storage::Transaction& t) {
      EXPECT_EQ(journal::verify(t), std::vector<Text>{});
      EXPECT_EQ(verify(t), std::vector<Text>{});
    });
    db.reset();
  }

  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      work(t);
      return {};
    }));
  }
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  void import(units::FileKind kind, const std::string& bytes) {
    write([&](storage::Transaction& t) {
      const units::Roster roster = units::load_roster(t, clock.now());
      const auto file = units::plan_file(kind, bytes, roster, clock.now(), *Zone::find("Asia/Shanghai"));
      ASSERT_TRUE(file);
      ASSERT_TRUE(file->plan.faults.empty()) << file->plan.faults.front().error.message.en;
      units::apply(t, clock, roster, file->plan, {}, "user:test");
    });
  }
  Id given(const units::Unit& unit, const std::function<void(Input&)>& change = [](Input&) {}) {
    Order order{.id = Id::make(clock.now()),
                .input = {},
                .issued_at = clock.now(),
                .issuer = "user:test",
                .issuer_name = "test",
                .ended_at = {},
                .reason = "",
                .superseded_by = {}};
    order.input.unit = unit.id;
    order.input.wordings = {{"en", "Headline", "Text"}};
    change(order.input);
    write([&](storage::Transaction& t) { EXPECT_TRUE(issue(t, clock, order, unit)); });
    return order.id;
  }
  std::vector<Result<>> say(const std::vector<Receipt>& receipts) {
    std::vector<Result<>> results;
    write([&](storage::Transaction& t) { results = store(t, clock, receipts); });
    return results;
  }
  Progress numbers(const Id& order, const Id& unit) {
    return read([&](storage::Transaction& t) { return rollup(t, order, unit).progress; });
  }

  ManualClock clock;
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db;
  units::Unit city;
  std::vector<Id> members;
};

INSTANTIATE_TEST_SUITE_P(On, OrderStoreTest, storage::both_engines, storage::engine_name);

TEST_P(OrderStoreTest, ReachesEverybodyOnce) {
  const Id order = given(city);
  const auto everybody = std::int64_t(members.size());
  EXPECT_EQ(numbers(order, city.id), (Progress{.recipients = everybody}));
  EXPECT_EQ(read([&](storage::Transaction& t) { return reach(t, city, {}, clock.now()).recipients; }), everybody);
  for (const Id& member : members)
    EXPECT_EQ(read([&](storage::Transaction& t) { return inbox(t, member, clock.now(), false, {}, 10).size(); }), 1U);
  // Every commander is counted where they command.
  for (const auto& [audience, kind] : {std::pair{Audience::landlord, units::Kind::tenants}}) {
    const Id only = given(city, [&](Input& input) { input.audience = {audience}; });
    const auto counted = read([&](storage::Transaction& t) {
      return *t.first(
          "SELECT count(*) FROM order_recipient r JOIN unit u ON u.id = r.unit WHERE r.order_id = ? AND u.kind = ?",
          [](const storage::Row& row) { return row.integer(0); }, only, units::to_string(kind));
    });
    EXPECT_GT(counted, 0);
    EXPECT_EQ(numbers(only, city.id).recipients, counted);
  }
}

// Whatever comes in, in whatever order and how often: the numbers of every unit are what its people have said.
TEST_P(OrderStoreTest, NumbersAreWhatPeopleSaid) {
  std::mt19937 random(5);
  const Id picture = Id::make(clock.now());
  write([&](storage::Transaction& t) {
    t.exec(
        "INSERT INTO file (id, sender, media_type, digest, bytes, at, day, place, size) VALUES (?, 'user:test',"
        " 'image/jpeg', ?, 0, 0, 0, 0, 0)",
        picture, storage::Blob(32));
  });
  const std::vector<Id> orders{given(city),
                               given(city, [](Input& input) { input.asks = Step::done, input.picture = true; })};
  for (int round = 0; round < 30; ++round) {
    std::vector<Receipt> batch;
    for (int i = 0; i < 20; ++i)
      batch.push_back({orders[random() % 2], members[random() % members.size()], all_steps[random() % 4],
                       random() % 2 ? std::optional(picture) : std::nullopt, "user:test"});
    clock.advance(minutes{1});
    const auto results = say(batch);
    for (std::size_t i = 0; i < batch.size(); ++i)
      if (!results[i]) {
        EXPECT_EQ(results[i].error().code, "order.picture");
        EXPECT_TRUE(batch[i].order == orders[1] && batch[i].step == Step::done && !batch[i].picture);
      }
    EXPECT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{});
  }
  const Progress whole = numbers(orders[0], city.id);
  EXPECT_TRUE(whole.done <= whole.acknowledged && whole.acknowledged <= whole.read && whole.read <= whole.delivered);
  EXPECT_GT(whole.done, 0);
  EXPECT_EQ(say({{orders[1], members[0], Step::done, picture, "user:other"}}).front().error().code, "order.picture");
  EXPECT_EQ(say({{orders[0], Id::make(clock.now()), Step::read, {}}}).front().error().code, "order.none");
}

TEST_P(OrderStoreTest, CheckFindsWhatWasChangedBehindItsBack) {
  const Id order = given(city);
  say({{order, members[0], Step::acknowledged, {}}});
  const auto spoil = [&](const char* sql) {
    const auto faults = [&] {
      std::vector<Text> found;
      (void)db->write([&](storage::Transaction& t) -> Result<> {
        t.exec(sql);
        found = verify(t);
        return fail(ErrorKind::invalid, "test", {"back", "回"});  // undone
      });
      return found.size();
    }();
    EXPECT_GT(faults, 0U) << sql;
  };
  spoil("UPDATE order_recipient SET done_at = 1");
  spoil("UPDATE order_tally SET acknowledged = acknowledged + 1");
  spoil("UPDATE order_tally SET recipients = recipients + 1");
  spoil("DELETE FROM order_receipt");
  spoil("UPDATE order_receipt SET at = at + 1");
  spoil("UPDATE order_receipt SET batch = 1");
}

TEST_P(OrderStoreTest, RemindsThoseBehindOfWhatTheyRead) {
  const Id order = given(city, [](Input& input) { input.remind_minutes = 30; });
  say({{order, members[0], Step::acknowledged, {}}});
  EXPECT_TRUE(read([&](storage::Transaction& t) { return due_reminders(t, clock.now()); }).empty());
  clock.advance(minutes{30});
  EXPECT_EQ(read([&](storage::Transaction& t) { return due_reminders(t, clock.now()); }), std::vector{order});
  write([&](storage::Transaction& t) {
    EXPECT_EQ(remind(t, clock, *find(t, order), "system"), std::int64_t(members.size()) - 1);
    EXPECT_TRUE(due_reminders(t, clock.now()).empty());
    EXPECT_TRUE(notices::list(t, members[0], true, 10).empty());
    EXPECT_EQ(notices::list(t, members[1], true, 10).size(), 1U);
  });
  say({{order, members[1], Step::acknowledged, {}}});
  EXPECT_TRUE(read([&](storage::Transaction& t) { return notices::list(t, members[1], true, 10); }).empty());
  write([&](storage::Transaction& t) { end(t, clock, *find(t, order), State::cancelled, "Over.", {}, "user:test"); });
  EXPECT_TRUE(read([&](storage::Transaction& t) { return notices::list(t, members[2], true, 10); }).empty());
  clock.advance(minutes{300});
  EXPECT_TRUE(read([&](storage::Transaction& t) { return due_reminders(t, clock.now()); }).empty());
}

TEST_P(OrderStoreTest, TheTowerLetsThroughLevelByLevelAndHoldsNobodyUp) {
  const Id order = given(city, [](Input& input) { input.tower = true, input.pass_minutes = 10; });
  const auto reading = [&] {
    std::size_t count = 0;
    for (const Id& member : members)
      count += read([&](storage::Transaction& t) { return inbox(t, member, clock.now(), false, {}, 10).size(); });
    return count;
  };
  std::vector<std::size_t> by_level{reading()};
  for (int level = 0; level < 6; ++level) {
    clock.advance(minutes{10});
    by_level.push_back(reading());
  }
  EXPECT_GT(by_level[0], 0U);
  EXPECT_LT(by_level[0], by_level[1]);
  EXPECT_LT(by_level[1], by_level[2]);
  EXPECT_EQ(by_level.back(), members.size());
}

TEST_P(OrderStoreTest, KeepsThePyramidAsItWas) {
  const Id order = given(city);
  const auto towns = read([&](storage::Transaction& t) { return units::children(t, city.id); });
  const Progress before = numbers(order, towns[0].id);
  write([&](storage::Transaction& t) {
    const units::Unit moved = units::children(t, towns[0].id).at(0);
    for (const units::Posted& posted : units::team(t, moved.id))  // who commands it goes along
      if (posted.post.duty == units::Duty::commander) {
        const units::Post above{
            .id = Id::make(clock.now()), .unit = towns[1].id, .member = posted.member.id, .span = posted.post.span};
        EXPECT_TRUE(units::put_post(t, clock, above, "user:test"));
      }
    EXPECT_TRUE(units::put(t, clock, moved.id, {moved.code, moved.name, moved.kind, towns[1].id}, "user:test"));
  });
  for (const Id& member : members) say({{order, member, Step::acknowledged, {}}});
  EXPECT_EQ(numbers(order, towns[0].id).acknowledged, before.recipients);
}

TEST_P(OrderStoreTest, PagesNeitherRepeatNorMiss) {
  const Id order = given(city);
  std::set<Id> seen;
  RecipientFilter filter{.path = city.path, .limit = 7};
  for (;;) {
    const RecipientPage page = read([&](storage::Transaction& t) { return recipients(t, order, filter); });
    for (const Recipient& one : page.recipients) EXPECT_TRUE(seen.insert(one.member).second);
    if (page.next.empty()) break;
    filter.after = page.next;
  }
  EXPECT_EQ(seen.size(), members.size());
}

}  // namespace
}  // namespace ward::city::orders
