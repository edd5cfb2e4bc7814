// `ward enroll`: many pictures at once, over the API of a running server, as a person who may enrol.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>

#include "app/command.h"
#include "base/crypto.h"
#include "base/json.h"
#include "http/client.h"

namespace ward::app {

namespace {

namespace fs = std::filesystem;

struct EnrollOptions {
  std::string server = "http://127.0.0.1:8460", authority, user = "admin", site, source;
  bool dry_run = false, allow_duplicates = false;
};

// Somebody to enrol, from a file name or a line of the list.
struct Row {
  std::string name, number, group;
  fs::path picture;
};

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
      fields.back() += '"', ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

bool is_picture(const fs::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return extension == ".jpg" || extension == ".jpeg" || extension == ".png";
}

Result<std::vector<Row>> read_folder(const fs::path& folder) {
  std::vector<Row> rows;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && is_picture(entry.path()))
      rows.push_back({entry.path().stem().string(), "", "", entry.path()});
  std::ranges::sort(rows, {}, &Row::name);
  return rows;
}

Result<std::vector<Row>> read_list(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line))
    return fail(ErrorKind::not_found, "file.unreadable",
                {"Cannot read " + file.string() + ".", "无法读取 " + file.string() + "。"});
  if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
  const auto header = split(line);
  const auto column = [&](const char* name) { return std::size_t(std::ranges::find(header, name) - header.begin()); };
  const std::size_t name = column("name"), number = column("number"), group = column("group"),
                    picture = column("picture");
  if (name == header.size() || picture == header.size())
    return fail(ErrorKind::invalid, "list.header",
                {"The first line must name the columns: name,number,group,picture.",
                 "首行应为列名：name,number,group,picture。"},
                file.string());
  std::vector<Row> rows;
  for (int count = 2; std::getline(in, line); ++count) {
    if (line.empty() || line == "\r") continue;
    const auto fields = split(line);
    if (fields.size() != header.size())
      return fail(ErrorKind::invalid, "list.line",
                  {fmt::format("Line {} has {} columns, not {}.", count, fields.size(), header.size()),
                   fmt::format("第 {} 行有 {} 列，应为 {} 列。", count, fields.size(), header.size())},
                  file.string());
    const auto field = [&](std::size_t i) { return i < fields.size() ? fields[i] : std::string(); };
    rows.push_back({field(name), field(number), field(group), file.parent_path() / field(picture)});
  }
  return rows;
}

// The server, as the person who logged in.
class Session {
 public:
  explicit Session(const EnrollOptions& options)
      : base_(options.server + "/api/v1"),
        client_({.authority = options.authority, .timeout = std::chrono::seconds{60}}) {}

  // The body of a success; a problem of the server as an error.
  Result<json::value> call(const std::string& method, const std::string& path, const std::string& body = {},
                           const std::string& type = "application/json") {
    const std::vector<std::string> headers = {"X-Ward-Csrf: 1", "Content-Type: " + type,
                                              std::string("Accept-Language: ") + (speaks_chinese() ? "zh-CN" : "en")};
    WARD_TRY(answer, client_.send(method, base_ + path, body, headers));
    const auto value = answer.body.empty() ? Result<json::value>(json::value(nullptr)) : parse_json(answer.body);
    if (!value)
      return fail(ErrorKind::unavailable, "server.strange",
                  {base_ + " does not answer as a Ward server does.", base_ + " 的回应不像 Ward 服务器。"}, "--server");
    if (answer.status < 300) return *value;
    const json::object* problem = value->if_object();
    const auto word = [&](const char* key) {
      const json::value* found = problem ? problem->if_contains(key) : nullptr;
      return found && found->is_string() ? std::string(found->get_string().c_str())
                                         : fmt::format("HTTP {}", answer.status);
    };
    return fail(answer.status >= 500 ? ErrorKind::unavailable : ErrorKind::conflict, word("code"),
                {word("detail"), word("detail")});
  }

 private:
  std::string base_;
  http::Client client_;
};

std::string read_password() {
  if (const char* password = std::getenv("WARD_PASSWORD")) return password;
  return read_hidden("Password: ");
}

Result<Id> find_site(Session& session, const std::string& wanted) {
  WARD_TRY(sites, session.call("GET", "/sites"));
  for (const json::value& site : sites.at("items").as_array())
    if (site.at("name").as_string() == wanted || site.at("id").as_string() == wanted)
      return Id::parse(site.at("id").as_string());
  return fail(ErrorKind::not_found, "site.unknown", {"There is no site " + wanted + ".", "没有场所 " + wanted + "。"},
              "--site");
}

// Group names to ids; those the list needs and the site lacks are made.
Result<Id> find_group(Session& session, const Id& site, std::map<std::string, Id>& groups, const std::string& name) {
  if (const auto found = groups.find(name); found != groups.end()) return found->second;
  const Id id = Id::make(SystemClock().now());
  WARD_CHECK(
      session.call("PUT", "/groups/" + id.str(), json::serialize(json::object{{"site", site.str()}, {"name", name}})));
  return groups.emplace(name, id).first->second;
}

