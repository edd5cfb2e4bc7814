#include "gate/uplink/status.h"

#include "base/log.h"

namespace ward::gate {

void UplinkStatus::failed(const Error& error) {
  if (error.code == "net.stopped") return;  // the gate itself ends: nothing is wrong with the way to the server
  std::lock_guard lock(mutex_);
  if (state_.fault != error.code) log::warn("uplink: {} ({})", error.message.en, error.code);
  state_.online = false;
  state_.fault = error.code;
}

Error error_of(const http::Answer& answer) {
  if (answer.status == 401 || answer.status == 403)
    return Error::make(ErrorKind::unauthorized, "uplink.wrong_key",
                       {"The server does not accept this gate's key.", "服务器不接受本设备的密钥。"});
  const bool problem = answer.content_type.starts_with("application/problem+json");
  // Without the server's own word for it, an error may be of something in between: nothing is concluded from it.
  if (answer.status >= 400 && answer.status < 500 && answer.status != 408 && answer.status != 429 && problem)
    return Error::make(
        ErrorKind::invalid, "uplink.refused",
        {"The server refuses: " + answer.body.substr(0, 500), "服务器拒绝：" + answer.body.substr(0, 500)});
  return Error::make(ErrorKind::unavailable, "uplink.server",
                     {"The server answers " + std::to_string(answer.status) + ".",
                      "服务器返回 " + std::to_string(answer.status) + "。"});
}

}  // namespace ward::gate
