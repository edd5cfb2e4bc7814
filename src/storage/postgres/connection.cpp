#include "storage/postgres/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/log.h"
#include "storage/postgres/dialect.h"
#include "storage/postgres/values.h"

namespace ward::storage::postgres {

namespace {

constexpr std::size_t max_statements = 200;     // queries put together from filters must not fill the memory
constexpr std::size_t pipelined = 500;          // statements of bulk() sent before their answers are read
constexpr std::size_t copied = 50;              // rows of a plain insertion from which it is a COPY
constexpr std::size_t copy_piece = 256 * 1024;  // bytes sent at once
constexpr std::size_t together = 50;            // rows of a plain insertion in one: a statement costs more than its row

// Of every program that writes into one database: they come one after the other. Any number that nobody else uses.
constexpr const char* take_lock = "SELECT pg_advisory_xact_lock(6305000846321774948)";

bool is_state(std::string_view state, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return state.starts_with(beginning); });
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

Error unavailable_error(const std::string& name) {
  return Error::make(ErrorKind::unavailable, "storage.unavailable",
                     {fmt::format("The database {} does not answer; nothing was stored.", name),
                      fmt::format("数据库 {} 没有响应，数据未保存。", name)});
}
void say_away(const Address& address, const std::string& why) {
  if (!address.away->exchange(true)) log::warn("database {}: {}", address.name, why);
}

Error uncertain_error(const std::string& name) {
  return Error::make(
      ErrorKind::unavailable, "storage.unavailable",
      {fmt::format("The database {} was lost while storing: what was sent may be stored or not; send it again.", name),
       fmt::format("与数据库 {} 的连接在保存时中断：数据可能已保存，也可能没有，请重新发送。", name)});
}

}  // namespace

Result<Address> Address::parse(const std::string& url) {
  char* why = nullptr;
  PQconninfoOption* const options = PQconninfoParse(url.c_str(), &why);
  if (!options) {
    const std::string text = why ? first_line(why) : "";
    PQfreemem(why);
    return fail(ErrorKind::invalid, "storage.url",
                {fmt::format("The database's address must be postgresql://user@host/name: {}.", text),
                 fmt::format("数据库地址应为 postgresql://用户@主机/库名：{}。", text)});
  }
  std::string host, database;
  for (const auto* option = options; option->keyword; ++option) {
    const std::string_view keyword = option->keyword, value = option->val ? option->val : "";
    if (keyword == "host") host = value;
    if (keyword == "dbname") database = value;
  }
  PQconninfoFree(options);
  return Address{.url = url, .name = (host.empty() ? "localhost" : host) + "/" + database};
}

Answer Connection::command(const std::string& sql) { return checked(PQexec(pq_.get(), sql.c_str()), sql); }

// Values of the URL go before these: several hosts are tried for the one that takes writes, and one that has fallen
// silent is given up after 15 s.
void Connection::connect() {
  constexpr std::array keywords = {"connect_timeout",      "client_encoding", "application_name",
                                   "target_session_attrs", "keepalives_idle", "keepalives_interval",
                                   "tcp_user_timeout",     "dbname",          static_cast<const char*>(nullptr)};
  const std::array values = {
      "5", "UTF8", "ward", "read-write", "5", "5", "15000", address_.url.c_str(), static_cast<const char*>(nullptr)};
  statements_.clear();
  pq_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (is_lost()) {
    const std::string why = pq_ ? first_line(PQerrorMessage(pq_.get())) : "no memory";
    say_away(address_, why);
    pq_.reset();
    const Error error = unavailable_error(address_.name);
    doom_ = Doom{error};
    throw Failure(error);
  }
  if (address_.away->exchange(false)) log::info("database {}: back", address_.name);
  PQsetNoticeProcessor(
      pq_.get(), [](void*, const char* text) { log::debug("database: {}", first_line(text)); }, nullptr);
  setting_up();
}

