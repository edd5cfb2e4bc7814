#include "city/residents/import_plan.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "city/residents/packed.h"

namespace ward::city::residents {
namespace {

const crypto::Digest test_key = crypto::sha256(crypto::as_bytes("a key"));
Date day_of(const char* text) { return parse_date(text).value(); }

// A register in memory, into which plans are stored.
class MemoryRegister final : public RegisterView {
 public:
  struct Record {
    Person person;
    Id head;
    std::vector<std::string> keys;
  };
  std::int64_t people() override {
    std::set<Id> heads;
    for (const auto& [id, record] : records) heads.insert(record.head);
    return std::int64_t(heads.size());
  }
  std::vector<Stored> stored(const std::vector<Id>& ids) override {
    std::vector<Stored> found;
    for (const Id& id : ids)
      if (const auto record = records.find(id); record != records.end()) found.push_back({id, record->second.head});
    return found;
  }
  void sharing(const std::vector<std::string>& keys,
               const std::function<void(const std::string& key, const Id& head)>& found) override {
    for (const auto& [id, record] : records)
      for (const std::string& one : record.keys)
        if (std::ranges::find(keys, one) != keys.end()) found(one, record.head);
  }
  std::vector<Known> known(const std::vector<Id>& heads) override {
    std::vector<Known> all;
    for (const Id& head : heads) {
      Known one{.head = head, .records = {records.at(head).person}, .tenancies = {}};
      for (const auto& [id, record] : records)
        if (record.head == head && id != head) one.records.push_back(record.person);
      for (const Tenancy& tenancy : tenancies)
        if (records.at(tenancy.resident).head == head) one.tenancies.push_back(tenancy);
      all.push_back(std::move(one));
    }
    return all;
  }

  ImportCounts lay(const std::vector<Listed>& rows, std::size_t block = 7) {
    MemoryRegister before = *this;  // what an import stores it does not ask for again
    ImportPlanner planner(before, test_key);
    for (std::size_t from = 0; from < rows.size(); from += block) {
      const std::size_t to = std::min(rows.size(), from + block);
      store(planner.plan(made_ready({rows.begin() + std::ptrdiff_t(from), rows.begin() + std::ptrdiff_t(to)})));
    }
    return planner.counts();
  }

  // Everybody, as who goes with whom; who lives where; what was proposed.
  auto all() const {
    std::map<Id, Id> heads;
    for (const auto& [id, record] : records) heads.emplace(id, record.head);
    std::set<Id> lived, proposed;
    for (const Tenancy& one : tenancies) lived.insert(one.id);
    for (const auto& one : proposals) proposed.insert(one.id);
    return std::tuple(heads, lived, proposed);
  }

  std::map<Id, Record> records;
  std::vector<Tenancy> tenancies;
  std::vector<BlockPlan::Proposal> proposals;

