#include "thermal/types.h"

namespace ward::thermal {

std::string_view to_string(ThermalFault fault) {
  switch (fault) {
    case ThermalFault::none:
      return "none";
    case ThermalFault::no_frame:
      return "no_frame";
    case ThermalFault::late:
      return "late";
    case ThermalFault::frozen:
      return "frozen";
    case ThermalFault::corrupt:
      return "corrupt";
    case ThermalFault::settling:
      return "settling";
    case ThermalFault::black_body_lost:
      return "black_body_lost";
    case ThermalFault::black_body_moved:
      return "black_body_moved";
    case ThermalFault::out_of_room:
      return "out_of_room";
    case ThermalFault::face_too_small:
      return "face_too_small";
    case ThermalFault::face_cold:
      return "face_cold";
    case ThermalFault::glasses:
      return "glasses";
    case ThermalFault::implausible:
      return "implausible";
  }
  return "none";
}

}  // namespace ward::thermal
