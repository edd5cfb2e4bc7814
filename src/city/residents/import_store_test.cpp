#include "city/residents/import_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "city/journal/store.h"
#include "city/premises/store.h"
#include "city/residents/proposals.h"
#include "city/residents/store.h"
#include "city/schema.h"
#include "city/units/store.h"
#include "storage/test_database.h"

namespace ward::city::residents {
namespace {

class ImportTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }
  ImportTest() {
    EXPECT_TRUE(db->migrate(schema()));
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(units::put(t, clock, city, {.code = "yw", .name = "义乌", .kind = units::Kind::city}, by));
      WARD_CHECK(premises::put(t, clock, house, {.unit = city, .code = "H", .address = "路 1 号"}, by));
      for (const char* number : {"1", "2"})
        WARD_CHECK(premises::put_room(t, clock, Id::make(clock.now()), {.premises = house, .number = number}, by));
      return {};
    }));
  }
  ~ImportTest() override {
    EXPECT_EQ(read([](storage::Transaction& t) { return verify(t); }), std::vector<Text>{});
    EXPECT_TRUE(db->broken_references().empty());
  }

  ImportReport lay(const std::string& csv, bool dry_run = false, bool good_rows = false) {
    ImportOrder order = import_order(csv, vault, parse_date("2020-02-19").value());
    order.may_change = [](std::string_view) { return true; };
    order.actor = by;
    order.dry_run = dry_run;
    order.good_rows = good_rows;
    Result<ImportReport> report;
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
      report = import_list(t, clock, order);
      WARD_CHECK(report);
      return {};
    }));
    return *report;
  }
  std::string decided(const Id& proposal, Decision decision) {
    const auto done = db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(decide(t, clock, proposal, decision, by));
      return {};
    });
    return done ? "" : done.error().code;
  }
  std::vector<Proposal> proposed() {
    return read([](storage::Transaction& t) { return list_proposals(t, {.tops = {""}}); });
  }
  std::int64_t count(const std::string& table) {
    return read([&](storage::Transaction& t) {
      return *t.first("SELECT count(*) FROM " + table, [](const storage::Row& row) { return row.integer(0); });
    });
  }

  const ManualClock clock;
  const crypto::Key vault = crypto::Key::random();
  const std::string by = "user:test";
  const Id city = Id::make(clock.now()), house = Id::make(clock.now());
  storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
};
INSTANTIATE_TEST_SUITE_P(On, ImportTest, storage::both_engines, storage::engine_name);

const std::string head = "premises,room,name,birth,phone,document kind,document number,document country\n";
const std::string wang_row = "H,1,王小明,1984-02-19,13900000001,,,\n";
const std::string wang_row_in_letters = "H,2,Wang Xiaoming,1984-02-19,+86 13900000001,,,\n";
const std::string li = "H,2,李静,1990-01-01,,护照,E12345678,中国\n";
const std::string li_with_another = "H,1,李静,1990-01-01,,护照,E87654321,中国\n";

TEST_P(ImportTest, AListIsTriedStoredAndTheSameAgainChangesNothing) {
  const std::string csv = head + wang_row + wang_row_in_letters + li;
  const ImportReport tried = lay(csv, true);
  EXPECT_FALSE(tried.stored);
  EXPECT_EQ(count("resident"), 0);
  const ImportReport stored = lay(csv);
  EXPECT_TRUE(stored.stored);
  for (const ImportReport* report : {&tried, &stored}) {
    EXPECT_EQ(report->rows, 3);
    EXPECT_EQ(report->plan.new_people, 2);
    EXPECT_EQ(report->plan.merged, 1);
    EXPECT_EQ(report->plan.new_tenancies, 3);
    EXPECT_TRUE(report->plan.faults.empty());
  }
  EXPECT_EQ(lay(csv).plan.unchanged, 3);
  EXPECT_EQ(count("resident"), 3);
  EXPECT_EQ(count("tenancy"), 3);
  const auto rows = read([&](storage::Transaction& t) { return journal::list(t, {.type = "residents.imported"}); });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].payload.find("王"), std::string::npos);
  EXPECT_EQ(rows[0].subject, crypto::hex(crypto::sha256(crypto::as_bytes(csv))));
}