Result<std::string> read_picture(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(ErrorKind::not_found, "file.unreadable",
                {"Cannot read " + file.string() + ".", "无法读取 " + file.string() + "。"});
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The row's picture; what can be found wrong without the server is.
Result<std::string> check(const Row& row) {
  if (row.name.empty()) return fail(ErrorKind::invalid, "list.name", {"The name is missing.", "缺少姓名。"}, "name");
  return read_picture(row.picture);
}

// A person whose picture is refused is not left behind half enrolled.
Result<> enrol(Session& session, const EnrollOptions& options, const Id& site, std::map<std::string, Id>& groups,
               const Row& row) {
  WARD_TRY(picture, check(row));
  json::object person{{"site", site.str()}, {"name", row.name}};
  if (!row.number.empty()) person["number"] = row.number;
  if (!row.group.empty()) {
    WARD_TRY(group, find_group(session, site, groups, row.group));
    person["group"] = group.str();
  }
  const std::string path = "/people/" + Id::make(SystemClock().now()).str();
  WARD_CHECK(session.call("PUT", path, json::serialize(person)));
  const bool png = picture.starts_with("\x89PNG");
  const auto enrolled = session.call("PUT", path + "/face" + (options.allow_duplicates ? "?allow_duplicate=true" : ""),
                                     picture, png ? "image/png" : "image/jpeg");
  if (enrolled) return {};
  WARD_CHECK(session.call("DELETE", path));
  return std::unexpected(enrolled.error());
}

// Goes through the rows and says of each how it went; returns how many were refused. A server that went away ends it:
// it would refuse all the others, too.
Result<std::size_t> for_each(const std::vector<Row>& rows, const char* done_word,
                             const std::function<Result<>(const Row&)>& act) {
  std::size_t refused = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto result = act(rows[i]);
    const std::string how = result
                                ? done_word
                                : fmt::format("refused ({}): {}", result.error().code,
                                              speaks_chinese() ? result.error().message.zh : result.error().message.en);
    std::cout << fmt::format("{}/{} {} [{}] {}", i + 1, rows.size(), rows[i].name, rows[i].picture.filename().string(),
                             how)
              << std::endl;
    if (!result && result.error().kind == ErrorKind::unavailable) return std::unexpected(result.error());
    refused += !result;
  }
  std::cout << fmt::format("{} of {} {}, {} refused\n", rows.size() - refused, rows.size(), done_word, refused);
  return refused;
}

Result<std::size_t> enrol_all(const EnrollOptions& options, const std::vector<Row>& rows) {
  Session session(options);
  WARD_CHECK(session.call("POST", "/session",
                          json::serialize(json::object{{"name", options.user}, {"password", read_password()}})));
  WARD_TRY(site, find_site(session, options.site));
  WARD_TRY(known, session.call("GET", "/groups?site=" + site.str()));
  std::map<std::string, Id> groups;
  for (const json::value& group : known.at("items").as_array())
    groups.emplace(group.at("name").as_string().c_str(), *Id::parse(group.at("id").as_string()));
  return for_each(rows, "enrolled", [&](const Row& row) { return enrol(session, options, site, groups, row); });
}

Result<std::size_t> run(const EnrollOptions& options) {
  WARD_TRY(rows, fs::is_directory(options.source) ? read_folder(options.source) : read_list(options.source));
  if (!options.dry_run) return enrol_all(options, rows);
  return for_each(rows, "would be sent", [](const Row& row) -> Result<> {
    WARD_CHECK(check(row));
    return {};
  });
}

std::string enroll_hint(const Error& error) {
  if (error.code == "net.tls") return "name the file of its certificate authority with --authority";
  if (error.code.starts_with("net.") || error.code.starts_with("server."))
    return "start the server with `ward serve`, and name its address with --server";
  if (error.code.starts_with("session."))
    return "name an account that may enrol with --user; the password is asked for";
  if (error.code == "site.unknown") return "the console lists the sites and their names";
  if (error.code.starts_with("list.") || error.code.starts_with("file."))
    return "`ward enroll --help` describes the list";
  return {};
}

}  // namespace

std::function<int()> define_enroll(CLI::App& app) {
  const auto options = std::make_shared<EnrollOptions>();
  app.add_option("--server", options->server, "Address of the server.")->capture_default_str();
  app.add_option("--authority", options->authority, "PEM file of the server's own certificate authority.")
      ->check(CLI::ExistingFile);
  app.add_option("--user", options->user, "Who logs in; may be administrator or office.")->capture_default_str();
  app.add_option("--site", options->site, "Name or id of the site the people belong to.")->required();
  app.add_flag("--dry-run", options->dry_run,
               "Read the list and the pictures and say what is wrong with them; no server is asked.");
  app.add_flag("--allow-duplicates", options->allow_duplicates,
               "Twins: enrol a face that looks like another person's.");
  app.add_option("source", options->source,
                 "A folder (file name = name) or a CSV file with the columns name,number,group,picture.")
      ->required()
      ->check(CLI::ExistingPath);
  app.footer(
      "The password is read from WARD_PASSWORD or, without it, from the terminal or standard input.\n"
      "Exit codes: 0 everybody is enrolled, 1 some were refused (each said why) or the log-in was, 2 the list is "
      "wrong,\n"
      "4 the server does not answer, or there is no such site.");
  return [options]() -> int {
    const auto refused = run(*options);
    if (!refused) return report(refused.error(), enroll_hint(refused.error()));
    return *refused == 0 ? done : failed;
  };
}

}  // namespace ward::app