 private:
  void store(const BlockPlan& plan) {
    for (const auto& one : plan.records) {
      const Id head = one.merged_into.value_or(one.person.id);
      EXPECT_TRUE(!one.merged_into || records.contains(head)) << "those who are new come first";
      EXPECT_TRUE(records.emplace(one.person.id, Record{one.person, head, one.keys}).second);
    }
    for (const Tenancy& one : plan.tenancies) {
      std::vector<Tenancy> others;
      for (const Tenancy& other : tenancies)
        if (records.at(other.resident).head == records.at(one.resident).head) others.push_back(other);
      EXPECT_TRUE(check_tenancy(one, others));
      tenancies.push_back(one);
    }
    proposals.insert(proposals.end(), plan.proposals.begin(), plan.proposals.end());
  }
};

const Id rooms[] = {Id::make(Time{}), Id::make(Time{}), Id::make(Time{})};

Listed row(Person person, int room = 0, const char* since = "2020-02-01") {
  Listed listed{.person = std::move(person), .home = Home{rooms[room], day_of(since)}};
  listed.person.id = row_id(listed.person, rooms[room], test_key);
  return listed;
}
Person listed_wang() {
  return {.name = "王小明", .birth = day_of("1984-02-19"), .sex = Sex::male, .phones = {"13900000001"}};
}
Person listed_in_letters() {
  return {.name = "Wang Xiaoming", .birth = day_of("1984-02-19"), .phones = {"+86 13900000001"}};
}

// Three hundred rows of two hundred people, some with a slip.
std::vector<Listed> made_up(unsigned seed) {
  static constexpr const char* families[] = {"王", "李", "张", "刘", "陈", "Smith", "حسن"};
  static constexpr const char* given[] = {"伟", "小明", "晓明", "静", "婧", "丽", "Ann", "أحمد"};
  std::mt19937 random(seed);
  const auto below = [&](int n) { return int(random() % unsigned(n)); };
  std::vector<Person> people;
  for (int i = 0; i < 200; ++i) {
    Person one{.name = fmt::format("{}{}", families[below(7)], given[below(8)])};
    if (below(9) > 0) one.birth = day_of("1980-01-01") + std::chrono::days(below(400));
    if (below(3) > 0) one.phones = {fmt::format("139{:08}", below(60))};
    if (below(3) > 0)
      one.documents = {{.kind = DocumentKind::passport,
                        .country = "PAK",
                        .digest = crypto::sha256(crypto::as_bytes(std::to_string(i))),
                        .last = fmt::format("{:04}", i % 50)}};
    people.push_back(one);
  }
  std::vector<Listed> rows;
  for (int i = 0; i < 300; ++i) {
    Person one = people[std::size_t(below(200))];
    if (below(6) == 0) one.phones.clear();
    if (below(6) == 0) one.documents.clear();
    if (below(8) == 0) one.spellings = {"别名"};
    rows.push_back(row(one, below(3)));
  }
  return rows;
}

TEST(ImportPlan, ARowIsSomebodyNewOrSomebodyFound) {
  MemoryRegister city;
  const ImportCounts counts =
      city.lay({row(listed_wang()), row(listed_in_letters(), 1), row({.name = "李静", .birth = day_of("1990-01-01")})});
  EXPECT_EQ(counts.new_people, 2);
  EXPECT_EQ(counts.merged, 1);
  EXPECT_EQ(counts.new_tenancies, 3);
  EXPECT_EQ(counts.proposals, 0);
}

TEST(ImportPlan, WhoMayBeTheSameIsProposedAndNotMerged) {
  MemoryRegister city;
  Person other = listed_wang();
  Person one = listed_wang();
  one.documents = {{.kind = DocumentKind::passport,
                    .country = "CHN",
                    .digest = crypto::sha256(crypto::as_bytes("1")),
                    .last = "0001"}};
  other.documents = one.documents;
  other.documents[0].digest = crypto::sha256(crypto::as_bytes("2"));
  const ImportCounts counts = city.lay({row(one), row(other, 1)});
  EXPECT_EQ(counts.new_people, 2);
  ASSERT_EQ(city.proposals.size(), 1U);
  EXPECT_EQ(city.proposals[0].record, row(other, 1).person.id);
  EXPECT_EQ(city.proposals[0].other, row(one).person.id);
  EXPECT_EQ(city.proposals[0].caution, Caution::documents_differ);
  EXPECT_EQ(city.lay({row(other, 1)}).proposals, 0) << "never again";
}

TEST(ImportPlan, WhoLivesInARoomIsNotWrittenDownTwice) {
  MemoryRegister city;
  city.lay({row(listed_wang(), 0, "2020-02-10")});
  EXPECT_EQ(city.lay({row(listed_in_letters(), 0, "2020-02-01")}).new_tenancies, 0)
      << "the same person of another list";
  EXPECT_EQ(city.lay({row(listed_wang(), 0, "2020-03-01")}).unchanged, 1);
  city.tenancies[0].until = day_of("2020-03-01");
  EXPECT_EQ(city.lay({row(listed_wang(), 0, "2020-02-20")}).unchanged, 1);
  const ImportCounts back = city.lay({row(listed_wang(), 0, "2020-03-01")});
  EXPECT_EQ(back.new_tenancies, 1);
  EXPECT_EQ(back.unchanged + back.new_people + back.merged, 0);
}

TEST(ImportPlan, WhatARecordInTheRoomSaysAlreadyIsNothingNew) {
  MemoryRegister city;
  Person by_hand = listed_wang();
  by_hand.id = Id::make(Time{});
  city.records[by_hand.id] = {by_hand, by_hand.id, blocking_keys(comparable(by_hand))};
  city.tenancies.push_back(
      {.id = Id::make(Time{}), .resident = by_hand.id, .room = rooms[0], .since = day_of("2020-01-01")});
  const ImportCounts counts = city.lay({row(listed_wang())});
  EXPECT_EQ(counts.unchanged, 1);
  EXPECT_EQ(counts.merged, 0);
  EXPECT_EQ(city.lay({row(listed_wang(), 1)}).merged, 1) << "in another room it is another record of theirs";
}

TEST(ImportPlan, TheSameFileTwiceChangesNothing) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const auto rows = made_up(seed);
    MemoryRegister city;
    city.lay(rows);
    const auto before = city.all();
    const ImportCounts again = city.lay(rows);
    EXPECT_TRUE(again.changes_nothing());
    EXPECT_EQ(again.unchanged, std::int64_t(rows.size()));
    EXPECT_EQ(city.all(), before);
  }
}

