#include "city/channels/requests.h"

#include <gtest/gtest.h>

#include "city/channels/feed.h"
#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/schema.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::channels {
namespace {

using namespace std::chrono_literals;

// A city with a channel to another one, to which people who gather are passed on.
class RequestsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  RequestsTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
    city.emplace(City{.db = *db, .clock = clock, .live = {}, .changed = {}, .vault = vault, .data = {}, .models = {}});
    write([&](storage::Transaction& t) {
      root = units::put(t, clock, Id::make(clock.now()), {"yw", "Yiwu", units::Kind::city, {}}, "user:test")->id;
      EXPECT_TRUE(put(
          t, clock, vault, channel_id,
          {.kind = Kind::open311,
           .name = "Jinhua",
           .unit = {},
           .events = {Event::incident_report},
           .language = Language::en,
           .target = std::vector<std::string>{"http://city.example/v2/"},
           .secret = {},
           .forwarding = {.jurisdiction = {}, .services = {{.type = "gathering", .service_code = "g", .answers = {}}}}},
          "user:test"));
    });
  }
  ~RequestsTest() override {
    db->read([](storage::Transaction& t) {
      EXPECT_EQ(journal::verify(t), std::vector<Text>{});
      EXPECT_EQ(incidents::verify(t), std::vector<Text>{});
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
  Id reported(const std::string& type, const std::string& reporter = "user:test") {
    const Id id = Id::make(clock.now());
    write([&](storage::Transaction& t) {
      const auto step = incidents::report(
          {.id = id, .type = type, .unit = root, .place = {}, .description = "words", .answers = {}, .pictures = {}},
          {reporter, incidents::Parts(incidents::Part::reporter)},
          {.catalogue = incidents::catalogue(t), .calendar = incidents::work_calendar(t), .now = clock.now()});
      incidents::save(t, clock, *step, units::find(t, root)->path);
    });
    return id;
  }
  std::vector<Delivery> all() {
    return read([&](storage::Transaction& t) { return deliveries(t, {}); });
  }
  std::optional<Delivery> claimed() {
    std::optional<Delivery> due = read([&](storage::Transaction& t) { return next_due(t, clock.now()); });
    if (!due) return due;
    write([&](storage::Transaction& t) {
      EXPECT_TRUE(claim(t, clock, *due, compose(t, *due, to(t), ""), 30s, pace_of(Kind::open311)));
    });
    return read([&](storage::Transaction& t) { return find_delivery(t, due->id); });
  }
  Channel to(storage::Transaction& t) { return *find(t, vault, channel_id); }
  // A delivery that was taken there.
  Delivery taken(const open311::Created& created) {
    EXPECT_TRUE(feed(*city, 30s));
    const Delivery delivery = *claimed();
    write([&](storage::Transaction& t) {
      EXPECT_TRUE(finish(t, clock, delivery.id, delivery.tries, {}, {}));
      add_request(t, clock, to(t), delivery, created, clock.now() + 10s);
    });
    return delivery;
  }
  Round asked() {
    Round round;
    write([&](storage::Transaction& t) { round = claim_requests(t, clock.now(), 60s, 50); });
    return round;
  }
  void told(const Asked& one, open311::RequestStatus status, const std::string& notes) {
    open311::ServiceRequest said;
    said.id = one.request.id;
    said.status = status;
    said.status_notes = notes;
    write([&](storage::Transaction& t) { note_status(t, clock, to(t), one, said, 300s); });
  }
  Requested find_it(const Delivery& delivery) {
    return read([&](storage::Transaction& t) { return find_delivery(t, delivery.id)->request; }).value();
  }
  std::vector<std::string> story(const Id& incident) {
    std::vector<std::string> texts;
    for (const auto& one : read([&](storage::Transaction& t) { return incidents::story(t, incident); }))
      if (one.action == incidents::Action::hear_from_elsewhere) texts.push_back(one.text);
    return texts;
  }

  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db;
  ManualClock clock;
  const crypto::Key vault = crypto::Key::random();
  const Id channel_id = Id::make(clock.now());
  Id root;
  std::optional<City> city;
};
INSTANTIATE_TEST_SUITE_P(On, RequestsTest, storage::both_engines, storage::engine_name);

TEST_P(RequestsTest, EachIncidentOfAMappedTypeIsADeliveryOfItsOwn) {
  reported("gathering"), reported("gathering"), reported("medical_help");
  reported("gathering", "open311:" + Id::make(clock.now()).str());
  EXPECT_TRUE(feed(*city, 30s));
  ASSERT_EQ(all().size(), 2u) << "what came from another city and what is not mapped stay here";
  EXPECT_EQ(all()[0].facts, 1);
  EXPECT_EQ(read([&](storage::Transaction& t) { return to(t).target.url; }), "http://city.example/v2");
  const auto first = claimed();
  ASSERT_TRUE(first) << "nothing gathers";
  EXPECT_NE(claimed()->id, first->id) << "they do not wait for each other";
}

TEST_P(RequestsTest, AServerThatIsAwayRests) {
  reported("gathering"), reported("gathering");
  EXPECT_TRUE(feed(*city, 30s));
  const auto first = claimed();
  write([&](storage::Transaction& t) {
    finish(t, clock, first->id, 1, fail(ErrorKind::unavailable, "net.refused", {"Away.", "不在。"}), clock.now() + 10s);
    rest(t, channel_id, clock.now() + 10s);
  });
  EXPECT_FALSE(claimed());
  clock.advance(10s);
  EXPECT_NE(claimed()->id, first->id) << "the others are not behind it for ever";
}

TEST_P(RequestsTest, AChangeOfStatusIsToldOnce) {
  const Id incident = reported("gathering");
  const Delivery delivery = taken({.id = "42", .token = {}, .service_notice = {}, .account_id = {}});
  EXPECT_EQ(story(incident), (std::vector<std::string>{"Passed on to Jinhua, which has it as request 42."}));
  EXPECT_TRUE(asked().asked.empty()) << "not yet";
  clock.advance(10s);
  const Round round = asked();
  ASSERT_EQ(round.asked.size(), 1u);
  EXPECT_EQ(round.channel, channel_id);
  EXPECT_TRUE(asked().asked.empty()) << "it is asked about by one at a time";
  told(round.asked[0], open311::RequestStatus::open, "Under way.");
  EXPECT_EQ(story(incident).size(), 1u) << "that it is open is no news";
  EXPECT_EQ(find_it(delivery).notes, "Under way.");
  clock.advance(300s);
  const Round again = asked();
  told(again.asked.at(0), open311::RequestStatus::closed, "Solved.");
  told(again.asked.at(0), open311::RequestStatus::closed, "Solved.");
  EXPECT_EQ(story(incident).back(), "Jinhua has closed request 42. Solved.");
  EXPECT_EQ(story(incident).size(), 2u);
  EXPECT_EQ(find_it(delivery).status, "closed");
  EXPECT_EQ(read([&](storage::Transaction& t) { return incidents::find(t, incident)->incident.state; }),
            incidents::State::reported);
}

TEST_P(RequestsTest, OneThatIsOpenedAgainIsNoticedAndTheAskingEnds) {
  const Id incident = reported("gathering");
  taken({.id = "42", .token = {}, .service_notice = {}, .account_id = {}});
  clock.advance(10s);
  told(asked().asked.at(0), open311::RequestStatus::closed, "Solved.");
  clock.advance(std::chrono::days{3});
  told(asked().asked.at(0), open311::RequestStatus::open, "Not so.");
  EXPECT_EQ(story(incident).back(), "Jinhua has opened request 42 again. Not so.");
  int questions = 0;
  for (int hour = 0; hour < 24 * 400; ++hour) {
    clock.advance(1h);
    for (const Asked& one : asked().asked) {
      ++questions;
      told(one, open311::RequestStatus::open, "");
    }
  }
  EXPECT_GT(questions, 365);
  EXPECT_LT(questions, 420) << "ever more seldom";
  EXPECT_EQ(story(incident).size(), 3u);
  clock.advance(std::chrono::days{100});
  EXPECT_TRUE(asked().asked.empty()) << "nobody closes it any more";
}

TEST_P(RequestsTest, AClosedOneIsNotAskedAboutForEver) {
  reported("gathering");
  taken({.id = "42", .token = {}, .service_notice = {}, .account_id = {}});
  for (int day = 0; day < 40; ++day) {
    clock.advance(std::chrono::days{1});
    for (const Asked& one : asked().asked) told(one, open311::RequestStatus::closed, "Solved.");
  }
  clock.advance(std::chrono::days{10});
  EXPECT_TRUE(asked().asked.empty());
}

TEST_P(RequestsTest, ATokenBecomesAnIdAndWhatIsStillAskedAboutIsKept) {
  const Id incident = reported("gathering");
  const Delivery delivery = taken({.id = {}, .token = "t", .service_notice = {}, .account_id = {}});
  EXPECT_TRUE(story(incident).empty());
  clock.advance(10s);
  const Round round = asked();
  write([&](storage::Transaction& t) { note_miss(t, round.asked.at(0), clock.now() + 20s); });
  clock.advance(20s);
  const Round again = asked();
  EXPECT_EQ(again.asked.at(0).misses, 1);
  for (int i = 0; i < 2; ++i)
    write([&](storage::Transaction& t) { note_id(t, clock, to(t), again.asked.at(0), "43", clock.now() + 300s); });
  EXPECT_EQ(story(incident).size(), 1u);
  EXPECT_EQ(find_it(delivery).id, "43");
  clock.advance(std::chrono::days{100});
  const auto swept = [&] { write([&](storage::Transaction& t) { sweep(t, clock.now() - kept_for); }); };
  swept();
  EXPECT_EQ(all().size(), 1u) << "it is open there still";
  write([&](storage::Transaction& t) { remove(t, clock, channel_id, "user:test"); });
  EXPECT_TRUE(asked().asked.empty());
  swept();
  EXPECT_TRUE(all().empty());
}

TEST_P(RequestsTest, AServerThatGivesNeitherIdNorTokenIsNotAsked) {
  reported("gathering");
  const Delivery delivery = taken({});
  clock.advance(std::chrono::days{1});
  EXPECT_TRUE(asked().asked.empty());
  EXPECT_EQ(find_it(delivery).status, "");
}

}  // namespace
}  // namespace ward::city::channels
