// When not to measure. Refuse rather than guess.
#pragma once

#include "base/config.h"
#include "thermal/regions.h"

namespace ward::thermal {

struct GateSettings {
  float min_face_px = 24;              // width of the face in the thermal picture; at 14-20 px faces read 31-34 °C
  float min_warmth = 0.5F;             // below it the face is cold: a print or a screen
  float glasses_canthi = 1.0F;         // °C the canthi may be colder than the forehead
  float glasses_eyes = 1.2F;           // °C the eyes may be colder than the cheeks
  float min_room = 18, max_room = 24;  // °C, IEC 80601-2-59
  float min_humidity = 20, max_humidity = 75;  // %, the same
  static GateSettings read(Config& config, const std::string& prefix);
};

// out_of_room (also when nobody knows the room), or none.
ThermalFault check_room(const std::optional<Room>& room, const GateSettings& settings);
// face_too_small, face_cold, glasses, or none. The order is that of what the person can do about it.
ThermalFault check_face(const ThermalFace& face, const RegionTemperatures& t, float warmth,
                        const GateSettings& settings);
// Whether the mouth is open: closed lips are cooler than the canthi, its inside is as warm as the core. An open mouth
// is the face's hottest spot and follows breath and drinks, so that the face's maximum then says nothing. Threshold:
// 0.3 °C.
bool mouth_open(float mouth, float canthi);

}  // namespace ward::thermal
