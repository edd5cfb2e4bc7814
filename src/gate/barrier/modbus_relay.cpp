#include <fmt/format.h>
#include <modbus/modbus.h>

#include <cerrno>
#include <thread>

#include "gate/barrier/relays.h"

namespace ward::gate {

namespace {

class ModbusRelay final : public Relay {
 public:
  explicit ModbusRelay(ModbusRelayOptions options) : options_(std::move(options)) {}

  Result<> open(std::chrono::seconds) override {
    WARD_CHECK(write(true));
    if (options_.pulse.count() == 0) return {};
    std::this_thread::sleep_for(options_.pulse);
    // A contact that stays closed would keep the barrier open: that failure is the opening's failure, and is told.
    return write(false);
  }
  Result<> close() override { return write(false); }
  bool closes_itself() const override { return options_.pulse.count() > 0; }
  // Function 1, read coils.
  Result<std::string> ask() override {
    WARD_CHECK(connect());
    std::uint8_t on = 0;
    if (modbus_read_bits(connection_.get(), options_.coil, 1, &on) != 1) {
      const int error = errno;
      connection_.reset();
      return std::unexpected(failed(error > MODBUS_ENOBASE ? "barrier.answer" : "barrier.timeout", error).error());
    }
    return describe() + (on ? ": on" : ": off");
  }
  std::string describe() const override {
    return fmt::format("Modbus TCP {}:{}, unit {}, coil {}", options_.host, options_.port, options_.unit,
                       options_.coil);
  }

 private:
  struct Free {
    void operator()(modbus_t* connection) const {
      modbus_close(connection);
      modbus_free(connection);
    }
  };

  Result<> connect() {
    if (connection_) return {};
    std::unique_ptr<modbus_t, Free> fresh(
        modbus_new_tcp_pi(options_.host.c_str(), std::to_string(options_.port).c_str()));
    if (!fresh) return failed("barrier.refused", errno);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(options_.timeout).count();
    modbus_set_response_timeout(fresh.get(), std::uint32_t(micros / 1'000'000), std::uint32_t(micros % 1'000'000));
    modbus_set_slave(fresh.get(), options_.unit);
    if (modbus_connect(fresh.get()) != 0)
      return failed(errno == ETIMEDOUT ? "barrier.timeout" : "barrier.refused", errno);
    connection_ = std::move(fresh);
    return {};
  }

  Result<> write(bool on) {
    const bool kept = connection_ != nullptr;
    const Result<> first = write_once(on);
    // A connection kept from before may have died in silence; a fresh one tells whether the device is there.
    if (first || !kept || first.error().code == "barrier.answer") return first;
    return write_once(on);
  }

  Result<> write_once(bool on) {
    WARD_CHECK(connect());
    if (modbus_write_bit(connection_.get(), options_.coil, on ? 1 : 0) == 1) return {};
    const int error = errno;
    connection_.reset();
    if (error > MODBUS_ENOBASE) return failed("barrier.answer", error);
    return failed(error == ETIMEDOUT ? "barrier.timeout" : "barrier.refused", error);
  }

  Result<> failed(const char* code, int error) const {
    return fail(ErrorKind::unavailable, code,
                {fmt::format("{}: {}.", describe(), modbus_strerror(error)),
                 fmt::format("{}：{}。", describe(), modbus_strerror(error))});
  }

  const ModbusRelayOptions options_;
  std::unique_ptr<modbus_t, Free> connection_;
};

}  // namespace

std::unique_ptr<Relay> make_modbus_relay(ModbusRelayOptions options) {
  return std::make_unique<ModbusRelay>(std::move(options));
}

}  // namespace ward::gate
