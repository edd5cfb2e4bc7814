// One connection to PostgreSQL: prepared statements kept by their text, values in binary form, errors sorted into
// values and exceptions. Inside storage only.
#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>

#include "storage/writer.h"

namespace ward::storage::postgres {

class CopyText;
class Parameters;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

// Where a database is.
struct Address {
  std::string url;
  std::string name;  // for people: without the password
  // Whether it did not answer the last time, as the log has it: said once for all connections.
  std::shared_ptr<std::atomic<bool>> away = std::make_shared<std::atomic<bool>>(false);
  // Errors: "storage.url".
  static Result<Address> parse(const std::string& url);
};

// Not safe to share between threads. A Transaction of its own, because a connection runs one at a time. It connects
// when a transaction begins and there is no connection (any more).
class Connection final : public WriteConnection {
 public:
  enum class Mode { writer, reader };

  Connection(Address address, Mode mode) : address_(std::move(address)), mode_(mode) {}
  ~Connection() override = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::int64_t run(std::string_view sql, std::vector<Value> values) override;
  void each(std::string_view sql, std::vector<Value> values, const std::function<void(const Row&)>& row) override;
  std::vector<std::int64_t> bulk(std::string_view sql, std::span<const std::vector<Value>> rows) override;
  // Several statements without values, in Ward's words: migrations.
  void script(std::string_view sql);

  // All throw Failure "storage.unavailable" when there is no connection.
  void connect();
  void begin_reading();
  void begin_writing() override;
  void control(const char* sql) override;
  void commit() override;
  void rollback() noexcept override;
  const std::optional<Doom>& doom() const override { return doom_; }
  bool stuck() const override { return pq_ && PQtransactionStatus(pq_.get()) == PQTRANS_INERROR; }

  void close() { pq_.reset(); }
  bool is_lost() const { return !pq_ || PQstatus(pq_.get()) != CONNECTION_OK; }
  PGconn* raw() { return pq_.get(); }
  // In PostgreSQL's own words, several statements allowed; the answer of the last.
  Answer command(const std::string& sql);

 private:
  struct Finish {
    void operator()(PGconn* pq) const { PQfinish(pq); }
  };
  // A statement that the server has prepared, and the types it wants.
  struct Prepared {
    std::string name;
    std::vector<Oid> types;
  };

  const Prepared& prepare(std::string_view sql);
  Answer execute(std::string_view sql, const std::vector<Value>& values);
  void send_in_groups(std::string_view sql, std::span<const std::vector<Value>> rows, std::size_t size,
                      std::vector<std::int64_t>& changed);
  void copy_in(const std::string& copy, const std::vector<Oid>& types, std::span<const std::vector<Value>> rows);
  void send_copied(CopyText& text, const std::string& copy);
  void send_all(std::string_view sql, const Prepared& prepared, const std::vector<Parameters>& all,
                std::vector<std::int64_t>& changed);
  Answer checked(PGresult* result, std::string_view sql);
  [[noreturn]] void raise(const PGresult* result, std::string_view sql);
  void setting_up();

  const Address address_;
  const Mode mode_;
  std::unique_ptr<PGconn, Finish> pq_;
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
  std::uint64_t prepared_ = 0;  // so far: names the next
  bool committing_ = false;
  std::optional<Doom> doom_;
};

}  // namespace ward::storage::postgres
