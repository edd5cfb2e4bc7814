// When not to measure. Refuse rather than guess.
#pragma once

#include "base/config.h"
#include "thermal/regions.h"

namespace ward::thermal {

struct GateSettings {
  float min_face_px = 24;       // width of the face in the thermal picture; at 14-20 px faces read 31-34 °C
  float min_warmth = 0.5F;      // below it the face is cold: a print or a screen
  float glasses_canthi = 1.0F;  // °C the canthi may be colder than the forehead
  float glasses_eyes = 1.2F;    // °C the eyes may be colder than the cheeks
  float mouth = 0.1F;           // °C below the face's maximum at which the mouth still counts as the hottest spot
  float min_room = 18, max_room = 24;          // °C, IEC 80601-2-59
  float min_humidity = 20, max_humidity = 75;  // %, the same
  static GateSettings read(Config& config, const std::string& prefix);
};

// out_of_room, or none.
ThermalFault check_room(const Room& room, const GateSettings& settings);
// face_too_small, face_cold, glasses, or none. The order is that of what the person can do about it.
ThermalFault check_face(const ThermalFace& face, const RegionTemperatures& t, float warmth,
                        const GateSettings& settings);
// Whether the face's maximum may be used: an open mouth is the hottest spot of a face and says nothing of fever.
bool mouth_closed(const RegionTemperatures& t, const GateSettings& settings);

}  // namespace ward::thermal
