// `ward user`: accounts, directly in the database: the way to the first administrator, and back in when locked
// out.
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "app/command.h"
#include "app/data.h"
#include "city/accounts/store.h"

namespace ward::app {

namespace {

namespace accounts = city::accounts;

struct UserOptions {
  Where data{.directory = "var/data"};
  std::string name, role;
  std::vector<std::string> sites, units;
};

const std::string user_actor = "command:user";  // as the journal writes it

Result<std::string> ask_password(const std::string& name) {
  const std::string password = read_hidden("Password for " + name + " (10 characters or more): ");
  if (::isatty(STDIN_FILENO) != 0 && read_hidden("Again: ") != password)
    return fail(ErrorKind::invalid, "user.password", {"The two passwords differ.", "两次输入的密码不一致。"});
  WARD_CHECK(accounts::check_password(password, name));
  return password;
}

Result<accounts::User> known(storage::Database& db, const std::string& name) {
  std::optional<accounts::Stored> stored;
  db.read([&](storage::Transaction& t) { stored = accounts::find_user(t, name); });
  if (!stored)
    return fail(ErrorKind::not_found, "user.unknown",
                {"There is no account named " + name + ".", "没有名为 " + name + " 的账号。"}, "name");
  return stored->user;
}

std::vector<std::string> roles() {
  std::vector<std::string> words;
  for (const accounts::Role role : accounts::all_roles())
    if (accounts::is_given(role)) words.emplace_back(accounts::to_string(role));
  return words;
}

Result<std::vector<Id>> parse_ids(const std::vector<std::string>& texts) {
  std::vector<Id> ids;
  for (const auto& text : texts) {
    WARD_TRY(id, Id::parse(text));
    ids.push_back(id);
  }
  return ids;
}

Result<> add(const UserOptions& options) {
  WARD_TRY(sites, parse_ids(options.sites));
  WARD_TRY(units, parse_ids(options.units));
  WARD_TRY(data, open_data(options.data));
  if (known(*data.db, options.name))
    return fail(ErrorKind::conflict, "user.name_taken", {"Another account has this name.", "该名称已被其他账号使用。"},
                "name");
  WARD_TRY(password, ask_password(options.name));
  const accounts::UserInput input{
      .name = options.name, .role = accounts::role_from(options.role).value(), .sites = sites, .units = units};
  const SystemClock clock;
  const Id id = Id::make(clock.now());
  const std::string hash = crypto::hash_password(password);
  const auto written = data.db->write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(accounts::put_user(t, clock, id, input, hash, user_actor));
    return {};
  });
  if (written) std::cout << id.str() << '\n';
  return written;
}

Result<> list(const UserOptions& options) {
  WARD_TRY(data, open_existing_data(options.data));
  data.db->read([](storage::Transaction& t) {
    for (const auto& user : accounts::list_users(t))
      std::cout << user.id.str() << '\t' << accounts::to_string(user.role) << '\t'
                << (user.disabled ? "disabled" : "enabled") << '\t' << user.name << '\n';
  });
  return {};
}

Result<> change_password(const UserOptions& options) {
  WARD_TRY(data, open_existing_data(options.data));
  WARD_TRY(user, known(*data.db, options.name));
  WARD_TRY(password, ask_password(options.name));
  const std::string hash = crypto::hash_password(password);
  return data.db->write([&](storage::Transaction& t) -> Result<> {
    accounts::set_password(t, SystemClock(), user.id, hash, user_actor, std::nullopt);
    return {};
  });
}

Result<> disable(const UserOptions& options) {
  WARD_TRY(data, open_existing_data(options.data));
  WARD_TRY(user, known(*data.db, options.name));
  const accounts::UserInput input{
      .name = user.name, .role = user.role, .sites = user.sites, .units = user.units, .disabled = true};
  return data.db->write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(accounts::put_user(t, SystemClock(), user.id, input, std::nullopt, user_actor));
    return {};
  });
}

}  // namespace

std::string read_hidden(const std::string& prompt) {
  const bool terminal = ::isatty(STDIN_FILENO) != 0;
  termios before{};
  if (terminal) {
    std::cerr << prompt << std::flush;
    ::tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  }
  return line;
}

std::function<int()> define_user(CLI::App& app) {
  using Action = Result<> (*)(const UserOptions&);
  const auto options = std::make_shared<UserOptions>();
  const auto chosen = std::make_shared<Action>(nullptr);
  app.require_subcommand(1);
  app.footer("A password is asked for on the terminal, or read as one line from a pipe; it is never an argument.");
  const auto define = [&](const char* name, const char* summary, Action action) {
    CLI::App* sub = app.add_subcommand(name, summary);
    add_where(*sub, options->data);
    sub->callback([chosen, action] { *chosen = action; });
    return sub;
  };
  CLI::App* adding = define("add", "make an account; prints its id", add);
  adding->add_option("name", options->name, "what the person logs in with")->required();
  adding->add_option("--role", options->role, "what the account may do")->required()->check(CLI::IsMember(roles()));
  adding->add_option("--site", options->sites, "id of a site the account is limited to; may be repeated");
  adding->add_option("--unit", options->units,
                     "id of a unit the account is limited to, with all below; may be repeated");
  define("list", "print the accounts: id, role, state, name", list);
  define("password", "set another password; every session of the account ends", change_password)
      ->add_option("name", options->name, "the account")
      ->required();
  define("disable", "end every session of the account and let it in no more", disable)
      ->add_option("name", options->name, "the account")
      ->required();
  return [options, chosen]() -> int {
    const auto result = (*chosen)(*options);
    if (result) return done;
    const bool elsewhere = result.error().code == "data.none";
    return report(result.error(), elsewhere ? "name the directory that `ward serve` uses with --data" : "");
  };
}

}  // namespace ward::app
