#include "thermal/open_source.h"

#include "thermal/matrix.h"
#include "thermal/reconnecting.h"
#include "thermal/recording.h"
#include "thermal/simulated.h"
#include "thermal/v4l2.h"

namespace ward::thermal {

namespace {

// The emitter is a pixel larger each way than the rectangle that is read from it, as it must be set up.
BlackBodySettings emitter(BlackBodySettings read) {
  if (read.present()) read.rectangle = read.rectangle + cv::Size(2, 2) - cv::Point(1, 1);
  return read;
}

}  // namespace

Result<std::unique_ptr<ThermalSource>> open_source(Config& config, const Thermometer& thermometer,
                                                   std::shared_ptr<const Scene> scene, const Clock& clock) {
  const std::string kind = config.choice("thermal.source", "simulated", {"simulated", "v4l2", "recording", "matrix"},
                                         "where thermal frames come from.");
  const std::string device = config.text("thermal.device", "/dev/video0", "of the Y16 camera (source = v4l2)");
  const cv::Size size(
      static_cast<int>(config.integer("thermal.width", 160, 8, 1280, "columns of the Y16 camera, pixels")),
      static_cast<int>(config.integer("thermal.height", 120, 8, 1024, "rows of the Y16 camera, pixels")));
  const std::string file = config.text("thermal.file", "", "recording or matrix to play (source = recording, matrix)");
  SimulatedSettings simulated = SimulatedSettings::read(config, "thermal.simulated");
  if (kind == "v4l2") {
    const V4l2Settings settings{.device = device, .size = size};
    const auto open = [settings, &clock]() -> Result<std::unique_ptr<ThermalSource>> {
      return V4l2Source::open(settings, clock);
    };
    return reconnecting(device, open, clock);
  }
  if (kind == "recording") return RecordingSource::open(file, true, clock);
  if (kind == "matrix") return MatrixSource::open(file, clock);
  if (!scene)
    return fail(
        ErrorKind::invalid, "config.thermal_source",
        {"A simulated thermal sensor sees nobody before a real camera: name the thermal camera (thermal.source = "
         "\"v4l2\" and thermal.device), or play a scenario (camera.source = \"simulated\").",
         "模拟热成像传感器看不到真实摄像头前的人：请设置热像仪（thermal.source = \"v4l2\" 和 thermal.device），"
         "或播放模拟场景（camera.source = \"simulated\"）。"},
        "thermal.source");
  simulated.size = size;
  simulated.black_body = emitter(thermometer.black_body());
  return std::make_unique<SimulatedSource>(simulated, thermometer.registration(), std::move(scene), clock);
}

}  // namespace ward::thermal
