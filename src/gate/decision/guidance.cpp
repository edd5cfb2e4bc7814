#include "gate/decision/guidance.h"

#include <utility>

namespace ward::gate {

std::string_view to_string(Guidance guidance) {
  switch (guidance) {
    case Guidance::none:
      return "none";
    case Guidance::come_closer:
      return "come_closer";
    case Guidance::step_back:
      return "step_back";
    case Guidance::look_here:
      return "look_here";
    case Guidance::hold_still:
      return "hold_still";
    case Guidance::more_light:
      return "more_light";
    case Guidance::take_off_glasses:
      return "take_off_glasses";
    case Guidance::lower_mask:
      return "lower_mask";
    case Guidance::show_pass:
      return "show_pass";
    case Guidance::show_mask:
      return "show_mask";
    case Guidance::one_at_a_time:
      return "one_at_a_time";
    case Guidance::wait:
      return "wait";
  }
  std::unreachable();
}

Text say(Guidance guidance) {
  switch (guidance) {
    case Guidance::none:
      return {};
    case Guidance::come_closer:
      return {"Please come closer.", "请靠近一些。"};
    case Guidance::step_back:
      return {"Please step back a little.", "请稍微后退。"};
    case Guidance::look_here:
      return {"Please look here.", "请正视屏幕。"};
    case Guidance::hold_still:
      return {"Please hold still.", "请保持不动。"};
    case Guidance::more_light:
      return {"Please turn out of the glare or the shadow.", "请避开强光或阴影。"};
    case Guidance::take_off_glasses:
      return {"Please take off your glasses.", "请摘下眼镜。"};
    case Guidance::lower_mask:
      return {"Please lower your mask for a moment.", "请暂时拉下口罩。"};
    case Guidance::show_pass:
      return {"Please hold your pass up to the camera.", "请将通行码对准摄像头。"};
    case Guidance::show_mask:
      return {"Please show your mask, nose and mouth covered.", "请正对镜头，让口罩遮住口鼻。"};
    case Guidance::one_at_a_time:
      return {"One at a time, please.", "请逐一通过。"};
    case Guidance::wait:
      return {"One moment, please.", "请稍候。"};
  }
  std::unreachable();
}

}  // namespace ward::gate
