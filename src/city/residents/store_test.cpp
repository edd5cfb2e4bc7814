#include "city/residents/store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "city/journal/store.h"
#include "city/premises/store.h"
#include "city/residents/search.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::residents {
namespace {

class ResidentsTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  ResidentsTest() {
    EXPECT_TRUE(db->migrate(schema()));
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<> {
                WARD_CHECK(units::put(t, clock, city, {.code = "yw", .name = "义乌", .kind = units::Kind::city}, by));
                WARD_CHECK(premises::put(t, clock, house, {.unit = city, .code = "h", .address = "路 1 号"}, by));
                for (const Id& id : {room, other_room})
                  WARD_CHECK(premises::put_room(t, clock, id, {.premises = house, .number = id.str()}, by));
                return {};
              }),
              "");
  }
  ~ResidentsTest() override {
    EXPECT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{});
  }

  // The code of the error, "" when it was done.
  template <class F>
  std::string write(F work) {
    const auto done = db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(work(t));
      return {};
    });
    return done ? "" : done.error().code;
  }
  std::string put_person(const Person& person, std::int64_t version = 0) {
    return write([&](storage::Transaction& t) { return put(t, clock, person, version, by); });
  }
  Id person(const std::string& name, const char* birth = "1984-02-19", std::vector<std::string> phones = {}) {
    const Person one{
        .id = Id::make(clock.now()), .name = name, .birth = parse_date(birth).value(), .phones = std::move(phones)};
    EXPECT_EQ(put_person(one), "");
    return one.id;
  }
  std::string merged(const Id& id, const Id& into) {
    return write([&](storage::Transaction& t) { return merge(t, clock, id, into, by); });
  }
  std::string unmerged(const Id& id) {
    return write([&](storage::Transaction& t) { return unmerge(t, clock, id, by); });
  }
  Id head(const Id& id) {
    return read([&](storage::Transaction& t) { return *head_of(t, id); });
  }
  std::string live(const Id& id, const Id& who, const char* since, const char* until = nullptr,
                   std::int64_t version = 0, std::optional<Id> where = {}) {
    TenancyInput input{
        .resident = who, .room = where.value_or(room), .since = parse_date(since).value(), .version = version};
    if (until) input.until = parse_date(until).value();
    return write([&](storage::Transaction& t) { return put_tenancy(t, clock, id, input, by); });
  }
  std::vector<Id> there(const char* day) {
    std::vector<Id> heads;
    for (const Occupant& one :
         read([&](storage::Transaction& t) { return occupants(t, room, parse_date(day).value()); }))
      heads.push_back(one.head);
    return heads;
  }

  const ManualClock clock;
  const std::string by = "user:test";
  const Id city = Id::make(clock.now()), house = Id::make(clock.now()), room = Id::make(clock.now()),
           other_room = Id::make(clock.now());
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
};
INSTANTIATE_TEST_SUITE_P(On, ResidentsTest, storage::both_engines, storage::engine_name);

