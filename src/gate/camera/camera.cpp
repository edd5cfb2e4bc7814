#include "gate/camera/camera.h"

namespace ward::gate {

std::unexpected<Error> camera_silent(const std::string& name) {
  return fail(ErrorKind::unavailable, "camera.silent",
              {"The camera " + name + " sends no picture.", "摄像头 " + name + " 没有画面。"}, "camera");
}

std::unexpected<Error> camera_lost(const std::string& name) {
  return fail(ErrorKind::unavailable, "camera.lost",
              {"The camera " + name + " is not there. Is it plugged in, and may this user read it?",
               "找不到摄像头 " + name + "。请检查是否插好，以及当前用户是否有权读取。"},
              "camera");
}

std::unexpected<Error> camera_end(const std::string& name) {
  return fail(ErrorKind::unavailable, "camera.end",
              {"The recording " + name + " is over.", "录像 " + name + " 已播完。"}, "camera");
}

}  // namespace ward::gate
