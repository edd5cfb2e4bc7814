// The devices that open: a line in a log, a call over HTTP, a contact over Modbus TCP.
#pragma once

#include "gate/barrier/barrier.h"
#include "http/client.h"

namespace ward::gate {

// Writes a line for each command: to `file`, or to the process's log when it is empty. For trials without a barrier.
std::unique_ptr<Relay> make_log_relay(std::string file, const Clock& clock);

struct HttpRelayOptions {
  std::string open_url, close_url;  // without close_url the device closes by itself
  std::string method = "POST";
  std::string authorization;  // of the header of that name; empty: none
  std::string authority;      // PEM file
  std::chrono::milliseconds timeout{1'500};
};
// Any answer 200 to 299 is a success.
std::unique_ptr<Relay> make_http_relay(HttpRelayOptions options);

struct ModbusRelayOptions {
  std::string host;
  int port = 502;
  int unit = 1;  // 1 to 247
  int coil = 0;  // 0 to 65535
  std::chrono::milliseconds pulse{
      0};  // 0: on while open; else the contact closes this long and the barrier times itself
  std::chrono::milliseconds timeout{1'000};
};
// Function 5, write single coil (MODBUS Application Protocol V1.1b3, section 6.5). Connects when needed, again after a
// failure.
std::unique_ptr<Relay> make_modbus_relay(ModbusRelayOptions options);

}  // namespace ward::gate
