// `ward draw`: a draw of inspections that anybody can repeat. `commit` says beforehand what will be drawn, `frame`
// writes what its digest is of, and without a word it draws, also for whoever checks.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/command.h"
#include "base/json.h"
#include "city/inspections/allocation.h"
#include "city/inspections/draw.h"
#include "city/inspections/frame_file.h"
#include "formats/tables/csv.h"

namespace ward::app {

namespace {

namespace fs = std::filesystem;
namespace inspections = city::inspections;

struct DrawOptions {
  std::string frame, commitment, secret_file = "draw-secret.txt", seed, public_value;
  std::vector<std::string> take, prior;
  std::int64_t total = 0, at_least = 1, replacements = 0;
};

Result<inspections::Frame> read_frame(const DrawOptions& options) {
  if (options.frame.empty())
    return fail(ErrorKind::invalid, "draw.frame_missing", {"Name the frame.", "请指定抽样框文件。"}, "--frame");
  WARD_TRY(bytes, read_file(options.frame));
  return inspections::frame_from_table(bytes);
}

// "landlords=40": behind the last "=" is the number.
template <class Number>
Result<std::map<std::string, Number, std::less<>>> numbers_of(const std::vector<std::string>& words,
                                                              const std::string& option) {
  std::map<std::string, Number, std::less<>> out;
  for (const std::string& word : words) {
    const std::size_t equals = word.rfind('=');
    Number number{};
    const char* const end = word.data() + word.size();
    const char* const begin = equals == std::string::npos ? end : word.data() + equals + 1;
    const auto read = std::from_chars(begin, end, number);
    if (begin == end || read.ec != std::errc{} || read.ptr != end ||
        !out.emplace(word.substr(0, equals), number).second)
      return fail(ErrorKind::invalid, "draw.number",
                  {fmt::format("\"{}\" is not STRATUM=NUMBER, each stratum once.", word),
                   fmt::format("“{}”应写作“分层=数字”，每个分层一次。", word)},
                  option);
  }
  return out;
}

Result<inspections::Takes> takes_of(const DrawOptions& options, const inspections::Frame& frame) {
  if (options.take.empty() == (options.total == 0))
    return fail(ErrorKind::invalid, "draw.take_or_total",
                {"Say how many: either of each stratum (--take) or altogether (--total).",
                 "请说明抽取数量：用 --take 逐层指定，或用 --total 指定总数。"},
                "--take");
  if (!options.take.empty()) return numbers_of<std::int64_t>(options.take, "--take");
  WARD_TRY(prior, numbers_of<double>(options.prior, "--prior"));
  return inspections::allocate(inspections::sizes(frame), options.total, options.at_least, prior);
}

// For its owner only, and never over another: a secret that is lost cannot be revealed.
Result<> write_secret(const std::string& file, const std::string& secret) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST)
    return fail(ErrorKind::conflict, "draw.secret_exists",
                {fmt::format("{} is there already, with the secret of another draw.", file),
                 fmt::format("{} 已存在，其中是另一次抽取的密钥。", file)},
                "--secret");
  const std::string line = secret + "\n";
  const bool written = fd >= 0 && ::write(fd, line.data(), line.size()) == ssize_t(line.size()) && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (written) return {};
  return fail(ErrorKind::unavailable, "file.unwritable",
              {fmt::format("The secret cannot be written to {}.", file), fmt::format("无法将密钥写入 {}。", file)},
              "--secret");
}

Result<> print_frame(const DrawOptions& options) {
  WARD_TRY(frame, read_frame(options));
  std::cout << inspections::canonical_text(frame);
  return {};
}

Result<> commit(const DrawOptions& options) {
  WARD_TRY(frame, read_frame(options));
  WARD_TRY(takes, takes_of(options, frame));
  const std::string secret = inspections::make_secret();
  WARD_TRY(commitment, inspections::commit(frame, takes, secret, options.public_value, SystemClock().now()));
  WARD_CHECK(write_secret(options.secret_file, secret));
  std::cout << json::serialize(inspections::to_json(commitment)) << '\n';
  return {};
}

