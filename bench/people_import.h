// A city's people as one list, and how long it takes until the list is matched and stored.
#pragma once

#include "city/incidents/store.h"
#include "city/residents/import_store.h"
#include "served_city.h"
#include "storage/test_database.h"
#include "synthetic_people.h"

namespace ward::bench {

// The next of the people made up, a hundred thousand at a time: all of them at once would not fit beside the list.
class PeopleStream {
 public:
  const people::Human& next() {
    if (at_ == people_.size()) {
      people_ = people::PeopleMaker(++seed_).make(100'000);
      at_ = 0;
    }
    return people_[at_++];
  }

 private:
  std::uint64_t seed_ = 40;
  std::size_t at_ = 0;
  std::vector<people::Human> people_;
};

// `rows` rows of CSV: rooms in the order of their houses ("H-0", ...: rooms 101 and so on, `rooms` of them), one of
// twenty people a second time in another room, spelled otherwise and without a document; one of ten without a document,
// one of twenty without a phone.
inline std::string list_of_people(std::int64_t rows, std::int64_t rooms, int rooms_of_a_house) {
  std::string list = "premises,room,name,birth,sex,nationality,document kind,document number,document country,phone\n";
  list.reserve(std::size_t(rows) * 110);
  PeopleStream people;
  std::mt19937_64 random(8);
  std::int64_t written = 0;
  const auto write = [&](const people::Human& one, std::int64_t room, bool elsewhere) {
    const bool is_chinese = one.origin == people::Origin::chinese;
    const auto& names = elsewhere && !one.elsewhere.empty() ? one.elsewhere : one.names;
    const bool has_document = !elsewhere && random() % 10 != 0;
    list += fmt::format("H-{},{},{},{},{},{},{},{},{},{}\n", room / rooms_of_a_house, 101 + room % rooms_of_a_house,
                        fmt::join(names, is_chinese ? "" : " "), to_text(one.birth),
                        one.sex == people::Sex::male ? "male" : "female", one.country,
                        !has_document ? ""
                        : is_chinese  ? "resident_card"
                                      : "passport",
                        has_document ? one.number : "", has_document && !is_chinese ? one.country : "",
                        random() % 20 == 0 ? "" : one.phone);
    ++written;
  };
  while (written < rows) {
    const people::Human& one = people.next();
    write(one, written * rooms / rows, false);
    if (written < rows && random() % 20 == 0) write(one, std::int64_t(random() % std::uint64_t(rooms)), true);
  }
  return list;
}

struct PeopleImport {
  double seconds = 0;
  city::residents::ImportReport report;
};

// As `ward city import --residents` does it: matched against everybody and stored, in one transaction.
inline PeopleImport import_people(ServedCity& served, const std::string& list) {
  PeopleImport out;
  Date day;
  served.db->read([&](storage::Transaction& t) { day = city::incidents::day_of(t, served.clock.now()); });
  auto order = city::residents::import_order(list, served.vault, day);
  order.dry_run = false;
  order.actor = "command:bench";
  order.may_change = [](std::string_view) { return true; };
  const auto start = std::chrono::steady_clock::now();
  must(served.db->write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(report, city::residents::import_list(t, served.clock, order));
    if (!report.plan.faults.empty()) return std::unexpected(report.plan.faults.front().error);
    out.report = std::move(report);
    return {};
  }));
  out.seconds = seconds_since(start);
  return out;
}

}  // namespace ward::bench
