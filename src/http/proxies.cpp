#include "http/proxies.h"

#include <boost/asio/ip/address.hpp>
#include <optional>

namespace ward::http {

namespace {

namespace ip = boost::asio::ip;

// One way of writing each address: an IPv4 client of a socket that takes both is the same client. Nothing when `text`
// is none.
std::optional<std::string> plain_address(const std::string& text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(text, error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

// "a, b, c" -> "c"
std::string last_of(const std::string& list) {
  const std::size_t comma = list.rfind(','), begin = list.find_first_not_of(", \t", comma == list.npos ? 0 : comma);
  if (begin == list.npos) return "";
  return list.substr(begin, list.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

Result<Proxies> Proxies::of(const std::vector<std::string>& addresses) {
  Proxies proxies;
  for (const std::string& text : addresses) {
    const auto address = plain_address(text);
    if (!address)
      return fail(ErrorKind::invalid, "http.proxy",
                  {"\"" + text + "\" is not the IP address of a proxy.", "“" + text + "”不是代理服务器的 IP 地址。"},
                  text);
    proxies.addresses_.insert(*address);
  }
  return proxies;
}

void Proxies::look_through(Request& request) const {
  const auto proxy = plain_address(request.peer);
  if (!proxy || !addresses_.contains(*proxy)) return;
  if (const auto client = plain_address(last_of(request.header("x-forwarded-for")))) request.peer = *client;
  request.secure = request.secure || last_of(request.header("x-forwarded-proto")) == "https";
}

}  // namespace ward::http