TEST(ImportPlan, AListInTwoFilesGivesTheSamePeopleAsInOne) {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U}) {
    const auto rows = made_up(seed);
    MemoryRegister whole, cut;
    const ImportCounts counts = whole.lay(rows, 50);
    EXPECT_GT(counts.merged, 20);
    EXPECT_GT(counts.proposals, 2);
    const auto middle = rows.begin() + std::ptrdiff_t(seed * 50);
    cut.lay({rows.begin(), middle});
    cut.lay({middle, rows.end()}, 1);
    EXPECT_EQ(cut.all(), whole.all()) << "seed " << seed;
  }
}

TEST(Packed, APersonComesBackAsThatWas) {
  for (const Listed& listed : made_up(7)) {
    const Comparable one = comparable(listed.person), again = unpack(pack(one));
    EXPECT_EQ(again.names, one.names);
    EXPECT_EQ(again.birth, one.birth);
    EXPECT_EQ(again.sex, one.sex);
    EXPECT_EQ(again.nationality, one.nationality);
    EXPECT_EQ(again.documents, one.documents);
    EXPECT_EQ(again.phones, one.phones);
  }
  const Comparable old =
      comparable({.name = "A", .birth = day_of("0001-01-01"), .sex = Sex::female, .nationality = "PAK"});
  EXPECT_EQ(unpack(pack(old)).birth, old.birth);
  EXPECT_EQ(unpack(pack(old)).sex, old.sex);
  EXPECT_EQ(unpack(pack(old)).nationality, "PAK");
}

TEST(Sketch, WhoIsSurelyAnotherOneIsDifferentByTheRules) {
  std::vector<Comparable> all;
  for (const Listed& listed : made_up(8)) all.push_back(comparable(listed.person));
  std::size_t surely = 0;
  for (const std::int64_t people : {24'000, 2'000'000})
    for (const Comparable& a : all)
      for (const Comparable& b : all) {
        if (!surely_different(sketch(a), sketch(b), people)) continue;
        ++surely;
        ASSERT_EQ(compare(a, b, {.people = people}).verdict, Verdict::different);
      }
  EXPECT_GT(surely, 1'000U);
}

}  // namespace
}  // namespace ward::city::residents
