#include "thermal/simulated.h"

#include <gtest/gtest.h>

#include "thermal/open_source.h"
#include "thermal/regions.h"
#include "thermal/test_face.h"

namespace ward::thermal {
namespace {

const cv::Size thermal_size{160, 120};
const Registration one_view = Registration::same_view(test_colour_size, thermal_size);

SceneView view_of(SceneFace face) {
  return {.faces = {face}, .colour_size = test_colour_size, .room = {.celsius = 23, .humidity_percent = {}}};
}

RegionTemperatures painted(const SceneFace& face) {
  return *read_regions(paint_scene(view_of(face), one_view),
                       locate_face(face.box, face.landmarks, test_colour_size, one_view));
}

TEST(Paint, AFaceHasTheShapeOfTheLiterature) {
  const auto t = painted(test_face(36.94F));
  EXPECT_NEAR(t.canthi, 35.55, 0.2);    // FDA set: median 35.59 in rooms of 23.4 °C
  EXPECT_NEAR(t.forehead, 34.9, 0.25);  // 34.96
  EXPECT_GT(t.canthi, t.forehead);
  EXPECT_GT(t.forehead, t.cheeks);
  EXPECT_GT(t.cheeks, t.nose + 0.5F);
  EXPECT_LT(t.mouth, t.canthi);
  EXPECT_NEAR(t.background, 23, 8);
}

TEST(Paint, GlassesMasksAndMouthsShow) {
  SceneFace face = test_face();
  const auto plain = painted(face);
  face.glasses = true;
  EXPECT_LT(painted(face).eyes, plain.eyes - 3);
  face = test_face();
  face.masked = true;
  EXPECT_LT(painted(face).mouth, plain.mouth - 2);
  face = test_face();
  face.mouth_open = true;
  EXPECT_GT(painted(face).mouth, plain.canthi + 0.3F);
}

TEST(Simulated, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const SceneView view = view_of(test_face());
  SimulatedSettings other;
  other.seed = 2;
  const cv::Mat a = simulated_counts(view, one_view, {}, Millis{500}, 3);
  EXPECT_EQ(cv::norm(a, simulated_counts(view, one_view, {}, Millis{500}, 3), cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(a, simulated_counts(view, one_view, {}, Millis{500}, 4), cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(a, simulated_counts(view, one_view, other, Millis{500}, 3), cv::NORM_INF), 0);
}

TEST(Simulated, SpeaksCentikelvinAndMarksEveryFrame) {
  ManualClock clock;
  auto scene = std::make_shared<Scene>();
  SimulatedSettings settings;
  settings.paced = false;
  SimulatedSource source(settings, std::nullopt, scene, clock);
  for (int i = 0; i < 3; ++i) {
    clock.advance(Millis{114});
    const auto frame = source.next(Millis{0});
    ASSERT_TRUE(frame);
    EXPECT_TRUE(frame->simulated);
    EXPECT_EQ(frame->time, clock.now());
    EXPECT_NEAR(cv::mean(frame->celsius)[0], 22, 3);
    const double counts = (frame->celsius.at<float>(60, 80) + 273.15) * 100;
    EXPECT_NEAR(counts, std::round(counts), 0.02);
  }
}

TEST(Simulated, ItsPaceIsThatOfTheSensor) {
  SystemClock clock;
  SimulatedSettings settings;
  settings.rate_hz = 50;
  SimulatedSource source(settings, std::nullopt, std::make_shared<Scene>(), clock);
  const Steady start = clock.steady();
  ASSERT_TRUE(source.next(Millis{1000}));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(source.next(Millis{1000}));
  EXPECT_GE(clock.steady() - start, Millis{100});
  EXPECT_EQ(source.next(Millis{0}).error().code, "thermal.silent");
}

TEST(Scene, NamesItsFaults) {
  for (const auto fault : {SensorFault::none, SensorFault::silent, SensorFault::lost, SensorFault::late,
                           SensorFault::frozen, SensorFault::bad_line, SensorFault::corrupt, SensorFault::wrong_size,
                           SensorFault::black_body_covered, SensorFault::black_body_moved})
    EXPECT_EQ(sensor_fault(to_string(fault)), fault);
  EXPECT_EQ(sensor_fault("broken"), std::nullopt);
}

TEST(OpenSource, GivesWhatTheConfigurationNames) {
  ManualClock clock;
  const auto open = [&](const std::string& text) {
    auto config = Config::parse("[thermometer.black_body]\nx = 5\ny = 5\nwidth = 12\nheight = 12\n" + text);
    const auto thermometer = Thermometer::open(*config, "models", clock);
    auto source = open_source(*config, *thermometer, std::make_shared<Scene>(), clock);
    EXPECT_TRUE(config->finish());
    return source ? (*source)->describe() : source.error().code;
  };
  EXPECT_EQ(open(""), "simulated sensor, 160x120, 8.8 frames/s");
  EXPECT_EQ(open("[thermal]\nsource = \"v4l2\"\ndevice = \"/dev/nowhere\"\n"), "/dev/nowhere") << "it may come later";
  EXPECT_EQ(open("[thermal]\nsource = \"recording\"\nfile = \"/nowhere.gz\"\n"), "thermal.lost");
  EXPECT_EQ(open("[thermal]\nsource = \"matrix\"\nfile = \"/nowhere.csv\"\n"), "thermal.lost");
}

}  // namespace
}  // namespace ward::thermal
