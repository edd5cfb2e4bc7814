#include "city/channels/store.h"

#include <gtest/gtest.h>

#include <map>

#include "base/json.h"
#include "city/channels/feed.h"
#include "city/journal/store.h"
#include "city/schema.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::channels {
namespace {

using namespace std::chrono_literals;

// A town with a landlord's tenants far below it, and another town.
class ChannelStoreTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  ChannelStoreTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
    city.emplace(City{.db = *db, .clock = clock, .live = {}, .changed = {}, .vault = vault, .data = {}, .models = {}});
    std::optional<Id> above;
    for (const auto& [code, kind] :
         std::initializer_list<std::pair<const char*, units::Kind>>{{"yw", units::Kind::city},
                                                                    {"t1", units::Kind::town},
                                                                    {"c1", units::Kind::community},
                                                                    {"g1", units::Kind::grid},
                                                                    {"b1", units::Kind::building},
                                                                    {"l1", units::Kind::tenants}}) {
      made(code, kind, above);
      above = unit(code).id;
    }
    made("t2", units::Kind::town, unit("yw").id);
  }
  ~ChannelStoreTest() override {
    db->read([](storage::Transaction& t) { EXPECT_EQ(journal::verify(t), std::vector<Text>{}); });
    db.reset();
  }

  void made(const std::string& code, units::Kind kind, const std::optional<Id>& parent) {
    write([&](storage::Transaction& t) {
      const auto put = units::put(t, clock, Id::make(clock.now()), {code, "Unit " + code, kind, parent}, "user:test");
      EXPECT_TRUE(put) << put.error().message.en;
    });
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
  units::Unit unit(const std::string& code) {
    return *read([&](storage::Transaction& t) { return units::find_open(t, code); });
  }
  Id channel(std::optional<Id> scope = {}, Kind kind = Kind::webhook) {
    const Id id = Id::make(clock.now());
    write([&](storage::Transaction& t) {
      const ChannelInput input{.kind = kind,
                               .name = "n",
                               .unit = scope,
                               .events = {Event::incident_paged, Event::order_issued},
                               .language = Language::en,
                               .target = std::vector<std::string>{"http://robot.example/secret-path"},
                               .secret = kind == Kind::webhook ? std::optional("s") : std::nullopt};
      EXPECT_TRUE(put(t, clock, vault, id, input, "user:test"));
    });
    return id;
  }
  void happens(const std::string& code, const std::string& type = "order.issued") {
    write([&](storage::Transaction& t) {
      const auto at = units::find_open(t, code);
      journal::append(t, clock, {.type = type, .subject = "x", .actor = "system", .purpose = "test", .unit = at->path});
    });
  }
  void fed() { ASSERT_TRUE(feed(*city, 30s)); }
  std::vector<Delivery> all() {
    return read([&](storage::Transaction& t) { return deliveries(t, {}); });
  }
  // Claims what is due; nothing when there is nothing.
  std::optional<Delivery> claimed() {
    const auto due = read([&](storage::Transaction& t) { return next_due(t, clock.now()); });
    if (!due) return std::nullopt;
    bool mine = false;
    write([&](storage::Transaction& t) {
      const auto to = find(t, vault, due->channel);
      mine = claim(t, clock, *due, due->message ? *due->message : compose(t, *due, *to, ""), 30s, pace_of(to->kind));
    });
    EXPECT_TRUE(mine);
    return read([&](storage::Transaction& t) { return find_delivery(t, due->id); });
  }
  void finished(const Delivery& delivery, const Result<>& outcome, std::optional<Time> retry_at) {
    write([&](storage::Transaction& t) { finish(t, clock, delivery.id, delivery.tries, outcome, retry_at); });
  }
  const Result<> refused = fail(ErrorKind::unavailable, "channel.refused", {"No.", "不。"});

  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db;
  ManualClock clock;
  const crypto::Key vault = crypto::Key::random();
  std::optional<City> city;
};
INSTANTIATE_TEST_SUITE_P(On, ChannelStoreTest, storage::both_engines, storage::engine_name);

TEST_P(ChannelStoreTest, KeepsItsTargetSealedAndWhatIsLeftOut) {
  const Id id = channel();
  const auto stored = read([&](storage::Transaction& t) {
    return t.first("SELECT sealed FROM channel", [](const storage::Row& row) { return row.blob(0); });
  });
  EXPECT_EQ(std::string(stored->begin(), stored->end()).find("secret-path"), std::string::npos);
  write([&](storage::Transaction& t) {
    const auto again = put(t, clock, vault, id,
                           {.kind = Kind::webhook,
                            .name = "other",
                            .unit = {},
                            .events = {Event::alarm_raised},
                            .language = Language::zh,
                            .target = {},
                            .secret = {}},
                           "user:test");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->target, (Target{.addresses = {}, .url = "http://robot.example/secret-path", .secret = "s"}));
    EXPECT_EQ(put(t, clock, vault, id,
                  {.kind = Kind::wecom, .name = "n", .unit = {}, .events = {}, .target = {}, .secret = {}}, "user:test")
                  .error()
                  .code,
              "channel.kind");
  });
}