TEST_P(ResidentsTest, ARecordComesBackAsItWasAndNobodyOverwritesUnseen) {
  Person one{.id = Id::make(clock.now()),
             .name = "王小明",
             .spellings = {"Wang Xiaoming"},
             .birth = parse_date("1984-02-29").value()};
  one.sex = Sex::male;
  one.nationality = "CHN";
  one.phones = {"139 0000 0001"};
  one.documents = {{.kind = DocumentKind::passport,
                    .country = "CHN",
                    .digest = crypto::sha256(crypto::as_bytes("x")),
                    .last = "5678"}};
  EXPECT_EQ(put_person(one), "");
  EXPECT_EQ(put_person(one), "") << "sent again";
  EXPECT_EQ(read([&](storage::Transaction& t) { return find(t, one.id)->person; }), one);
  one.name = "王晓明";
  EXPECT_EQ(put_person(one), "resident.changed_meanwhile");
  EXPECT_EQ(put_person(one, 1), "");
  EXPECT_EQ(read([&](storage::Transaction& t) { return find(t, one.id)->version; }), 2);
  const auto rows = read([&](storage::Transaction& t) { return journal::list(t, {.subject = one.id.str()}); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(json::serialize(rows[0].payload).find("王"), std::string::npos) << "the journal says nothing of who it is";
}

TEST_P(ResidentsTest, TheSamePersonOfTwoListsIsFoundWithTheReasons) {
  const Id one = person("王小明", "1984-02-19", {"13900000001"});
  const Id again = person("Wang Xiaoming", "1984-02-19", {"13900000001"});
  person("李静", "1990-01-01", {"13900000002"});
  const auto found = read([&](storage::Transaction& t) { return candidates(t, person_of(t, again)); });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].head, one);
  EXPECT_EQ(found[0].match.found[std::size_t(Field::birth)], Finding::birth_same);
  EXPECT_EQ(found[0].match.found[std::size_t(Field::phone)], Finding::phone_same);
  EXPECT_EQ(merged(again, one), "");
  EXPECT_TRUE(read([&](storage::Transaction& t) { return candidates(t, person_of(t, one)); }).empty());
}

TEST_P(ResidentsTest, WhatIsMergedIsUnmergedWithNothingLost) {
  const Id a = person("A"), b = person("B"), c = person("C");
  const auto before = read([&](storage::Transaction& t) { return person_of(t, b); });
  EXPECT_EQ(merged(c, b), "");
  EXPECT_EQ(merged(b, a), "");
  EXPECT_EQ(merged(b, a), "") << "sent again";
  EXPECT_EQ(head(c), a);
  EXPECT_EQ(read([&](storage::Transaction& t) { return person_of(t, a).spellings; }),
            (std::vector<std::string>{"B", "C"}));
  EXPECT_EQ(merged(c, a), "resident.merged");
  EXPECT_EQ(merged(a, c), "resident.merge_itself");
  EXPECT_EQ(merged(a, Id::make(clock.now())), "resident.unknown");
  EXPECT_EQ(unmerged(a), "resident.not_merged");
  EXPECT_EQ(unmerged(b), "");
  EXPECT_EQ(head(c), b) << "what had been merged into it stays with it";
  EXPECT_EQ(unmerged(c), "");
  EXPECT_EQ(read([&](storage::Transaction& t) { return person_of(t, b); }), before);
}

TEST_P(ResidentsTest, WhoLivedInARoomOnADayIsKnown) {
  const Id a = person("A"), b = person("B"), again = person("A");
  const Id first = Id::make(clock.now()), second = Id::make(clock.now());
  EXPECT_EQ(live(first, a, "2020-02-01", "2020-02-10"), "");
  EXPECT_EQ(live(first, a, "2020-02-01", "2020-02-10"), "") << "sent again";
  EXPECT_EQ(live(second, b, "2020-02-05"), "");
  EXPECT_EQ(there("2020-01-31"), std::vector<Id>{});
  EXPECT_EQ(there("2020-02-05"), (std::vector{a, b}));
  EXPECT_EQ(there("2020-02-10"), std::vector{b});
  EXPECT_EQ(live(second, b, "2020-02-05", "2020-02-06"), "tenancy.changed_meanwhile");
  EXPECT_EQ(live(second, b, "2020-02-05", "2020-02-06", 1), "");
  EXPECT_EQ(there("2020-02-07"), std::vector{a});
  EXPECT_EQ(live(second, b, "2020-02-05", nullptr, 2, other_room), "tenancy.moved");
  EXPECT_EQ(live(Id::make(clock.now()), a, "2020-02-03"), "tenancy.twice");
  EXPECT_EQ(merged(again, a), "");
  EXPECT_EQ(live(Id::make(clock.now()), again, "2020-02-03"), "tenancy.twice") << "another record of the same person";
  EXPECT_EQ(live(Id::make(clock.now()), Id::make(clock.now()), "2020-02-03"), "resident.unknown");
  EXPECT_EQ(live(Id::make(clock.now()), b, "2020-02-03", nullptr, 0, Id::make(clock.now())), "room.unknown");
}

