#include "thermal/v4l2.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "thermal/raw.h"

namespace ward::thermal {

namespace {

constexpr unsigned buffer_count = 4;

class KernelCalls final : public DeviceCalls {
 public:
  int open(const std::string& path) override { return ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC); }
  void close(int fd) override { ::close(fd); }
  int ioctl(int fd, unsigned long request, void* argument) override { return ::ioctl(fd, request, argument); }
  int poll(int fd, int timeout_ms, short& events) override {
    pollfd ready{fd, POLLIN, 0};
    const int found = ::poll(&ready, 1, timeout_ms);
    events = ready.revents;
    return found;
  }
  void* map(int fd, std::size_t length, std::size_t offset) override {
    return ::mmap(nullptr, length, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(offset));
  }
  void unmap(void* address, std::size_t length) override { ::munmap(address, length); }
};

}  // namespace

DeviceCalls& kernel_calls() {
  static KernelCalls calls;
  return calls;
}

std::unexpected<Error> V4l2Source::lost() const {
  return fail(ErrorKind::unavailable, "thermal.lost",
              {fmt::format("The thermal camera {} is gone or does not answer.", settings_.device),
               fmt::format("热成像仪 {} 已断开或无响应。", settings_.device)},
              settings_.device);
}

Result<std::unique_ptr<V4l2Source>> V4l2Source::open(const V4l2Settings& settings, const Clock& clock,
                                                     DeviceCalls& calls) {
  const int fd = calls.open(settings.device);
  std::unique_ptr<V4l2Source> source(new V4l2Source(settings, clock, calls, fd));
  if (fd < 0) return source->lost();
  WARD_CHECK(source->check_camera());
  WARD_CHECK(source->choose_format());
  WARD_CHECK(source->map_buffers());
  WARD_CHECK(source->start());
  return source;
}

V4l2Source::~V4l2Source() {
  if (streaming_) {
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    control(VIDIOC_STREAMOFF, &type);
  }
  for (const Buffer& buffer : buffers_) calls_.unmap(buffer.address, buffer.length);
  if (fd_ >= 0) calls_.close(fd_);
}

int V4l2Source::control(unsigned long request, void* argument) {
  int answer = 0;
  do answer = calls_.ioctl(fd_, request, argument);
  while (answer < 0 && errno == EINTR);
  return answer;
}

Result<> V4l2Source::check_camera() {
  v4l2_capability able{};
  constexpr unsigned needed = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  const bool answers = control(VIDIOC_QUERYCAP, &able) == 0;
  const unsigned caps = able.capabilities & V4L2_CAP_DEVICE_CAPS ? able.device_caps : able.capabilities;
  if (!answers || (caps & needed) != needed)
    return fail(ErrorKind::invalid, "thermal.wrong_format",
                {fmt::format("{} is no camera that can stream.", settings_.device),
                 fmt::format("{} 不是可用的摄像设备。", settings_.device)},
                settings_.device);
  card_ = reinterpret_cast<const char*>(able.card);
  return {};
}

Result<> V4l2Source::choose_format() {
  v4l2_format format{};
  format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  format.fmt.pix.width = static_cast<unsigned>(settings_.size.width);
  format.fmt.pix.height = static_cast<unsigned>(settings_.size.height);
  format.fmt.pix.pixelformat = V4L2_PIX_FMT_Y16;
  format.fmt.pix.field = V4L2_FIELD_NONE;
  if (control(VIDIOC_S_FMT, &format) != 0 || format.fmt.pix.pixelformat != V4L2_PIX_FMT_Y16)
    return fail(ErrorKind::invalid, "thermal.wrong_format",
                {fmt::format("{} ({}) does not send 16-bit pixels (Y16): it is no radiometric camera.",
                             settings_.device, card_),
                 fmt::format("{}（{}）不支持 16 位像素（Y16），不是测温热像仪。", settings_.device, card_)},
                settings_.device);
  const auto width = static_cast<int>(format.fmt.pix.width), height = static_cast<int>(format.fmt.pix.height);
  if (width != settings_.size.width || height < settings_.size.height || height > settings_.size.height + 4)
    return fail(ErrorKind::invalid, "thermal.wrong_size",
                {fmt::format("{} sends {}x{} pixels, not {}x{}.", settings_.device, width, height, settings_.size.width,
                             settings_.size.height),
                 fmt::format("{} 发送 {}x{} 像素，而非 {}x{}。", settings_.device, width, height, settings_.size.width,
                             settings_.size.height)},
                settings_.device);
  stride_ = std::max<std::size_t>(format.fmt.pix.bytesperline, 2 * static_cast<std::size_t>(width));
  return {};
}

Result<> V4l2Source::map_buffers() {
  v4l2_requestbuffers request{};
  request.count = buffer_count;
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  request.memory = V4L2_MEMORY_MMAP;
  if (control(VIDIOC_REQBUFS, &request) != 0 || request.count == 0) return lost();
  for (unsigned i = 0; i < request.count; ++i) {
    v4l2_buffer buffer{};
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = i;
    if (control(VIDIOC_QUERYBUF, &buffer) != 0) return lost();
    void* address = calls_.map(fd_, buffer.length, buffer.m.offset);
    if (address == MAP_FAILED) return lost();
    buffers_.push_back({address, buffer.length});
    WARD_CHECK(give_back(i));
  }
  return {};
}

Result<> V4l2Source::start() {
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  if (control(VIDIOC_STREAMON, &type) != 0) return lost();
  streaming_ = true;
  return {};
}

Result<> V4l2Source::give_back(unsigned index) {
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  if (control(VIDIOC_QBUF, &buffer) != 0) return lost();
  return {};
}

Result<ThermalFrame> V4l2Source::next(Millis patience) {
  short events = 0;
  const int ready = calls_.poll(fd_, static_cast<int>(patience.count()), events);
  if (ready < 0 && errno != EINTR) return lost();
  if (ready > 0 && events & (POLLERR | POLLHUP | POLLNVAL)) return lost();
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  const bool came = ready > 0 && control(VIDIOC_DQBUF, &buffer) == 0;
  if (ready > 0 && !came && errno != EAGAIN) return lost();
  if (!came)
    return fail(ErrorKind::unavailable, "thermal.silent",
                {fmt::format("The thermal camera {} sends nothing.", settings_.device),
                 fmt::format("热成像仪 {} 没有数据。", settings_.device)},
                settings_.device);
  const Time now = clock_.now();
  if (buffer.index >= buffers_.size()) return lost();
  const Buffer& mapped = buffers_[buffer.index];
  const std::span bytes(static_cast<const std::byte*>(mapped.address),
                        std::min<std::size_t>(mapped.length, buffer.bytesused));
  auto counts = counts_from_bytes(bytes, settings_.size, stride_);
  WARD_CHECK(give_back(buffer.index));
  if (!counts) return std::unexpected(counts.error());
  return frame_from_counts(*counts, now, ++sequence_);
}

std::string V4l2Source::describe() const {
  return fmt::format("{}, {}, {}x{}", card_, settings_.device, settings_.size.width, settings_.size.height);
}

}  // namespace ward::thermal
