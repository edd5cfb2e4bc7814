#include "thermal/thermometer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "thermal/simulated.h"
#include "thermal/test_face.h"

namespace ward::thermal {
namespace {

// A thermometer, a simulated sensor that does not wait, and a clock that stands still until a frame is taken.
struct Bench {
  explicit Bench(std::string more = "", SimulatedSettings settings = unpaced())
      : sensor(settings, std::nullopt, scene, clock), thermometer(open(more)) {
    scene->set_faces({test_face()}, test_colour_size);
  }

  static SimulatedSettings unpaced() {
    SimulatedSettings s;
    s.paced = false;
    return s;
  }

  Thermometer open(const std::string& more) {
    auto config =
        Config::parse("[thermometer.black_body]\nx = 5\ny = 5\nwidth = 12\nheight = 12\ncelsius = 35\n" + more);
    EXPECT_TRUE(config);
    auto opened = Thermometer::open(*config, "models", clock);
    EXPECT_TRUE(opened) << opened.error().message.en;
    EXPECT_TRUE(config->finish()) << config->finish().error().message.en;
    return std::move(*opened);
  }

  // The next `count` frames; the thermometer sees those that arrive.
  void run(int count) {
    for (int i = 0; i < count; ++i) {
      clock.advance(Millis{114});
      if (const auto frame = sensor.next(Millis{0})) thermometer.observe(*frame);
    }
  }

  ThermalReading measure() {
    const SceneFace face = scene->view().faces.at(0);
    return thermometer.measure(face.box, face.landmarks, test_colour_size, clock.now());
  }

