// The room's temperature and humidity, from the files in which the kernel shows what a sensor reads (hwmon: temp1_input
// and humidity1_input, iio: in_temp_input and in_humidityrelative_input; thousandths of a °C and of a percent; Linux,
// Documentation/hwmon/sysfs-interface and ABI/testing/sysfs-bus-iio). Without files: a room that was set by hand.
#pragma once

#include <optional>
#include <string>

#include "base/config.h"
#include "thermal/types.h"

namespace ward::thermal {

class RoomSensor {
 public:
  // Keys below `prefix`: room, room_file, humidity_file.
  static RoomSensor from_config(Config& config, const std::string& prefix);

  // Read from the files at most every 10 s. Nothing: a file cannot be read, or holds no possible value; then nobody
  // knows what the room is like. Not locked.
  std::optional<Room> read(Steady now);

 private:
  float celsius_ = 22;  // where there is no file
  std::string celsius_file_, humidity_file_;
  std::optional<Room> last_;
  std::optional<Steady> read_at_;
};

}  // namespace ward::thermal
