#include "city/passages/store.h"

#include <gtest/gtest.h>

#include "city/journal/store.h"
#include "city/passages/months.h"
#include "city/schema.h"
#include "storage/test_database.h"

namespace ward::city::passages {
namespace {

using namespace std::chrono_literals;

class PassagesStoreTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  PassagesStoreTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
  }
  ~PassagesStoreTest() override { db.reset(); }

  Passage make(Time at) {
    Passage p;
    p.id = Id::make(clock.now());
    p.device = device;
    p.at = at;
    p.outcome = Outcome::admit;
    p.temperature_cc = 3'650;
    return p;
  }
  std::vector<Receipt> send(const std::vector<Passage>& passages) {
    std::vector<Incoming> batch;
    for (const Passage& p : passages) batch.push_back({p, digest_of(p, site, clock.now())});
    std::vector<Receipt> receipts;
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      receipts = store(t, clock, site, clock.now(), batch);
      return {};
    }));
    return receipts;
  }
  std::vector<StoredPassage> search(const Filter& filter) {
    std::vector<StoredPassage> rows;
    db->read([&](storage::Transaction& t) { rows = list(t, filter); });
    return rows;
  }
  std::vector<Text> faults() {
    std::vector<Text> found;
    db->read([&](storage::Transaction& t) { found = verify(t); });
    return found;
  }
  void damage(const std::string& sql) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> { return t.exec(sql), Result<>{}; }));
  }

  const storage::TestDatabase database{GetParam()};
  ManualClock clock;
  const Id site = Id::make(clock.now()), device = Id::make(clock.now());
  std::unique_ptr<storage::Database> db;
};
INSTANTIATE_TEST_SUITE_P(On, PassagesStoreTest, storage::both_engines, storage::engine_name);

TEST_P(PassagesStoreTest, EachIsStoredOnceWhateverTheOrderOrTheMonth) {
  std::vector<Passage> passages;
  for (int month = 0; month < 4; ++month) {
    passages.push_back(make(clock.now()));
    clock.advance(24h * 31);
  }
  EXPECT_EQ(send({passages[2], passages[0]}), std::vector(2, Receipt::stored));
  EXPECT_EQ(
      send({passages[0], passages[1], passages[1], passages[2], passages[3]}),
      (std::vector{Receipt::duplicate, Receipt::stored, Receipt::duplicate, Receipt::duplicate, Receipt::stored}));
  EXPECT_EQ(search({}).size(), 4u);
  EXPECT_TRUE(faults().empty());
}