TEST_P(ChannelStoreTest, TellsWhatHappensFromNowOnWhereItIsFor) {
  happens("l1");
  const Id town = channel(unit("t1").id), everything = channel();
  happens("l1"), happens("t2"), happens("l1", "person.put");
  fed(), fed();
  std::map<Id, std::int64_t> facts;
  for (const Delivery& one : all()) facts[one.channel] = one.facts;
  EXPECT_EQ(facts, (std::map<Id, std::int64_t>{{town, 1}, {everything, 2}}));
}

TEST_P(ChannelStoreTest, MakesOneMessageOfABurstAndNamesNobodysHouse) {
  channel();
  happens("l1"), happens("l1");
  fed();
  EXPECT_FALSE(claimed()) << "it gathers";
  clock.advance(29s);
  happens("t2");
  fed();
  clock.advance(1s);
  const auto taken = claimed();
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->message->message.text,
            (std::vector<std::string>{"2 new orders for Unit b1.", "A new order for Unit t2."}));
  finished(*taken, {}, {});
  EXPECT_EQ(all().front().state, State::sent);
  EXPECT_EQ(all().size(), 1u);
}

TEST_P(ChannelStoreTest, TriesAgainWithTheSameWordsWhileTheOthersGather) {
  channel();
  happens("t1");
  fed();
  clock.advance(30s);
  const auto first = claimed();
  EXPECT_FALSE(claimed()) << "it is tried by one at a time";
  happens("t1"), happens("t2");
  fed();
  finished(*first, refused, clock.now() + 40s);
  clock.advance(39s);
  EXPECT_FALSE(claimed()) << "what gathered waits behind it";
  clock.advance(1s);
  const auto second = claimed();
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(to_json(*second->message), to_json(*first->message));
  EXPECT_EQ(second->error->zh, "不。");
  finished(*first, {}, {});
  EXPECT_EQ(read([&](storage::Transaction& t) { return find_delivery(t, first->id); })->state, State::waiting)
      << "whose lease is over has no say any more";
  finished(*second, refused, {});
  EXPECT_EQ(read([&](storage::Transaction& t) { return find_delivery(t, first->id); })->state, State::gave_up);
  EXPECT_EQ(claimed()->facts, 2);
}

TEST_P(ChannelStoreTest, TakesOverWhatSomebodyDidNotFinish) {
  channel();
  happens("t1");
  fed();
  clock.advance(30s);
  const auto lost = claimed();
  clock.advance(30s);
  EXPECT_EQ(claimed()->id, lost->id);
}

TEST_P(ChannelStoreTest, LosesNothingThatComesBetweenTheWordsAndTheTry) {
  channel();
  happens("t1");
  fed();
  clock.advance(30s);
  const auto due = read([&](storage::Transaction& t) { return next_due(t, clock.now()); });
  happens("t1");
  fed();
  write([&](storage::Transaction& t) {
    EXPECT_FALSE(claim(t, clock, *due, compose(t, *due, *find(t, vault, due->channel), ""), 30s, 0ms));
  });
  EXPECT_EQ(claimed()->facts, 2);
}

TEST_P(ChannelStoreTest, KeepsThePaceOfARobot) {
  const Id id = channel({}, Kind::wecom);
  const auto tested = [&] {
    bool sent = false;
    write([&](storage::Transaction& t) {
      const Outgoing message{.id = Id::make(clock.now()),
                             .created_at = clock.now(),
                             .message = test_message("n", Language::en, ""),
                             .facts = {}};
      sent = add_test(t, clock, message, *find(t, vault, id), 30s);
    });
    return sent;
  };
  EXPECT_TRUE(tested());
  EXPECT_FALSE(tested());
  clock.advance(6s);
  EXPECT_TRUE(tested());
}

TEST_P(ChannelStoreTest, DropsWhatWaitsForAChannelThatIsRemoved) {
  const Id id = channel();
  happens("t1");
  fed();
  write([&](storage::Transaction& t) {
    EXPECT_TRUE(remove(t, clock, id, "user:test"));
    EXPECT_FALSE(remove(t, clock, id, "user:test"));
  });
  EXPECT_EQ(all().front().state, State::dropped);
  clock.advance(std::chrono::days{91});
  write([&](storage::Transaction& t) { sweep(t, clock.now() - kept_for); });
  EXPECT_TRUE(all().empty());
}

}  // namespace
}  // namespace ward::city::channels