Result<inspections::Commitment> read_commitment(const DrawOptions& options) {
  if (options.commitment.empty())
    return fail(ErrorKind::invalid, "draw.commitment_missing", {"Name the commitment.", "请指定承诺文件。"},
                "--commitment");
  WARD_TRY(text, read_file(options.commitment));
  WARD_TRY(value, parse_json(text));
  return inspections::commitment_from_json(value);
}

Result<> draw(const DrawOptions& options) {
  WARD_TRY(frame, read_frame(options));
  WARD_TRY(commitment, read_commitment(options));
  WARD_TRY(list, inspections::draw(frame, commitment, {options.seed, options.public_value}, options.replacements));
  tables::CsvWriter csv(std::cout);
  csv.row(std::vector<std::string>{"stratum", "rank", "as", "id", "unit", "key"});
  for (const inspections::Drawn& one : list)
    csv.row(std::vector<std::string>{one.item.stratum, std::to_string(one.rank), one.replaces ? "replacement" : "drawn",
                                     one.item.id, one.item.unit, one.key});
  return {};
}

std::string draw_hint(const Error& error) {
  if (error.code == "draw.frame_changed")
    return "compare the frame with the one that was published: `ward draw frame --frame FILE` writes what is digested";
  if (error.code == "draw.secret") return "give the secret without a line break: --seed \"$(cat draw-secret.txt)\"";
  if (error.kind == ErrorKind::invalid) return "`ward draw --help` and `ward draw commit --help` explain the options";
  return {};
}

void add_frame(CLI::App& app, DrawOptions& options) {
  app.add_option("--frame", options.frame, "what may be drawn: CSV or XLSX with the columns id, stratum, unit");
}

}  // namespace

std::function<int()> define_draw(CLI::App& app) {
  using Action = Result<> (*)(const DrawOptions&);
  const auto options = std::make_shared<DrawOptions>();
  const auto chosen = std::make_shared<Action>(draw);
  app.require_subcommand(0, 1);
  add_frame(app, *options);
  app.add_option("--commitment", options->commitment, "what `ward draw commit` printed (JSON)");
  app.add_option("--seed", options->seed, "the secret that was revealed");
  app.add_option("--public", options->public_value, "the public value that the commitment names");
  app.add_option("--replacements", options->replacements,
                 "how many more of each stratum, for addresses that do not exist")
      ->check(CLI::Range(0, 1'000'000));
  app.footer(
      "Draws what a commitment promised and prints it as CSV: the same for everybody, also by sha256sum and sort\n"
      "(docs/design/inspections.md). Exit codes: 1 the frame or the secret is not the one that was committed to, 2 "
      "wrong\n"
      "use, 4 a file cannot be read.");

  CLI::App* committing = app.add_subcommand("commit", "promise a draw: prints what is published beforehand");
  add_frame(*committing, *options);
  committing->add_option("--take", options->take, "how many of which stratum: STRATUM=N, with commas")->delimiter(',');
  committing->add_option("--total", options->total, "how many altogether, shared out by size")
      ->check(CLI::Range(1, 10'000'000));
  committing->add_option("--at-least", options->at_least, "with --total: of each stratum")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  committing
      ->add_option("--prior", options->prior,
                   "with --total: earlier rates, STRATUM=RATE, with commas; shares out by Neyman's rule")
      ->delimiter(',');
  committing->add_option("--public", options->public_value,
                         "which value, that nobody knows yet, will be mixed in, and how it will be written");
  committing->add_option("--secret", options->secret_file, "where the secret goes; the file must not be there")
      ->capture_default_str();
  committing->callback([chosen] { *chosen = commit; });

  CLI::App* writing = app.add_subcommand("frame", "print the text of a frame of which the digest is made");
  add_frame(*writing, *options);
  writing->callback([chosen] { *chosen = print_frame; });
  return [options, chosen]() -> int {
    const auto result = (*chosen)(*options);
    return result ? done : report(result.error(), draw_hint(result.error()));
  };
}

}  // namespace ward::app
