#include "vision/model_file.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <opencv2/core.hpp>
#include <sstream>

namespace ward::vision {

namespace {

static_assert(std::endian::native == std::endian::little, "the files are little-endian and read as they are");

std::unexpected<Error> broken(const std::filesystem::path& file, std::string_view en, std::string_view zh) {
  return fail(
      ErrorKind::unavailable, "model.broken",
      {fmt::format("The model file {} {}.", file.string(), en), fmt::format("模型文件 {} {}。", file.string(), zh)},
      file.filename().string());
}

}  // namespace

Result<std::vector<float>> read_half_floats(const std::filesystem::path& file, std::string_view magic,
                                            std::size_t count) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const std::string bytes = text.str();
  if (!in || !bytes.starts_with(magic)) return broken(file, "is not of the expected kind", "类型不符");
  if (bytes.size() != magic.size() + 2 * count) return broken(file, "has a wrong length", "长度不对");
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t half = 0;
    std::copy_n(bytes.data() + magic.size() + 2 * i, 2, reinterpret_cast<char*>(&half));
    numbers[i] = static_cast<float>(cv::float16_t::fromBits(half));
    if (!std::isfinite(numbers[i])) return broken(file, "holds a number that is not finite", "含有无效数值");
  }
  return numbers;
}

Result<> write_half_floats(const std::filesystem::path& file, std::string_view magic, std::span<const float> numbers) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << magic;
  for (const float number : numbers) {
    const std::uint16_t half = cv::float16_t(number).bits();
    out.write(reinterpret_cast<const char*>(&half), 2);
  }
  out.close();
  if (!out)
    return fail(ErrorKind::unavailable, "file.unwritable",
                {fmt::format("Cannot write {}.", file.string()), fmt::format("无法写入 {}。", file.string())});
  return {};
}

}  // namespace ward::vision
