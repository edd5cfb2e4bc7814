#include "vision/types.h"

namespace ward::vision {

std::string_view to_string(MaskState state) {
  switch (state) {
    case MaskState::none:
      return "none";
    case MaskState::worn:
      return "worn";
    case MaskState::badly_worn:
      return "badly_worn";
    case MaskState::unsure:
      break;
  }
  return "unsure";
}

std::string_view to_string(QualityFault fault) {
  switch (fault) {
    case QualityFault::too_small:
      return "too_small";
    case QualityFault::cut_off:
      return "cut_off";
    case QualityFault::turned:
      return "turned";
    case QualityFault::blurred:
      return "blurred";
    case QualityFault::too_dark:
      return "too_dark";
    case QualityFault::too_bright:
      return "too_bright";
    case QualityFault::eyes_closed:
      break;
  }
  return "eyes_closed";
}

}  // namespace ward::vision
