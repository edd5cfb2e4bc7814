// A thermal camera on USB: Video4Linux2 with 16-bit pixels (FOURCC "Y16 "), as a Lepton on a PureThermal board shows
// itself.
#pragma once

#include <string>
#include <vector>

#include "thermal/source.h"

namespace ward::thermal {

// The calls to the kernel, so that tests can unplug a camera. Each returns as the call of the same name does; errno is
// set.
class DeviceCalls {
 public:
  virtual ~DeviceCalls() = default;
  virtual int open(const std::string& path) = 0;
  virtual void close(int fd) = 0;
  virtual int ioctl(int fd, unsigned long request, void* argument) = 0;
  virtual int poll(int fd, int timeout_ms, short& events) = 0;
  virtual void* map(int fd, std::size_t length, std::size_t offset) = 0;  // MAP_FAILED when it fails
  virtual void unmap(void* address, std::size_t length) = 0;
};
DeviceCalls& kernel_calls();

struct V4l2Settings {
  std::string device = "/dev/video0";
  cv::Size size{160, 120};  // asked for; a camera that gives another is refused, rows of telemetry below are not
};

class V4l2Source final : public ThermalSource {
 public:
  // Errors: "thermal.lost" when the device cannot be opened, "thermal.wrong_format" when it is no Y16 camera,
  // "thermal.wrong_size".
  static Result<std::unique_ptr<V4l2Source>> open(const V4l2Settings& settings, const Clock& clock,
                                                  DeviceCalls& calls = kernel_calls());
  ~V4l2Source() override;
  V4l2Source(const V4l2Source&) = delete;
  V4l2Source& operator=(const V4l2Source&) = delete;

  Result<ThermalFrame> next(Millis patience) override;
  std::string describe() const override;

 private:
  struct Buffer {
    void* address = nullptr;
    std::size_t length = 0;
  };
  V4l2Source(V4l2Settings settings, const Clock& clock, DeviceCalls& calls, int fd)
      : settings_(std::move(settings)), clock_(clock), calls_(calls), fd_(fd) {}

  int control(unsigned long request, void* argument);  // ioctl, again after EINTR
  Result<> check_camera();
  Result<> choose_format();
  Result<> map_buffers();
  Result<> start();
  Result<> give_back(unsigned index);
  std::unexpected<Error> lost() const;

  V4l2Settings settings_;
  const Clock& clock_;
  DeviceCalls& calls_;
  int fd_;
  std::size_t stride_ = 0;
  std::string card_;
  std::vector<Buffer> buffers_;
  bool streaming_ = false;
  std::uint64_t sequence_ = 0;
};

}  // namespace ward::thermal
