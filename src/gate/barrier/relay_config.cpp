#include "gate/barrier/relays.h"

namespace ward::gate {

namespace {

using std::chrono::milliseconds;

Result<> needed(const std::string& value, const char* key) {
  if (!value.empty()) return {};
  return fail(
      ErrorKind::invalid, "config.missing",
      {std::string(key) + " is needed for this kind of barrier.", std::string("此类道闸需要设置 ") + key + "。"}, key);
}

}  // namespace

Result<std::unique_ptr<Relay>> relay_from_config(Config& config, const Clock& clock) {
  const std::string kind = config.choice("barrier.kind", "log", {"log", "http", "modbus"}, "What opens the barrier.");
  const std::string file = config.text("barrier.file", "", "log: the file to write to; empty: the process's own log.");

  HttpRelayOptions http;
  http.open_url = config.text("barrier.open_url", "", "http: the address that is called to open.");
  http.close_url = config.text("barrier.close_url", "", "http: called to close; empty: the device closes by itself.");
  http.method = config.choice("barrier.method", "POST", {"GET", "POST", "PUT"}, "http: the method.");
  http.authorization =
      config.text("barrier.authorization", "", "http: value of the Authorization header; empty: none.");
  http.authority = config.text("barrier.authority", "", "http: PEM file of the authority that signed its certificate.");

  ModbusRelayOptions modbus;
  modbus.host = config.text("barrier.host", "", "modbus: name or address of the relay.");
  modbus.port = int(config.integer("barrier.port", 502, 1, 65535, "modbus: its port."));
  modbus.unit = int(config.integer("barrier.unit", 1, 1, 247, "modbus: its unit number."));
  modbus.coil = int(config.integer("barrier.coil", 0, 0, 65535, "modbus: number of the coil, from 0."));
  modbus.pulse = milliseconds{config.integer("barrier.pulse_ms", 0, 0, 2'000,
                                             "modbus: 0: on while open; else how long the contact closes, in ms.")};
  const milliseconds timeout{
      config.integer("barrier.timeout_ms", 1'000, 100, 5'000, "http, modbus: longest wait, in ms.")};
  http.timeout = modbus.timeout = timeout;

  if (kind == "http") {
    WARD_CHECK(needed(http.open_url, "barrier.open_url"));
    return make_http_relay(std::move(http));
  }
  if (kind == "modbus") {
    WARD_CHECK(needed(modbus.host, "barrier.host"));
    return make_modbus_relay(std::move(modbus));
  }
  return make_log_relay(file, clock);
}

}  // namespace ward::gate
