// The files of gate/screen/page, put into the program when it is built.
#pragma once

#include <span>
#include <string_view>

namespace ward::gate {

struct PageFile {
  std::string_view name;  // "screen.js"
  std::string_view content;
};
std::span<const PageFile> page_files();

}  // namespace ward::gate