// A writer that stands still must not hold up the others for ever, and what it has written is on disk.
void Connection::setting_up() {
  if (mode_ == Mode::reader) return;
  command(
      "SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s';"
      "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
}

void Connection::begin_reading() {
  if (is_lost()) connect();
  command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// With the lock, what a statement sees is what stays: no other program writes until this transaction ends.
void Connection::begin_writing() {
  doom_.reset();
  committing_ = false;
  if (is_lost()) connect();
  command(fmt::format("BEGIN; {}", take_lock));
}

void Connection::commit() {
  committing_ = true;
  const Answer answer = command("COMMIT");
  committing_ = false;
  // A transaction in which a statement had failed ends as a rollback, without an error.
  if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
    throw DatabaseError("a transaction was committed after a statement that had failed");
}

void Connection::rollback() noexcept {
  if (is_lost())
    pq_.reset();
  else if (PQtransactionStatus(pq_.get()) != PQTRANS_IDLE)
    PQclear(PQexec(pq_.get(), "ROLLBACK"));
}

void Connection::control(const char* sql) { command(sql); }

Answer Connection::checked(PGresult* result, std::string_view sql) {
  Answer answer(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) raise(result, sql);
  return answer;
}

// Sorts what went wrong: SQLSTATE, appendix A of PostgreSQL's documentation.
void Connection::raise(const PGresult* result, std::string_view sql) {
  const char* const field = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view state = field ? field : "";
  const std::string what =
      fmt::format("{} ({}) in \"{}\"", first_line(result ? PQresultErrorMessage(result) : PQerrorMessage(pq_.get())),
                  state.empty() ? "no state" : state, sql);
  // Lost (what the server says has a state; libpq's own word that it is gone has none, and may come before the
  // connection counts as lost), shut down, or made to follow another server. Before COMMIT was sent nothing can have
  // been stored.
  const bool follows = mode_ == Mode::writer && state == "25006";  // its server takes no writes any more
  if (is_lost() || state.empty() || follows || is_state(state, {"08", "57P", "25P03"})) {
    say_away(address_, what);
    const Error error = committing_ ? uncertain_error(address_.name) : unavailable_error(address_.name);
    doom_ = Doom{error, !committing_};
    pq_.reset();
    throw Failure(error);
  }
  if (is_state(state, {"53100", "58030"})) {  // disk full, input or output error
    doom_ = Doom{full_error()};
    throw Failure(full_error());
  }
  if (is_state(state, {"40001", "40P01", "55P03"})) {  // conflict, deadlock, the lock did not come
    doom_ = Doom{busy_error(), !state.starts_with("55P03")};
    throw Failure(busy_error());
  }
  if (is_state(state, {"22021", "22P05"}))  // not UTF-8
    throw Failure(Error::make(ErrorKind::invalid, "storage.text",
                              {"A text holds characters that cannot be stored.", "文本含有无法存储的字符。"}));
  if (state.starts_with("0A000")) statements_.clear();  // another program changed a table under a prepared statement
  throw DatabaseError(what);
}

void Connection::script(std::string_view sql) { command(translate(sql).text); }

const Connection::Prepared& Connection::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  const Translated translated = translate(sql);
  if (statements_.size() >= max_statements) {
    statements_.clear();
    command("DEALLOCATE ALL");
  }
  Prepared made{fmt::format("w{}", ++prepared_), {}};
  checked(PQprepare(pq_.get(), made.name.c_str(), translated.text.c_str(), 0, nullptr), sql);
  const Answer described = checked(PQdescribePrepared(pq_.get(), made.name.c_str()), sql);
  for (int i = 0; i < PQnparams(described.get()); ++i) made.types.push_back(PQparamtype(described.get(), i));
  return statements_.emplace(std::string(sql), std::move(made)).first->second;
}

Answer Connection::execute(std::string_view sql, const std::vector<Value>& values) {
  const Prepared& prepared = prepare(sql);
  if (prepared.types.size() != values.size())
    throw DatabaseError(fmt::format("{} values for \"{}\"", values.size(), sql));
  const Parameters p(values, prepared.types);
  return checked(PQexecPrepared(pq_.get(), prepared.name.c_str(), p.count(), p.pointers(), p.lengths(), p.formats(), 1),
                 sql);
}

namespace {

// Rows that a statement changed; 0 for one that only reads.
std::int64_t rows_changed(PGresult* result) {
  const std::string_view status = PQcmdStatus(result);
  if (!is_state(status, {"INSERT", "UPDATE", "DELETE"})) return 0;
  return std::atoll(PQcmdTuples(result));
}

}  // namespace

std::int64_t Connection::run(std::string_view sql, std::vector<Value> values) {
  return rows_changed(execute(sql, values).get());
}

void Connection::each(std::string_view sql, std::vector<Value> values, const std::function<void(const Row&)>& row) {
  const Answer answer = execute(sql, values);
  ResultRow view(answer.get(), sql);
  for (int i = 0; i < PQntuples(answer.get()); ++i) {
    view.go_to(i);
    row(view);
  }
}

namespace {

// The insertion of `count` rows instead of one; "" for what is no plain insertion of values.
std::string for_rows(std::string_view sql, std::size_t count) {
  constexpr std::string_view before = " VALUES ";
  const std::size_t at = sql.rfind(before);
  if (!sql.starts_with("INSERT INTO ") || at == std::string_view::npos) return "";
  const std::string_view row = sql.substr(at + before.size());
  // Nothing may follow the row, and what is numbered would be the same in each.
  if (!row.starts_with('(') || row.find(')') != row.size() - 1 || row.find_first_of("0123456789") != row.npos)
    return "";
  std::string all(sql);
  for (std::size_t i = 1; i < count; ++i) all.append(", ").append(row);
  return all;
}

// What takes the rows of an insertion of nothing but values, faster than the insertion; "" for another statement.
std::string copy_for(std::string_view insertion) {
  constexpr std::string_view into = "INSERT INTO ", before = " VALUES ";
  const std::size_t at = insertion.rfind(before);
  if (!insertion.starts_with(into) || at == std::string_view::npos) return "";
  if (insertion.substr(at + before.size()).find_first_not_of("(?, )") != std::string_view::npos) return "";
  return fmt::format("COPY {} FROM STDIN (FORMAT binary)", insertion.substr(into.size(), at - into.size()));
}

}  // namespace

std::vector<std::int64_t> Connection::bulk(std::string_view sql, std::span<const std::vector<Value>> rows) {
  if (const std::string copy = rows.size() >= copied ? copy_for(sql) : ""; !copy.empty()) {
    copy_in(copy, prepare(sql).types, rows);
    return std::vector<std::int64_t>(rows.size(), 1);  // a row that cannot be taken throws
  }
  const std::string many = rows.size() >= together ? for_rows(sql, together) : "";
  const std::size_t grouped = many.empty() ? 0 : rows.size() / together * together;
  std::vector<std::int64_t> of_groups, changed(grouped, 1);  // an insertion that fails throws
  send_in_groups(many, rows.first(grouped), together, of_groups);
  send_in_groups(sql, rows.subspan(grouped), 1, changed);
  return changed;
}

void Connection::copy_in(const std::string& copy, const std::vector<Oid>& types,
                         std::span<const std::vector<Value>> rows) {
  const Answer begun(PQexec(pq_.get(), copy.c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) raise(begun.get(), copy);
  const auto end = [&](const char* given_up) {
    PQputCopyEnd(pq_.get(), given_up);
    Answer answer(PQgetResult(pq_.get()));
    while (PGresult* const rest = PQgetResult(pq_.get())) PQclear(rest);
    return answer;
  };
  try {
    CopyText text;
    for (const auto& row : rows) {
      if (row.size() != types.size()) throw DatabaseError(fmt::format("{} values for \"{}\"", row.size(), copy));
      text.add(Parameters(row, types));
      if (text.size() >= copy_piece) send_copied(text, copy);
    }
    text.finish();
    send_copied(text, copy);
  } catch (...) {
    if (!is_lost()) end("a value cannot be stored");
    throw;
  }
  const Answer answer = end(nullptr);
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) raise(answer.get(), copy);
}

void Connection::send_copied(CopyText& text, const std::string& copy) {
  if (PQputCopyData(pq_.get(), text.data(), int(text.size())) != 1) raise(nullptr, copy);
  text.clear();
}

// Sent one after the other without waiting for the answers (pipeline mode): one journey to the server for hundreds.
void Connection::send_in_groups(std::string_view sql, std::span<const std::vector<Value>> rows, std::size_t size,
                                std::vector<std::int64_t>& changed) {
  if (rows.empty()) return;
  const Prepared& prepared = prepare(sql);
  while (!rows.empty()) {
    std::vector<Parameters> parameters;
    for (; parameters.size() * size < pipelined && !rows.empty(); rows = rows.subspan(size)) {
      for (const auto& row : rows.first(size))
        if (row.size() * size != prepared.types.size())
          throw DatabaseError(fmt::format("{} values for a row of \"{}\"", row.size(), sql));
      parameters.emplace_back(rows.first(size), prepared.types);
    }
    send_all(sql, prepared, parameters, changed);
  }
}

void Connection::send_all(std::string_view sql, const Prepared& prepared, const std::vector<Parameters>& all,
                          std::vector<std::int64_t>& changed) {
  PQenterPipelineMode(pq_.get());
  for (const Parameters& p : all)
    PQsendQueryPrepared(pq_.get(), prepared.name.c_str(), p.count(), p.pointers(), p.lengths(), p.formats(), 1);
  PQpipelineSync(pq_.get());
  Answer failed;
  for (std::size_t i = 0; i <= all.size(); ++i) {  // one answer each, then that of the synchronisation
    Answer answer(PQgetResult(pq_.get()));
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
      changed.push_back(rows_changed(answer.get()));
    else if (status != PGRES_PIPELINE_SYNC && !failed)
      failed = std::move(answer);
    if (i < all.size()) PQclear(PQgetResult(pq_.get()));  // nothing: the end of each
  }
  PQexitPipelineMode(pq_.get());
  if (failed || is_lost()) raise(failed.get(), sql);
}

}  // namespace ward::storage::postgres
