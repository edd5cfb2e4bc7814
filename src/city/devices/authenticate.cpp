#include "city/devices/authenticate.h"

#include "city/devices/store.h"

namespace ward::city::devices {

Result<DeviceCaller> require_device(City& city, const http::Request& request) {
  static constexpr std::string_view scheme = "Bearer ";
  const std::string header = request.header("authorization");
  std::optional<Device> device;
  if (header.starts_with(scheme))
    city.db.read([&](storage::Transaction& t) { device = find_by_key(t, header.substr(scheme.size())); });
  if (!device)
    return fail(ErrorKind::unauthorized, "device.key",
                {"This is no device's key, or it was revoked.", "设备密钥无效或已被吊销。"}, "Authorization");
  return DeviceCaller{device->id, device->site, device->name};
}

http::Admission admission(City& city) {
  return [&city](const http::Request& request) -> Result<> {
    WARD_CHECK(require_device(city, request));
    return {};
  };
}

}  // namespace ward::city::devices