  ManualClock clock;
  std::shared_ptr<Scene> scene = std::make_shared<Scene>();
  SimulatedSource sensor;
  Thermometer thermometer;
};

TEST(Thermometer, MeasuresTheScriptedTemperature) {
  Bench bench;
  for (const float core : {35.0F, 36.8F, 38.5F, 40.5F}) {
    bench.scene->set_faces({test_face(core)}, test_colour_size);
    bench.run(12);
    const auto reading = bench.measure();
    ASSERT_EQ(reading.fault, ThermalFault::none) << to_string(reading.fault) << " at " << core;
    ASSERT_TRUE(reading.estimate);
    EXPECT_NEAR(reading.estimate->celsius, core, 0.5);
    EXPECT_GT(reading.estimate->sd, 0.1);
    EXPECT_TRUE(reading.estimate->simulated);
    EXPECT_EQ(reading.estimate->shots, 1);
    EXPECT_GT(*reading.warmth, 0.9);
  }
}

TEST(Thermometer, SaysWhyItCannotMeasure) {
  const auto fault_with = [](SensorFault fault) {
    Bench bench;
    bench.run(12);
    bench.scene->set_fault(fault);
    bench.run(12);
    const auto reading = bench.measure();
    EXPECT_EQ(reading.estimate.has_value(), reading.fault == ThermalFault::none);
    return reading.fault;
  };
  EXPECT_EQ(fault_with(SensorFault::none), ThermalFault::none);
  EXPECT_EQ(fault_with(SensorFault::bad_line), ThermalFault::none);
  EXPECT_EQ(fault_with(SensorFault::silent), ThermalFault::no_frame);
  EXPECT_EQ(fault_with(SensorFault::lost), ThermalFault::no_frame);
  EXPECT_EQ(fault_with(SensorFault::late), ThermalFault::late);
  EXPECT_EQ(fault_with(SensorFault::frozen), ThermalFault::frozen);
  EXPECT_EQ(fault_with(SensorFault::corrupt), ThermalFault::no_frame);
  EXPECT_EQ(fault_with(SensorFault::wrong_size), ThermalFault::no_frame);
  EXPECT_EQ(fault_with(SensorFault::black_body_covered), ThermalFault::black_body_lost);
  EXPECT_EQ(fault_with(SensorFault::black_body_moved), ThermalFault::black_body_moved);
}

TEST(Thermometer, SeesThroughPrintsScreensAndGlasses) {
  Bench bench;
  const auto reading_of = [&](auto change) {
    SceneFace face = test_face();
    change(face);
    bench.scene->set_faces({face}, test_colour_size);
    bench.run(3);
    return bench.measure();
  };
  const auto print = reading_of([](SceneFace& f) { f.kind = TargetKind::print; });
  EXPECT_EQ(print.fault, ThermalFault::face_cold);
  EXPECT_LT(*print.warmth, 0.1);
  const auto screen = reading_of([](SceneFace& f) { f.kind = TargetKind::screen; });
  EXPECT_EQ(screen.fault, ThermalFault::face_cold);
  EXPECT_LT(*screen.warmth, 0.3);
  EXPECT_EQ(reading_of([](SceneFace& f) { f.glasses = true; }).fault, ThermalFault::glasses);
  const auto masked = reading_of([](SceneFace& f) { f.masked = true; });
  EXPECT_EQ(masked.fault, ThermalFault::none) << to_string(masked.fault);
  EXPECT_GT(*masked.warmth, 0.9);
}

TEST(Thermometer, LeavesTheFaceMaximumAloneBesideAnOpenMouth) {
  Bench bench;
  bench.run(12);
  EXPECT_EQ(bench.measure().estimate->method.substr(0, 12), "canthi+face/");
  SceneFace face = test_face();
  face.mouth_open = true;
  bench.scene->set_faces({face}, test_colour_size);
  bench.run(3);
  const auto reading = bench.measure();
  ASSERT_TRUE(reading.estimate);
  EXPECT_EQ(reading.estimate->method.substr(0, 7), "canthi/");
}

// What a room sensor of the kernel shows.
struct RoomFiles {
  std::filesystem::path celsius = std::filesystem::path(testing::TempDir()) / "temp1_input",
                        humidity = std::filesystem::path(testing::TempDir()) / "humidity1_input";
  RoomFiles() { show("22100", "45000"); }
  void show(const std::string& temperature, const std::string& water) const {
    std::ofstream(celsius) << temperature << '\n';
    std::ofstream(humidity) << water << '\n';
  }
  std::string config() const {
    return "[thermometer]\nroom_file = \"" + celsius.string() + "\"\nhumidity_file = \"" + humidity.string() + "\"\n";
  }
};

TEST(Thermometer, RefusesARoomOutsideTheLimitsOrThatNobodyKnows) {
  const RoomFiles files;
  Bench bench(files.config());
  const auto fault_in = [&](const std::string& temperature, const std::string& water) {
    files.show(temperature, water);
    bench.clock.advance(Millis{10'000});
    bench.run(12);
    return bench.measure().fault;
  };
  bench.run(12);
  EXPECT_EQ(bench.measure().fault, ThermalFault::none);
  EXPECT_EQ(bench.thermometer.health().room->celsius, 22.1F);
  EXPECT_EQ(fault_in("12000", "45000"), ThermalFault::out_of_room);
  EXPECT_EQ(fault_in("22000", "90000"), ThermalFault::out_of_room);
  EXPECT_EQ(fault_in("22000", "50000"), ThermalFault::none);
  EXPECT_EQ(fault_in("", "50000"), ThermalFault::out_of_room) << "unreadable";
  EXPECT_FALSE(bench.thermometer.health().room);
  EXPECT_EQ(fault_in("22000", "500000"), ThermalFault::out_of_room) << "no humidity is 500 %";
  EXPECT_TRUE(bench.measure().warmth) << "that a face is warm is seen all the same";
  EXPECT_EQ(fault_in("22000", "50000"), ThermalFault::none);
}

TEST(Thermometer, WithoutABlackBodyItMeasuresOnlyWithASensorKnownToBeRight) {
  const ManualClock clock;
  const auto reading_with = [](const std::string& text) {
    Bench bench;
    auto config = Config::parse(text);
    bench.thermometer = std::move(*Thermometer::open(*config, "models", bench.clock));
    bench.run(12);
    return std::pair(bench.measure(), bench.thermometer.health());
  };
  const auto [refused, health] = reading_with("");
  EXPECT_EQ(refused.fault, ThermalFault::black_body_lost) << "an uncooled sensor may be off by 5 °C";
  EXPECT_EQ(health.fault, ThermalFault::black_body_lost) << "and the gate says so before anybody comes";
  EXPECT_TRUE(refused.warmth);
  const auto [read, well] = reading_with("[thermometer]\noffset_sd = 0.5");
  ASSERT_TRUE(read.estimate);
  EXPECT_GT(read.estimate->sd, 0.5F);
  EXPECT_NE(read.estimate->method.find("no-black-body"), std::string::npos);
  EXPECT_EQ(well.fault, ThermalFault::none);
}

TEST(Thermometer, SaysWhenFramesComeLateOrAreNone) {
  Bench bench;
  bench.run(12);
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::none);
  bench.scene->set_fault(SensorFault::late);
  bench.run(12);
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::late);
  EXPECT_EQ(bench.measure().fault, ThermalFault::late);
  bench.scene->set_fault(SensorFault::none);
  bench.run(12);
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::none);
  bench.thermometer.refuse_frame();
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::none) << "one bad frame among good ones";
  bench.clock.advance(Millis{5000});
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::corrupt);
}

