// Values to and from PostgreSQL's binary form (its documentation, 55.2; network byte order). Inside storage only.
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <vector>

#include "storage/database.h"

namespace ward::storage::postgres {

// The values of one statement, of all these rows one after the other, as libpq takes them: as many as `types`. Refers
// to `rows`, which must outlive it. Throws DatabaseError when a value does not fit the type that the statement wants,
// Failure "storage.text" for a text with NUL.
class Parameters {
 public:
  Parameters(std::span<const std::vector<Value>> rows, const std::vector<Oid>& types);
  Parameters(const std::vector<Value>& values, const std::vector<Oid>& types)
      : Parameters(std::span(&values, 1), types) {}
  int count() const { return int(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Value& any, Oid type);
  void add(const char* data, std::size_t length);
  void add_number(std::uint64_t bits, std::size_t bytes);

  std::vector<std::array<char, 8>> numbers_;  // reserved: what is added stays where it is
  std::vector<const char*> pointers_;
  std::vector<int> lengths_, formats_;
};

// Rows as COPY takes them (PostgreSQL's documentation, COPY, "Binary Format").
class CopyText {
 public:
  CopyText();
  void add(const Parameters& row);
  void finish();  // no row may follow
  const char* data() const { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }
  void clear() { bytes_.clear(); }

 private:
  void number(std::uint32_t value, std::size_t bytes);
  std::string bytes_;
};

// A row of an answer in binary form.
class ResultRow final : public Row {
 public:
  ResultRow(const PGresult* result, std::string_view sql) : result_(result), sql_(sql) {}
  void go_to(int row) { row_ = row; }

  bool is_null(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string text(int column) const override;
  Blob blob(int column) const override;

 private:
  [[noreturn]] void wrong(int column) const;
  Oid type(int column) const;  // 0 for NULL and for a column that is not there
  std::string_view bytes(int column) const;

  const PGresult* result_;
  std::string_view sql_;
  int row_ = 0;
};

}  // namespace ward::storage::postgres
