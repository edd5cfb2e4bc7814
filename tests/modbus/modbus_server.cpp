// A Modbus TCP device with eight coils on a free port of the loopback, for the tests of the barrier. Says its port,
// then one line for each coil that is written: "coil 3 on". Lives until it is killed.
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

namespace {

constexpr int coils = 8;
constexpr int write_single_coil = 5;

int port_of(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

// One request of one client; false when the client is gone.
bool serve_one(modbus_t* device, modbus_mapping_t* memory) {
  std::uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
  const int length = modbus_receive(device, request);
  if (length < 0) return false;
  if (modbus_reply(device, request, length, memory) < 0) return true;
  const int header = modbus_get_header_length(device);
  const int coil = request[header + 1] << 8 | request[header + 2];
  if (request[header] == write_single_coil && coil < coils)
    std::printf("coil %d %s\n", coil, memory->tab_bits[coil] ? "on" : "off"), std::fflush(stdout);
  return true;
}

}  // namespace

int main() {
  modbus_t* device = modbus_new_tcp("127.0.0.1", 0);
  modbus_mapping_t* memory = modbus_mapping_new(coils, 0, 0, 0);
  int listener = device && memory ? modbus_tcp_listen(device, 4) : -1;
  if (listener < 0) return 1;
  std::printf("port %d\n", port_of(listener));
  std::fflush(stdout);
  while (modbus_tcp_accept(device, &listener) >= 0) {
    while (serve_one(device, memory)) {
    }
    close(modbus_get_socket(device));
  }
  return 1;
}
