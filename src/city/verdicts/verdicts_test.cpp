#include "city/verdicts/verdicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace ward::city::verdicts {
namespace {

using rounds::State;

const Time start = parse_rfc3339("2020-02-19T08:00:00+08:00").value();

class Door {
 public:
  // The next verdict, an hour after the one before.
  Verdict& give(Found found, std::optional<std::int64_t> people = {}, std::vector<Id> after = {}) {
    at_ += Millis{3'600'000};
    all.push_back(
        {.id = Id::make(at_), .room = {}, .found = found, .people = people, .after = std::move(after), .at = at_});
    all.back().day = parse_date("2020-02-19").value();
    return all.back();
  }
  State state() const { return together(all).state; }
  std::vector<Verdict> all;

 private:
  Time at_ = start;
};

TEST(Together, SomebodyNotThereInTheMorningMayBeInTheEvening) {
  Door door;
  door.give(Found::nobody).return_on = parse_date("2020-02-21").value();
  EXPECT_EQ(door.state(), State::nobody);
  EXPECT_EQ(together(door.all).return_on, parse_date("2020-02-21").value());
  door.give(Found::refused);
  EXPECT_EQ(door.state(), State::refused);
  door.give(Found::seen, 3);
  EXPECT_EQ(door.state(), State::seen);
  EXPECT_EQ(together(door.all).people, 3);
}

TEST(Together, TwoWhoCannotBothBeRightAreContestedUntilSomebodyKnowsOfBoth) {
  Door door;
  const Id empty = door.give(Found::empty).id, seen = door.give(Found::seen, 2).id;
  EXPECT_EQ(door.state(), State::contested);
  EXPECT_EQ(together(door.all).people, std::nullopt);
  door.give(Found::seen, 2, {empty});
  EXPECT_EQ(door.state(), State::seen) << "the one that said empty was known; the other two say the same";
  door.give(Found::seen, 4);
  EXPECT_EQ(door.state(), State::contested) << "another count";
  door.give(Found::empty, {}, {seen, door.all[2].id, door.all[3].id});
  EXPECT_EQ(door.state(), State::empty);
  EXPECT_EQ(together(door.all).people, 0);
  Door other;
  other.give(Found::refused);
  other.give(Found::empty);
  EXPECT_EQ(other.state(), State::contested) << "somebody was there";
}

TEST(Together, VerdictsAfterEachOtherAreAllLookedAt) {
  Door door;
  const Id first = door.give(Found::empty).id;
  const Id second = door.give(Found::seen, 1, {first}).id;
  door.all[0].after = {second};
  EXPECT_EQ(door.state(), State::contested);
}

TEST(Together, IsTheSameInWhateverOrder) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    Door door;
    for (int i = 0; i < 6; ++i) {
      std::vector<Id> after;
      for (const Verdict& before : door.all)
        if (random() % 3 == 0) after.push_back(before.id);
      const auto found = Found(random() % 4);
      door.give(found, found == Found::seen ? std::optional(std::int64_t(random() % 3)) : std::nullopt, after);
    }
    const rounds::Finding expected = together(door.all);
    for (int shuffle = 0; shuffle < 5; ++shuffle) {
      std::ranges::shuffle(door.all, random);
      EXPECT_EQ(together(door.all), expected);
    }
  }
}

std::string fault(const char* text, const std::vector<incidents::Field>& form = {}) {
  const auto read = verdict_from_json(json::parse(text), form, Millis{0}, start);
  return read ? "" : read.error().code + " " + read.error().field;
}

TEST(Reading, NamesWhatIsWrong) {
  const std::string ids =
      R"("id":"01915b2e-7a00-7000-8000-000000000001","room":"01915b2e-7a00-7000-8000-000000000002",)"
      R"("at":"2020-02-19T00:00:00Z",)";
  EXPECT_EQ(fault(("{" + ids + R"("found":"seen","people":2})").c_str()), "");
  EXPECT_EQ(fault(("{" + ids + R"("found":"seen"})").c_str()), "field.missing people");
  EXPECT_EQ(fault(("{" + ids + R"("found":"empty","people":2})").c_str()), "field.unknown people");
  EXPECT_EQ(fault(("{" + ids + R"("found":"nobody","return_on":"soon"})").c_str()), "date.malformed return_on");
  EXPECT_EQ(fault(("{" + ids + R"("found":"refused","after":[1]})").c_str()), "field.type after");
  EXPECT_EQ(
      fault(("{" + ids + R"("found":"seen","people":1,"answers":{}})").c_str(), {{.key = "extinguisher",
                                                                                  .name = {"Extinguisher", "灭火器"},
                                                                                  .kind = incidents::Kind::yes_no,
                                                                                  .required = true}}),
      "field.missing answers.extinguisher");
}

TEST(Reading, AClockThatIsAheadIsSetRightAndNoVisitIsInTheFuture) {
  const char* text = R"({"id":"01915b2e-7a00-7000-8000-000000000001","room":"01915b2e-7a00-7000-8000-000000000002",)"
                     R"("found":"refused","at":"2020-02-19T23:00:00Z"})";
  const auto read = verdict_from_json(json::parse(text), {}, std::chrono::hours(24), start);
  EXPECT_EQ(read->at, parse_rfc3339("2020-02-18T23:00:00Z").value());
  EXPECT_EQ(verdict_from_json(json::parse(text), {}, Millis{0}, start)->at, start);
}

}  // namespace
}  // namespace ward::city::verdicts
