#include "gate/simulation/scenario.h"

#include <gtest/gtest.h>

namespace ward::gate {
namespace {

Result<Scenario> parse(std::string_view toml) { return parse_scenario(toml, "/media"); }

TEST(Scenario, ReadsWhatIsWritten) {
  const auto scenario = parse(R"(
    frames_per_second = 20
    [[scene]]
    clip = "franck.mp4"
    from = 12.5
    seconds = 4
    person = "Franck"
    celsius = 38.9
    mask = "nose_out"
    mask_style = 2
    glasses = true
    [[scene]]
    seconds = 2
    sensor = "black_body_covered"
    camera = "black"
    [[scene]]
    print = "hopper.jpg"
    crop = "0.1 0.2 0.5 0.6"
  )");
  ASSERT_TRUE(scenario) << scenario.error().message.en;
  ASSERT_EQ(scenario->scenes.size(), 3U);
  const Scene& first = scenario->scenes[0];
  EXPECT_EQ(first.cast, Cast::clip);
  EXPECT_EQ(first.file, "/media/franck.mp4");
  EXPECT_EQ(first.from, 12.5);
  EXPECT_EQ(first.core_celsius, 38.9);
  EXPECT_EQ(first.mask, ScriptedMask::nose_out);
  EXPECT_EQ(first.mask_style, 2);
  EXPECT_TRUE(first.glasses);
  EXPECT_EQ(scenario->scenes[1].cast, Cast::nobody);
  EXPECT_EQ(scenario->scenes[1].sensor, thermal::SensorFault::black_body_covered);
  EXPECT_EQ(scenario->scenes[1].camera, ScriptedCamera::black);
  EXPECT_EQ(scenario->scenes[2].cast, Cast::print);
  EXPECT_EQ(scenario->scenes[2].crop, cv::Rect2d(0.1, 0.2, 0.5, 0.6));
  EXPECT_EQ(scenario->seconds(), 11);
  EXPECT_EQ(scenario->frames_per_second, 20);
}

TEST(Scenario, RefusesWhatIsWrongAndNamesTheScene) {
  const std::string good = "[[scene]]\nseconds = 1\n";
  EXPECT_EQ(parse("").error().code, "scenario.empty");
  EXPECT_EQ(parse("[[scene]\n").error().code, "config.syntax");
  EXPECT_EQ(parse(good + "[[scene]]\nsecond = 1").error().code, "config.unknown_key");
  EXPECT_EQ(parse(good + "[[scene]]\nseconds = -1").error().code, "config.out_of_range");
  EXPECT_EQ(parse(good + "[[scene]]\ncelsius = \"hot\"").error().code, "config.wrong_type");
  EXPECT_EQ(parse(good + "[[scene]]\nclip = \"a\"\nprint = \"b\"").error().code, "scenario.cast");
  for (const char* crop : {"0 0 1", "0 0 2 1", "0.5 0 0.6 1", "a b c d", "0 0 1 1 1", "-0.1 0 1 1", "nan 0 1 1"})
    EXPECT_EQ(parse(good + "[[scene]]\ncrop = \"" + crop + "\"").error().code, "scenario.crop") << crop;
  const auto error = parse(good + "[[scene]]\nsensor = \"rain\"").error();
  EXPECT_EQ(error.field, "scene[2].sensor");
  EXPECT_TRUE(error.message.en.starts_with("Scene 2")) << error.message.en;
}

TEST(Scenario, KnowsWhatIsOnAtEachMoment) {
  auto scenario = *parse("[[scene]]\nseconds = 2\n[[scene]]\nseconds = 3");
  EXPECT_EQ(cue_at(scenario, 0)->scene, 0U);
  EXPECT_EQ(cue_at(scenario, 1.9)->scene, 0U);
  EXPECT_EQ(cue_at(scenario, 2)->scene, 1U);
  EXPECT_DOUBLE_EQ(cue_at(scenario, 4.5)->seconds, 2.5);
  EXPECT_EQ(cue_at(scenario, 5)->scene, 0U);
  EXPECT_EQ(cue_at(scenario, 12.5)->round, 2U);
  EXPECT_EQ(cue_at(scenario, 12.5)->scene, 1U);
  scenario.loop = false;
  EXPECT_TRUE(cue_at(scenario, 4.99));
  EXPECT_FALSE(cue_at(scenario, 5));
}

}  // namespace
}  // namespace ward::gate