TEST_P(PassagesStoreTest, TheIdOfAnotherDevicesPassageIsRefusedAndChangesNothing) {
  Passage p = make(clock.now());
  send({p});
  p.device = Id::make(clock.now());
  p.temperature_cc = 4'000;
  EXPECT_EQ(send({p}), std::vector{Receipt::taken});
  EXPECT_EQ(search({})[0].passage.temperature_cc, 3'650);
}

TEST_P(PassagesStoreTest, AClockThatTellsNonsenseLosesNothing) {
  Passage past = make(from_millis(0)), future = make(clock.now() + 24h * 3'650);
  past.id = *Id::parse("00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(table_of(past.id), "passage_other");
  EXPECT_EQ(send({past, future}), std::vector(2, Receipt::stored));
  EXPECT_EQ(send({past}), std::vector{Receipt::duplicate});
  const auto rows = search({});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].passage.id, future.id);
  EXPECT_EQ(rows[1].received_at, clock.now());
}

TEST_P(PassagesStoreTest, PagesNeitherRepeatNorSkipWhenRowsArriveBetweenThem) {
  std::vector<Passage> passages;
  for (int i = 0; i < 95; ++i) {
    passages.push_back(make(clock.now()));
    if (i % 3 != 0) clock.advance(17h);  // several of one time, over several months
  }
  send(passages);
  std::vector<Id> seen;
  Filter filter{.limit = 10};
  for (auto page = search(filter); !page.empty(); page = search(filter)) {
    for (const auto& row : page) seen.push_back(row.passage.id);
    filter.after = time_cursor_from(city::to_string(TimeCursor{page.back().passage.at, page.back().passage.id}));
    ASSERT_TRUE(filter.after);
    clock.advance(1s);
    send({make(clock.now())});
  }
  ASSERT_EQ(seen.size(), passages.size());
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(std::ranges::count(seen, passages[i].id), 1);
}

TEST_P(PassagesStoreTest, EveryFilterFinds) {
  const Id person = Id::make(clock.now());
  Passage fever = make(clock.now());
  fever.temperature_cc = 3'850;
  fever.outcome = Outcome::refuse;
  fever.reasons = {Reason::mask_missing, Reason::fever};
  fever.mask = "none";
  fever.person = person;
  const Time later = clock.now() + 1h;
  send({fever, make(later), make(later + 1s)});
  const auto finds_only_fever = [&](Filter filter) {
    const auto rows = search(filter);
    return rows.size() == 1 && rows[0].passage.id == fever.id && rows[0].passage.reasons == fever.reasons;
  };
  EXPECT_TRUE(finds_only_fever({.person = person}));
  EXPECT_TRUE(finds_only_fever({.to = later}));
  EXPECT_TRUE(finds_only_fever({.outcome = Outcome::refuse}));
  EXPECT_TRUE(finds_only_fever({.reason = Reason::fever}));
  EXPECT_TRUE(finds_only_fever({.reason = Reason::mask_missing}));
  EXPECT_TRUE(finds_only_fever({.mask = "none"}));
  EXPECT_TRUE(finds_only_fever({.min_cc = 3'800}));
  EXPECT_TRUE(finds_only_fever({.person = person, .reason = Reason::fever, .min_cc = 3'000, .max_cc = 4'000}));
  EXPECT_EQ(search({.from = later}).size(), 2u);
  EXPECT_EQ(search({.max_cc = 3'700}).size(), 2u);
  EXPECT_EQ(search({.strangers = true}).size(), 2u);
  EXPECT_EQ(search({.sites = {site}, .device = device}).size(), 3u);
  EXPECT_TRUE(search({.sites = {device}}).empty());
  EXPECT_TRUE(search({.reason = Reason::glasses}).empty());
  EXPECT_TRUE(search({.group = site}).empty());
  EXPECT_EQ(search({.person = person})[0].person_name, "");  // deleted since
  EXPECT_EQ(search({.from = later})[0].person_name, std::nullopt);
}

TEST_P(PassagesStoreTest, OutcomesAreCountedByGateWithinTheWindow) {
  const Time start = clock.now();
  const auto with = [&](Time at, Outcome outcome) {
    Passage p = make(at);
    p.outcome = outcome;
    return p;
  };
  send({with(start - 1ms, Outcome::admit), with(start, Outcome::admit), with(start + 1s, Outcome::admit),
        with(start + 2s, Outcome::refuse), with(start + 1h, Outcome::retest)});
  std::vector<OutcomeCounts> counted, elsewhere;
  db->read([&](storage::Transaction& t) {
    counted = count_outcomes(t, {site}, start, start + 1h);
    elsewhere = count_outcomes(t, {device}, start, start + 1h);
  });
  ASSERT_EQ(counted.size(), 1u);
  EXPECT_EQ(counted[0].device, device);
  EXPECT_EQ(counted[0].outcomes, (std::map<Outcome, std::int64_t>{{Outcome::admit, 2}, {Outcome::refuse, 1}}));
  EXPECT_TRUE(elsewhere.empty());
}

TEST_P(PassagesStoreTest, EveryFieldThatIsChangedOrMissingShows) {
  send({make(clock.now()), make(clock.now())});
  ASSERT_TRUE(faults().empty());
  const std::string table = table_of(Id::make(clock.now()));
  for (const char* change : {"temperature_cc = 3660", "opened = 1", "outcome = 'refuse'", "at = at + 1",
                             "received_at = 1", "reasons = 'fever'", "person = id", "mask = 'worn'", "shots = 2"}) {
    damage("CREATE TEMP TABLE before AS SELECT * FROM " + table);
    damage("UPDATE " + table + " SET " + change + " WHERE id = (SELECT id FROM " + table + " ORDER BY id LIMIT 1)");
    EXPECT_EQ(faults().size(), 1u) << change;
    damage("DELETE FROM " + table + " WHERE id IN (SELECT id FROM before)");
    damage("INSERT INTO " + table + " SELECT * FROM before");
    damage("DROP TABLE before");
    ASSERT_TRUE(faults().empty()) << change;
  }
  damage("DELETE FROM " + table + " WHERE id = (SELECT id FROM " + table + " ORDER BY id LIMIT 1)");
  EXPECT_EQ(faults().size(), 1u);
}

}  // namespace
}  // namespace ward::city::passages
