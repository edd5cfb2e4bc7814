// `ward bench NAME`: runs a benchmark program. They are programs of their own because they link the peers they measure
// beside; `./do bench NAME` builds and runs the same ones from a checkout.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <vector>

#include "app/command.h"

namespace ward::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "bench_";

// Beside the program in a build folder, or where it is installed.
std::vector<fs::path> bench_folders() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return {self.parent_path() / "bench", self.parent_path().parent_path() / "lib/ward/bench"};
}

std::vector<fs::path> bench_programs() {
  std::vector<fs::path> found;
  for (const auto& folder : bench_folders()) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const bool is_program = entry.is_regular_file() && ::access(entry.path().c_str(), X_OK) == 0;
      if (is_program && entry.path().filename().string().starts_with(prefix)) found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::string name_of(const fs::path& program) { return program.filename().string().substr(prefix.size()); }

int list(const std::vector<fs::path>& programs) {
  if (programs.empty()) {
    return report(Error::make(ErrorKind::not_found, "bench.none",
                              {"No benchmark programs are built.", "尚未构建任何性能测试程序。"}),
                  "./do bench NAME builds and runs one");
  }
  for (const auto& program : programs) std::cout << name_of(program) << '\n';
  return done;
}

// Becomes the benchmark; returns only when that fails.
int become(const fs::path& program, const std::vector<std::string>& options) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), options.begin(), options.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  return report(Error::make(ErrorKind::unavailable, "bench.broken",
                            {"Cannot run " + program.string() + ".", "无法运行 " + program.string() + "。"}));
}

}  // namespace

std::function<int()> define_bench(CLI::App& app) {
  struct BenchOptions {
    std::string name;
  };
  auto options = std::make_shared<BenchOptions>();
  app.add_option("name", options->name, "the benchmark; without it, the ones that are built are listed");
  app.allow_extras();  // --json, --data DIR: the benchmark's own
  app.footer(
      "BenchOptions after the name are the benchmark's own: --json prints one JSON object on the last line, "
      "--data DIR says where the data is.");
  return [options, &app] {
    const auto programs = bench_programs();
    if (options->name.empty()) return list(programs);
    const auto wanted = std::ranges::find(programs, options->name, name_of);
    if (wanted == programs.end())
      return report(Error::make(ErrorKind::not_found, "bench.unknown",
                                {"There is no benchmark " + options->name + " here.",
                                 "这里没有名为 " + options->name + " 的性能测试。"},
                                "name"),
                    "`ward bench` lists the ones that are built; ./do bench NAME builds one");
    return become(*wanted, app.remaining());
  };
}

}  // namespace ward::app
