#include "city/declarations/steps.h"

#include <gtest/gtest.h>

#include <random>

namespace ward::city::declarations {
namespace {

Date day_at(const char* text) { return parse_date(text).value(); }
Id id_of_person(int number) { return Id::make(from_millis(1'000 + number)); }

Declaration family(int size) {
  Declaration declaration{.id = Id::make(from_millis(1)), .premises = Id::make(from_millis(2))};
  for (int i = 0; i < size; ++i)
    declaration.persons.push_back({.person = {.id = id_of_person(i), .name = "Li"}, .since = from_millis(5)});
  return declaration;
}
Done doing(Step step, const Declaration& declaration, std::vector<int> places) {
  Done done{.id = Id::make(from_millis(9)), .step = step, .at = from_millis(100), .note = "because"};
  for (const int place : places) done.persons.push_back(declaration.persons[std::size_t(place)].person.id);
  if (step == Step::observe) done.observation = Observation{Observed::home, day_at("2020-02-19"), day_at("2020-03-04")};
  return done;
}
Declaration after_steps(Declaration declaration, std::initializer_list<Step> steps, std::vector<int> places,
                        const char* day = "2020-02-19") {
  for (const Step step : steps) declaration = apply(declaration, doing(step, declaration, places), day_at(day)).value();
  return declaration;
}
const Step every_step[] = {Step::prepare, Step::meet,     Step::verify, Step::enrol,  Step::observe,
                           Step::release, Step::withdraw, Step::miss,   Step::correct};

TEST(Steps, FromArrivalToTheRegister) {
  const Declaration done = after_steps(family(1), {Step::meet, Step::verify, Step::enrol}, {0});
  EXPECT_EQ(done.persons[0].state, State::registered);
  EXPECT_TRUE(done.persons[0].registered);
  EXPECT_EQ(done.persons[0].since, from_millis(100));
}

TEST(Steps, OfAFamilyOfSixFourArrive) {
  const Declaration six = after_steps(family(6), {Step::meet, Step::verify}, {0, 1, 2, 3});
  EXPECT_EQ(six.persons[3].state, State::verified);
  EXPECT_EQ(six.persons[4].state, State::expected) << "still to come";
  EXPECT_EQ(six.persons[5].state, State::expected);
}

TEST(Steps, AnObservationEndsOnItsDayAndNotBefore) {
  const Declaration observed = after_steps(family(1), {Step::meet, Step::verify, Step::observe}, {0});
  const auto early = apply(observed, doing(Step::release, observed, {0}), day_at("2020-03-03"));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, "observation.not_over");
  EXPECT_EQ(apply(observed, doing(Step::release, observed, {0}), day_at("2020-03-04"))->persons[0].state,
            State::released);

  Done moved = doing(Step::observe, observed, {0});
  moved.observation->until = day_at("2020-02-25");
  moved.note = "";
  EXPECT_EQ(apply(observed, moved, day_at("2020-02-20")).error().code, "step.note") << "its end moves with a reason";
  moved.note = "two tests were negative";
  const Declaration shorter = apply(observed, moved, day_at("2020-02-20")).value();
  EXPECT_EQ(shorter.persons[0].since, observed.persons[0].since) << "they have been in observation all the time";
  EXPECT_TRUE(apply(shorter, doing(Step::release, shorter, {0}), day_at("2020-02-25")));
}

TEST(Steps, WhatIsNotForThemIsRefusedAndChangesNobody) {
  const Declaration two = after_steps(family(2), {Step::meet}, {0});
  const auto refused = apply(two, doing(Step::verify, two, {0, 1}), day_at("2020-02-19"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "step.not_now");
  Done unknown = doing(Step::meet, two, {1});
  unknown.persons = {id_of_person(99)};
  EXPECT_EQ(apply(two, unknown, day_at("2020-02-19")).error().code, "declaration.person_unknown");
}

// Whatever is done in whatever order: nobody is stuck, what is over stays open to a mistake or to somebody who comes
// after all, and nobody is registered or observed who was not verified.
TEST(Steps, RandomWalks) {
  std::mt19937 random(20'200'310);
  for (int walk = 0; walk < 2'000; ++walk) {
    Declaration at = family(3);
    bool verified[3] = {};
    for (int step = 0; step < 30; ++step) {
      const Step what = every_step[random() % std::size(every_step)];
      const int who = int(random() % 3);
      const auto next = apply(at, doing(what, at, what == Step::prepare ? std::vector<int>{} : std::vector{who}),
                              day_at("2020-03-04"));
      if (!next) {
        EXPECT_FALSE(after(at.persons[std::size_t(who)].state, what)) << next.error().message.en;
        continue;
      }
      at = *next;
      verified[who] = (verified[who] && what != Step::correct) || what == Step::verify;
      for (int i = 0; i < 3; ++i) {
        const State state = at.persons[std::size_t(i)].state;
        const bool was_looked_at = state == State::registered || state == State::observed || state == State::released;
        EXPECT_TRUE(!was_looked_at || verified[i]);
        EXPECT_TRUE(!is_open(state) || !steps_for(state).empty());
      }
    }
  }
}

TEST(Steps, OfJson) {
  const auto code = [](const char* text) {
    const auto read = done_from_json(json::parse(text), from_millis(1'000));
    return read ? "" : read.error().code;
  };
  const std::string head = R"({"id": "0190a1b2-0000-7000-8000-000000000001", "step": )";
  const std::string whom = R"("persons": ["0190a1b2-0000-7000-8000-000000000002"])";
  EXPECT_EQ(code((head + "\"meet\", " + whom + "}").c_str()), "");
  EXPECT_EQ(code((head + "\"meet\"}").c_str()), "step.persons");
  EXPECT_EQ(code((head + "\"prepare\"}").c_str()), "");
  EXPECT_EQ(code((head + "\"prepare\", " + whom + "}").c_str()), "step.persons");
  EXPECT_EQ(code((head + "\"miss\", " + whom + "}").c_str()), "step.note");
  EXPECT_EQ(code((head + "\"observe\", " + whom + "}").c_str()), "step.observation");
  EXPECT_EQ(code((head +
                  "\"observe\", \"observation\": {\"kind\": \"home\", \"from\": \"2020-02-19\", \"until\": "
                  "\"2020-02-19\"}, " +
                  whom + "}")
                     .c_str()),
            "step.observation");
  EXPECT_EQ(code((head + "\"meet\", \"room\": \"0190a1b2-0000-7000-8000-000000000003\", " + whom + "}").c_str()),
            "step.room");
  EXPECT_EQ(code((head + "\"dance\", " + whom + "}").c_str()), "field.choice");
}

}  // namespace
}  // namespace ward::city::declarations
