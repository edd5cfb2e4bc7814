// Messages cut into what one NOTIFY carries (less than 8,000 bytes), and put together again. Inside storage only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ward::storage::postgres {

// "<sender> <message> <piece> <pieces> <part>": UTF-8 as the message is, cut between characters. `sender` has no space.
std::vector<std::string> cut(std::string_view sender, std::uint64_t message, std::string_view text);

// Puts pieces together, those of one sender in their order; a sender's pieces come without another of its messages
// between them, because they are sent in one transaction.
class Assembly {
 public:
  struct Message {
    std::string sender, text;
  };
  // The whole message with its last piece; nothing before, and for what is no piece or does not follow.
  std::optional<Message> add(std::string_view piece);

 private:
  struct Begun {
    std::uint64_t message = 0;
    std::uint64_t next = 0;  // piece
    std::string text;
  };
  std::map<std::string, Begun, std::less<>> begun_;  // by sender
};

}  // namespace ward::storage::postgres
