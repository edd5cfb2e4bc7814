#include <gtest/gtest.h>

#include <random>

#include "city/enterprises/steps.h"

namespace ward::city::enterprises {
namespace {

const Date today_here = parse_date("2020-03-01").value();
const Step all_of_them[] = {Step::apply,     Step::withdraw, Step::check, Step::approve,
                            Step::send_back, Step::set_cap,  Step::close, Step::reopen};

Done doing_of(Step step, bool passed = true, std::int64_t people = 50, Date from = today_here) {
  Done done{.id = Id::make(from_millis(1)), .step = step, .note = "because"};
  if (step == Step::apply) done.plan = Plan{.resume_on = today_here, .workers = {{"420000", 20}, {"330000", 60}}};
  if (step == Step::check) done.passed = passed;
  if (step == Step::approve || step == Step::set_cap || step == Step::reopen) done.cap = Cap{from, people};
  return done;
}
Enterprise after_all(std::initializer_list<Step> steps) {
  Enterprise enterprise{.id = {}, .unit = {}, .name = "Zipper works"};
  for (const Step step : steps) enterprise = apply(enterprise, doing_of(step), today_here).value();
  return enterprise;
}

TEST(WayBackToWork, FromTheApplicationToWork) {
  const Enterprise open = after_all({Step::apply, Step::check, Step::approve});
  EXPECT_EQ(open.state, State::approved);
  EXPECT_EQ(open.conditions, "because");
  EXPECT_EQ(open.open_since, today_here);
  EXPECT_EQ(open.plan->people(), 80);
}

TEST(WayBackToWork, NothingIsApprovedThatTheGridHasNotFoundAsItShouldBe) {
  const Enterprise applied = after_all({Step::apply});
  EXPECT_EQ(apply(applied, doing_of(Step::approve), today_here).error().code, "step.not_now");
  const Enterprise failed = apply(applied, doing_of(Step::check, false), today_here).value();
  EXPECT_EQ(apply(failed, doing_of(Step::approve), today_here).error().code, "enterprise.check_failed");
  const Enterprise again = apply(failed, doing_of(Step::check), today_here).value();
  EXPECT_EQ(apply(again, doing_of(Step::approve), today_here)->state, State::approved);
  const Enterprise closed = after_all({Step::apply, Step::check, Step::approve, Step::close});
  EXPECT_EQ(apply(closed, doing_of(Step::reopen), today_here).error().code, "enterprise.check_failed")
      << "what was found before it was closed says nothing";
}

TEST(WayBackToWork, ReopensByStages) {
  Enterprise open = after_all({Step::apply, Step::check, Step::approve});
  open = apply(open, doing_of(Step::set_cap, true, 80, today_here + std::chrono::days{7}), today_here).value();
  open = apply(open, doing_of(Step::set_cap, true, 120, today_here + std::chrono::days{14}), today_here).value();
  EXPECT_EQ(cap_on(open.caps, today_here - std::chrono::days{1}), std::nullopt);
  EXPECT_EQ(cap_on(open.caps, today_here + std::chrono::days{6}), 50);
  EXPECT_EQ(cap_on(open.caps, today_here + std::chrono::days{7}), 80);
  EXPECT_EQ(cap_on(open.caps, today_here + std::chrono::days{30}), 120);
  open = apply(open, doing_of(Step::set_cap, true, 20), today_here).value();
  EXPECT_EQ(cap_on(open.caps, today_here + std::chrono::days{30}), 20) << "what was set for later ends with it";
  const auto past = doing_of(Step::set_cap, true, 20, today_here - std::chrono::days{1});
  EXPECT_EQ(apply(open, past, today_here).error().code, "cap.order");
}

// Whatever is done in whatever order: none is stuck, and none works without a check that passed and a cap.
TEST(WayBackToWork, RandomWalks) {
  std::mt19937 random(310);
  for (int walk = 0; walk < 2'000; ++walk) {
    Enterprise at{.id = {}, .unit = {}, .name = "x"};
    for (int step = 0; step < 30; ++step) {
      const bool passed = random() % 2;
      const auto next = apply(at, doing_of(all_of_them[random() % std::size(all_of_them)], passed), today_here);
      if (next) at = *next;
      EXPECT_FALSE(steps_for(at).empty());
      EXPECT_TRUE(at.state != State::approved || (cap_on(at.caps, today_here) && at.open_since));
    }
  }
}

TEST(WayBackToWork, OfJson) {
  const auto code = [](const std::string& rest) {
    const auto read =
        done_from_json(json::parse(R"({"id": "0190a1b2-0000-7000-8000-000000000001", )" + rest + "}"), from_millis(1));
    return read ? "" : read.error().code + " " + read.error().field;
  };
  const std::string plan =
      R"("plan": {"resume_on": "2020-03-01", "workers": [{"region": "湖北", "count": 3}], "masks": 100, "masks_a_day": 30,
      "thermometers": 2, "isolation_rooms": 1, "canteen": "boxed", "responsible": "Wu", "phone": "1"})";
  EXPECT_EQ(code(R"("step": "apply", )" + plan), "");
  EXPECT_EQ(code(R"("step": "apply")"), "step.whole step");
  EXPECT_EQ(code(R"("step": "withdraw", )" + plan), "step.whole step");
  EXPECT_EQ(code(R"("step": "check", "passed": false)"), "step.note note");
  EXPECT_EQ(code(R"("step": "return")"), "step.note note");
  EXPECT_EQ(code(R"("step": "approve", "cap": {"from": "2020-03-01", "people": 0})"), "field.range cap.people");
  std::string twice = plan;
  twice.replace(twice.find("[{"), 1, R"([{"region": "420000", "count": 1}, )");
  EXPECT_EQ(code(R"("step": "apply", )" + twice), "plan.workers plan.workers");
}

TEST(DailyReport, SaysWhatIsWrong) {
  EXPECT_EQ(trouble_of({.present = 50}, 50), Trouble::none);
  EXPECT_EQ(trouble_of({.present = 51}, 50), Trouble::over_cap);
  EXPECT_EQ(trouble_of({.present = 51, .fevers = 1}, 50), Trouble::fever);
  EXPECT_EQ(trouble_of({.present = 51}, std::nullopt), Trouble::none);
  const auto more = json::parse(R"({"present": 3, "fevers": 4, "version": 0})");
  EXPECT_EQ(day_from_json(today_here, more).error().code, "day.fevers");
}

TEST(MasksInStock, LastForWholeDays) {
  EXPECT_EQ((Plan{.masks = 100, .masks_a_day = 30}).days_of_masks(), 3);
  EXPECT_EQ(Plan{.masks = 100}.days_of_masks(), std::nullopt);
}

}  // namespace
}  // namespace ward::city::enterprises