TEST_P(ImportTest, ARowAtFaultKeepsTheOthersOutUnlessTheGoodOnesAreAskedFor) {
  const std::string csv = head + wang_row + "H,9,Nobody,,,,,\n" + li;
  const ImportReport refused = lay(csv);
  EXPECT_FALSE(refused.stored);
  ASSERT_EQ(refused.plan.faults.size(), 1U);
  EXPECT_EQ(refused.plan.faults[0].row, 3);
  EXPECT_EQ(refused.plan.faults[0].error.field, "room");
  EXPECT_EQ(refused.plan.new_people, 2) << "what it would have brought";
  EXPECT_EQ(count("resident"), 0);
  EXPECT_TRUE(lay(csv, false, true).stored);
  EXPECT_EQ(count("resident"), 2);
}

TEST_P(ImportTest, WhatAnImportMergedComesBackAsItWas) {
  lay(head + wang_row);
  const Id first = read([](storage::Transaction& t) {
    return *t.first("SELECT id FROM resident", [](const storage::Row& row) { return row.id(0); });
  });
  const Person before = read([&](storage::Transaction& t) { return person_of(t, first); });
  EXPECT_EQ(lay(head + wang_row_in_letters).plan.merged, 1);
  const auto records = read([&](storage::Transaction& t) { return records_of(t, first); });
  ASSERT_EQ(records.size(), 2U);
  EXPECT_TRUE(db->write([&](storage::Transaction& t) { return unmerge(t, clock, records[1].person.id, by); }));
  EXPECT_EQ(read([&](storage::Transaction& t) { return person_of(t, first); }), before);
  EXPECT_EQ(read([&](storage::Transaction& t) { return person_of(t, records[1].person.id).name; }), "Wang Xiaoming");
  EXPECT_EQ(lay(head + wang_row_in_letters).plan.unchanged, 1) << "and is not merged again";
}

TEST_P(ImportTest, WhatIsDecidedIsNotProposedAgain) {
  const std::string csv = head + li + li_with_another;
  EXPECT_EQ(lay(csv).plan.proposals, 1);
  auto open = proposed();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].caution, Caution::documents_differ);
  EXPECT_EQ(decided(open[0].id, Decision::different), "");
  EXPECT_EQ(decided(open[0].id, Decision::different), "") << "sent again";
  EXPECT_EQ(decided(open[0].id, Decision::merged), "proposal.decided");
  EXPECT_EQ(decided(Id::make(clock.now()), Decision::merged), "proposal.unknown");
  EXPECT_TRUE(proposed().empty());
  EXPECT_EQ(lay(csv).plan.proposals, 0);
  EXPECT_TRUE(proposed().empty());
}

TEST_P(ImportTest, AProposalThatIsAgreedToMergesAndOneOfWhomWereMergedIsSettled) {
  lay(head + li + li_with_another);
  const Proposal one = proposed().at(0);
  EXPECT_EQ(decided(one.id, Decision::merged), "");
  const Proposal after = *read([&](storage::Transaction& t) { return find_proposal(t, one.id); });
  EXPECT_EQ(after.head, after.other_head);
  EXPECT_EQ(after.decided_by, by);
  EXPECT_EQ(read([&](storage::Transaction& t) { return records_of(t, one.other).size(); }), 2U);
  EXPECT_TRUE(db->write([&](storage::Transaction& t) { return unmerge(t, clock, one.record, by); }));
  EXPECT_TRUE(proposed().empty()) << "decided is decided";
}

// More rows than are asked for at once and than a block has, over a register that has half of them.
TEST_P(ImportTest, ManyRowsOverManyPeople) {
  std::string csv = head;
  for (int i = 0; i < 1'300; ++i)
    csv += fmt::format("H,{},Person{},19{:02}-{:02}-{:02},,,,\n", 1 + i % 2, i, 50 + i % 50, 1 + i % 12, 1 + i % 28);
  const std::string half = csv.substr(0, csv.find("H,1,Person650"));
  EXPECT_EQ(lay(half).rows, 650);
  const ImportReport rest = lay(csv);
  EXPECT_EQ(rest.plan.unchanged, 650);
  EXPECT_EQ(rest.plan.new_people + rest.plan.merged, 650);
  EXPECT_EQ(lay(csv).plan.unchanged, 1'300);
}

}  // namespace
}  // namespace ward::city::residents
