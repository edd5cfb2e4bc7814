#include "city/journal/journal.h"

namespace ward::city::journal {

namespace {

void put_number(crypto::Bytes& out, std::int64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(std::uint8_t(value >> shift));
}

void put_text(crypto::Bytes& out, std::string_view text) {
  put_number(out, std::int64_t(text.size()));
  out.insert(out.end(), text.begin(), text.end());
}

}  // namespace

crypto::Digest seal(const crypto::Digest& previous, const Record& record) {
  crypto::Bytes content(previous.begin(), previous.end());
  put_number(content, record.number);
  content.insert(content.end(), record.id.bytes().begin(), record.id.bytes().end());
  put_number(content, to_millis(record.at));
  for (const std::string* text :
       {&record.type, &record.subject, &record.actor, &record.purpose, &record.unit, &record.payload})
    put_text(content, *text);
  return crypto::sha256(content);
}

json::value to_json(const Record& record) {
  return {{"id", record.id.str()},
          {"at", to_rfc3339(record.at)},
          {"type", record.type},
          {"subject", record.subject},
          {"actor", record.actor},
          {"purpose", record.purpose},
          {"payload", json::parse(record.payload)}};
}

}  // namespace ward::city::journal