// Merged and unmerged in whatever order: every record is of one person, and all come back (the destructor looks too).
TEST_P(ResidentsTest, MergersInWhateverOrderLoseNobody) {
  std::mt19937 random(3);
  std::vector<Id> all;
  for (int i = 0; i < 12; ++i) all.push_back(person(fmt::format("P{}", i)));
  const auto any = [&] { return all[random() % all.size()]; };
  for (int step = 0; step < 150; ++step) {
    if (random() % 3 == 0)
      unmerged(any());
    else
      merged(any(), any());
    std::size_t records = 0;
    for (const Id& id : all)
      if (head(id) == id) records += read([&](storage::Transaction& t) { return records_of(t, id).size(); });
    ASSERT_EQ(records, all.size());
  }
  for (const Id& id : all) unmerged(id);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(read([&](storage::Transaction& t) { return person_of(t, all[i]).name; }), fmt::format("P{}", i));
}

TEST_P(ResidentsTest, IsFoundByTheBeginningOfTheNameAndOnceByAllRecords) {
  const auto found = [&](const char* name) {
    const auto asked = asked_from_json({{"name", name}}, crypto::as_bytes("key"), parse_date("2020-03-01").value());
    return read([&](storage::Transaction& t) { return search(t, *asked, {""}, 2).heads; });
  };
  const Id ming = person("王小明"), letters = person("Wang Xiaoming");
  EXPECT_EQ(found("王小"), (std::vector{ming}));
  EXPECT_EQ(found("wangxiao").size(), 2U);
  EXPECT_EQ(merged(letters, ming), "");
  EXPECT_EQ(found("wang x"), (std::vector{ming})) << "two records, one person";
  person("王小红"), person("王小兰");
  const auto asked = asked_from_json({{"name", "王"}}, crypto::as_bytes("key"), parse_date("2020-03-01").value());
  const auto first = read([&](storage::Transaction& t) { return search(t, *asked, {""}, 2); });
  EXPECT_EQ(first.heads.size(), 2U);
  EXPECT_TRUE(first.more);
  EXPECT_TRUE(read([&](storage::Transaction& t) { return search(t, *asked, {"9/"}, 2); }).heads.empty());
}

TEST_P(ResidentsTest, RecordsFromBeforeThereWereLettersGetThem) {
  const Id one = person("王小明"), other = person("Ming");
  EXPECT_EQ(write([&](storage::Transaction& t) -> Result<> {
              return t.exec("UPDATE resident SET spelled = NULL"), Result<>{};
            }),
            "");
  EXPECT_TRUE(read([](storage::Transaction& t) { return has_unspelled(t); }));
  bool more = true;
  for (int rounds = 0; more && rounds < 5; ++rounds)
    EXPECT_EQ(write([&](storage::Transaction& t) -> Result<> { return more = spell_missing(t, 1), Result<>{}; }), "");
  EXPECT_FALSE(read([](storage::Transaction& t) { return has_unspelled(t); }));
  const auto asked = asked_from_json({{"name", "王"}}, crypto::as_bytes("key"), parse_date("2020-03-01").value());
  EXPECT_EQ(read([&](storage::Transaction& t) { return search(t, *asked, {""}, 9).heads; }), (std::vector{one}));
}

TEST_P(ResidentsTest, NobodyMovesIntoARoomThatIsNoMore) {
  const Id who = person("王小明");
  EXPECT_EQ(write([&](storage::Transaction& t) {
              return premises::rebuild(t, clock, house, {.how = premises::End::demolished, .rooms = {room}}, by);
            }),
            "");
  EXPECT_EQ(live(Id::make(clock.now()), who, "2999-01-01"), "tenancy.room_ended");
  EXPECT_EQ(live(Id::make(clock.now()), who, "1999-01-01"), "") << "while it stood";
}

}  // namespace
}  // namespace ward::city::residents