TEST(Thermometer, RefusesAFaceThatIsTooSmallOrCutOff) {
  Bench bench;
  SceneFace far = test_face();
  far.box = {300, 200, 60, 72};
  far.landmarks = frontal_landmarks(far.box);
  bench.scene->set_faces({far}, test_colour_size);
  bench.run(12);
  EXPECT_EQ(bench.measure().fault, ThermalFault::face_too_small);
  SceneFace cut = test_face();
  cut.box.x = -150;
  cut.landmarks = frontal_landmarks(cut.box);
  bench.scene->set_faces({cut}, test_colour_size);
  bench.run(3);
  EXPECT_EQ(bench.measure().fault, ThermalFault::face_too_small);
}

TEST(Thermometer, SettlesAfterFlatFieldCorrectionsAnnouncedOrNot) {
  for (const bool announced : {true, false}) {
    auto settings = Bench::unpaced();
    settings.flat_field_every = Millis{20'000};
    settings.flat_field_announced = announced;
    Bench bench("[thermometer.sensor]\nsettle_ms = 1000\n", settings);
    bench.run(170);
    EXPECT_EQ(bench.measure().fault, ThermalFault::none);
    const float before = *bench.thermometer.health().black_body_offset;
    int settling = 0;
    for (int i = 0; i < 30; ++i) {
      bench.run(1);
      settling += bench.measure().fault == ThermalFault::settling;
    }
    EXPECT_GE(settling, 8) << announced;
    EXPECT_LE(settling, 14) << announced;
    EXPECT_EQ(bench.measure().fault, ThermalFault::none);
    EXPECT_NE(before, *bench.thermometer.health().black_body_offset);
    EXPECT_NEAR(bench.measure().estimate->celsius, 36.8, 0.5);
  }
}

TEST(Thermometer, WarmsUpBeforeItMeasures) {
  Bench bench("[thermometer.sensor]\nwarm_up_ms = 60000\n");
  bench.run(12);
  EXPECT_EQ(bench.measure().fault, ThermalFault::settling);
  bench.run(520);
  EXPECT_EQ(bench.measure().fault, ThermalFault::none);
}

TEST(Thermometer, AJumpOfTheWallClockIsNoFaultOfTheSensor) {
  Bench bench;
  bench.run(12);
  bench.clock.jump(std::chrono::hours{-5});
  bench.run(2);
  EXPECT_EQ(bench.measure().fault, ThermalFault::none);
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::none);
}

TEST(Thermometer, ReportsItsHealth) {
  Bench bench;
  EXPECT_EQ(bench.thermometer.health().fault, ThermalFault::no_frame);
  bench.run(30);
  const auto health = bench.thermometer.health();
  EXPECT_EQ(health.fault, ThermalFault::none);
  EXPECT_NEAR(health.rate_hz, 1000.0 / 114, 0.1);
  EXPECT_TRUE(health.black_body_offset);
  EXPECT_EQ(health.last_frame, bench.clock.now());
}

TEST(Thermometer, NamesAWrongConfiguration) {
  ManualClock clock;
  auto missing = Config::parse("[thermometer]\ncoefficients = \"none.toml\"\n");
  EXPECT_EQ(Thermometer::open(*missing, "models", clock).error().code, "model.missing");
  auto registration = Config::parse("[thermometer]\nregistration = \"/nowhere/registration.toml\"\n");
  EXPECT_EQ(Thermometer::open(*registration, "models", clock).error().code, "thermal.registration");
}

}  // namespace
}  // namespace ward::thermal
