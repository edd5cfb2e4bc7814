// The least that a caller can be: one connection that is kept, one write and one read for each request. Where the
// callers share the machine with the server, what a fuller client costs would be counted as the server's.
#pragma once

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <string>
#include <vector>

namespace ward::bench {

// To a server on this machine that says the length of each answer. Throws boost::system::system_error.
class PlainClient {
 public:
  explicit PlainClient(std::uint16_t port) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    socket_.set_option(boost::asio::ip::tcp::no_delay(true));
  }

  // The status; `answer` gets the body.
  int send(const std::string& method, const std::string& path, const std::string& body,
           const std::vector<std::string>& headers, std::string* answer = nullptr) {
    std::string request =
        fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n", method, path, body.size());
    for (const std::string& header : headers) request += header + "\r\n";
    boost::asio::write(socket_, boost::asio::buffer(request += "\r\n" + body));
    seen_.clear();
    std::size_t head;
    while ((head = seen_.find("\r\n\r\n")) == std::string::npos) read_more();
    head += 4;
    const std::size_t length = length_of(seen_.substr(0, head));
    while (seen_.size() < head + length) read_more();
    if (answer) *answer = seen_.substr(head, length);
    return std::stoi(seen_.substr(9, 3));
  }

 private:
  static std::size_t length_of(const std::string& head) {
    static const std::string name = "\r\nContent-Length: ";
    const std::size_t at = head.find(name);
    std::size_t length = 0;
    if (at != std::string::npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
  }
  void read_more() {
    const std::size_t before = seen_.size();
    seen_.resize(before + (16 << 10));
    seen_.resize(before + socket_.read_some(boost::asio::buffer(seen_.data() + before, 16 << 10)));
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
  std::string seen_;
};

}  // namespace ward::bench
