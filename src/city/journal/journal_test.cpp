#include "city/journal/store.h"

#include <gtest/gtest.h>

#include "city/schema.h"
#include "storage/test_database.h"

namespace ward::city::journal {
namespace {

class JournalTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  JournalTest() {
    db = database.open();
    EXPECT_TRUE(db->migrate(schema()));
  }
  ~JournalTest() override { db.reset(); }
  void write(std::function<void(storage::Transaction&)> work) {
    ASSERT_TRUE(db->write([&](storage::Transaction& t) -> Result<> { return work(t), Result<>{}; }));
  }
  void fill(int rows) {
    write([&](storage::Transaction& t) {
      for (int i = 0; i < rows; ++i)
        append(t, clock,
               {.type = i % 2 ? "person.put" : "site.put",
                .subject = std::to_string(i),
                .actor = "system",
                .purpose = "test",
                .payload = {{"n", i}},
                .unit = i % 3 ? "a" : "b"});
    });
  }
  std::vector<Text> faults() {
    std::vector<Text> found;
    db->read([&](storage::Transaction& t) { found = verify(t); });
    return found;
  }
  std::vector<Record> rows(const Filter& filter) {
    std::vector<Record> found;
    db->read([&](storage::Transaction& t) { found = list(t, filter); });
    return found;
  }

  const storage::TestDatabase database{GetParam()};
  ManualClock clock;
  std::unique_ptr<storage::Database> db;
};
INSTANTIATE_TEST_SUITE_P(On, JournalTest, storage::both_engines, storage::engine_name);

TEST_P(JournalTest, AWholeChainIsWell) {
  EXPECT_TRUE(faults().empty());
  fill(50);
  EXPECT_TRUE(faults().empty());
}

TEST_P(JournalTest, EveryChangedFieldIsFound) {
  fill(10);
  for (const char* change : {"type = 'x'", "subject = 'x'", "actor = 'x'", "purpose = 'x'", "unit = 'x'",
                             "payload = '{}'", "at = at + 1", "id = zeroblob(16)", "digest = zeroblob(32)"}) {
    write([&](storage::Transaction& t) {
      t.exec("CREATE TEMP TABLE before AS SELECT * FROM journal WHERE number = 5");
      t.exec(std::string("UPDATE journal SET ") + change + " WHERE number = 5");
    });
    const auto found = faults();
    ASSERT_FALSE(found.empty()) << change;
    EXPECT_NE(found[0].en.find("row 5"), std::string::npos) << found[0].en;
    write([&](storage::Transaction& t) {
      t.exec("DELETE FROM journal WHERE number = 5");
      t.exec("INSERT INTO journal SELECT * FROM before");
      t.exec("DROP TABLE before");
    });
    EXPECT_TRUE(faults().empty());
  }
}

TEST_P(JournalTest, MissingRowsAreFoundAlsoAtTheEnd) {
  fill(10);
  write([](storage::Transaction& t) { t.exec("DELETE FROM journal WHERE number IN (4, 5)"); });
  ASSERT_EQ(faults().size(), 1u);
  EXPECT_EQ(faults()[0].en, "Journal: rows 4 to 5 are missing.");
  write([](storage::Transaction& t) { t.exec("DELETE FROM journal WHERE number = 10"); });
  EXPECT_EQ(faults().size(), 2u);
}

TEST_P(JournalTest, ARowOfAFailedChangeIsNotThere) {
  fill(1);
  EXPECT_FALSE(db->write([&](storage::Transaction& t) -> Result<> {
    append(t, clock, {.type = "x", .subject = "x", .actor = "x", .purpose = "x"});
    return fail(ErrorKind::conflict, "test.no", {"No.", "否。"});
  }));
  fill(1);
  EXPECT_EQ(rows({}).size(), 2u);
  EXPECT_TRUE(faults().empty());
}

TEST_P(JournalTest, ListsNewestFirstByTypeSubjectAndUnitPageByPage) {
  fill(10);
  const auto first = rows({.limit = 4});
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[0].subject, "9");
  EXPECT_EQ(rows({.before = first[3].number, .limit = 4})[0].subject, "5");
  EXPECT_EQ(rows({.type = "person.put"}).size(), 5u);
  EXPECT_EQ(rows({.subject = "3"}).size(), 1u);
  EXPECT_EQ(rows({.units = {"b"}}).size(), 4u);
  EXPECT_EQ(rows({.type = "site.put", .units = {"a", "b"}}).size(), 5u);
  EXPECT_EQ(to_json(first[0]).at("payload").at("n").as_int64(), 9);
}

}  // namespace
}  // namespace ward::city::journal
