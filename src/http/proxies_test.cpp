#include "http/proxies.h"

#include <gtest/gtest.h>

namespace ward::http {
namespace {

Request from(const std::string& peer, const std::string& forwarded_for, const std::string& proto) {
  Request request;
  request.peer = peer;
  request.headers = {{"x-forwarded-for", forwarded_for}, {"x-forwarded-proto", proto}};
  return request;
}

Request seen(const std::vector<std::string>& proxies, Request request) {
  Proxies::of(proxies)->look_through(request);
  return request;
}

TEST(ProxiesTest, TheProxysClientIsTheLastOneItNames) {
  const Request request = seen({"10.0.0.1"}, from("10.0.0.1", "6.6.6.6, 2001:DB8::7 ", "https"));
  EXPECT_EQ(request.peer, "2001:db8::7");
  EXPECT_TRUE(request.secure);
  EXPECT_EQ(seen({"::1", "10.0.0.1"}, from("::ffff:10.0.0.1", "1.2.3.4", "http")).peer, "1.2.3.4");
  EXPECT_FALSE(seen({"10.0.0.1"}, from("10.0.0.1", "1.2.3.4", "https, http")).secure);
}

TEST(ProxiesTest, NobodyElsesHeadersAreBelieved) {
  for (const std::vector<std::string>& proxies : {std::vector<std::string>{}, {"10.0.0.1"}}) {
    const Request request = seen(proxies, from("10.0.0.2", "1.2.3.4", "https"));
    EXPECT_EQ(request.peer, "10.0.0.2");
    EXPECT_FALSE(request.secure);
  }
}

TEST(ProxiesTest, AProxyThatNamesNobodyStandsForItself) {
  for (const char* nobody : {"", " , ", "unknown", "1.2.3.4, _hidden"})
    EXPECT_EQ(seen({"10.0.0.1"}, from("10.0.0.1", nobody, "")).peer, "10.0.0.1") << nobody;
}

TEST(ProxiesTest, SaysWhichIsNoAddress) {
  const auto proxies = Proxies::of({"10.0.0.1", "proxy.local"});
  ASSERT_FALSE(proxies);
  EXPECT_EQ(proxies.error().code, "http.proxy");
  EXPECT_EQ(proxies.error().field, "proxy.local");
}

}  // namespace
}  // namespace ward::http
