#include "storage/postgres/values.h"

#include <fmt/format.h>

#include <bit>
#include <limits>

namespace ward::storage::postgres {

namespace {

// pg_type.dat
constexpr Oid bool_type = 16, bytea_type = 17, name_type = 19, int8_type = 20, int2_type = 21, int4_type = 23,
              text_type = 25, float4_type = 700, float8_type = 701, varchar_type = 1043;

bool is_text(Oid type) { return type == text_type || type == varchar_type || type == name_type; }

std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (const char byte : bytes) bits = bits << 8 | std::uint8_t(byte);
  return bits;
}

template <class T>
bool fits(std::int64_t value) {
  return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

Failure unstorable_text() {
  return Failure(Error::make(ErrorKind::invalid, "storage.text",
                             {"A text holds characters that cannot be stored.", "文本含有无法存储的字符。"}));
}

}  // namespace

void Parameters::add(const char* data, std::size_t length) {
  pointers_.push_back(data);
  lengths_.push_back(int(length));
  formats_.push_back(1);
}

void Parameters::add_number(std::uint64_t bits, std::size_t bytes) {
  auto& room = numbers_.emplace_back();
  for (std::size_t i = 0; i < bytes; ++i) room[i] = char(bits >> 8 * (bytes - 1 - i));
  add(room.data(), bytes);
}

void Parameters::add(const Value& any, Oid type) {
  const auto wrong = [&] {
    return DatabaseError(fmt::format("value {} does not fit the type {}", pointers_.size() + 1, type));
  };
  std::visit(
      [&]<class T>(const T& value) {
        if constexpr (std::is_same_v<T, std::nullptr_t>) {
          add(nullptr, 0);
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          if (type == int8_type) return add_number(std::uint64_t(value), 8);
          if (type == int4_type && fits<std::int32_t>(value)) return add_number(std::uint64_t(value), 4);
          if (type == int2_type && fits<std::int16_t>(value)) return add_number(std::uint64_t(value), 2);
          if (type == float8_type) return add_number(std::bit_cast<std::uint64_t>(double(value)), 8);
          throw wrong();
        } else if constexpr (std::is_same_v<T, double>) {
          if (type != float8_type) throw wrong();
          add_number(std::bit_cast<std::uint64_t>(value), 8);
        } else if constexpr (std::is_same_v<T, std::string>) {
          if (!is_text(type)) throw wrong();
          if (value.find('\0') != std::string::npos) throw unstorable_text();
          add(value.data(), value.size());
        } else {
          if (type != bytea_type) throw wrong();
          // An empty vector may have no address, and no address would be NULL.
          add(value.empty() ? "" : reinterpret_cast<const char*>(value.data()), value.size());
        }
      },
      any);
}

Parameters::Parameters(std::span<const std::vector<Value>> rows, const std::vector<Oid>& types) {
  numbers_.reserve(types.size());
  for (const auto& row : rows)
    for (const Value& value : row) add(value, types[pointers_.size()]);
}

// Signature, no flags, no extension.
CopyText::CopyText() : bytes_("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19) {}

void CopyText::number(std::uint32_t value, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0;) bytes_.push_back(char(value >> 8 * i));
}

void CopyText::add(const Parameters& row) {
  number(std::uint32_t(row.count()), 2);
  for (int i = 0; i < row.count(); ++i) {
    const bool is_null = row.pointers()[i] == nullptr;
    number(is_null ? ~std::uint32_t(0) : std::uint32_t(row.lengths()[i]), 4);
    if (!is_null) bytes_.append(row.pointers()[i], std::size_t(row.lengths()[i]));
  }
}

void CopyText::finish() { number(0xffff, 2); }

void ResultRow::wrong(int column) const {
  throw DatabaseError(fmt::format("column {} of \"{}\" is not of the type asked for", column, sql_));
}

Oid ResultRow::type(int column) const {
  if (column < 0 || column >= PQnfields(result_) || PQgetisnull(result_, row_, column)) return 0;
  return PQftype(result_, column);
}

std::string_view ResultRow::bytes(int column) const {
  return {PQgetvalue(result_, row_, column), std::size_t(PQgetlength(result_, row_, column))};
}

bool ResultRow::is_null(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::int64_t ResultRow::integer(int column) const {
  switch (type(column)) {
    case int8_type:
      return std::int64_t(number_of(bytes(column)));
    case int4_type:
      return std::int32_t(number_of(bytes(column)));
    case int2_type:
      return std::int16_t(number_of(bytes(column)));
    case bool_type:
      return std::int64_t(number_of(bytes(column)));
    default:
      wrong(column);
  }
}

double ResultRow::real(int column) const {
  switch (type(column)) {
    case float8_type:
      return std::bit_cast<double>(number_of(bytes(column)));
    case float4_type:
      return double(std::bit_cast<float>(std::uint32_t(number_of(bytes(column)))));
    default:
      return double(integer(column));
  }
}

std::string ResultRow::text(int column) const {
  if (!is_text(type(column))) wrong(column);
  return std::string(bytes(column));
}

Blob ResultRow::blob(int column) const {
  if (type(column) != bytea_type) wrong(column);
  const std::string_view data = bytes(column);
  return {data.begin(), data.end()};
}

}  // namespace ward::storage::postgres
